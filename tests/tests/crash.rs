//! Killed at any moment, a device has what it acknowledged.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::path::Path;

use posta_tests::crash::survive_kills;

#[test]
fn what_was_acknowledged_is_there_after_a_kill_while_saving_or_exchanging() {
    let report = survive_kills(Path::new(env!("CARGO_BIN_EXE_posta-crash-writer")), 8, 2026);
    assert_eq!(report.rounds, 8);
    assert!(report.acknowledged >= 8, "{report:?}");
}
