//! `posta linkage` on files: what it prints, writes and refuses.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::path::Path;
use std::process::{Command, Output};

const RECORDS: &str = "\
record_id,given_names,surname1,surname2,dob,dob_approx,sex,nationality,birth_city,doc_type,doc_number,phone,post,enrolled_on,group_id
1,Yuleisy Carolina,Rondón,Peña,1996-03-02,,F,VE,Mérida,passport,142000087,71234567,pisiga,2026-01-01,a
2,Juleisi,Rondon,,1996-02-03,,F,VE,,passport,142000087,,cobija,2026-02-01,b
3,Wilner,Jean,,1988-08-17,,M,HT,,,,,pisiga,2026-01-01,a
";

fn posta(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_posta")).current_dir(folder).args(arguments).output().unwrap()
}

#[test]
fn a_register_is_linked_and_the_figures_are_one_json_object() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("records.csv"), RECORDS).unwrap();
    std::fs::write(folder.path().join("truth.csv"), "id_a,id_b\n2,1\n").unwrap();
    let dedupe =
        posta(folder.path(), &["linkage", "dedupe", "--records", "records.csv", "--out", "pairs.csv"]);
    assert!(dedupe.status.success(), "{dedupe:?}");
    let pairs = std::fs::read_to_string(folder.path().join("pairs.csv")).unwrap();
    assert!(pairs.starts_with("id_a,id_b,weight,probability,decision,reasons\n1,2,"), "{pairs}");
    assert!(pairs.contains(",certain,") && pairs.contains("document_equal:"), "{pairs}");

    let arguments = ["--json", "linkage", "evaluate", "--records", "records.csv", "--truth", "truth.csv"];
    let figures = posta(folder.path(), &arguments);
    let figures: serde_json::Value = serde_json::from_slice(&figures.stdout).unwrap();
    assert_eq!(figures["best_f1"], 1.0, "{figures}");
    assert_eq!(figures["pair_completeness"], 1.0, "{figures}");
    assert!(figures["cpu_seconds"].is_number() && figures["reliability"][0]["n"] == 1, "{figures}");
}

#[test]
fn birth_dates_that_are_not_read_and_true_pairs_of_nobody_are_told() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("records.csv"), RECORDS.replacen("1988-08-17", "17/08/1988", 1))
        .unwrap();
    std::fs::write(folder.path().join("truth.csv"), "id_a,id_b\n2,1\n3,9\n").unwrap();
    let arguments = ["linkage", "evaluate", "--records", "records.csv", "--truth", "truth.csv"];
    let said = String::from_utf8(posta(folder.path(), &arguments).stdout).unwrap();
    assert!(said.contains("1 birth dates are in no form that is read"), "{said}");
    assert!(said.contains("1 true pairs name a record that the register has not"), "{said}");
    let json = posta(folder.path(), &[&["--json"], &arguments[..]].concat());
    let figures: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!((&figures["unread_births"], &figures["unknown_pairs"]), (&1.into(), &1.into()));
}

#[test]
fn a_file_without_a_column_is_refused_in_one_sentence() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("records.csv"), "record_id,given_names\n1,Ana\n").unwrap();
    let refused =
        posta(folder.path(), &["linkage", "dedupe", "--records", "records.csv", "--out", "pairs.csv"]);
    assert_eq!(refused.status.code(), Some(3));
    let said = String::from_utf8(refused.stderr).unwrap();
    assert_eq!(said, "posta: records.csv: the file has no column surname1 (missing_column)\n");
    assert!(!folder.path().join("pairs.csv").exists());
}

#[test]
fn a_quote_that_is_not_closed_loses_nobody_in_silence_and_the_register_is_not_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let open = RECORDS.replacen("cobija,2026-02-01,b", "cobija,2026-02-01,\"b", 1);
    std::fs::write(folder.path().join("records.csv"), &open).unwrap();
    let arguments = ["linkage", "dedupe", "--records", "records.csv", "--out", "pairs.csv"];
    let refused = posta(folder.path(), &arguments);
    assert_eq!(refused.status.code(), Some(3), "{refused:?}");
    assert!(String::from_utf8_lossy(&refused.stderr).contains("open_quote"), "{refused:?}");
    let arguments = ["linkage", "dedupe", "--records", "records.csv", "--out", "./records.csv"];
    assert_eq!(posta(folder.path(), &arguments).status.code(), Some(2));
    assert_eq!(std::fs::read_to_string(folder.path().join("records.csv")).unwrap(), open);
}
