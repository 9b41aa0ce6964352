//! What is sealed to a team: consultations, hand-overs, restricted notes.

use posta_app::Error;
use posta_app::view::ConsultationInput;
use posta_tests::people::newcomer;
use posta_tests::search::found_in;
use posta_tests::world::{ANA, CARMEN, ELENA, ROSA};
use posta_tests::{Invited, TURCO};

use crate::paper::Paper;

const OF_TURCO: Invited = Invited::new("Otra Enfermera", "care", TURCO);
const PROTECTS: Invited = Invited::new("Paula Protege", "protection", posta_tests::SABAYA);

#[test]
fn whoever_is_not_of_the_team_reads_nothing_of_a_consultation_with_all_keys_and_the_whole_disk() {
    let mut paper = Paper::new();
    let carmen = paper.desk("care", CARMEN);
    let others = [ANA, ELENA, OF_TURCO, PROTECTS].map(|user| paper.desk(user.name, user));
    let person = carmen.device.register(&newcomer(0));
    carmen.device.attend(&person, "MARCA-DE-CONSULTA");
    carmen.device.app.lock_all();
    assert!(carmen.can_read("MARCA-DE-CONSULTA"), "the search must find what is there");
    for other in &others {
        carmen.carry_to(other);
        assert!(other.device.holds(&person), "{}", other.user.name);
        other.device.app.lock_all();
        assert!(!other.can_read("MARCA-DE-CONSULTA"), "{}", other.user.name);
        assert!(found_in(other.device.home(), "MARCA-DE-CONSULTA").is_empty());
    }
}

#[test]
fn a_hand_over_is_read_by_the_team_and_not_by_its_writer_or_any_other_role() {
    let mut paper = Paper::new();
    let carmen = paper.desk("care", CARMEN);
    let rosa = paper.desk("rosa", ROSA);
    let ana = paper.desk("counter", ANA);
    let others = [ELENA, OF_TURCO].map(|user| paper.desk(user.name, user));
    carmen.carry_to(&rosa);
    rosa.carry_to(&ana);
    let person = ana.device.register(&newcomer(0));
    ana.device.app.hand_over(&person, "minor_alone", "MARCA-DE-ENTREGA uno").unwrap();
    ana.device.app.hand_over(&person, "private_talk", "MARCA-DE-ENTREGA dos").unwrap();
    assert_eq!(ana.device.app.notices().unwrap_err().code(), "POSTA-P1");
    ana.device.app.lock_all();
    assert!(!ana.can_read("MARCA-DE-ENTREGA"), "the writer reads it back");
    for other in &others {
        ana.carry_to(other);
        other.device.app.lock_all();
        assert!(!other.can_read("MARCA-DE-ENTREGA"), "{}", other.user.name);
    }
    ana.carry_to(&carmen);
    assert_eq!(carmen.device.app.home().unwrap().notices, 2);
    let notices = carmen.device.app.notices().unwrap();
    assert_eq!(notices.len(), 2);
    let alone = notices.iter().find(|notice| notice.reason == "minor_alone").unwrap();
    assert_eq!((alone.note.as_str(), alone.from.as_str()), ("MARCA-DE-ENTREGA uno", ANA.name));
    assert_eq!(alone.person.as_ref().unwrap().id, person);
    assert!(carmen.can_read("MARCA-DE-ENTREGA"), "the search must find what is there");
}

#[test]
fn two_members_who_settle_one_hand_over_apart_make_one_document() {
    let mut paper = Paper::new();
    let (carmen, rosa) = (paper.desk("care", CARMEN), paper.desk("rosa", ROSA));
    let ana = paper.desk("counter", ANA);
    carmen.meet(&rosa);
    carmen.carry_to(&ana);
    let person = ana.device.register(&newcomer(0));
    ana.device.app.hand_over(&person, "same_day", "fiebre").unwrap();
    ana.carry_to(&carmen);
    ana.carry_to(&rosa);
    let ids = [&carmen, &rosa].map(|desk| {
        let id = desk.device.app.notices().unwrap()[0].id.clone();
        desk.device.app.settle_notice(&id).unwrap();
        desk.device.app.settle_notice(&id).unwrap();
        id
    });
    assert_eq!(ids[0], ids[1]);
    carmen.meet(&rosa);
    for desk in [&carmen, &rosa] {
        let notices = desk.device.app.notices().unwrap();
        assert!(notices.len() == 1 && notices[0].done);
        assert_eq!(desk.device.app.home().unwrap().notices, 0);
        desk.device.assert_sound();
    }
    assert_eq!(carmen.device.digest_of("care"), rosa.device.digest_of("care"));
}

#[test]
fn a_restricted_consultation_shows_nothing_until_a_member_gives_a_reason() {
    let mut paper = Paper::new();
    let (carmen, rosa, ana) =
        (paper.desk("care", CARMEN), paper.desk("rosa", ROSA), paper.desk("counter", ANA));
    let person = carmen.device.register(&newcomer(0));
    let input = ConsultationInput {
        person: person.clone(),
        reason: "apoyo_psicosocial".into(),
        needs: vec!["proteccion".into()],
        note: "MARCA-RESERVADA".into(),
        restricted: true,
        draft: String::new(),
        ..ConsultationInput::default()
    };
    let id = carmen.device.app.record_consultation(&input).unwrap().id;
    carmen.carry_to(&rosa);
    carmen.carry_to(&ana);
    let entry = |desk: &crate::paper::Desk| {
        let timeline = desk.device.person(&person).timeline;
        timeline.into_iter().find(|entry| entry.kind == "consultation")
    };
    for desk in [&carmen, &rosa] {
        let hidden = entry(desk).unwrap();
        assert!(hidden.restricted && !hidden.opened && hidden.note.is_empty() && hidden.words.is_empty());
        assert!(hidden.needs.is_empty());
    }
    assert!(entry(&ana).is_none(), "the counter sees that it exists");
    assert_eq!(ana.device.app.open_restricted(&id, "care_now", "").unwrap_err().code(), "POSTA-P1");
    for (reason, words) in [("", ""), ("curiosity", ""), ("care_now", &"x".repeat(201))] {
        assert!(matches!(rosa.device.app.open_restricted(&id, reason, words), Err(Error::BadInput(_))));
    }
    assert!(!entry(&rosa).unwrap().opened);
    let opened = rosa.device.app.open_restricted(&id, "follow_up", "control").unwrap();
    assert!(opened.opened && opened.note == "MARCA-RESERVADA" && opened.needs == ["proteccion"]);
    assert!(entry(&rosa).unwrap().note.is_empty(), "whoever comes back to the page gives a reason anew");
    rosa.device.unlock(ROSA.name);
    assert!(entry(&rosa).unwrap().note.is_empty(), "another session needs another reason");
}
