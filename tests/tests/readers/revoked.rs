//! Those who left: what they read no more, what of theirs counts, and what a key does that two make at once.

use posta_tests::people::newcomer;
use posta_tests::world::{ANA, CARMEN, ELENA, LUIS, ROSA};
use posta_tests::{Invited, SABAYA};

use crate::paper::{Desk, Paper};

const JULIA: Invited = Invited::new("Julia Ayaviri", "care", SABAYA);

fn epochs_of_care(desk: &Desk) -> (u32, bool) {
    let members = desk.device.app.members().unwrap();
    let care = members.epochs.into_iter().find(|epoch| epoch.sensitivity == "care").unwrap();
    (care.epochs, care.must_rotate)
}

#[test]
fn a_colleague_who_left_reads_nothing_that_is_written_after_the_key_was_changed() {
    let mut paper = Paper::new();
    let (carmen, rosa, elena) =
        (paper.desk("care", CARMEN), paper.desk("rosa", ROSA), paper.desk("elena", ELENA));
    carmen.meet(&rosa);
    carmen.carry_to(&elena);
    let person = carmen.device.register(&newcomer(0));
    carmen.device.attend(&person, "MARCA-ANTES");
    carmen.carry_to(&rosa);
    assert!(rosa.can_read("MARCA-ANTES"), "the search must find what is there");

    elena.device.app.revoke_user(&rosa.id(), "left").unwrap();
    assert_eq!(epochs_of_care(&elena), (1, true));
    elena.carry_to(&carmen);
    carmen.carry_to(&elena);
    assert_eq!(epochs_of_care(&elena), (2, false));
    carmen.device.attend(&person, "MARCA-DESPUES");
    assert!(carmen.can_read("MARCA-DESPUES") && carmen.can_read("MARCA-ANTES"));
    carmen.carry_to(&rosa);
    assert!(!rosa.can_read("MARCA-DESPUES"));
    assert_eq!(rosa.device.app.person(&person).unwrap_err().code(), "POSTA-L8");
}

#[test]
fn what_somebody_wrote_after_leaving_is_aside_until_a_supervisor_lets_it_in() {
    let mut paper = Paper::new();
    let (luis, ana, elena) = (paper.desk("luis", LUIS), paper.desk("ana", ANA), paper.desk("elena", ELENA));
    let before = luis.device.register(&newcomer(0));
    luis.carry_to(&ana);
    luis.carry_to(&elena);
    elena.device.app.revoke_user(&luis.id(), "left").unwrap();
    let after = luis.device.register(&newcomer(1));
    // Ana meets him before she hears of it, Elena knows already.
    luis.carry_to(&ana);
    assert!(ana.device.holds(&after));
    luis.carry_to(&elena);
    assert!(elena.device.holds(&before) && !elena.device.holds(&after));
    let aside = elena.device.app.members().unwrap().aside;
    assert_eq!(aside.len(), 1);
    assert_eq!((aside[0].author.as_str(), aside[0].readable), (LUIS.name, true));
    assert_eq!(elena.device.view().aside, 1);
    elena.carry_to(&ana);
    assert!(ana.device.holds(&before) && !ana.device.holds(&after), "what was taken in goes out again");
    ana.device.assert_sound();

    let card = &aside[0];
    assert_eq!(ana.device.app.admit(&card.feed, card.n, &card.hash).unwrap_err().code(), "POSTA-P1");
    let members = elena.device.app.admit(&card.feed, card.n, &card.hash).unwrap();
    assert!(members.aside.is_empty());
    elena.carry_to(&ana);
    for desk in [&elena, &ana] {
        assert!(desk.device.holds(&after), "{}", desk.user.name);
        desk.device.assert_sound();
    }
    assert_eq!(elena.device.digest(), ana.device.digest());
}

#[test]
fn two_members_who_change_the_key_at_once_both_work_and_a_third_reads_all() {
    let mut paper = Paper::new();
    let (carmen, rosa, julia, elena) = (
        paper.desk("care", CARMEN),
        paper.desk("rosa", ROSA),
        paper.desk("julia", JULIA),
        paper.desk("elena", ELENA),
    );
    let marta = paper.desk("marta", Invited::new("Marta Poma", "care", SABAYA));
    marta.carry_to(&carmen);
    carmen.meet(&rosa);
    carmen.meet(&julia);
    carmen.meet(&elena);
    elena.carry_to(&rosa);
    elena.device.app.revoke_user(&marta.id(), "left").unwrap();
    let person = elena.device.register(&newcomer(0));
    elena.carry_to(&carmen);
    elena.carry_to(&rosa);
    carmen.device.attend(&person, "MARCA-CARMEN");
    rosa.device.attend(&person, "MARCA-ROSA");
    carmen.carry_to(&julia);
    rosa.carry_to(&julia);
    assert!(julia.can_read("MARCA-CARMEN") && julia.can_read("MARCA-ROSA"));
    carmen.meet(&rosa);
    julia.meet(&carmen);
    carmen.meet(&rosa);
    for desk in [&carmen, &rosa, &julia] {
        let notes = desk.device.person(&person).timeline.into_iter().filter(|e| e.kind == "consultation");
        assert_eq!(notes.count(), 2, "{}", desk.user.name);
    }
    assert_eq!(carmen.device.digest_of("care"), rosa.device.digest_of("care"));
    carmen.carry_to(&elena);
    let (epochs, must_rotate) = epochs_of_care(&elena);
    assert!(epochs >= 3 && !must_rotate, "{epochs}");
    carmen.carry_to(&marta);
    rosa.carry_to(&marta);
    assert!(!marta.can_read("MARCA-"));
}

#[test]
fn nobody_cuts_themselves_off_nor_without_the_right_nor_without_a_reason() {
    let mut paper = Paper::new();
    let (ana, elena) = (paper.desk("ana", ANA), paper.desk("elena", ELENA));
    ana.meet(&elena);
    let code = |desk: &Desk, who: &str, reason: &str| {
        desk.device.app.revoke_user(who, reason).map(|_| ()).unwrap_err().code()
    };
    assert_eq!(code(&ana, &elena.id(), "left"), "POSTA-P1");
    assert_eq!(code(&elena, &elena.id(), "left"), "POSTA-P1");
    assert_eq!(code(&elena, &ana.id(), "because"), "POSTA-B1");
    assert_eq!(code(&elena, &"0".repeat(32), "left"), "POSTA-B2");
    assert!(elena.device.app.members().unwrap().users.iter().all(|user| user.active));
}
