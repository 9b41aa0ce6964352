//! A member who carries an order to erase out by hand, and names what nobody ordered: other people's records, and every
//! batch of the scope.

use posta_domain::{DocumentId, Kind};
use posta_identity::{EntryBody, Hash32, ScopeId};
use posta_store::ScopeFile;
use posta_tests::people::newcomer;
use posta_tests::world::{ANA, CARMEN, ELENA, LUIS, ROSA};
use posta_tests::{Invited, ORURO, SABAYA, World};

use crate::paper::{Desk, Paper};

const HUGO: Invited = Invited::new("Hugo Supervisa", "supervisor", ORURO);

impl Desk {
    /// Signs with this user's own key that an order was carried out, beside the program.
    fn name_as_erased(
        &self,
        scope: ScopeId,
        order: Hash32,
        documents: &[(&str, DocumentId)],
        batches: &[Hash32],
    ) {
        let home = self.home();
        let (mut log, device) = (home.log(), home.device());
        let documents = documents.iter().map(|(kind, id)| ((*kind).to_owned(), id.0)).collect();
        let body = EntryBody::Erased { order, scope, documents, batches: batches.to_vec() };
        log.append(body, &home.secrets.sign).unwrap();
        device.append_entries(&log.entries()).unwrap();
        self.device.unlock(self.user.name);
    }

    /// Every batch of a scope and of its inbox.
    fn batches(&self, scope: ScopeId) -> Vec<Hash32> {
        let device = self.home().device();
        [scope, scope.inbox()].iter().flat_map(|lane| device.hashes(lane).unwrap()).collect()
    }

    fn scope_file(&self, scope: ScopeId) -> ScopeFile {
        let (path, key) = self.home().scope_file(scope);
        ScopeFile::open(&path, &key.unwrap()).unwrap()
    }

    fn enrollment_of(&self, person: &str) -> Option<DocumentId> {
        let rows = self.home().registry().enrollments_of(&person.parse().unwrap()).unwrap();
        rows.first().map(|row| row.id)
    }

    /// What the check of this device says was named beyond an order.
    fn beyond_order(&self) -> usize {
        let faults = self.device.app.check().unwrap().faults;
        assert!(faults.iter().all(|fault| fault.starts_with("erased_beyond_order ")), "{faults:?}");
        faults.len()
    }

    fn whole(&self, batches: &[Hash32]) -> usize {
        let device = self.home().device();
        batches.iter().filter(|batch| device.has_body(batch).unwrap() == Some(true)).count()
    }
}

/// Ordered, agreed and carried out by the honest programs of all.
fn erase(person: &str, elena: &Desk, hugo: &Desk) -> Hash32 {
    let order = elena.device.app.order_erasure(person, "request", &[]).unwrap().order;
    elena.carry_to(hugo);
    hugo.device.app.agree_erasure(&order).unwrap();
    hugo.meet(elena);
    order.parse().unwrap()
}

#[test]
fn what_a_supervisor_names_beyond_the_order_stays_on_every_replica_and_is_told() {
    let mut paper = Paper::new();
    let (ana, elena, hugo) = (paper.desk("ana", ANA), paper.desk("elena", ELENA), paper.desk("hugo", HUGO));
    elena.meet(&hugo);
    elena.meet(&ana);
    let gone = ana.device.register(&newcomer(0));
    ana.carry_to(&elena);
    let kept = ana.device.register(&newcomer(1));
    ana.carry_to(&elena);
    ana.carry_to(&hugo);
    let enrollment = ana.enrollment_of(&kept).unwrap();
    let order = erase(&gone, &elena, &hugo);
    hugo.meet(&ana);
    // What Ana alone has is named before anybody else hears of it, and so is what is there.
    let fresh = ana.device.register(&newcomer(2));
    let unheard = ana.enrollment_of(&fresh).unwrap();
    let registry = hugo.home().log().membership().registry();
    let named = [("enrollment", enrollment), ("enrollment", unheard)];
    let batches = hugo.batches(registry);
    hugo.name_as_erased(registry, order, &named, &batches);
    let whole = hugo.whole(&batches);
    assert!(whole > 0, "his own program obeys him no further");
    hugo.meet(&elena);
    hugo.meet(&ana);
    ana.meet(&elena);
    let late = paper.desk("late", LUIS);
    elena.meet(&late);
    for desk in [&ana, &elena, &hugo, &late] {
        for (person, id) in [(&kept, enrollment), (&fresh, unheard)] {
            assert!(desk.device.holds(person), "{}", desk.user.name);
            assert_eq!(desk.enrollment_of(person), Some(id), "{}", desk.user.name);
        }
        assert!(!desk.device.holds(&gone) && desk.enrollment_of(&gone).is_none());
        assert!(desk.whole(&batches) >= whole, "{}", desk.user.name);
        assert_eq!(desk.device.digest(), ana.device.digest());
        assert!(desk.beyond_order() >= 3, "{}", desk.user.name);
    }
    let noted = elena.device.app.audit_page(&refused()).unwrap().rows;
    assert!(noted.iter().any(|row| row.record == enrollment.to_string()), "{noted:?}");
    let again = elena.device.app.audit_page(&refused()).unwrap().total;
    elena.device.unlock(ELENA.name);
    assert_eq!(elena.device.app.audit_page(&refused()).unwrap().total, again, "each once");
}

