//! Revocation by cuts: what still counts, and whose entries have effect.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use common::{Department, FEED, Member, SABAYA, cut, reach, revoke, revoke_user, sign, through};
use posta_identity::{
    DeviceId, EntryBody, EntryError, FeedOrigin, Hash32, Incarnation, Lane, Limit, Revoked, Role, ScopeId,
    UserId,
};

struct Case {
    department: Department,
    care: Member,
    supervisor: Member,
    scope: ScopeId,
}

impl Case {
    fn new() -> Self {
        let mut department = Department::new();
        let care = department.member(Role::Care, SABAYA);
        let supervisor = department.member(Role::Supervisor, "04");
        let scope = department.log.membership().care_scope(SABAYA).unwrap();
        Self { department, care, supervisor, scope }
    }

    fn limit_in(&self, id: ScopeId) -> Limit {
        let (user, device) = (self.care.user(), self.care.device.device);
        self.department.log.membership().limit(user, device, id, FEED)
    }

    fn limit(&self) -> Limit {
        self.limit_in(self.scope)
    }

    fn right(&self) -> Revoked {
        Revoked::Assignment { user: self.care.user(), role: Role::Care, place: SABAYA.to_owned() }
    }

    fn supervise(&mut self, body: EntryBody) {
        sign(&mut self.department.log, &self.supervisor, body).unwrap();
    }
}

fn admit(n: u64) -> EntryBody {
    EntryBody::Admit { feed: FEED, n, hash: cut(n).hash, of: None }
}

#[test]
fn nobody_is_limited_who_is_not_revoked_and_nobody_counts_who_is_not_known() {
    let case = Case::new();
    assert_eq!(case.limit(), Limit::Free);
    let known = case.department.log.membership();
    let (user, device) = (case.care.user(), case.care.device.device);
    assert_eq!(known.limit(UserId::random(), device, case.scope, FEED), Limit::Nothing);
    assert_eq!(known.limit(user, DeviceId::random(), case.scope, FEED), Limit::Nothing);
    assert_eq!(known.limit(user, device, ScopeId::random(), FEED), Limit::Nothing);
    assert_eq!(
        known.limit(user, device, known.protection_scope(SABAYA).unwrap_or(known.audit()), FEED),
        Limit::Nothing
    );
}

