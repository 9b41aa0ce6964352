//! Somebody who comes later reads the past.

use posta_tests::people::newcomer;
use posta_tests::world::{CARMEN, ELENA, ROSA};
use posta_tests::{Invited, SABAYA};

use crate::paper::Paper;

#[test]
fn a_member_who_comes_after_two_changes_of_the_key_reads_what_was_written_before() {
    let mut paper = Paper::new();
    let (carmen, rosa, elena) =
        (paper.desk("care", CARMEN), paper.desk("rosa", ROSA), paper.desk("elena", ELENA));
    let marta = paper.desk("marta", Invited::new("Marta Poma", "care", SABAYA));
    carmen.meet(&rosa);
    carmen.meet(&marta);
    carmen.meet(&elena);
    let person = carmen.device.register(&newcomer(0));
    for (leaver, note) in [(&rosa, "tras la primera"), (&marta, "tras la segunda")] {
        elena.device.app.revoke_user(&leaver.id(), "left").unwrap();
        elena.carry_to(&carmen);
        carmen.device.attend(&person, note);
        carmen.carry_to(&elena);
    }
    // Invited by an authority that has heard of no change: none of the new keys came with the invitation.
    let julia = paper.desk("julia", Invited::new("Julia Ayaviri", "care", SABAYA));
    assert!(!julia.can_read("tras la"));
    julia.carry_to(&carmen);
    carmen.carry_to(&julia);
    let notes = |person| {
        let timeline = julia.device.person(person).timeline;
        timeline.into_iter().filter(|entry| entry.kind == "consultation").map(|entry| entry.note)
    };
    let mut notes: Vec<String> = notes(&person).collect();
    notes.sort();
    assert_eq!(notes, ["tras la primera", "tras la segunda"]);
    assert_eq!(julia.device.digest_of("care"), carmen.device.digest_of("care"));
    julia.device.assert_sound();
}
