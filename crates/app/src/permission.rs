//! Who may do which act: one table, deny by default (docs/architecture.md shows it).

use posta_identity::Role;

/// Everything that `app` offers to an unlocked user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Act {
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
}

impl Act {
    pub const ALL: [Act; 11] = [
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
    ];
}

/// Whether `role` may do `act`. A word of a later version may do nothing.
#[must_use]
pub fn allows(role: &Role, act: Act) -> bool {
    match act {
        Act::FindPerson
        | Act::ShowPerson
        | Act::RegisterPerson
        | Act::EditPerson
        | Act::ResolveConflict
        | Act::KeepDraft
        | Act::Exchange
        | Act::Inspect => matches!(role, Role::Registrar | Role::Care | Role::Supervisor),
        Act::ReadConsultation | Act::RecordConsultation => matches!(role, Role::Care),
        Act::ViewRegister => matches!(role, Role::Supervisor),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_care_reads_and_writes_consultations_and_only_the_supervisor_lists_the_register() {
        for act in Act::ALL {
            let row = [Role::Registrar, Role::Care, Role::Supervisor].map(|role| allows(&role, act));
            let expected = match act {
                Act::ReadConsultation | Act::RecordConsultation => [false, true, false],
                Act::ViewRegister => [false, false, true],
                _ => [true, true, true],
            };
            assert_eq!(row, expected, "{act:?}");
        }
    }

    #[test]
    fn a_role_of_a_later_version_may_do_nothing_here() {
        for act in Act::ALL {
            assert!(!allows(&Role::Other("protection".into()), act), "{act:?}");
        }
    }
}
