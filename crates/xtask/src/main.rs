//! `cargo xtask <verb>`: everything that a person, or the integration machine, does to this repository.
//!
//! Each verb has a file of its name. No verb leaves the repository and the build cache, except `setup`, which
//! installs system packages and says so first.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "this is a program for the terminal")]

mod bench;
mod bindings;
mod ci;
mod demo;
mod edges;
mod fuzz;
mod house;
mod journey;
mod licences;
mod metadata;
mod run;
mod setup;
mod spdx;
mod tally;
mod test;

use anyhow::{Result, bail};
use house::House;
use std::process::ExitCode;

const USAGE: &str = "cargo xtask <verb>

  run [--fresh] [--demo DIR]   build everything, set up a demo with synthetic people, open the window
                               (without a display: walk the journey in a virtual one, leave ./screenshots)
  test                         everything that must hold before a change goes in
  ci                           the same, with the lock file held fast; what .ci/run calls
  bench [ARGS]                 build for release and measure; ARGS go to the benchmark
  journey [--shots DIR]        only the end-to-end journey through the real window
  fuzz [TARGET] [--seconds N] [--keep]
                               feed every decoder, or one, with bytes that look for new paths (nightly compiler)
  setup                        system packages and ui packages
  bindings                     write ui/src/lib/bindings.ts from the commands of the shell
  edges                        which crate may use which
  licences                     licences, bans and sources of all dependencies, by deny.toml";

fn main() -> ExitCode {
    match perform() {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) if trouble.is::<tally::AlreadySaid>() => ExitCode::FAILURE,
        Err(trouble) => {
            eprintln!("xtask: {trouble:#}");
            ExitCode::FAILURE
        }
    }
}

fn perform() -> Result<()> {
    let mut words = std::env::args().skip(1);
    let verb = words.next().unwrap_or_default();
    let rest: Vec<String> = words.collect();
    let house = House::find()?;
    match verb.as_str() {
        "run" => run::run(&house, &rest),
        "bench" => bench::run(&house, &rest),
        "fuzz" => fuzz::run(&house, &rest),
        "journey" => journey::run(&house, &rest),
        "test" => none_of(&rest).and_then(|()| test::run(&house)),
        "ci" => none_of(&rest).and_then(|()| ci::run(house)),
        "setup" => none_of(&rest).and_then(|()| setup::run(&house)),
        "bindings" => none_of(&rest).and_then(|()| bindings::run(&house)),
        "edges" => none_of(&rest).and_then(|()| edges::run(&house)),
        "licences" => none_of(&rest).and_then(|()| licences::run(&house)),
        "" | "help" | "--help" | "-h" => {
            println!("{USAGE}");
            Ok(())
        }
        unknown => bail!("no verb '{unknown}'\n\n{USAGE}"),
    }
}

/// Refuses words that a verb would otherwise silently ignore.
fn none_of(rest: &[String]) -> Result<()> {
    match rest.first() {
        None => Ok(()),
        Some(word) => bail!("'{word}' is not understood here\n\n{USAGE}"),
    }
}
