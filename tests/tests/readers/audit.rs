//! The audit: every act on a confidential record is there before its content is, and nobody alters it unseen.

use posta_app::view::{AuditFilter, AuditPage, ConsentDecision, ConsentInput, RegistrationInput};
use posta_tests::copy_folder;
use posta_tests::people::newcomer;
use posta_tests::world::{ANA, CARMEN, ELENA};
use rusqlite::Connection;

use crate::paper::{Desk, Paper};

fn page(desk: &Desk, filter: AuditFilter) -> AuditPage {
    desk.device.app.audit_page(&AuditFilter { limit: 200, ..filter }).unwrap()
}

/// The device file, beneath every rule of the program.
fn beneath(desk: &Desk) -> Connection {
    let home = desk.home();
    let key = home.keyring.file_key("device", &home.secrets).unwrap();
    let connection = Connection::open(desk.device.home().join("device.posta")).unwrap();
    connection.execute_batch(&format!("PRAGMA key = \"{}\"", key.pragma().as_str())).unwrap();
    connection
}

fn audit_lane(desk: &Desk) -> Vec<u8> {
    desk.home().log().membership().audit().inbox().as_bytes().to_vec()
}

#[test]
fn supervisors_read_who_did_what_to_which_record_and_nobody_else_does() {
    let mut paper = Paper::new();
    let (carmen, elena, ana) =
        (paper.desk("care", CARMEN), paper.desk("elena", ELENA), paper.desk("ana", ANA));
    let person = carmen.device.register(&newcomer(0));
    carmen.device.person(&person);
    let consultation = carmen.device.attend(&person, "nota");
    carmen.device.person(&person);
    carmen.device.app.note_printed(&person).unwrap();
    carmen.carry_to(&elena);
    let all = page(&elena, AuditFilter::default());
    let mut acts: Vec<&str> = all.rows.iter().map(|row| row.act.as_str()).collect();
    acts.sort_unstable();
    assert_eq!(acts, ["opened", "printed", "recorded"]);
    assert!(all.rows.iter().all(|row| row.record == consultation && row.user == CARMEN.name));
    assert!(all.faults.is_empty(), "{:?}", all.faults);
    assert_eq!(all.users.len(), 1);
    let only = |act: &str, user: &str, record: &str| {
        let (act, user, record) = (act.to_owned(), user.to_owned(), record.to_owned());
        page(&elena, AuditFilter { act, user, record, ..AuditFilter::default() }).total
    };
    assert_eq!(only("printed", "", ""), 1);
    assert_eq!(only("", &carmen.id(), &consultation), 3);
    assert_eq!(only("", &elena.id(), ""), 0);
    assert_eq!(only("", "", &person), 0, "a row tells who was attended");
    for desk in [&carmen, &ana] {
        assert_eq!(desk.device.app.audit_page(&AuditFilter::default()).unwrap_err().code(), "POSTA-P1");
    }
    // Even with their keys: the words of an audit record are in none of their files.
    carmen.carry_to(&ana);
    assert!(elena.can_read("printed"), "the search must find what is there");
    assert!(!ana.can_read("printed") && !carmen.can_read("printed"));
}

#[test]
fn what_cannot_be_noted_is_not_shown() {
    let mut paper = Paper::new();
    let carmen = paper.desk("care", CARMEN);
    let person = carmen.device.register(&newcomer(0));
    carmen.device.attend(&person, "nota");
    let lane = audit_lane(&carmen);
    let file = beneath(&carmen);
    file.execute_batch(&format!(
        "CREATE TRIGGER full BEFORE INSERT ON batch WHEN new.scope = x'{hex}'
         BEGIN SELECT RAISE(ABORT, 'full'); END;
         CREATE TRIGGER full_too BEFORE UPDATE ON batch WHEN old.scope = x'{hex}'
         BEGIN SELECT RAISE(ABORT, 'full'); END;",
        hex = lane.iter().map(|byte| format!("{byte:02x}")).collect::<String>()
    ))
    .unwrap();
    assert_eq!(carmen.device.app.person(&person).unwrap_err().code(), "POSTA-D1");
    assert_eq!(carmen.device.app.note_printed(&person).unwrap_err().code(), "POSTA-D1");
    file.execute_batch("DROP TRIGGER full; DROP TRIGGER full_too").unwrap();
    let timeline = carmen.device.person(&person).timeline;
    assert!(timeline.iter().any(|entry| entry.note == "nota"));
}

