//! Worlds one after the other, each with its own seed made from the first; what fails is shrunken and told.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use crate::random::Random;
use crate::shrink::shrink;
use crate::step::{Step, decide_steps};
use crate::template::Template;
use crate::world::{Sabotage, Violation, World, violation};

/// Steps of one world.
pub const STEPS: usize = 250;
/// Worlds that are played to make a failure small.
pub const TRIES: usize = 250;

/// A failure as it is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    pub violation: Violation,
    /// Of the world that failed.
    pub seed: u64,
    /// How many of its steps were decided.
    pub steps: usize,
    /// The fewest steps that still fail so.
    pub shrunken: Vec<Step>,
    /// What happened in the world that failed.
    pub trace: Vec<String>,
}

/// Where files need last no longer than the run: in memory if the system has such a place.
#[must_use]
pub fn quick_folder() -> PathBuf {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { memory.into() } else { std::env::temp_dir() }
}

/// The seed of a world of a run. The first has the run's own, so that one world can be played again.
#[must_use]
pub fn seed_of(seed: u64, world: u64) -> u64 {
    if world == 0 { seed } else { Random::new(seed ^ Random::new(world).draw()).draw() }
}

/// Plays steps in a new world, then lets it come to rest and judges it. Returns what happened, step by step.
///
/// # Errors
/// What is wrong.
pub fn play(
    template: &Template,
    steps: &[Step],
    sabotage: Option<Sabotage>,
) -> (Result<(), Violation>, Vec<String>) {
    let mut trace = Vec::new();
    let played = catch_unwind(AssertUnwindSafe(|| {
        let mut world = World::new(template, sabotage);
        let done = steps.iter().try_for_each(|step| world.play(step));
        trace = std::mem::take(&mut world.trace);
        done?;
        world.rest()?;
        world.judge()
    }));
    let done = played.unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().cloned();
        let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
        Err(violation("panic", text.unwrap_or_default()))
    });
    (done, trace)
}

/// Plays one world.
///
/// # Errors
/// What is wrong, with the fewest steps that show it.
pub fn run_world(
    template: &Template,
    seed: u64,
    count: usize,
    tries: usize,
    sabotage: Option<Sabotage>,
) -> Result<Vec<String>, Box<Failure>> {
    let steps = decide_steps(seed, count);
    let (done, trace) = play(template, &steps, sabotage);
    let Err(violation) = done else { return Ok(trace) };
    // What stopped it is the last that was played.
    let played = &steps[..(trace.len() + 1).min(steps.len())];
    let shrunken = shrink(played, tries, |steps| {
        play(template, steps, sabotage).0.is_err_and(|other| other.code == violation.code)
    });
    Err(Box::new(Failure { violation, seed, steps: count, shrunken, trace }))
}

impl std::fmt::Display for Failure {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { violation, seed, steps, shrunken, .. } = self;
        writeln!(out, "{}: {}", violation.code, violation.text)?;
        writeln!(out, "again: cargo xtask bench simulation --seed {seed} --steps {steps} --world {steps}")?;
        writeln!(out, "fewest steps ({}):", shrunken.len())?;
        shrunken.iter().try_for_each(|step| writeln!(out, "  {step:?}"))
    }
}
