//! Who may do which act: one table, deny by default. `docs/architecture.md` shows it, and a test keeps the two equal.

use posta_identity::Role;

/// Makes the acts and their table: a name, its words in the documents, and the roles that may do it.
macro_rules! acts {
    ($($(#[$note:meta])* $act:ident, $words:literal: [$($role:ident),*];)+) => {
        /// Everything that `app` offers to an unlocked user.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Act {
            $($(#[$note])* $act,)+
        }

        impl Act {
            /// All of them, in the order of the table.
            pub const ALL: &[Act] = &[$(Act::$act),+];

            /// What the documents call it.
            pub fn words(self) -> &'static str {
                match self {
                    $(Act::$act => $words,)+
                }
            }
        }

        /// Whether `role` may do `act`. A word of a later version may do nothing.
        #[must_use]
        pub fn allows(role: &Role, act: Act) -> bool {
            match act {
                $(Act::$act => matches!(role, $(Role::$role)|*),)+
            }
        }
    };
}

acts! {
    SeeHome, "see the state of the day": [Registrar, Care, Protection, Supervisor, Administrator];
    FindPerson, "find people": [Registrar, Care, Protection, Supervisor];
    ShowPerson, "see a person": [Registrar, Care, Protection, Supervisor];
    RegisterPerson, "register a person": [Registrar, Care, Protection, Supervisor];
    EditPerson, "edit a person": [Registrar, Care, Protection, Supervisor];
    TendEnrollment, "tend an enrollment: eligibility, requirements, status, facility": [Registrar, Care, Protection, Supervisor];
    RecordConsent, "record what a person allows": [Registrar, Care, Protection, Supervisor];
    ResolveConflict, "decide between two values": [Registrar, Care, Protection, Supervisor];
    DecidePair, "say whether two records are of one person": [Registrar, Care, Protection, Supervisor];
    /// With the least that decides; it is noted.
    LookUpElsewhere, "look somebody up in another department": [Registrar, Care, Protection, Supervisor];
    KeepDraft, "keep drafts": [Registrar, Care, Protection, Supervisor];
    HandOver, "hand a person over to the care team, sealed": [Registrar, Care, Protection, Supervisor];
    RecordComplaint, "record a complaint or suggestion, sealed to the supervisors": [Registrar, Care, Protection, Supervisor];
    NotePrinted, "print a person's page or slip": [Registrar, Care, Protection, Supervisor];
    ReadConsultation, "read consultations of the own team": [Care, Protection];
    RecordConsultation, "record a consultation": [Care, Protection];
    /// Of the scopes that the user may read, for a reason: it never gives keys.
    OpenRestricted, "open a restricted consultation, with a reason": [Care, Protection];
    ReadNotices, "read what was handed over to the own team": [Care, Protection];
    SettleNotice, "mark it as taken care of": [Care, Protection];
    TellProtection, "tell the protection team of somebody, sealed": [Care, Protection];
    Refer, "refer somebody, and say what became of it": [Care, Protection];
    /// On paper, or sealed to the team of another municipality.
    ShareSummary, "give the next post a summary of what the person chose": [Care, Protection];
    ReadSummary, "read the summary that a person carries": [Care, Protection];
    /// The code of a letter, told by whoever brings it: it names nobody.
    AnswerReferral, "write down the answer to a referral by the code of its letter": [Registrar, Care, Protection, Supervisor];
    KeepAgenda, "see and keep the agenda of the own team": [Care, Protection];
    Screen, "put an instrument to somebody": [Care, Protection];
    SeeDirectory, "see the directory of services": [Registrar, Care, Protection, Supervisor];
    TendDirectory, "keep the directory of services": [Supervisor];
    SeeShelf, "read and search the knowledge shelf": [Registrar, Care, Protection, Supervisor];
    TendShelf, "add to the knowledge shelf and withdraw from it": [Supervisor];
    SeeOffice, "see trainings, work plans and tables of allies": [Registrar, Care, Protection, Supervisor];
    TendOffice, "keep trainings, work plans and tables of allies": [Supervisor];
    /// Of a training, by whoever is handed the device.
    Evaluate, "answer an evaluation": [Registrar, Care, Protection, Supervisor];
    ExportPerson, "export what one may read of one person": [Care, Protection, Supervisor];
    ViewRegister, "list everything registered in the department": [Supervisor];
    /// Of the registry, and what care teams tell of their weeks: never a record of theirs.
    SeeFigures, "see the indicators of the department": [Supervisor];
    /// Of whoever agreed, for a written purpose; it is noted. Care data only with a care scope open.
    ExportRegister, "export the register of those who agreed, for a written purpose": [Supervisor];
    ViewPairs, "see who may be registered twice, in the department or in another one": [Supervisor];
    ViewMembers, "see users and devices": [Supervisor, Administrator];
    RevokeMember, "cut off a user or a device": [Supervisor, Administrator];
    /// Who may not see users and devices sees what only the own team reads.
    ViewAside, "see work that was kept aside, of the own team or of all": [Care, Protection, Supervisor, Administrator];
    /// As [`Act::ViewAside`].
    AdmitAside, "let in work that was kept aside, of the own team or of all": [Care, Protection, Supervisor];
    ViewAudit, "see who opened which confidential record": [Supervisor];
    ReadComplaints, "read complaints and suggestions": [Supervisor];
    /// Two supervisors: one orders, another agrees.
    OrderErasure, "order that a person be erased": [Supervisor];
    AgreeErasure, "agree to another's order to erase": [Supervisor];
    ViewErasures, "see orders to erase, and what is past its retention": [Supervisor];
    AnswerRecovery, "answer who forgot the password": [Supervisor];
    /// PIN, pause, own password.
    KeepSession, "pause, change the own password": [Registrar, Care, Protection, Supervisor, Administrator];
    /// Asked of whoever is unlocked or paused here while another one joins, is attached, or begins a cut join anew.
    TakeIn, "take a newcomer or a colleague in": [Registrar, Care, Protection, Supervisor, Administrator];
    /// With the own keys, which the own device hands over.
    Attach, "take up work on a further device": [Registrar, Care, Protection, Supervisor, Administrator];
    Exchange, "exchange with the server": [Registrar, Care, Protection, Supervisor, Administrator];
    Inspect, "check what this device holds": [Registrar, Care, Protection, Supervisor, Administrator];
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const ROLES: [Role; 5] =
        [Role::Registrar, Role::Care, Role::Protection, Role::Supervisor, Role::Administrator];

    /// The table as the documents show it.
    fn documented() -> String {
        let mut table = String::from(
            "| Act | registrar | care | protection | supervisor | administrator |\n|---|---|---|---|---|---|\n",
        );
        for act in Act::ALL {
            table.push_str(&format!("| {} |", act.words()));
            for role in &ROLES {
                table.push_str(if allows(role, *act) { " yes |" } else { " |" });
            }
            table.push('\n');
        }
        table
    }

    #[test]
    fn the_table_of_the_documents_is_the_table_of_the_code() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/architecture.md");
        let document = std::fs::read_to_string(path).unwrap();
        let expected = documented();
        assert!(document.contains(&expected), "\"Who may do what\" needs this table:\n\n{expected}");
    }

    #[test]
    fn who_may_do_what_is_exactly_this() {
        let everybody = "rcpsa";
        for act in Act::ALL {
            let row: String = ROLES
                .iter()
                .zip(everybody.chars())
                .filter(|(role, _)| allows(role, *act))
                .map(|(_, letter)| letter)
                .collect();
            let expected = match act {
                Act::FindPerson
                | Act::ShowPerson
                | Act::RegisterPerson
                | Act::EditPerson
                | Act::TendEnrollment
                | Act::RecordConsent
                | Act::RecordComplaint
                | Act::ResolveConflict
                | Act::DecidePair
                | Act::LookUpElsewhere
                | Act::KeepDraft
                | Act::HandOver
                | Act::AnswerReferral
                | Act::SeeDirectory
                | Act::SeeShelf
                | Act::SeeOffice
                | Act::Evaluate
                | Act::NotePrinted => "rcps",
                Act::ReadConsultation
                | Act::RecordConsultation
                | Act::OpenRestricted
                | Act::ReadNotices
                | Act::SettleNotice
                | Act::TellProtection
                | Act::Refer
                | Act::ShareSummary
                | Act::ReadSummary
                | Act::KeepAgenda
                | Act::Screen => "cp",
                Act::ExportPerson | Act::AdmitAside => "cps",
                Act::ViewAside => "cpsa",
                Act::ViewMembers | Act::RevokeMember => "sa",
                Act::ViewRegister
                | Act::SeeFigures
                | Act::ExportRegister
                | Act::ViewPairs
                | Act::ViewAudit
                | Act::ReadComplaints
                | Act::TendDirectory
                | Act::TendShelf
                | Act::TendOffice
                | Act::OrderErasure
                | Act::AgreeErasure
                | Act::ViewErasures
                | Act::AnswerRecovery => "s",
                Act::SeeHome
                | Act::KeepSession
                | Act::TakeIn
                | Act::Attach
                | Act::Exchange
                | Act::Inspect => everybody,
            };
            assert_eq!(row, expected, "{act:?}");
        }
    }

    #[test]
    fn a_role_of_a_later_version_may_do_nothing_here() {
        for act in Act::ALL {
            assert!(!allows(&Role::Other("auditor".into()), *act), "{act:?}");
        }
    }
}
