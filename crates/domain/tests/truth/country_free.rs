//! No country is written into the code: what is of one country is in its pack.

use std::fs;
use std::path::{Path, PathBuf};

use posta_domain::Pack;

/// What would be of Bolivia, as a beginning of a word where it ends in `*`.
const OF_ONE_COUNTRY: &[&str] = &[
    "\"bo\"", "\"BO\"", "bo_*", "Bolivia*", "bolivia*", "BOLIVIA*", "SUS", "\"sus\"", "Ley", "1152", "RUES",
    "INE", "DIGEMIG", "SSCP", "Oruro", "Pisiga",
];

/// Files that are about many countries, or about people and places invented for practice; each says so itself.
const EXEMPT: &[&str] = &[
    // Forms and check digits of the national numbers of the region, one function a country.
    "crates/domain/src/number_check",
    // Invented people and their posts.
    "crates/domain/src/synthetic",
    // The practice department and the journey through it.
    "crates/xtask/src/demo.rs",
    "crates/xtask/src/run.rs",
];

/// Invented people hold cards of their country.
const PRACTICE: &str = "crates/domain/src/synthetic";

/// The kinds of documents that one country alone issues, as its pack names them.
fn kinds_of_one_country() -> Vec<String> {
    let kinds = Pack::all().iter().flat_map(|pack| &pack.document_kinds);
    kinds.filter(|kind| kind.country.is_some()).map(|kind| format!("\"{}\"", kind.code)).collect()
}

/// Code without comments and without the tests at its end.
fn code_of(text: &str) -> String {
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    let is_comment =
        |line: &str| ["//", "/*", "*", "<!--"].iter().any(|start| line.trim_start().starts_with(start));
    let lines = code.lines().filter(|line| !is_comment(line));
    lines.collect::<Vec<_>>().join("\n")
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn word_in(code: &str) -> Option<&'static str> {
    OF_ONE_COUNTRY.iter().copied().find(|word| {
        let (bare, open) = word.strip_suffix('*').map_or((*word, false), |bare| (bare, true));
        code.match_indices(bare).any(|(at, _)| {
            let before = code[..at].chars().next_back();
            let after = code[at + bare.len()..].chars().next();
            !before.is_some_and(is_letter) && (open || !after.is_some_and(is_letter))
        })
    })
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.is_dir() {
            if !matches!(
                name,
                "tests" | "node_modules" | "target" | "build" | ".svelte-kit" | "gen" | "mock" | "messages"
            ) {
                sources(&path, found);
            }
        } else if (name.ends_with(".rs") && !name.ends_with("_tests.rs"))
            || ((name.ends_with(".ts") || name.ends_with(".svelte")) && !name.contains(".test."))
        {
            found.push(path);
        }
    }
}

#[test]
fn nothing_of_one_country_is_in_the_code() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap();
    let mut found = Vec::new();
    for folder in ["crates", "src-tauri", "sync-server", "ui/src"] {
        sources(&root.join(folder), &mut found);
    }
    assert!(found.len() > 250, "{}", found.len());
    let kinds = kinds_of_one_country();
    assert!(kinds.len() >= 4, "{kinds:?}");
    let mut broken = Vec::new();
    for path in found {
        let name = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
        let code = code_of(&fs::read_to_string(&path).unwrap());
        if !name.starts_with(PRACTICE) {
            broken.extend(
                kinds.iter().filter(|kind| code.contains(*kind)).map(|kind| format!("{name}: {kind}")),
            );
        }
        if EXEMPT.iter().all(|start| !name.starts_with(start)) {
            broken.extend(word_in(&code).map(|word| format!("{name}: {word}")));
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn the_test_would_notice() {
    for code in [
        "kind == \"bo_ci\"",
        "let x = Pack::find(\"bo\");",
        "// \"x\"\nlet a = \"Ley 1152\";",
        "if program == \"sus\" {",
    ] {
        assert!(word_in(&code_of(code)).is_some(), "{code}");
    }
    for code in ["/// e.g. `bo`", "fn about_bodies() {}", "let VENUES = 1;", "#[cfg(test)]\nlet x = \"bo\";"]
    {
        assert_eq!(word_in(&code_of(code)), None, "{code}");
    }
}
