//! Builds for release and measures.

use crate::demo::Demo;
use crate::house::{House, run as run_command};
use crate::{journey, setup};
use anyhow::Result;

/// Builds the benchmark with the programs that it starts, and runs it with `arguments`.
///
/// # Errors
/// When something does not build, or the benchmark fails.
pub fn run(house: &House, arguments: &[String]) -> Result<()> {
    setup::run(house)?;
    if arguments.first().is_some_and(|measure| measure == "window") {
        return measure_window(house);
    }
    if arguments.first().is_some_and(|measure| measure == "simulation") {
        return simulate(house, arguments.get(1..).unwrap_or_default());
    }
    let packages = ["--package", "posta-tests", "--package", "posta-cli", "--package", "sync-server"];
    run_command(house.cargo("build", &["--release", "--bins"]).args(packages))?;
    let mut bench = house.command(&house.program("release", "posta-bench").to_string_lossy());
    bench.args(arguments);
    run_command(&mut journey::with_programs(house, "release", bench))
}

/// Plays worlds by a seed, as many steps as asked for.
fn simulate(house: &House, arguments: &[String]) -> Result<()> {
    run_command(house.cargo("build", &["--release"]).args(["--package", "posta-sim", "--bins"]))?;
    let mut simulation = house.command(&house.program("release", "posta-sim").to_string_lossy());
    simulation.args(arguments);
    run_command(&mut simulation)
}

/// Opens the window, built for release but so that it may be driven, on the demo in a virtual display: time until
/// usable, memory.
fn measure_window(house: &House) -> Result<()> {
    journey::build(house)?;
    run_command(house.cargo("build", &["--release"]).args([
        "--package",
        "posta-shell",
        "--features",
        "posta-shell/custom-protocol,posta-shell/automation",
    ]))?;
    let demo = Demo::prepare(house, house.root.join("demo"), false)?;
    let mut measure = journey::in_virtual_display(house, "measure");
    demo.enter(&mut measure);
    run_command(&mut journey::with_programs(house, "release", measure))
}
