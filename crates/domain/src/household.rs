//! The family group: people registered together, one event with an enrollment each.

use crate::words::words;

words! {
    /// What somebody is in a family group.
    HouseholdRole, default Unlisted {
        /// Answers for the group.
        Head = "head",
        /// Lives with the head as a couple.
        Partner = "partner",
        /// A daughter, son, or another minor in their care.
        Child = "child",
        /// None of these.
        Unlisted = "other",
    }
}
