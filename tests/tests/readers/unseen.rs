//! Work that whoever cut its author off could not read, and so could name no batch of: what colleagues had of it counts.

use posta_tests::people::newcomer;
use posta_tests::world::{CARMEN, ELENA, LUIS, ROSA};
use posta_tests::{Invited, ORURO, SABAYA, TURCO};

use crate::carry::carry;
use crate::paper::{Desk, Paper};

const JULIA: Invited = Invited::new("Julia Ayaviri", "care", SABAYA);
const OF_TURCO: Invited = Invited::new("Otra Enfermera", "care", TURCO);
const TERE: Invited = Invited::new("Tere Administra", "administrator", ORURO);

fn notes(desk: &Desk, person: &str) -> Vec<String> {
    let timeline = desk.device.person(person).timeline.into_iter();
    let mut notes: Vec<String> =
        timeline.filter(|entry| entry.kind == "consultation").map(|entry| entry.note).collect();
    notes.sort();
    notes
}

/// All of some shelves reaches a device between two unlocks, as in one exchange: the news first, then the batches.
fn bring_at_once(from: &[&Desk], to: &Desk) {
    for desk in from {
        desk.device.unlock(desk.user.name);
        carry(&desk.home(), &to.home());
    }
    to.device.unlock(to.user.name);
}

#[test]
fn what_colleagues_had_before_a_supervisor_cut_its_author_off_counts_and_what_came_later_waits_for_them() {
    let mut paper = Paper::new();
    let (carmen, rosa, julia) =
        (paper.desk("care", CARMEN), paper.desk("rosa", ROSA), paper.desk("julia", JULIA));
    let (elena, away) = (paper.desk("elena", ELENA), paper.desk("away", OF_TURCO));
    for colleague in [&rosa, &julia, &away, &elena] {
        carmen.meet(colleague);
    }
    let person = carmen.device.register(&newcomer(0));
    carmen.carry_to(&rosa);
    carmen.carry_to(&elena);
    // Julia gets one consultation, Carmen two; Elena, who reads none, none.
    rosa.device.attend(&person, "uno");
    rosa.carry_to(&julia);
    rosa.device.attend(&person, "dos");
    rosa.carry_to(&carmen);
    elena.device.app.revoke_user(&rosa.id(), "lost").unwrap();
    rosa.device.attend(&person, "tarde");

    bring_at_once(&[&elena, &rosa], &carmen);
    assert_eq!(notes(&carmen, &person), ["dos", "uno"], "the news came first");
    elena.carry_to(&julia);
    assert_eq!(notes(&julia, &person), ["uno"]);
    carmen.meet(&julia);
    for desk in [&carmen, &julia] {
        assert_eq!(notes(desk, &person), ["dos", "uno"], "{}", desk.user.name);
        desk.device.assert_sound();
    }
    assert_eq!(carmen.device.digest_of("care"), julia.device.digest_of("care"));
    let log = carmen.home().log().len();
    carmen.carry_to(&julia);
    julia.carry_to(&carmen);
    assert_eq!(carmen.home().log().len(), log, "it is said once");

    // The team sees what came late, without the department; another team does not.
    let seen = carmen.device.app.members().unwrap();
    assert!(seen.users.is_empty() && seen.devices.is_empty() && seen.epochs.is_empty());
    let late = seen.aside.iter().find(|card| card.sensitivity == "care").unwrap();
    assert_eq!((late.author.as_str(), late.readable, late.changes), (ROSA.name, true, Some(1)));
    assert!(late.admissible);
    carmen.carry_to(&away);
    assert!(away.device.app.members().unwrap().aside.is_empty());
    assert_eq!(away.device.app.admit(&late.feed, late.n, &late.hash).unwrap_err().code(), "POSTA-B2");
    let after = carmen.device.app.admit(&late.feed, late.n, &late.hash).unwrap();
    assert!(after.aside.iter().all(|card| card.hash != late.hash) && after.users.is_empty());
    carmen.carry_to(&julia);
    for desk in [&carmen, &julia] {
        assert_eq!(notes(desk, &person), ["dos", "tarde", "uno"], "{}", desk.user.name);
        desk.device.assert_sound();
    }
    assert_eq!(carmen.device.digest_of("care"), julia.device.digest_of("care"));
}

#[test]
fn what_the_authority_leaves_out_is_let_in_by_no_colleague() {
    let mut paper = Paper::new();
    let (carmen, rosa) = (paper.desk("care", CARMEN), paper.desk("rosa", ROSA));
    carmen.meet(&rosa);
    let person = carmen.device.register(&newcomer(0));
    carmen.carry_to(&rosa);
    rosa.device.attend(&person, "uno");
    rosa.carry_to(&carmen);
    assert_eq!(notes(&carmen, &person), ["uno"]);
    paper.cut_off(&rosa, &carmen);
    assert!(notes(&carmen, &person).is_empty());
    let aside = carmen.device.app.members().unwrap().aside;
    let card = aside.iter().find(|card| card.readable).unwrap();
    // A colleague's word has no effect against the authority's, so it is not asked for.
    assert!(aside.iter().all(|card| !card.admissible));
    let log = carmen.home().log().len();
    let refused = carmen.device.app.admit(&card.feed, card.n, &card.hash).unwrap_err();
    assert_eq!(refused.code(), "POSTA-P1");
    assert_eq!(carmen.home().log().len(), log);
    assert!(notes(&carmen, &person).is_empty());
    carmen.device.assert_sound();
}

#[test]
fn what_a_supervisor_had_before_an_administrator_cut_its_author_off_counts() {
    let mut paper = Paper::new();
    let (luis, elena, tere) =
        (paper.desk("luis", LUIS), paper.desk("elena", ELENA), paper.desk("tere", TERE));
    let ana = paper.desk("ana", posta_tests::world::ANA);
    for other in [&elena, &tere, &ana] {
        luis.meet(other);
    }
    let before = luis.device.register(&newcomer(0));
    luis.carry_to(&elena);
    luis.carry_to(&ana);
    tere.device.app.revoke_user(&luis.id(), "left").unwrap();
    let after = luis.device.register(&newcomer(1));
    bring_at_once(&[&tere, &luis], &elena);
    assert!(elena.device.holds(&before) && !elena.device.holds(&after));
    elena.carry_to(&ana);
    assert!(ana.device.holds(&before) && !ana.device.holds(&after));
    assert_eq!(elena.device.digest(), ana.device.digest());
    elena.device.assert_sound();
}
