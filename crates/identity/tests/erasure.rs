//! Orders to erase: two persons, carried out by members, final.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use common::{Department, Member, SABAYA, revoke_user, sign};
use posta_identity::{EntryBody, EntryError, Hash32, Role, ScopeId};

const PERSON: [u8; 16] = [5; 16];

struct Case {
    department: Department,
    first: Member,
    second: Member,
    care: Member,
    registry: ScopeId,
}

impl Case {
    fn new() -> Self {
        let mut department = Department::new();
        let first = department.member(Role::Supervisor, "04");
        let second = department.member(Role::Supervisor, "04");
        let care = department.member(Role::Care, SABAYA);
        let registry = department.log.membership().registry();
        Self { department, first, second, care, registry }
    }

    fn order(&mut self) -> Hash32 {
        let body = self.erase();
        sign(&mut self.department.log, &self.first, body).unwrap().hash()
    }

    fn erase(&self) -> EntryBody {
        EntryBody::Erase {
            scope: self.registry,
            kind: "person".to_owned(),
            document: PERSON,
            basis: "request".to_owned(),
        }
    }

    fn is_erased(&self) -> bool {
        self.department.log.membership().is_erased(self.registry, "person", PERSON)
    }
}

#[test]
fn a_document_is_erased_when_two_persons_agree_and_not_before() {
    let mut case = Case::new();
    let order = case.order();
    assert!(!case.is_erased());
    let same = sign(&mut case.department.log, &case.first, EntryBody::Agree { order }).unwrap_err();
    assert_eq!(same, EntryError::SignerNotAllowed, "one person is not two");
    assert!(!case.is_erased());
    sign(&mut case.department.log, &case.second, EntryBody::Agree { order }).unwrap();
    assert!(case.is_erased());
    let known = case.department.log.membership();
    assert!(!known.is_erased(case.registry, "consultation", PERSON));
    assert!(!known.is_erased(case.registry, "person", [6; 16]));
    assert!(!known.is_erased(ScopeId::random(), "person", PERSON));
    let told = &known.orders()[0];
    assert_eq!((told.by, told.agreed, told.done.len()), (Some(case.first.user()), true, 0));
    assert_eq!(told.basis, "request");
}

#[test]
fn the_authority_may_be_one_of_the_two_but_not_both() {
    let mut case = Case::new();
    let body = case.erase();
    let order = case.department.order(body).hash();
    let alone = case.department.authority.sign(EntryBody::Agree { order }, &mut case.department.log);
    assert!(alone.is_err() && !case.is_erased());
    sign(&mut case.department.log, &case.second, EntryBody::Agree { order }).unwrap();
    assert!(case.is_erased());
}

#[test]
fn a_member_carries_an_agreed_order_out_and_only_an_agreed_one() {
    let mut case = Case::new();
    let order = case.order();
    let scope = case.department.log.membership().care_scope(SABAYA).unwrap();
    let batch = Hash32::of(b"batch");
    let body = EntryBody::Erased {
        order,
        scope,
        documents: vec![("consultation".to_owned(), [9; 16])],
        batches: vec![batch],
    };
    let early = sign(&mut case.department.log, &case.care, body.clone()).unwrap_err();
    assert_eq!(early, EntryError::SignerNotAllowed);
    assert!(!case.department.log.membership().may_sign(case.care.user(), &body));
    sign(&mut case.department.log, &case.second, EntryBody::Agree { order }).unwrap();
    assert!(case.department.log.membership().may_sign(case.care.user(), &body));
    sign(&mut case.department.log, &case.care, body).unwrap();
    let known = case.department.log.membership();
    assert!(known.is_erased(scope, "consultation", [9; 16]));
    assert!(!known.is_erased(case.registry, "consultation", [9; 16]));
    for lane in [scope, scope.inbox(), scope.checkpoint()] {
        assert!(known.has_no_body(lane, &batch) && !known.has_no_body(lane, &Hash32::of(b"other")));
    }
    for foreign in [case.registry, known.audit(), known.audit().inbox(), ScopeId::random()] {
        assert!(!known.has_no_body(foreign, &batch), "of another scope's batches the entry says nothing");
    }
    assert_eq!(known.erased(scope)[0].documents, [("consultation".to_owned(), [9; 16])]);
    assert!(known.erased(case.registry).is_empty());
    assert!(known.orders()[0].done.contains(&scope));
}

