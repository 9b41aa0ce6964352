//! The one table of access: who reads and writes which scope, and who may sign which entry. Denied unless it is here.

use crate::entry::{EntryBody, Revoked};
use crate::ids::{ScopeId, UserId};
use crate::membership::Scope;
use crate::role::{Assignment, Lane, Role, Sensitivity};

/// Whether a scope is sealed to its members.
pub(crate) fn is_confidential(scope: &Scope) -> bool {
    matches!(scope.sensitivity, Sensitivity::Care | Sensitivity::Protection | Sensitivity::Audit)
}

/// Whether a right opens a scope, in any of its lanes.
pub(crate) fn opens(right: &Assignment, scope: &Scope) -> bool {
    match (&scope.sensitivity, &right.role) {
        (Sensitivity::Registry, Role::Registrar | Role::Care | Role::Protection | Role::Supervisor) => true,
        (Sensitivity::Care, Role::Care) | (Sensitivity::Protection, Role::Protection) => {
            scope.place == right.place
        }
        (Sensitivity::Audit, Role::Supervisor) => true,
        _ => false,
    }
}

/// Whether a scope has a lane.
pub(crate) fn has_lane(scope: &Scope, lane: Lane) -> bool {
    match lane {
        Lane::Main => true,
        Lane::Inbox => is_confidential(scope),
        Lane::Checkpoint => is_confidential(scope) || scope.sensitivity == Sensitivity::Registry,
    }
}

/// Kind of the documents that others are about.
const PERSON: &str = "person";

/// Whether carrying an order out in `scope` can mean these documents: the ordered one, where it is; of a person, also
/// records of other kinds, which say themselves whom they are about. Whoever holds those checks that.
pub(crate) fn may_mean(
    ordered: (ScopeId, &str, [u8; 16]),
    scope: ScopeId,
    documents: &[(String, [u8; 16])],
) -> bool {
    documents.iter().all(|(kind, id)| {
        let is_ordered = (scope, kind.as_str(), *id) == ordered;
        is_ordered || (ordered.1 == PERSON && kind != PERSON)
    })
}

/// Whether anything in a scope may ever be erased, by whomever: never what tells who read what.
pub(crate) fn is_erasable(scope: &Scope) -> bool {
    scope.sensitivity == Sensitivity::Registry
        || (is_confidential(scope) && scope.sensitivity != Sensitivity::Audit)
}

/// Whether a right lets one write in a lane of a scope.
pub(crate) fn lets_write(right: &Assignment, scope: &Scope, lane: Lane) -> bool {
    let known = !matches!(right.role, Role::Other(_));
    match lane {
        Lane::Main => scope.sensitivity != Sensitivity::Audit && opens(right, scope),
        Lane::Inbox => known && has_lane(scope, lane),
        // Its writer speaks for every author. In a registry only who may carry out an erasure has a reason to.
        Lane::Checkpoint if scope.sensitivity == Sensitivity::Registry => right.role == Role::Supervisor,
        Lane::Checkpoint => has_lane(scope, lane) && opens(right, scope),
    }
}

/// Kinds of documents that only supervisors write in a registry: the directory is what people are sent to, what was
/// taught and agreed is what the office answers for, and the knowledge shelf is what staff go by. A `participant` of a
/// training is none of them, because each answers their evaluation on whatever tablet they are handed.
const OFFICE: &[&str] =
    &["service", "training", "plan", "meeting", "commitment", "publication", "publication_piece"];
/// Those, and what care teams tell of their weeks.
const OFFICE_AND_FIGURES: &[&str] = &[
    "service",
    "training",
    "plan",
    "meeting",
    "commitment",
    "publication",
    "publication_piece",
    "aggregate",
];

/// The kinds of documents that a right to write in a scope does not let one write.
pub(crate) fn kinds_denied(right: &Assignment, scope: &Scope) -> &'static [&'static str] {
    match (&scope.sensitivity, &right.role) {
        (Sensitivity::Registry, Role::Supervisor) => &[],
        // Protection teams tell nothing of their weeks.
        (Sensitivity::Registry, Role::Care) => OFFICE,
        (Sensitivity::Registry, _) => OFFICE_AND_FIGURES,
        _ => &[],
    }
}