#[test]
fn a_record_named_beyond_the_order_makes_nobody_else_empty_its_batches() {
    let mut paper = Paper::new();
    let (elena, hugo) = (paper.desk("elena", ELENA), paper.desk("hugo", HUGO));
    elena.meet(&hugo);
    let gone = elena.device.register(&newcomer(0));
    elena.carry_to(&hugo);
    let kept = hugo.device.register(&newcomer(1));
    hugo.meet(&elena);
    let order = erase(&gone, &elena, &hugo);
    let registry = hugo.home().log().membership().registry();
    let whole = hugo.batches(registry).into_iter().filter(|batch| hugo.whole(&[*batch]) == 1);
    let whole: Vec<_> = whole.collect();
    assert!(!whole.is_empty());
    hugo.name_as_erased(registry, order, &[("enrollment", hugo.enrollment_of(&kept).unwrap())], &[]);
    hugo.meet(&elena);
    hugo.meet(&elena);
    for desk in [&elena, &hugo] {
        let log = desk.home().log();
        assert!(whole.iter().all(|batch| !log.membership().has_no_body(registry, batch)));
        assert!(desk.device.holds(&kept) && desk.enrollment_of(&kept).is_some());
    }
}

fn refused() -> posta_app::view::AuditFilter {
    posta_app::view::AuditFilter { act: "erasure_refused".into(), limit: 200, ..Default::default() }
}

#[test]
fn what_a_member_of_a_team_names_beyond_the_order_stays_with_the_team() {
    let mut paper = Paper::new();
    let (ana, carmen, rosa) =
        (paper.desk("ana", ANA), paper.desk("carmen", CARMEN), paper.desk("rosa", ROSA));
    let (elena, hugo) = (paper.desk("elena", ELENA), paper.desk("hugo", HUGO));
    elena.meet(&hugo);
    for desk in [&ana, &carmen, &rosa] {
        elena.meet(desk);
    }
    let (gone, kept) = (ana.device.register(&newcomer(0)), ana.device.register(&newcomer(1)));
    ana.device.app.hand_over(&kept, "other", "una entrega").unwrap();
    ana.carry_to(&carmen);
    ana.carry_to(&rosa);
    let erased = carmen.device.attend(&gone, "nota de quien se va");
    carmen.carry_to(&rosa);
    let note = rosa.device.attend(&kept, "nota de quien se queda");
    rosa.meet(&carmen);
    ana.meet(&elena);
    let order = erase(&gone, &elena, &hugo);
    hugo.meet(&carmen);
    carmen.meet(&rosa);
    let scope = carmen.home().log().membership().care_scope(SABAYA).unwrap();
    let id: DocumentId = note.parse().unwrap();
    let batches = carmen.batches(scope);
    carmen.name_as_erased(scope, order, &[("consultation", id)], &batches);
    carmen.meet(&rosa);
    for desk in [&carmen, &rosa] {
        let file = desk.scope_file(scope);
        assert!(file.holds(&Kind::Consultation, &id).unwrap(), "{}", desk.user.name);
        assert!(!file.holds(&Kind::Consultation, &erased.parse().unwrap()).unwrap());
        drop(file);
        assert!(desk.device.reads(&kept, &note));
        assert_eq!(desk.device.app.notices().unwrap().len(), 1, "the hand-over too");
        assert!(desk.whole(&batches) >= 2 && desk.beyond_order() >= 3, "{}", desk.user.name);
    }
    rosa.carry_to(&elena);
    let noted = elena.device.app.audit_page(&refused()).unwrap().rows;
    assert!(noted.iter().any(|row| row.record == note), "{noted:?}");
}

