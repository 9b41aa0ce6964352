//! No program of ours leaves its memory behind.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::path::Path;

#[test]
#[cfg(target_os = "linux")]
fn a_crash_leaves_no_dump_and_no_other_program_looks_in() {
    use rustix::process::{DumpableBehavior, dumpable_behavior};

    assert_eq!(dumpable_behavior().unwrap(), DumpableBehavior::Dumpable);
    posta_guard::keep_memory_private();
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap();
    let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
    assert_eq!(core.split_whitespace().skip(4).take(2).collect::<Vec<_>>(), ["0", "0"]);
    assert_eq!(dumpable_behavior().unwrap(), DumpableBehavior::NotDumpable);
    // What it starts can write none either, and cannot allow itself to.
    let raise = std::process::Command::new("sh").args(["-c", "ulimit -c; ulimit -H -c"]).output().unwrap();
    assert_eq!(String::from_utf8(raise.stdout).unwrap(), "0\n0\n");
}

#[test]
fn every_program_begins_with_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    for main in ["crates/cli/src/main.rs", "sync-server/src/main.rs", "src-tauri/src/main.rs"] {
        let text = std::fs::read_to_string(root.join(main)).unwrap();
        let body = text.split_once(" fn main() ").or_else(|| text.split_once("\nfn main() ")).unwrap().1;
        let first = body.lines().nth(1).unwrap().trim();
        assert_eq!(first, "posta_guard::keep_memory_private();", "{main}");
    }
}