#[test]
fn an_order_of_somebody_revoked_meanwhile_has_no_effect_unless_it_was_carried_out() {
    let mut case = Case::new();
    let mut away = case.department.branch();
    let body = case.erase();
    let order = sign(&mut away.log, &case.first, body).unwrap().hash();
    sign(&mut away.log, &case.second, EntryBody::Agree { order }).unwrap();
    case.department.order(revoke_user(case.first.user()));
    case.department.merge(&away);
    assert!(!case.is_erased());
    let scope = case.registry;
    let done = EntryBody::Erased { order, scope, documents: vec![], batches: vec![Hash32::ZERO] };
    sign(&mut away.log, &case.second, done).unwrap();
    case.department.merge(&away);
    assert!(case.is_erased(), "content that is gone does not come back");
    assert!(case.department.log.membership().has_no_body(scope, &Hash32::ZERO));
}

#[test]
fn nobody_erases_in_the_audit_not_even_the_authority() {
    let mut case = Case::new();
    let order = case.order();
    sign(&mut case.department.log, &case.second, EntryBody::Agree { order }).unwrap();
    let scope = case.department.log.membership().audit();
    let trace = Hash32::of(b"who read what");
    let done = || EntryBody::Erased { order, scope, documents: vec![], batches: vec![trace] };
    let order = || EntryBody::Erase { scope, kind: "act".into(), document: PERSON, basis: "request".into() };
    for body in [done(), order()] {
        assert!(!case.department.log.membership().may_sign(case.second.user(), &body));
        let by_user = sign(&mut case.department.log, &case.second, body.clone());
        assert_eq!(by_user.unwrap_err(), EntryError::SignerNotAllowed);
        assert!(case.department.authority.sign(body, &mut case.department.log).is_err());
    }
    let known = case.department.log.membership();
    assert!(!known.has_no_body(scope, &trace) && !known.has_no_body(scope.inbox(), &trace));
}

#[test]
fn what_was_carried_out_stays_so_whoever_of_the_three_is_revoked_at_the_same_time() {
    for gone in 0..3 {
        let mut case = Case::new();
        let order = case.order();
        sign(&mut case.department.log, &case.second, EntryBody::Agree { order }).unwrap();
        let scope = case.department.log.membership().care_scope(SABAYA).unwrap();
        let mut away = case.department.branch();
        let (documents, batches) = (vec![("consultation".to_owned(), [9; 16])], vec![Hash32::ZERO]);
        let done = EntryBody::Erased { order, scope, documents, batches };
        sign(&mut case.department.log, &case.care, done).unwrap();
        away.order(revoke_user([&case.first, &case.second, &case.care][gone].user()));
        case.department.merge(&away);
        let known = case.department.log.membership();
        assert!(known.has_no_body(scope, &Hash32::ZERO) && known.is_erased(scope, "consultation", [9; 16]));
        assert!(case.is_erased() && known.orders()[0].done.contains(&scope));
    }
}

#[test]
fn an_order_of_somebody_who_was_revoked_is_neither_agreed_to_nor_carried_out() {
    // Ordered in an old past, by somebody who is long gone.
    let mut case = Case::new();
    let mut old = case.department.branch();
    case.department.order(revoke_user(case.first.user()));
    let order = sign(&mut old.log, &case.first, case.erase()).unwrap().hash();
    case.department.merge(&old);
    let agree = EntryBody::Agree { order };
    assert!(!case.department.log.membership().may_sign(case.second.user(), &agree));
    let refused = sign(&mut case.department.log, &case.second, agree.clone()).unwrap_err();
    assert_eq!(refused, EntryError::SignerNotAllowed);
    // Agreed to where the news had not come, and carried out where both are known.
    sign(&mut old.log, &case.second, agree).unwrap();
    case.department.merge(&old);
    let scope = case.registry;
    let done = EntryBody::Erased { order, scope, documents: vec![], batches: vec![Hash32::ZERO] };
    assert!(!case.department.log.membership().may_sign(case.second.user(), &done));
    assert!(sign(&mut case.department.log, &case.second, done.clone()).is_err());
    assert!(case.department.authority.sign(done, &mut case.department.log).is_err());
    assert!(!case.is_erased());
}

