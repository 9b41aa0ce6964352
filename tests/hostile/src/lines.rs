//! What people and programs hand over as content: lines of an import file, and records out of an inbox.

use chrono::NaiveDate;
use posta_domain::import::{ImportLine, parse_line};
use posta_domain::{AuditRecord, DocumentId, MAX_AUDIT_RECORD, MAX_NOTICE, Notice, Pack};

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 22).unwrap()
}

/// One line of an import file, as far as a record that is checked against the pack.
pub(crate) fn line(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let line = match parse_line(&text) {
        Ok(line) => line,
        Err(error) => {
            // What is said of a line may go to a log: a code, and a field that this program knows.
            let shown = format!("{error:?} {error}");
            assert!(shown.len() < 300 && !shown.contains('\n'), "{shown}");
            return;
        }
    };
    let id = DocumentId([1; 16]);
    let pack = Pack::find("bo").unwrap();
    match &line {
        ImportLine::Person(person) => {
            if let Ok(person) = person.to_person() {
                let _ = (person.problems(pack, today()), person.display_name());
                let _ = posta_domain::fold(&person.display_name());
                let fields = person.to_fields();
                let _ = posta_domain::Person::from_fields(&fields).changes_from(&fields);
            }
        }
        ImportLine::Enrollment(enrollment) => {
            if let Ok(enrollment) = enrollment.to_enrollment(id) {
                let _ = (enrollment.problems(pack, today()), enrollment.to_fields());
            }
        }
        ImportLine::Consultation(consultation) => {
            if let Ok(consultation) = consultation.to_consultation(id) {
                let _ = (consultation.problems(pack, today()), consultation.to_fields());
            }
        }
        ImportLine::Consent(consent) => {
            if let Ok(consent) = consent.to_consent(id) {
                let _ = (consent.problems(today()), consent.to_fields());
            }
        }
        ImportLine::Edit(edit) => {
            let mut person = posta_domain::Person::default();
            for (key, value) in edit.typed() {
                let _ = person.set(key, value);
            }
            let _ = (person.problems(pack, today()), person.to_fields());
        }
    }
}

pub(crate) fn lines() -> Vec<Vec<u8>> {
    [
        r#"{"kind":"person","ref":"a","given_names":"Ana","surname1":"Quispe","sex":"female","birth":"1990-05-17","nationality":"BO","documents":[{"kind":"ci","country":"BO","number":"1234567"}],"languages":["ay","es"],"phone":"70000001","residence":"040901"}"#,
        r#"{"kind":"person","name_undeclared":true,"without_documents":true,"birth":"age:34@2026-11-21","guardian_name":"Eva"}"#,
        r#"{"kind":"enrollment","person":"a","program":"sus","post":"pisiga","on":"2026-11-21","status":"active","facility":"x"}"#,
        r#"{"kind":"consultation","person":"0123456789abcdef0123456789abcdef","post":"pisiga","on":"2026-11-21","reason":"health","needs":["shelter"],"note":"nota"}"#,
        r#"{"kind":"edit","id":"a","set":{"phone":"70000002","birth":"1990"}}"#,
    ]
    .map(|line| line.as_bytes().to_vec())
    .to_vec()
}

/// A record out of an inbox: a notice or an audit record.
pub(crate) fn record(bytes: &[u8]) {
    if let Some(notice) = Notice::decode(bytes) {
        assert!(bytes.len() <= MAX_NOTICE);
        let _ = notice.problems();
        let again = Notice::decode(&notice.encode());
        assert!(again.is_some_and(|again| again == notice));
    }
    if let Some(record) = AuditRecord::decode(bytes) {
        assert!(bytes.len() <= MAX_AUDIT_RECORD);
        let again = AuditRecord::decode(&record.encode());
        assert_eq!(again, Some(record));
    }
}

pub(crate) fn records() -> Vec<Vec<u8>> {
    let notice = Notice::new(DocumentId([7; 16]), "health", "Una nota.", 1_795_262_400);
    let record = AuditRecord {
        at: 1_795_262_400,
        sensitivity: "care".into(),
        place: "040901".into(),
        kind: "consultation".into(),
        reason: "care".into(),
        words: "porque".into(),
        ..AuditRecord::default()
    };
    vec![notice.encode(), record.encode()]
}
