//! `posta-sim`: many worlds by one seed, for as many steps as asked for. `cargo xtask bench simulation` builds and
//! starts it.
#![allow(clippy::print_stdout, reason = "it tells what it saw")]

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use clap::Parser;
use posta_sim::{STEPS, TRIES, Template, quick_folder, run_world, seed_of};

/// Plays what may happen to devices and a server, and checks what must hold.
#[derive(Debug, Parser)]
struct Arguments {
    /// Steps in all.
    #[arg(long, default_value_t = 1_000_000)]
    steps: usize,
    /// The same seed plays the same steps.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The first world that is played, so that a long run can be played in parts.
    #[arg(long, default_value_t = 0)]
    first: u64,
    /// Steps of one world.
    #[arg(long, default_value_t = STEPS)]
    world: usize,
    /// Worlds that are played to make a failure small.
    #[arg(long, default_value_t = TRIES)]
    tries: usize,
    /// Where worlds lie while they are played; in memory unless told.
    #[arg(long)]
    folder: Option<PathBuf>,
    /// Goes on after a failure.
    #[arg(long)]
    keep_going: bool,
    /// Prints what happened, step by step.
    #[arg(long)]
    trace: bool,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let Arguments { seed, steps, world, first, .. } = arguments;
    println!("simulation: seed {seed}, {steps} steps, {world} a world, from world {first}");
    let template = Template::make(&arguments.folder.clone().unwrap_or_else(quick_folder));
    let begun = Instant::now();
    let (mut played, mut failed, mut told) = (0, 0, Instant::now());
    for world in arguments.first.. {
        if played >= arguments.steps {
            break;
        }
        match run_world(&template, seed_of(arguments.seed, world), arguments.world, arguments.tries, None) {
            Ok(trace) if arguments.trace => trace.iter().for_each(|line| println!("{line}")),
            Ok(_) => {}
            Err(failure) => {
                if arguments.trace {
                    failure.trace.iter().for_each(|line| println!("{line}"));
                }
                println!("world {world} after {played} steps: {failure}");
                failed += 1;
                if !arguments.keep_going {
                    return ExitCode::FAILURE;
                }
            }
        }
        played += arguments.world;
        if told.elapsed().as_secs() >= 60 {
            told = Instant::now();
            println!("{played} steps, {:.1} a second, {failed} failures", rate(played, begun));
        }
    }
    println!("{played} steps, {:.1} a second, {failed} failures", rate(played, begun));
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

#[allow(clippy::cast_precision_loss, reason = "it is only told")]
fn rate(steps: usize, begun: Instant) -> f64 {
    steps as f64 / begun.elapsed().as_secs_f64().max(0.001)
}