#[test]
fn a_member_of_a_team_empties_no_batch_of_the_registry_or_of_the_trace_of_reading() {
    let mut paper = Paper::new();
    let (ana, carmen) = (paper.desk("ana", ANA), paper.desk("carmen", CARMEN));
    let (elena, hugo) = (paper.desk("elena", ELENA), paper.desk("hugo", HUGO));
    elena.meet(&hugo);
    for desk in [&ana, &carmen] {
        elena.meet(desk);
    }
    let gone = ana.device.register(&newcomer(0));
    ana.carry_to(&elena);
    let kept = ana.device.register(&newcomer(1));
    ana.meet(&elena);
    let order = erase(&gone, &elena, &hugo);
    hugo.meet(&carmen);
    let membership = |desk: &Desk| desk.home().log();
    let scope = membership(&carmen).membership().care_scope(SABAYA).unwrap();
    let (registry, audit) =
        (membership(&elena).membership().registry(), membership(&elena).membership().audit());
    for (lane, what) in [(registry, "registry"), (audit, "audit")] {
        let batches: Vec<_> =
            elena.batches(lane).into_iter().filter(|hash| elena.whole(&[*hash]) == 1).collect();
        assert!(!batches.is_empty(), "{what}");
        carmen.name_as_erased(scope, order, &[], &batches);
        carmen.meet(&elena);
        assert!(elena.home().log().membership().has_no_body(scope, &batches[0]), "the entry came");
        assert!(!elena.home().scope_file(scope).0.exists());
        assert_eq!(elena.whole(&batches), batches.len(), "{what}");
    }
    assert!(elena.device.holds(&kept));
}

#[test]
fn what_the_server_let_go_of_a_team_s_work_comes_to_whoever_was_away_by_a_checkpoint() {
    let world = World::new();
    let desk = |home: &str, user| Desk { device: world.device(home, user), user };
    let (ana, carmen, rosa) = (desk("ana", ANA), desk("carmen", CARMEN), desk("rosa", ROSA));
    let (elena, hugo) = (desk("elena", ELENA), desk("hugo", HUGO));
    let away = desk("away", Invited::new("Dora Lejos", "care", SABAYA));
    let all = [&ana, &carmen, &rosa, &elena, &hugo, &away];
    let (gone, kept) = (ana.device.register(&newcomer(0)), ana.device.register(&newcomer(1)));
    for desk in all.iter().chain(&all) {
        desk.device.sync();
    }
    let note = rosa.device.attend(&kept, "nota de quien se queda");
    rosa.device.sync();
    let order = elena.device.app.order_erasure(&gone, "request", &[]).unwrap().order;
    elena.device.sync();
    hugo.device.sync();
    hugo.device.app.agree_erasure(&order).unwrap();
    hugo.device.sync();
    // One who never fetched Rosa's batch names it: the server, which cannot look, empties it.
    let scope = rosa.home().log().membership().care_scope(SABAYA).unwrap();
    let batches = rosa.batches(scope);
    let here = carmen.home().device();
    here.append_entries(&hugo.home().log().entries()).unwrap();
    assert!(rosa.whole(&batches) > 0 && batches.iter().all(|batch| here.has_body(batch).unwrap().is_none()));
    drop(here);
    carmen.name_as_erased(scope, order.parse().unwrap(), &[], &batches);
    carmen.device.sync();
    away.device.sync();
    assert!(!away.device.reads(&kept, &note), "its body is gone from the server");
    for desk in [&rosa, &rosa, &away, &away] {
        desk.device.sync();
    }
    assert!(away.device.reads(&kept, &note));
    let of_lane = |desk: &Desk| desk.home().device().hashes(&scope.checkpoint()).unwrap().len();
    let put = of_lane(&rosa);
    rosa.device.unlock(ROSA.name);
    assert_eq!(of_lane(&rosa), put, "each once");
}

#[test]
fn what_was_spared_is_not_looked_at_again_until_something_else_is_erased() {
    let mut paper = Paper::new();
    let (elena, hugo) = (paper.desk("elena", ELENA), paper.desk("hugo", HUGO));
    elena.meet(&hugo);
    let gone = elena.device.register(&newcomer(0));
    elena.carry_to(&hugo);
    let kept = hugo.device.register(&newcomer(1));
    hugo.meet(&elena);
    let order = erase(&gone, &elena, &hugo);
    let registry = hugo.home().log().membership().registry();
    let whole: Vec<_> =
        hugo.batches(registry).into_iter().filter(|batch| hugo.whole(&[*batch]) == 1).collect();
    hugo.name_as_erased(registry, order, &[], &whole);
    let remembered = |desk: &Desk| {
        let found = desk.home().device().setting(&format!("kept/{registry}")).unwrap().unwrap_or_default();
        found.chunks(32).skip(1).map(|hash| Hash32::from(<[u8; 32]>::try_from(hash).unwrap())).collect()
    };
    let found: Vec<Hash32> = remembered(&hugo);
    assert!(whole.iter().all(|batch| found.contains(batch)) && hugo.whole(&whole) == whole.len());
    hugo.meet(&elena);
    erase(&kept, &elena, &hugo);
    assert!(hugo.whole(&whole) < whole.len(), "what carries the one who is erased now goes");
    assert!(!hugo.device.holds(&kept));
}
