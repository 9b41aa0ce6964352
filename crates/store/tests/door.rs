//! Invariant 2: only `transaction.rs` begins a write.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;
use std::path::{Path, PathBuf};

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs" || ending == "sql") {
            files.push(path);
        }
    }
    files
}

#[test]
fn only_the_transaction_module_begins_a_write() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = sources(&root);
    assert!(files.len() > 20);
    for path in files.iter().filter(|path| !path.ends_with("src/transaction.rs")) {
        let text = fs::read_to_string(path).unwrap();
        let words = text.to_uppercase();
        for phrase in [
            "BEGIN IMMEDIATE",
            "BEGIN EXCLUSIVE",
            "BEGIN DEFERRED",
            "BEGIN TRANSACTION",
            "\"BEGIN",
            "SAVEPOINT",
        ] {
            assert!(!words.contains(phrase), "{} says {phrase}", path.display());
        }
        for call in [".transaction(", "unchecked_transaction", "query_only = OFF"] {
            assert!(!text.contains(call), "{} calls {call}", path.display());
        }
    }
}

#[test]
fn projections_are_written_in_one_file_only() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for path in sources(&root) {
        let name = path.file_name().unwrap().to_str().unwrap();
        if name.starts_with("project") || name == "check.rs" {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        for table in [
            "person",
            "enrollment",
            "consultation",
            "person_words",
            "publication",
            "publication_piece",
            "publication_words",
        ] {
            for verb in ["INSERT INTO", "INSERT OR REPLACE INTO", "UPDATE", "DELETE FROM"] {
                for end in [" ", "\n", "(", "\""] {
                    assert!(!text.contains(&format!("{verb} {table}{end}")), "{name}: {verb} {table}");
                }
            }
        }
    }
}
