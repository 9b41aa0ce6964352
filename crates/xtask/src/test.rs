//! Everything that must hold before a change goes in.

use crate::demo::Demo;
use crate::house::{House, run as run_command};
use crate::tally::Tally;
use crate::{edges, journey, licences, setup};
use anyhow::Result;

/// Takes every step, also after one failed, and closes with `N passed, N failed`.
///
/// # Errors
/// When a step failed.
pub fn run(house: &House) -> Result<()> {
    let mut tally = Tally::default();
    tally.step("setup", &[], || setup::run(house));
    tally.step("format", &[], || run_command(house.command("cargo").args(["fmt", "--all", "--check"])));
    tally.step("edges", &[], || edges::run(house));
    tally.step("licences", &[], || licences::run(house));
    tally.step("ui lint", &["setup"], || run_command(&mut house.npm(&["run", "lint"])));
    tally.step("ui check", &["setup"], || run_command(&mut house.npm(&["run", "check"])));
    tally.step("ui test", &["setup"], || run_command(&mut house.npm(&["run", "test"])));
    tally.step("ui build", &["setup"], || run_command(&mut house.npm(&["run", "build"])));
    tally.step("clippy", &["ui build"], || {
        run_command(&mut house.build("clippy", &["--workspace", "--all-targets", "--", "--deny", "warnings"]))
    });
    // All targets at once, so that tests which start our programs find them built.
    tally.step("build", &["ui build"], || {
        run_command(&mut house.build("build", &["--workspace", "--all-targets"]))
    });
    tally.step("tests", &["build"], || {
        run_command(&mut journey::with_programs(
            house,
            "debug",
            house.build("test", &["--workspace", "--no-fail-fast"]),
        ))
    });
    // What the README's first command makes before it opens a window.
    tally.step("demo", &["build"], || Demo::prepare(house, house.target.join("demo"), true).map(drop));
    tally.step("journey", &["build"], || journey::walk(house, &house.target.join("journey")));
    tally.close()
}