#[test]
fn one_person_who_was_revoked_and_invited_again_is_not_two() {
    let mut case = Case::new();
    let order = case.order();
    case.department.order(revoke_user(case.first.user()));
    let again = case.department.member(Role::Supervisor, "04");
    let agree = EntryBody::Agree { order };
    assert!(!case.department.log.membership().may_sign(again.user(), &agree));
    assert!(sign(&mut case.department.log, &again, agree).is_err());
    assert!(!case.is_erased());
}

#[test]
fn an_agreement_without_effect_is_carried_out_by_nobody() {
    let mut case = Case::new();
    let order = case.order();
    let mut away = case.department.branch();
    case.department.order(revoke_user(case.second.user()));
    sign(&mut away.log, &case.second, EntryBody::Agree { order }).unwrap();
    case.department.merge(&away);
    let scope = case.registry;
    let done = EntryBody::Erased { order, scope, documents: vec![], batches: vec![Hash32::ZERO] };
    assert!(!case.department.log.membership().may_sign(case.first.user(), &done));
    assert!(sign(&mut case.department.log, &case.first, done).is_err());
    assert!(!case.is_erased());
}

#[test]
fn who_ordered_and_agreed_may_retire_before_it_is_carried_out() {
    let mut case = Case::new();
    let order = case.order();
    sign(&mut case.department.log, &case.second, EntryBody::Agree { order }).unwrap();
    case.department.order(revoke_user(case.first.user()));
    case.department.order(revoke_user(case.second.user()));
    let scope = case.department.log.membership().care_scope(SABAYA).unwrap();
    let done = EntryBody::Erased { order, scope, documents: vec![], batches: vec![] };
    sign(&mut case.department.log, &case.care, done).unwrap();
    assert!(case.is_erased());
}

#[test]
fn carrying_an_order_out_names_no_other_person_and_nothing_beside_what_is_no_person() {
    let mut case = Case::new();
    let order = case.order();
    sign(&mut case.department.log, &case.second, EntryBody::Agree { order }).unwrap();
    let scope = case.department.log.membership().care_scope(SABAYA).unwrap();
    let body =
        EntryBody::Erase { scope, kind: "consultation".into(), document: [8; 16], basis: "mistake".into() };
    let of_note = sign(&mut case.department.log, &case.first, body).unwrap().hash();
    sign(&mut case.department.log, &case.second, EntryBody::Agree { order: of_note }).unwrap();
    let named = |order, scope, kind: &str, id: u8| EntryBody::Erased {
        order,
        scope,
        documents: vec![(kind.to_owned(), [id; 16])],
        batches: vec![],
    };
    for beyond in [
        named(order, case.registry, "person", 6),
        named(order, scope, "person", 5),
        named(of_note, scope, "consultation", 9),
        named(of_note, scope, "notice", 8),
        named(of_note, case.registry, "consultation", 8),
    ] {
        for member in [&case.second, &case.care] {
            assert!(!case.department.log.membership().may_sign(member.user(), &beyond), "{beyond:?}");
            assert!(sign(&mut case.department.log, member, beyond.clone()).is_err(), "{beyond:?}");
        }
        assert!(case.department.authority.sign(beyond, &mut case.department.log).is_err());
    }
    for (member, meant) in [
        (&case.second, named(order, case.registry, "person", 5)),
        (&case.second, named(order, case.registry, "enrollment", 6)),
        (&case.care, named(of_note, scope, "consultation", 8)),
    ] {
        sign(&mut case.department.log, member, meant).unwrap();
    }
}
