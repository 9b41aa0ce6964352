//! The enrollment of somebody by the terminal alone: enrolled, asked, printed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use posta_tests::people::newcomer;
use posta_tests::world::ANA;
use posta_tests::{Programs, World};

#[test]
fn somebody_is_enrolled_asked_and_given_a_slip_and_who_refuses_the_facility_gets_none_of_it() {
    let world = World::new();
    let ana = world.device("pisiga", ANA);
    let mut input = newcomer(0);
    input.program = String::new();
    let person = ana.register(&input);
    ana.app.lock();
    let posta = |arguments: &[&str]| Programs::find().posta(ana.home(), Some(ANA.name), arguments);

    let enroll = [
        "enroll",
        &person,
        "--program",
        "sus",
        "--answer",
        "short_term_insurance=no",
        "--seen",
        "identity_document=copy",
    ];
    assert!(!posta(&enroll).done()["id"].as_str().unwrap().is_empty());
    let twice = posta(&enroll).done();
    assert_eq!(twice["warnings"][0]["code"], "enrollment_exists");
    let odd = posta(&["enroll", &person, "--program", "sus", "--answer", "short_term_insurance=perhaps"]);
    assert_ne!(odd.exit, 0);

    posta(&["consent", &person, "register=given", "share_facility=refused"]).done();
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().to_str().unwrap();
    let saved = posta(&["slip", &person, "--paper", "a6", "--language", "pt", "--out", out]).done();
    let pdf = std::fs::read(saved["path"].as_str().unwrap()).unwrap();
    assert!(pdf.starts_with(b"%PDF-"), "a PDF is written");
    assert!(!saved["path"].as_str().unwrap().contains("Rond"), "its name tells nothing");
    let wrong = posta(&["slip", &person, "--paper", "a3", "--out", out]);
    assert_ne!(wrong.exit, 0, "{wrong:?}");
    assert_eq!(std::fs::read_dir(out).unwrap().count(), 1, "what fails leaves nothing");
    let shown = posta(&["show", &person]).done();
    assert_eq!(shown["enrollments"].as_array().unwrap().len(), 2, "{shown}");
}
