//! Closed lists of reasons that people choose from when an act needs one. What a newer version added is kept as it came.

use crate::words::words;

words! {
    /// Why somebody at the counter hands a person over to the care team. Seen by that team only.
    NoticeReason, default Unlisted {
        /// Needs attention today.
        SameDay = "same_day",
        /// A minor without an adult.
        MinorAlone = "minor_alone",
        /// Pregnancy.
        Pregnancy = "pregnancy",
        /// Asks to talk in private.
        PrivateTalk = "private_talk",
        /// None of these.
        Unlisted = "other",
    }
}

words! {
    /// Why a member opens a restricted consultation.
    OpeningReason, default Unlisted {
        /// Attends the person now.
        CareNow = "care_now",
        /// Follows the case up.
        FollowUp = "follow_up",
        /// Looks after a colleague's work.
        Supervision = "supervision",
        /// Mends a mistake.
        Correction = "correction",
        /// None of these.
        Unlisted = "other",
    }
}

words! {
    /// On what ground a record is erased.
    ErasureBasis, default Unlisted {
        /// The person asked for it (habeas data).
        Request = "request",
        /// Registered by mistake.
        Mistake = "mistake",
        /// Kept as long as the pack says.
        Retention = "retention",
        /// A court ordered it.
        Court = "court",
        /// None of these; no screen offers it.
        Unlisted = "other",
    }
}

words! {
    /// Why somebody or something is cut off.
    RevocationReason, default Unlisted {
        /// No longer works here.
        Left = "left",
        /// The device was lost.
        Lost = "lost",
        /// The device was stolen.
        Stolen = "stolen",
        /// Somebody else knows the password, or the trust is gone.
        Misused = "misused",
        /// None of these.
        Unlisted = "other",
    }
}
