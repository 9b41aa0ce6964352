//! What the documents say about tests must be so.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Documents that name tests as `proof`.
const PAPERS: [&str; 2] = ["docs/threat-model.md", "docs/architecture.md"];
/// Where tests are.
const ROOMS: [&str; 4] = ["crates", "sync-server", "tests", "src-tauri"];

#[test]
fn every_test_that_a_document_names_exists() {
    // Asked for when it runs: a program built in another copy of the house would read the papers of that one.
    let root = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").unwrap()).join("../..");
    let mut tests = BTreeSet::new();
    for room in ROOMS {
        collect_tests(&root.join(room), &mut tests);
    }
    for paper in PAPERS {
        let text = std::fs::read_to_string(root.join(paper)).unwrap();
        let named: Vec<&str> = text.split('`').skip(1).step_by(2).filter(|word| is_test_name(word)).collect();
        assert!(named.len() > 10, "{paper} names hardly any test");
        let missing: Vec<&str> = named.into_iter().filter(|name| !tests.contains(*name)).collect();
        assert!(missing.is_empty(), "{paper} names tests that are not there: {missing:?}");
    }
}

/// Sentences joined by underscores; a file, a command or a key has fewer words.
fn is_test_name(word: &str) -> bool {
    word.matches('_').count() >= 3
        && word.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_')
}

fn collect_tests(folder: &Path, tests: &mut BTreeSet<String>) {
    for path in entries(folder) {
        if path.is_dir() {
            collect_tests(&path, tests);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            let names = text.split("fn ").skip(1).filter_map(|rest| rest.split(['(', '<']).next());
            tests.extend(names.map(str::to_owned));
        }
    }
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect()
}
