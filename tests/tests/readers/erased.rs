//! Erasing a person: two supervisors, then gone from every replica, while what else the batches held stays.

use posta_identity::Role;
use posta_tests::people::newcomer;
use posta_tests::search::holds;
use posta_tests::world::{ANA, CARMEN, ELENA, LUIS, ROSA};
use posta_tests::{Device, Invited, ORURO, SABAYA, World};

use crate::carry::everything;
use crate::paper::{Desk, Paper};

const HUGO: Invited = Invited::new("Hugo Supervisa", "supervisor", ORURO);

fn reads(desk: &Desk, text: &str) -> bool {
    holds(&everything(&mut desk.home()), text)
}

#[test]
fn what_two_supervisors_erase_is_gone_from_every_replica_and_the_rest_of_its_batches_stays() {
    let mut paper = Paper::new();
    let (ana, carmen) = (paper.desk("ana", ANA), paper.desk("carmen", CARMEN));
    let (elena, hugo) = (paper.desk("elena", ELENA), paper.desk("hugo", HUGO));
    elena.meet(&hugo);
    elena.meet(&carmen);
    elena.meet(&ana);
    carmen.carry_to(&ana);
    let mut gone = newcomer(0);
    gone.person.given_names = "MARCA-BORRADA".into();
    let gone = ana.device.register(&gone);
    let kept = ana.device.register(&newcomer(1));
    ana.device.app.hand_over(&gone, "other", "MARCA-BORRADA entrega").unwrap();
    ana.carry_to(&carmen);
    carmen.device.attend(&gone, "MARCA-BORRADA nota");
    carmen.device.attend(&kept, "otra nota");
    carmen.carry_to(&elena);
    carmen.carry_to(&hugo);
    for desk in [&ana, &carmen, &elena, &hugo] {
        assert!(reads(desk, "MARCA-BORRADA"), "{}: the search must find what is there", desk.user.name);
    }

    let order = elena.device.app.order_erasure(&gone, "request", &[]).unwrap();
    assert!(order.mine && order.agreed_by.is_none());
    assert_eq!(elena.device.app.agree_erasure(&order.order).unwrap_err().code(), "POSTA-P2");
    assert_eq!(ana.device.app.order_erasure(&gone, "request", &[]).unwrap_err().code(), "POSTA-P1");
    assert!(elena.device.holds(&gone), "one signature erases nothing");
    elena.carry_to(&hugo);
    let agreed = hugo.device.app.agree_erasure(&order.order).unwrap();
    assert_eq!(agreed.agreed_by.as_deref(), Some(HUGO.name));
    hugo.carry_to(&carmen);
    carmen.carry_to(&hugo);
    carmen.carry_to(&elena);
    hugo.carry_to(&elena);
    hugo.carry_to(&ana);
    carmen.carry_to(&ana);
    hugo.carry_to(&carmen);
    for desk in [&ana, &carmen, &elena, &hugo] {
        assert_eq!(desk.device.app.person(&gone).unwrap_err().code(), "POSTA-E1", "{}", desk.user.name);
        assert!(desk.device.holds(&kept), "{}", desk.user.name);
        desk.device.assert_sound();
        assert!(desk.device.app.find_people("BORRADA", 5).unwrap().is_empty());
        assert!(!reads(desk, "MARCA-BORRADA"), "{}", desk.user.name);
    }
    let timeline = carmen.device.person(&kept).timeline;
    assert!(timeline.iter().any(|entry| entry.note == "otra nota"));
    let card = elena.device.app.erasures().unwrap().remove(0);
    assert_eq!(card.name, "");
    assert!(card.carried_out.len() >= 2, "{:?}", card.carried_out);
    assert!(!card.ordered_at.is_empty() && card.agreed_at.is_some());
}

#[test]
fn what_was_erased_does_not_come_back_from_whoever_still_has_it() {
    let mut paper = Paper::new();
    let (ana, elena, hugo) = (paper.desk("ana", ANA), paper.desk("elena", ELENA), paper.desk("hugo", HUGO));
    elena.meet(&hugo);
    elena.meet(&ana);
    let gone = ana.device.register(&newcomer(0));
    ana.carry_to(&elena);
    let order = elena.device.app.order_erasure(&gone, "mistake", &[]).unwrap();
    elena.carry_to(&hugo);
    hugo.device.app.agree_erasure(&order.order).unwrap();
    hugo.carry_to(&elena);
    assert!(elena.device.app.person(&gone).is_err());
    // Ana knows nothing of it, edits, and brings the old batch and a new one.
    ana.device.edit(&gone, &[("phone", "71234567")]);
    ana.carry_to(&elena);
    assert_eq!(elena.device.app.person(&gone).unwrap_err().code(), "POSTA-E1");
    elena.device.assert_sound();
    elena.carry_to(&ana);
    assert_eq!(ana.device.app.person(&gone).unwrap_err().code(), "POSTA-E1");
}

/// Everybody exchanges, and does at unlock what the others wait for, some times over.
fn settle(devices: &[(&Device, Invited)]) {
    for _ in 0..4 {
        for (device, user) in devices {
            device.sync();
            device.unlock(user.name);
            device.sync();
        }
    }
}

