//! Whatever a power cut leaves of the disk, the acknowledged is there whole, and the rest is there whole or not at all.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use posta_power::{Care, obey, survive_cuts, work};

/// States that are tried; `cargo xtask bench power` tries more.
const STATES: usize = 4_200;

#[test]
fn a_power_cut_at_any_moment_loses_nothing_acknowledged_and_leaves_nothing_half() {
    let worked = work(Care::AsSet);
    // Otherwise the most dangerous moments are not in the record.
    assert!(worked.checkpoints() >= 3 && worked.acts() > 200, "{}", worked.checkpoints());
    let survival = survive_cuts(&worked, STATES, 2026);
    assert_eq!(survival.troubles(), 0, "{survival:?}");
    assert!(survival.states == STATES && survival.continued >= STATES / 12, "{survival:?}");
}

#[test]
fn a_power_cut_while_something_is_erased_excluded_or_sealed_leaves_it_done_or_not_begun() {
    let obeyed = obey(Care::AsSet);
    assert!(obeyed.checkpoints() >= 2, "a file is written anew by each erasure: {}", obeyed.checkpoints());
    let survival = survive_cuts(&obeyed, STATES / 2, 2027);
    assert_eq!(survival.troubles(), 0, "{survival:?}");
    assert!(survival.states == STATES / 2 && survival.continued >= STATES / 24, "{survival:?}");
}

#[test]
fn with_a_less_careful_setting_the_same_cuts_lose_what_was_acknowledged() {
    let survival = survive_cuts(&work(Care::Normal), 600, 2026);
    // Otherwise this harness is blind.
    assert!(survival.lost > 100, "{survival:?}");
    // As promised of this setting: older, but whole.
    assert_eq!((survival.half, survival.unopenable, survival.unsound), (0, 0, 0), "{survival:?}");
}