/// Who is revoked, and what then counts in the care scope, its inbox and the registry.
#[test]
fn a_revocation_cuts_what_it_names_and_nothing_else() {
    let user = |case: &Case| Revoked::User(case.care.user());
    let device = |case: &Case| Revoked::Device(case.care.device.device);
    let right = |case: &Case| case.right();
    type Who<'a> = &'a dyn Fn(&Case) -> Revoked;
    let table: [(&str, Who<'_>); 3] = [("user", &user), ("device", &device), ("right", &right)];
    for (name, who) in table {
        for cuts in [vec![], vec![cut(4)]] {
            let mut case = Case::new();
            let body = revoke(who(&case), &cuts);
            case.supervise(body);
            let expected = if cuts.is_empty() { Limit::Nothing } else { through(4) };
            let registry = case.department.log.membership().registry();
            for id in [case.scope, case.scope.inbox(), case.scope.checkpoint(), registry] {
                assert_eq!(case.limit_in(id), expected, "{name}: {id}");
            }
            let known = case.department.log.membership();
            let user = known.user(case.care.user()).unwrap();
            assert_eq!(user.active, name == "device", "{name}");
            assert_eq!(known.device(case.care.device.device).unwrap().active, name != "device", "{name}");
            assert!(!known.may_hold(case.care.device.device, case.scope), "{name}");
            assert!(
                known.may_send(case.care.device.device, case.scope),
                "{name}: what is unsent is still taken"
            );
            assert_eq!(known.may_read(case.care.user(), case.scope), name == "device", "{name}");
            assert!(known.may_write(case.care.user(), case.scope), "{name}: held it once");
        }
    }
}

#[test]
fn a_right_that_ends_leaves_what_another_right_opens() {
    let mut case = Case::new();
    let user = case.care.user();
    case.department.order(EntryBody::Assign { user, role: Role::Registrar, place: SABAYA.to_owned() });
    let right = case.right();
    case.supervise(revoke(right, &[cut(4)]));
    let registry = case.department.log.membership().registry();
    assert_eq!(reach(&case.limit()), 4);
    assert_eq!(case.limit_in(registry), Limit::Free);
    assert_eq!(case.limit_in(case.scope.inbox()), Limit::Free, "any active user may append to an inbox");
    let known = case.department.log.membership();
    assert!(known.user(user).unwrap().active);
    assert!(known.may_read(user, registry) && !known.may_read(user, case.scope));
    assert!(known.members(case.scope).is_empty());
}

#[test]
fn revoking_one_device_leaves_the_users_work_on_another() {
    let mut case = Case::new();
    let other = case.department.member(Role::Registrar, SABAYA).device;
    let body = other.attach(&case.department.log.department(), case.care.user());
    sign(&mut case.department.log, &case.care, body).unwrap();
    case.supervise(revoke(Revoked::Device(case.care.device.device), &[]));
    let known = case.department.log.membership();
    assert_eq!(case.limit(), Limit::Nothing);
    assert_eq!(known.limit(case.care.user(), other.device, case.scope, FEED), Limit::Free);
    assert!(known.may_hold(other.device, case.scope));
}

#[test]
fn of_several_revocations_the_strictest_counts() {
    let mut case = Case::new();
    case.supervise(revoke(Revoked::User(case.care.user()), &[cut(9)]));
    assert_eq!(reach(&case.limit()), 9);
    case.supervise(revoke(Revoked::Device(case.care.device.device), &[cut(5)]));
    assert_eq!(reach(&case.limit()), 5);
    let right = case.right();
    case.supervise(revoke(right, &[cut(2)]));
    assert_eq!(reach(&case.limit()), 2);
    case.supervise(revoke_user(case.care.user()));
    assert_eq!(case.limit(), Limit::Nothing);
}

#[test]
fn of_two_cuts_of_one_feed_in_one_entry_the_later_counts_whatever_their_order() {
    for cuts in [[cut(3), cut(8)], [cut(8), cut(3)]] {
        let mut case = Case::new();
        case.supervise(revoke(Revoked::User(case.care.user()), &cuts));
        assert_eq!(reach(&case.limit()), 8);
    }
}

#[test]
fn what_is_admitted_raises_the_cut_and_never_lowers_it() {
    let mut case = Case::new();
    case.supervise(revoke(Revoked::User(case.care.user()), &[cut(4)]));
    case.supervise(admit(7));
    assert_eq!(reach(&case.limit()), 7);
    case.supervise(admit(2));
    assert_eq!(reach(&case.limit()), 7);
    let user = case.care.user();
    let device = case.care.device.device;
    let known = case.department.log.membership();
    assert_eq!(known.limit(user, device, case.scope, [8; 16]), Limit::Nothing, "another feed");
}

#[test]
fn what_was_admitted_does_not_bind_a_later_revocation_that_knew_of_it() {
    let mut case = Case::new();
    case.supervise(revoke(Revoked::User(case.care.user()), &[cut(4)]));
    case.supervise(admit(7));
    case.supervise(revoke(Revoked::Device(case.care.device.device), &[cut(5)]));
    assert_eq!(reach(&case.limit()), 5);
}

#[test]
fn what_was_admitted_raises_a_revocation_that_did_not_know_of_it() {
    let mut case = Case::new();
    case.supervise(revoke(Revoked::User(case.care.user()), &[cut(4)]));
    let mut concurrent = case.department.branch();
    case.supervise(admit(7));
    let device = revoke(Revoked::Device(case.care.device.device), &[cut(5)]);
    sign(&mut concurrent.log, &case.supervisor, device).unwrap();
    case.department.merge(&concurrent);
    assert_eq!(reach(&case.limit()), 7);
}

#[test]
fn an_administrator_revokes_and_cannot_admit() {
    let mut case = Case::new();
    let administrator = case.department.member(Role::Administrator, "04");
    sign(&mut case.department.log, &administrator, revoke(Revoked::User(case.care.user()), &[cut(4)]))
        .unwrap();
    let refused = sign(&mut case.department.log, &administrator, admit(9)).unwrap_err();
    assert_eq!(refused, EntryError::SignerNotAllowed);
    assert_eq!(reach(&case.limit()), 4);
}

#[test]
fn only_the_authority_orders_a_device_to_destroy_its_keys() {
    let mut case = Case::new();
    let device = case.care.device.device;
    let body = EntryBody::Revoke { who: Revoked::Device(device), cuts: vec![], destroy: true };
    let refused = sign(&mut case.department.log, &case.supervisor, body.clone()).unwrap_err();
    assert_eq!(refused, EntryError::SignerNotAllowed);
    case.supervise(revoke(Revoked::Device(device), &[]));
    assert!(!case.department.log.membership().must_destroy(device));
    case.department.order(body);
    let known = case.department.log.membership();
    assert!(known.must_destroy(device));
    assert!(!known.must_destroy(case.supervisor.device.device));
}

#[test]
fn a_revoked_signer_signs_nothing_more() {
    let mut case = Case::new();
    case.department.order(revoke_user(case.supervisor.user()));
    for body in [admit(1), revoke_user(case.care.user())] {
        let refused = sign(&mut case.department.log, &case.supervisor, body.clone()).unwrap_err();
        assert_eq!(refused, EntryError::SignerNotAllowed);
        assert!(!case.department.log.membership().may_sign(case.supervisor.user(), &body));
    }
    assert_eq!(case.limit(), Limit::Free);
}

#[test]
fn a_revocation_beats_a_concurrent_entry_of_the_revoked_signer() {
    let mut case = Case::new();
    case.department.order(revoke(Revoked::User(case.care.user()), &[cut(4)]));
    let mut away = case.department.branch();
    sign(&mut away.log, &case.supervisor, admit(9)).unwrap();
    let there = away.log.membership();
    let limit = there.limit(case.care.user(), case.care.device.device, case.scope, FEED);
    assert_eq!(reach(&limit), 9);
    case.department.order(revoke_user(case.supervisor.user()));
    case.department.merge(&away);
    assert_eq!(reach(&case.limit()), 4, "the revocation did not know of it");
}

#[test]
fn what_a_signer_did_before_being_revoked_stays() {
    let mut case = Case::new();
    case.supervise(revoke(Revoked::User(case.care.user()), &[cut(4)]));
    case.supervise(admit(9));
    case.department.order(revoke_user(case.supervisor.user()));
    assert_eq!(reach(&case.limit()), 9);
}

#[test]
fn ending_the_right_that_allowed_an_entry_beats_it_too() {
    let mut case = Case::new();
    case.department.order(revoke(Revoked::User(case.care.user()), &[cut(4)]));
    let mut away = case.department.branch();
    sign(&mut away.log, &case.supervisor, admit(9)).unwrap();
    let right =
        Revoked::Assignment { user: case.supervisor.user(), role: Role::Supervisor, place: "04".to_owned() };
    case.department.order(revoke(right, &[]));
    case.department.merge(&away);
    assert_eq!(reach(&case.limit()), 4);
}

#[test]
fn two_who_revoke_each_other_at_once_both_go() {
    let mut case = Case::new();
    let other = case.department.member(Role::Administrator, "04");
    let mut away = case.department.branch();
    case.supervise(revoke_user(other.user()));
    sign(&mut away.log, &other, revoke_user(case.supervisor.user())).unwrap();
    case.department.merge(&away);
    let known = case.department.log.membership();
    assert!(!known.user(other.user()).unwrap().active);
    assert!(!known.user(case.supervisor.user()).unwrap().active);
    // Knowing it, neither can take it back, and a late revocation by either is refused.
    for (by, of) in [(&case.supervisor, &other), (&other, &case.supervisor)] {
        let late = sign(&mut case.department.log.clone(), by, revoke_user(of.user())).unwrap_err();
        assert_eq!(late, EntryError::SignerNotAllowed);
    }
}

#[test]
fn a_revocation_beats_a_concurrent_join_and_right() {
    let mut case = Case::new();
    let issued = case.department.invite("Luz Prueba", Role::Registrar, SABAYA);
    let (keys, invitation) = common::open(&issued);
    let join = invitation.accept(&keys, &posta_identity::DeviceKeys::random()).unwrap().join;
    let mut away = case.department.branch();
    away.order(EntryBody::Assign { user: case.care.user(), role: Role::Supervisor, place: "04".to_owned() });
    case.department.order(revoke_user(issued.user));
    case.department.order(revoke_user(case.care.user()));
    case.department.log.insert(&join.encode()).unwrap();
    case.department.merge(&away);
    let known = case.department.log.membership();
    assert!(!known.user(issued.user).unwrap().active);
    assert!(!known.user(case.care.user()).unwrap().active);
    assert!(!known.may_read(case.care.user(), known.audit()));
}

#[test]
fn the_authority_gives_an_ended_right_again_but_never_revives_a_revoked_user() {
    let mut case = Case::new();
    let user = case.care.user();
    let right = case.right();
    case.supervise(revoke(right, &[cut(4)]));
    let again = EntryBody::Assign { user, role: Role::Care, place: SABAYA.to_owned() };
    case.department.order(again.clone());
    assert_eq!(case.limit(), Limit::Free);
    assert!(case.department.log.membership().may_read(user, case.scope));
    case.supervise(revoke(Revoked::User(user), &[cut(6)]));
    case.department.order(again);
    assert_eq!(reach(&case.limit()), 6);
    assert!(!case.department.log.membership().may_read(user, case.scope));
}

#[test]
fn who_lost_the_race_for_a_grant_revokes_nobody() {
    let mut case = Case::new();
    let issued = case.department.invite("Sol Prueba", Role::Supervisor, "04");
    let (keys, invitation) = common::open(&issued);
    let mut both: Vec<_> =
        (0..2).map(|_| invitation.accept(&keys, &posta_identity::DeviceKeys::random()).unwrap()).collect();
    both.sort_by_key(|acceptance| acceptance.join.hash());
    let (winner, loser) = (&both[0], &both[1]);
    // The loser does not know of the winner yet, and revokes.
    let mut away = case.department.branch();
    away.log.insert(&loser.join.encode()).unwrap();
    away.log.append(revoke_user(case.care.user()), &loser.secrets.sign).unwrap();
    case.department.log.insert(&winner.join.encode()).unwrap();
    case.department.merge(&away);
    assert_eq!(case.limit(), Limit::Free);
    let head = case.department.log.head();
    let refused = case.department.log.append(revoke_user(case.care.user()), &loser.secrets.sign);
    assert_eq!(refused.unwrap_err(), EntryError::SignerNotAllowed);
    assert_eq!(case.department.log.head(), head);
    assert_ne!(Hash32::ZERO, head);
}

/// What a member admits of the revoked care worker's feed in a lane of the care scope.
fn admit_in(case: &Case, lane: Lane, n: u64) -> (EntryBody, [u8; 16]) {
    let device = case.care.device.device;
    let of = FeedOrigin { scope: case.scope, lane, device, incarnation: Incarnation::from([9; 16]) };
    (EntryBody::Admit { feed: of.feed(), n, hash: cut(n).hash, of: Some(of) }, of.feed())
}

#[test]
fn two_colleagues_who_admit_apart_let_in_the_larger_part_whatever_comes_first() {
    for lane in [Lane::Main, Lane::Inbox, Lane::Checkpoint] {
        let mut case = Case::new();
        let colleagues = [Role::Care, Role::Care].map(|role| case.department.member(role, SABAYA));
        let away = case.department.member(Role::Care, common::TURCO);
        case.supervise(revoke_user(case.care.user()));
        let (further, feed) = admit_in(&case, lane, 5);
        assert_eq!(
            sign(&mut case.department.log, &away, further.clone()).unwrap_err(),
            EntryError::SignerNotAllowed
        );
        let mut other = case.department.branch();
        sign(&mut other.log, &colleagues[0], further).unwrap();
        let less = admit_in(&case, lane, 3).0;
        sign(&mut case.department.log, &colleagues[1], less).unwrap();
        let mut merged = other.branch();
        merged.merge(&case.department);
        case.department.merge(&other);
        for log in [&merged.log, &case.department.log] {
            let (user, device) = (case.care.user(), case.care.device.device);
            let limit = |id| log.membership().limit(user, device, id, feed);
            assert_eq!(reach(&limit(case.scope.lane(lane))), 5);
            assert_eq!(
                log.membership().limit(user, device, case.scope, FEED),
                Limit::Nothing,
                "this feed only"
            );
        }
    }
}

#[test]
fn a_feed_is_left_to_the_members_only_where_nobody_who_cut_its_author_off_could_read_it() {
    let cut_by = |acts: &[(&str, bool)]| {
        let mut case = Case::new();
        let administrator = case.department.member(Role::Administrator, "04");
        let colleague = case.department.member(Role::Care, SABAYA);
        let user = colleague.user();
        case.department.order(EntryBody::Assign { user, role: Role::Supervisor, place: "04".to_owned() });
        let feed = admit_in(&case, Lane::Main, 1).1;
        for (by, names) in acts {
            let cuts = if *names { vec![posta_identity::Cut { feed, ..cut(2) }] } else { vec![cut(2)] };
            let body = revoke(Revoked::User(case.care.user()), &cuts);
            let log = &mut case.department.log;
            match *by {
                "supervisor" => drop(sign(log, &case.supervisor, body).unwrap()),
                "administrator" => drop(sign(log, &administrator, body).unwrap()),
                "colleague" => drop(sign(log, &colleague, body).unwrap()),
                _ => drop(case.department.order(body)),
            }
        }
        let known = case.department.log.membership();
        let (user, device) = (case.care.user(), case.care.device.device);
        assert!(!known.is_cut_unseen(colleague.user(), colleague.device.device, case.scope, feed));
        [case.scope, known.registry()].map(|id| known.is_cut_unseen(user, device, id, feed))
    };
    // Of care, and of the registry, which supervisors read and administrators do not.
    assert_eq!(cut_by(&[]), [false, false]);
    assert_eq!(cut_by(&[("supervisor", false)]), [true, false]);
    assert_eq!(cut_by(&[("administrator", false)]), [true, true]);
    assert_eq!(cut_by(&[("supervisor", true)]), [false, false]);
    assert_eq!(cut_by(&[("colleague", false)]), [false, false], "a supervisor who is of the team");
    assert_eq!(cut_by(&[("authority", false)]), [false, false]);
    assert_eq!(cut_by(&[("supervisor", false), ("authority", false)]), [false, false]);
    assert_eq!(cut_by(&[("authority", true), ("supervisor", false)]), [false, false]);
    assert_eq!(cut_by(&[("supervisor", false), ("administrator", false)]), [true, false]);
}

#[test]
fn a_member_raises_no_cut_of_somebody_who_could_see_what_was_cut() {
    // Who revokes, whether the feed is named, and whether a colleague of the team may let more in.
    let acts = [
        ("supervisor", false, true),
        ("supervisor", true, false),
        ("authority", false, false),
        ("authority", true, false),
        ("colleague", false, false),
        ("colleague", true, false),
    ];
    for (by, names, lets_in) in acts {
        let mut case = Case::new();
        let team = [Role::Care, Role::Care].map(|role| case.department.member(role, SABAYA));
        let (user, device) = (case.care.user(), case.care.device.device);
        let place = "04".to_owned();
        case.department.order(EntryBody::Assign { user: team[0].user(), role: Role::Supervisor, place });
        let (admit, feed) = admit_in(&case, Lane::Main, 9);
        let cuts = if names { vec![posta_identity::Cut { feed, ..cut(2) }] } else { vec![] };
        let body = revoke(Revoked::User(user), &cuts);
        match by {
            "supervisor" => case.supervise(body),
            "colleague" => drop(sign(&mut case.department.log, &team[0], body).unwrap()),
            _ => drop(case.department.order(body)),
        }
        let limit = |case: &Case| case.department.log.membership().limit(user, device, case.scope, feed);
        let before = limit(&case);
        sign(&mut case.department.log, &team[1], admit.clone()).unwrap();
        assert_eq!(limit(&case) != before, lets_in, "{by} {names}");
        // A supervisor who is of the team admits as a supervisor.
        sign(&mut case.department.log, &team[0], admit).unwrap();
        assert_ne!(limit(&case), before, "{by} {names}");
    }
}

#[test]
fn what_is_admitted_adds_a_branch_and_takes_none_away() {
    let mut case = Case::new();
    case.supervise(revoke(Revoked::Device(case.care.device.device), &[cut(12)]));
    let shorter = Hash32::of(b"shorter branch");
    case.supervise(EntryBody::Admit { feed: FEED, n: 9, hash: shorter, of: None });
    let both = Limit::Through([(12, cut(12).hash), (9, shorter)].into());
    assert_eq!(case.limit(), both);
    let nonsense = Hash32::of(b"nobody has it");
    case.supervise(EntryBody::Admit { feed: FEED, n: u64::MAX, hash: nonsense, of: None });
    let Limit::Through(points) = case.limit() else { panic!("a set of batches") };
    assert!(points.contains(&(12, cut(12).hash)) && points.contains(&(9, shorter)));
}

#[test]
fn one_revocation_names_several_branches_of_a_feed() {
    let mut case = Case::new();
    let other = posta_identity::Cut { hash: Hash32::of(b"the other branch"), ..cut(3) };
    case.supervise(revoke(Revoked::User(case.care.user()), &[cut(3), other]));
    assert_eq!(case.limit(), Limit::Through([(3, cut(3).hash), (3, other.hash)].into()));
    // A further revocation leaves of both what it names too.
    case.supervise(revoke(Revoked::Device(case.care.device.device), &[other]));
    let Limit::All(each) = case.limit() else { panic!("two revocations") };
    assert_eq!(each.len(), 2);
}
