//! One person's data, for that person.

use posta_tests::people::newcomer;
use posta_tests::world::{ANA, CARMEN, ELENA};
use serde_json::Value;

use crate::paper::Paper;

#[test]
fn an_export_holds_what_its_maker_may_read_with_authors_and_is_noted() {
    let mut paper = Paper::new();
    let (carmen, elena, ana) =
        (paper.desk("care", CARMEN), paper.desk("elena", ELENA), paper.desk("ana", ANA));
    let person = carmen.device.register(&newcomer(0));
    carmen.device.attend(&person, "nota de la consulta");
    carmen.carry_to(&elena);
    carmen.carry_to(&ana);
    let folder = tempfile::tempdir().unwrap();
    let read = |desk: &crate::paper::Desk| {
        let export = desk.device.app.export_person(&person, folder.path()).unwrap();
        let name = std::path::Path::new(&export.path).file_stem().unwrap().to_str().unwrap().to_owned();
        assert!(name.len() == 32 && name != person, "the name tells nothing");
        let value: Value = serde_json::from_slice(&std::fs::read(&export.path).unwrap()).unwrap();
        assert_eq!(value["records"].as_array().unwrap().len() as u32, export.records);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(&export.path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        value
    };
    let full = read(&carmen);
    let kinds: Vec<&str> =
        full["records"].as_array().unwrap().iter().map(|r| r["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["person", "enrollment", "consultation"]);
    let name = &full["records"][0]["fields"]["given_names"][0];
    assert_eq!((name["value"].as_str(), name["author"].as_str()), (Some("Yuleisy"), Some(CARMEN.name)));
    assert!(full.to_string().contains("nota de la consulta"));
    let partial = read(&elena).to_string();
    assert!(partial.contains("Yuleisy") && !partial.contains("nota de la consulta"));
    assert_eq!(ana.device.app.export_person(&person, folder.path()).unwrap_err().code(), "POSTA-P1");
    carmen.carry_to(&elena);
    let filter = posta_app::view::AuditFilter { act: "exported".into(), limit: 50, ..Default::default() };
    // Carmen's export names the consultation and not whose it is, Elena's the person.
    assert_eq!(elena.device.app.audit_page(&filter).unwrap().total, 2);
}
