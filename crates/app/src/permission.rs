//! Who may do which act: one table, deny by default (docs/architecture.md shows it).

use posta_identity::Role;

/// Everything that `app` offers to an unlocked user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Act {
    /// The state of the day, and the words of forms.
    SeeHome,
    FindPerson,
    ShowPerson,
    RegisterPerson,
    EditPerson,
    ResolveConflict,
    ReadConsultation,
    RecordConsultation,
    KeepDraft,
    ViewRegister,
    Exchange,
    Inspect,
    /// PIN, pause, own password, taking a colleague in.
    KeepSession,
    /// Helping somebody who forgot the password.
    AnswerRecovery,
}

impl Act {
    pub const ALL: [Act; 14] = [
        Act::SeeHome,
        Act::FindPerson,
        Act::ShowPerson,
        Act::RegisterPerson,
        Act::EditPerson,
        Act::ResolveConflict,
        Act::ReadConsultation,
        Act::RecordConsultation,
        Act::KeepDraft,
        Act::ViewRegister,
        Act::Exchange,
        Act::Inspect,
        Act::KeepSession,
        Act::AnswerRecovery,
    ];
}

/// Whether `role` may do `act`. A word of a later version may do nothing.
#[must_use]
pub fn allows(role: &Role, act: Act) -> bool {
    use Role::{Administrator, Care, Protection, Registrar, Supervisor};
    match act {
        Act::SeeHome | Act::Exchange | Act::Inspect | Act::KeepSession => {
            matches!(role, Registrar | Care | Protection | Supervisor | Administrator)
        }
        Act::FindPerson
        | Act::ShowPerson
        | Act::RegisterPerson
        | Act::EditPerson
        | Act::ResolveConflict
        | Act::KeepDraft => matches!(role, Registrar | Care | Protection | Supervisor),
        Act::ReadConsultation | Act::RecordConsultation => matches!(role, Care),
        Act::ViewRegister | Act::AnswerRecovery => matches!(role, Supervisor),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table as docs/architecture.md shows it: registrar, care, protection, supervisor, administrator.
    fn expected(act: Act) -> [u8; 5] {
        match act {
            Act::SeeHome | Act::Exchange | Act::Inspect | Act::KeepSession => [1, 1, 1, 1, 1],
            Act::FindPerson | Act::ShowPerson | Act::RegisterPerson | Act::EditPerson => [1, 1, 1, 1, 0],
            Act::ResolveConflict | Act::KeepDraft => [1, 1, 1, 1, 0],
            Act::ReadConsultation | Act::RecordConsultation => [0, 1, 0, 0, 0],
            Act::ViewRegister | Act::AnswerRecovery => [0, 0, 0, 1, 0],
        }
    }

    #[test]
    fn each_role_may_do_what_the_table_says_and_nothing_else() {
        use Role::{Administrator, Care, Protection, Registrar, Supervisor};
        for act in Act::ALL {
            let row = [Registrar, Care, Protection, Supervisor, Administrator];
            assert_eq!(row.map(|role| u8::from(allows(&role, act))), expected(act), "{act:?}");
        }
    }

    #[test]
    fn a_role_of_a_later_version_may_do_nothing_here() {
        for act in Act::ALL {
            assert!(!allows(&Role::Other("later".into()), act), "{act:?}");
        }
    }
}
