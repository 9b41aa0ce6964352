//! Builds for release and measures.

use crate::house::{House, run as run_command};
use crate::{journey, setup};
use anyhow::Result;

/// Builds the benchmark with the programs that it starts, and runs it with `arguments`.
///
/// # Errors
/// When something does not build, or the benchmark fails.
pub fn run(house: &House, arguments: &[String]) -> Result<()> {
    setup::run(house)?;
    let packages = ["--package", "posta-tests", "--package", "posta-cli", "--package", "sync-server"];
    run_command(house.cargo("build", &["--release", "--bins"]).args(packages))?;
    let mut bench = house.command(&house.program("release", "posta-bench").to_string_lossy());
    bench.args(arguments);
    run_command(&mut journey::with_programs(house, "release", bench))
}