#[test]
fn what_else_an_erased_batch_held_reaches_the_newcomer_and_who_was_away() {
    let luz = Invited::new("Luz Registra", "registrar", SABAYA);
    let world = World::new();
    let ana = world.device("ana", ANA);
    let carmen = world.device("carmen", CARMEN);
    let gone = ana.register(&newcomer(0));
    let kept = ana.register(&newcomer(1));
    ana.sync();
    carmen.sync();
    carmen.unlock(CARMEN.name);
    carmen.attend(&gone, "una nota");
    carmen.attend(&kept, "otra nota");
    carmen.sync();
    let (elena, hugo) = (world.device("elena", ELENA), world.device("hugo", HUGO));
    let away = world.device("away", LUIS);
    elena.sync();
    hugo.sync();
    let order = elena.app.order_erasure(&gone, "request", &[]).unwrap();
    elena.sync();
    hugo.sync();
    hugo.app.agree_erasure(&order.order).unwrap();
    let team = [(&hugo, HUGO), (&elena, ELENA), (&carmen, CARMEN), (&ana, ANA)];
    settle(&team);
    // One exchange is enough for who lacks the rest.
    let late = world.device("late", luz);
    for (device, user) in [(&late, luz), (&away, LUIS)] {
        device.sync();
        device.unlock(user.name);
    }
    for (device, user) in team.into_iter().chain([(&late, luz), (&away, LUIS)]) {
        assert!(device.holds(&kept) && !device.holds(&gone), "{}", user.name);
        assert_eq!(device.digest(), world.server.digest(ana.registry()), "{}", user.name);
        device.assert_sound();
    }
}

#[test]
fn what_lies_aside_is_not_emptied_before_it_is_decided() {
    let mut paper = Paper::new();
    let (ana, elena, hugo) = (paper.desk("ana", ANA), paper.desk("elena", ELENA), paper.desk("hugo", HUGO));
    elena.meet(&hugo);
    elena.meet(&ana);
    let gone = ana.device.register(&newcomer(0));
    ana.carry_to(&elena);
    elena.device.app.revoke_user(&ana.id(), "lost").unwrap();
    elena.carry_to(&hugo);
    // Ana has not heard of it.
    ana.device.edit(&gone, &[("phone", "71234567")]);
    ana.device.register(&newcomer(1));
    ana.carry_to(&hugo);
    let order = elena.device.app.order_erasure(&gone, "request", &[]).unwrap();
    elena.carry_to(&hugo);
    hugo.device.app.agree_erasure(&order.order).unwrap();
    let home = hugo.home();
    let (log, file, device) = (home.log(), home.registry(), home.device());
    let registry = log.membership().registry();
    let named: Vec<_> =
        log.membership().erased(registry).iter().flat_map(|erased| erased.batches.clone()).collect();
    assert!(!named.is_empty());
    for hash in &named {
        assert!(file.is_applied(hash).unwrap(), "it does not count, and nobody has said that it never will");
    }
    let aside = device.hashes(&registry).unwrap().into_iter().filter(|hash| !file.is_applied(hash).unwrap());
    let aside: Vec<_> = aside.map(|hash| device.batch(&hash).unwrap().unwrap()).collect();
    assert!(!aside.is_empty() && aside.iter().all(|batch| !batch.is_bodyless()));
}

#[test]
fn a_file_that_somebody_else_had_open_is_written_anew_later() {
    let mut paper = Paper::new();
    let (elena, hugo) = (paper.desk("elena", ELENA), paper.desk("hugo", HUGO));
    elena.meet(&hugo);
    let gone = elena.device.register(&newcomer(0));
    let order = elena.device.app.order_erasure(&gone, "request", &[]).unwrap();
    elena.carry_to(&hugo);
    let home = hugo.home();
    let registry = home.log().membership().registry();
    let (path, key) = home.scope_file(registry);
    let owed = || hugo.home().device().setting(&format!("anew/{registry}")).unwrap().is_some();
    hugo.device.unlock(HUGO.name);
    let reader = rusqlite::Connection::open(path).unwrap();
    let pragma = format!("PRAGMA key = \"{}\"", key.unwrap().pragma().as_str());
    reader.execute_batch(&format!("{pragma}; BEGIN; SELECT count(*) FROM document")).unwrap();
    hugo.device.app.agree_erasure(&order.order).unwrap();
    assert!(owed(), "it was held open meanwhile");
    drop(reader);
    hugo.device.unlock(HUGO.name);
    assert!(!owed());
}

#[test]
fn on_a_device_where_nobody_reads_a_scope_any_more_the_erased_goes_with_the_whole_file() {
    let mut paper = Paper::new();
    let (ana, carmen, rosa) =
        (paper.desk("ana", ANA), paper.desk("carmen", CARMEN), paper.desk("rosa", ROSA));
    let (elena, hugo) = (paper.desk("elena", ELENA), paper.desk("hugo", HUGO));
    elena.meet(&hugo);
    for desk in [&ana, &carmen, &rosa] {
        elena.meet(desk);
    }
    let gone = ana.device.register(&newcomer(0));
    ana.carry_to(&carmen);
    ana.carry_to(&elena);
    carmen.device.attend(&gone, "MARCA-BORRADA nota");
    carmen.carry_to(&rosa);
    let scope = carmen.home().log().membership().care_scope(SABAYA).unwrap();
    let written = carmen.home().device().hashes(&scope).unwrap();
    assert!(!written.is_empty());
    paper.change_role(&carmen, Role::Registrar);
    assert!(carmen.home().scope_file(scope).0.exists(), "what was not erased stays");
    let order = elena.device.app.order_erasure(&gone, "request", &[]).unwrap().order;
    elena.carry_to(&hugo);
    hugo.device.app.agree_erasure(&order).unwrap();
    hugo.meet(&rosa);
    rosa.carry_to(&carmen);
    let home = carmen.home();
    assert!(written.iter().all(|batch| home.log().membership().has_no_body(scope, batch)));
    assert!(written.iter().all(|batch| home.device().has_body(batch).unwrap() == Some(false)));
    assert!(!home.scope_file(scope).0.exists());
    carmen.device.assert_sound();
}