/// Whether a right lets one ask about somebody in the registries of other departments of the same server, and take a
/// person over from there: whoever registers people here, and so reads this department's own registry.
pub(crate) fn lets_look_elsewhere(right: &Assignment, registry: &Scope) -> bool {
    registry.sensitivity == Sensitivity::Registry && opens(right, registry)
}

/// Whether a right lets one be told which people of the own registry may be somebody in another department's.
pub(crate) fn lets_see_proposals(right: &Assignment, registry: &Scope) -> bool {
    right.role == Role::Supervisor && lets_look_elsewhere(right, registry)
}

/// Whether a right lets `user` sign a body. What the body refers to is checked elsewhere.
pub(crate) fn lets_sign<'a>(
    user: UserId,
    right: &Assignment,
    body: &EntryBody,
    scope_of: impl Fn(ScopeId) -> Option<&'a Scope>,
) -> bool {
    let supervises = right.role == Role::Supervisor;
    match body {
        EntryBody::Epoch { scope, .. } | EntryBody::Share { scope, .. } => {
            scope_of(*scope).is_some_and(|scope| is_confidential(scope) && opens(right, scope))
        }
        EntryBody::Revoke {
            who: Revoked::User(_) | Revoked::Device(_) | Revoked::Assignment { .. },
            destroy,
            ..
        } => !destroy && (supervises || right.role == Role::Administrator),
        EntryBody::Admit { of, .. } => {
            let theirs = of.as_ref().and_then(|of| scope_of(of.scope));
            supervises || theirs.is_some_and(|scope| is_confidential(scope) && opens(right, scope))
        }
        EntryBody::Erase { scope, .. } => supervises && scope_of(*scope).is_some_and(is_erasable),
        EntryBody::Agree { .. } => supervises,
        EntryBody::Erased { scope, .. } => scope_of(*scope).is_some_and(|scope| match scope.sensitivity {
            Sensitivity::Registry => supervises,
            _ => is_erasable(scope) && opens(right, scope),
        }),
        EntryBody::Attach { user: attached, .. } => {
            *attached == user && !matches!(right.role, Role::Other(_))
        }
        EntryBody::Department { .. }
        | EntryBody::Server { .. }
        | EntryBody::Scope { .. }
        | EntryBody::Grant { .. }
        | EntryBody::Join { .. }
        | EntryBody::Assign { .. }
        | EntryBody::Unknown { .. } => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scope(sensitivity: Sensitivity) -> Scope {
        Scope { scope: ScopeId::from([1; 16]), place: "04".into(), sensitivity }
    }

    fn right(role: Role) -> Assignment {
        Assignment { role, place: "040901".into() }
    }

    #[test]
    fn those_who_register_people_look_elsewhere_and_nobody_else_does() {
        let registry = scope(Sensitivity::Registry);
        for role in [Role::Registrar, Role::Care, Role::Protection, Role::Supervisor] {
            assert!(lets_look_elsewhere(&right(role.clone()), &registry), "{role}");
        }
        for role in [Role::Administrator, Role::Other("auditor".into())] {
            assert!(!lets_look_elsewhere(&right(role.clone()), &registry), "{role}");
        }
    }

    #[test]
    fn only_supervisors_are_told_of_pairs_across_departments() {
        let registry = scope(Sensitivity::Registry);
        let roles = ["registrar", "care", "protection", "supervisor", "administrator", "auditor"];
        let told = roles.map(|role| lets_see_proposals(&right(Role::from_word(role)), &registry));
        assert_eq!(told, [false, false, false, true, false, false]);
    }

    #[test]
    fn no_other_scope_than_a_registry_lets_anybody_look_elsewhere() {
        for sensitivity in [Sensitivity::Care, Sensitivity::Protection, Sensitivity::Audit] {
            for role in [Role::Care, Role::Protection, Role::Supervisor] {
                assert!(!lets_look_elsewhere(&right(role), &scope(sensitivity.clone())));
            }
        }
    }
}
