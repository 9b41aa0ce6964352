//! Records that are sealed to others: notices and audit records; and how long anything is kept.

use posta_domain::{
    AuditAct, AuditRecord, DocumentId, MAX_AUDIT_RECORD, MAX_NOTICE, Notice, NoticeReason, Pack,
};

use crate::day;

fn audit() -> AuditRecord {
    AuditRecord {
        at: 1_790_000_000,
        act: AuditAct::OpenedRestricted,
        sensitivity: "care".into(),
        place: "040901".into(),
        kind: "consultation".into(),
        record: DocumentId([5; 16]),
        reason: "follow_up".into(),
        words: "control de la tarde".into(),
    }
}

#[test]
fn an_audit_record_reads_back_as_written() {
    assert_eq!(AuditRecord::decode(&audit().encode()), Some(audit()));
    let long = AuditRecord { words: "ñ".repeat(300), ..audit() }.encode();
    assert!(long.len() < MAX_AUDIT_RECORD);
    assert_eq!(AuditRecord::decode(&long).unwrap().words.chars().count(), 200);
}

#[test]
fn an_act_of_a_later_version_is_kept_by_its_word() {
    let later = AuditRecord { act: AuditAct::Other("whispered".into()), ..audit() };
    assert_eq!(AuditRecord::decode(&later.encode()).unwrap().act.as_str(), "whispered");
}

#[test]
fn a_notice_reads_back_as_written() {
    let notice = Notice::new(DocumentId([3; 16]), "minor_alone", " una línea\r\notra ", 7);
    assert_eq!((notice.note.as_str(), notice.problems()), ("una línea\notra", vec![]));
    let bytes = notice.encode();
    assert!(Notice::decode(&bytes) == Some(notice.clone()));
    assert!(!format!("{notice:?}").contains("línea"));
    let longest = Notice::new(DocumentId([3; 16]), "other", &"ñ".repeat(4000), 7);
    assert!(longest.problems().is_empty() && longest.encode().len() < MAX_NOTICE);
}

#[test]
fn a_notice_of_an_unknown_reason_or_too_long_is_refused() {
    let codes = |notice: Notice| notice.problems().iter().map(|p| p.code).collect::<Vec<_>>();
    assert_eq!(codes(Notice::new(DocumentId([3; 16]), "because", "", 7)), ["reason_unknown"]);
    assert_eq!(codes(Notice::new(DocumentId([3; 16]), "", "", 7)), ["reason_unknown"]);
    assert_eq!(codes(Notice::new(DocumentId([3; 16]), "other", &"x".repeat(4001), 7)), ["text_too_long"]);
    assert_eq!(NoticeReason::WORDS.len(), 5);
}

#[test]
fn bytes_that_are_no_record_are_none_at_any_cut_and_never_a_panic() {
    let whole = [audit().encode(), Notice::new(DocumentId([3; 16]), "other", "nota", 7).encode()];
    for bytes in whole {
        for cut in 0..bytes.len() {
            assert!(AuditRecord::decode(&bytes[..cut]).is_none(), "{cut}");
            assert!(Notice::decode(&bytes[..cut]).is_none(), "{cut}");
            let mut turned = bytes.clone();
            turned[cut] ^= 0xff;
            let _ = (AuditRecord::decode(&turned), Notice::decode(&turned));
        }
    }
    assert!(Notice::decode(&vec![0; MAX_NOTICE + 1]).is_none());
    assert!(AuditRecord::decode(&vec![0; MAX_AUDIT_RECORD + 1]).is_none());
}

#[test]
fn every_sensitivity_has_a_retention_that_says_where_it_comes_from() {
    let pack = Pack::bo();
    for code in ["registry", "care", "protection", "audit"] {
        let rule = pack.retention_of(code).unwrap();
        assert!(!rule.source.is_empty());
        // Nobody has read these numbers in a norm yet; whoever does changes the pack and this line.
        assert!(!rule.verified, "{code}");
    }
    assert_eq!(pack.retention_of("audit").unwrap().kept_through(day("2026-11-21")), Some(day("2024-11-21")));
    assert!(pack.retention_of("tomorrow").is_none());
}
