//! A short run of worlds, and what shows that the checks see what they are for.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::sync::OnceLock;

use posta_sim::{Sabotage, Step, Template, decide_steps, play, quick_folder, run_world, seed_of};

/// The seed of the short run. Its worlds are the first ones of `cargo xtask bench simulation --seed 7 --world 100`.
const SEED: u64 = 7;
const STEPS: usize = 100;
/// Worlds that are played to make a failure small: another run does that better.
const TRIES: usize = 12;

fn template() -> &'static Template {
    static TEMPLATE: OnceLock<Template> = OnceLock::new();
    TEMPLATE.get_or_init(|| Template::make(&quick_folder()))
}

#[test]
fn whatever_happens_nothing_acknowledged_is_lost_and_all_who_may_read_end_with_the_same() {
    for world in 0..3 {
        let seed = seed_of(SEED, world);
        if let Err(failure) = run_world(template(), seed, STEPS, TRIES, None) {
            panic!("{failure}");
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_trace() {
    let mut steps = decide_steps(SEED, STEPS);
    assert_eq!(steps, decide_steps(SEED, STEPS));
    assert_ne!(steps, decide_steps(SEED + 1, STEPS));
    // Which pages a transaction touches hangs on random ids, and so what a count of writes cuts off.
    for step in &mut steps {
        if let Step::Act { cut, .. }
        | Step::Exchange { cut, .. }
        | Step::Carry { cut, .. }
        | Step::Meet { cut, .. } = step
        {
            *cut = None;
        }
    }
    let [one, other] = [(); 2].map(|()| play(template(), &steps, None));
    assert_eq!(one.1.len(), STEPS);
    assert_eq!(one, other);
}

#[test]
fn a_thousand_steps_hold_every_kind_of_deed_fault_and_damage() {
    let words = format!("{:?}", decide_steps(SEED, 2000));
    for kind in [
        "Register",
        "Edit",
        "Decide",
        "Attend",
        "Rewrite",
        "HandOver",
        "Complain",
        "Exchange",
        "Restart",
        "Save",
        "Restore",
        "Copy",
        "SetClock",
        "SaveServer",
        "RestoreServer",
        "RevokeUser",
        "RevokeDevice",
        "Down",
        "Up(",
        "Back(",
        "Twice",
        "OldRequest",
        "OldAnswer",
        "Kill",
        "Cut {",
        "Drop",
        "Repeat",
        "Swap",
        "Alter",
        "Kept",
        "Dropped",
        "Carry",
        "Meet",
        "Torn",
        "Scattered",
        "Zeroed",
    ] {
        assert!(words.contains(kind), "{kind}");
    }
}

/// What the checks say of the first world in which something that was broken on purpose does harm.
fn verdict(sabotage: Sabotage) -> Option<&'static str> {
    let verdict = |world| {
        let steps = decide_steps(seed_of(SEED, world), STEPS);
        play(template(), &steps, Some(sabotage)).0.err()
    };
    (0..6).find_map(verdict).map(|violation| violation.code)
}

#[test]
fn a_value_that_is_not_shown_is_missed() {
    assert_eq!(verdict(Sabotage::HideValue), Some("value_missing"));
}

#[test]
fn a_sealed_word_that_stands_where_everybody_reads_it_is_found() {
    assert_eq!(verdict(Sabotage::Leak), Some("leak"));
}

#[test]
fn work_that_was_acknowledged_and_is_gone_is_missed() {
    let verdict = verdict(Sabotage::LoseSilently);
    assert!(matches!(verdict, Some("lost" | "value_missing")), "{verdict:?}");
}