#[test]
fn an_altered_and_a_missing_batch_of_the_audit_are_each_named() {
    let mut paper = Paper::new();
    let (carmen, elena) = (paper.desk("care", CARMEN), paper.desk("elena", ELENA));
    let person = carmen.device.register(&newcomer(0));
    carmen.device.attend(&person, "uno");
    // Three sessions make three batches of one chain.
    for _ in 0..2 {
        carmen.device.unlock(CARMEN.name);
        carmen.device.person(&person);
    }
    carmen.carry_to(&elena);
    assert!(elena.device.app.check_audit().unwrap().is_empty());
    let lane = audit_lane(&elena);
    let (whole, spoiled) = (elena.device.home().to_owned(), tempfile::tempdir().unwrap());
    let with = |harm: &str| {
        elena.device.app.lock_all();
        copy_folder(&whole, &spoiled.path().join("home"));
        let spoiled = Desk { device: posta_tests::Device::at(&spoiled.path().join("home")), user: ELENA };
        let file = beneath(&spoiled);
        let triggers = "DROP TRIGGER batch_is_kept; DROP TRIGGER offered_batch_is_final;";
        file.execute_batch(triggers).unwrap();
        assert_eq!(file.execute(harm, [&lane]).unwrap(), 1, "{harm}");
        drop(file);
        spoiled.device.unlock(ELENA.name);
        let faults = spoiled.device.app.check_audit().unwrap();
        let view = page(&spoiled, AuditFilter::default());
        assert_eq!(view.faults, faults);
        faults.into_iter().map(|fault| (fault.code, fault.n)).collect::<Vec<_>>()
    };
    let body = "UPDATE batch SET body = zeroblob(length(body)) WHERE scope = ?1 AND n = 2";
    assert_eq!(with(body), [("altered".to_owned(), 2)]);
    let signature = "UPDATE batch SET signature = zeroblob(64) WHERE scope = ?1 AND n = 3";
    assert_eq!(with(signature), [("altered".to_owned(), 3)]);
    let gone = "DELETE FROM batch WHERE scope = ?1 AND n = 2";
    assert_eq!(with(gone), [("missing".to_owned(), 3)]);
}

#[test]
fn what_is_printed_or_saved_of_somebody_is_noted_and_what_is_only_looked_at_is_not() {
    let mut paper = Paper::new();
    let (ana, elena) = (paper.desk("ana", ANA), paper.desk("elena", ELENA));
    let folder = tempfile::tempdir().unwrap();
    let decision = ConsentDecision { purpose: "register".into(), decision: "given".into() };
    let consent = ConsentInput { decisions: vec![decision], ..ConsentInput::default() };
    let person = ana.device.register(&RegistrationInput { consent, ..newcomer(0) });
    let app = &ana.device.app;
    let printed = || {
        ana.meet(&elena);
        page(&elena, AuditFilter { act: "printed".into(), record: person.clone(), ..AuditFilter::default() })
            .total
    };
    app.slip(&person, "a6", "es").unwrap();
    app.card(&person, "es").unwrap();
    assert_eq!(printed(), 0);
    app.note_printed(&person).unwrap();
    assert_eq!(printed(), 1);
    app.save_slip(&person, "a6", "es", folder.path()).unwrap();
    app.save_card(&person, "es", folder.path()).unwrap();
    assert_eq!(printed(), 3);
    // Half of a slip would be in another language than asked for.
    assert!(app.slip(&person, "a6", "fr").is_err());
    let refused = ana.device.register(&newcomer(1));
    assert!(app.card(&refused, "es").is_err() && app.save_card(&refused, "es", folder.path()).is_err());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[test]
fn an_audit_that_two_copies_of_a_disk_continued_is_named_as_forked() {
    let mut paper = Paper::new();
    let (carmen, elena) = (paper.desk("care", CARMEN), paper.desk("elena", ELENA));
    let person = carmen.device.register(&newcomer(0));
    carmen.device.attend(&person, "uno");
    carmen.device.app.lock_all();
    let copies = tempfile::tempdir().unwrap();
    let copy = copies.path().join("clone");
    copy_folder(carmen.device.home(), &copy);
    let clone = Desk { device: posta_tests::Device::at(&copy), user: CARMEN };
    carmen.device.unlock(CARMEN.name);
    carmen.device.person(&person);
    clone.device.unlock(CARMEN.name);
    clone.device.app.note_printed(&person).unwrap();
    carmen.carry_to(&elena);
    clone.carry_to(&elena);
    let faults = elena.device.app.check_audit().unwrap();
    assert!(faults.iter().any(|fault| fault.code == "forked"), "{faults:?}");
    // Both copies' rows are there.
    for act in ["recorded", "opened", "printed"] {
        let rows = page(&elena, AuditFilter { act: act.into(), ..AuditFilter::default() });
        assert_eq!(rows.total, 1, "{act}");
    }
}
