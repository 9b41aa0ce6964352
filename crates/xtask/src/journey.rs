//! The journey of the two posts and the supervisor, and then who may read, through the real window, in a virtual display.

use crate::house::{House, run as run_command};
use crate::setup;
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A journey that takes longer than this hangs.
const LIMIT_SECONDS: &str = "1200";
const SCREEN: &str = "-screen 0 1366x900x24";

/// Builds everything and walks the journey.
///
/// # Errors
/// As [`walk`], or when something does not build.
pub fn run(house: &House, arguments: &[String]) -> Result<()> {
    let shots = match arguments {
        [] => house.root.join("screenshots"),
        [flag, folder] if flag == "--shots" => std::path::absolute(folder)?,
        _ => bail!("cargo xtask journey [--shots DIR]"),
    };
    setup::run(house)?;
    build(house)?;
    walk(house, &shots)
}

/// Builds the ui and all programs.
///
/// # Errors
/// When something does not build.
pub fn build(house: &House) -> Result<()> {
    run_command(&mut house.npm(&["run", "build"]))?;
    run_command(&mut house.build("build", &["--workspace", "--bins"]))
}

/// Walks the journey with the programs as they are built now; numbered screenshots go to `shots`.
///
/// # Errors
/// When a station of the journey is not reached, or in [`LIMIT_SECONDS`] not all of them.
pub fn walk(house: &House, shots: &Path) -> Result<()> {
    fs::create_dir_all(shots).with_context(|| format!("{} cannot be made", shots.display()))?;
    for old in numbered(shots)? {
        fs::remove_file(&old).with_context(|| format!("{} cannot be removed", old.display()))?;
    }
    let walk = in_virtual_display(house, "e2e");
    run_command(with_programs(house, "debug", walk).env("POSTA_SHOTS", shots))?;
    // Leaves pictures of what failed only, and those apart: both number theirs from the beginning.
    let failed = shots.join("trust");
    fs::create_dir_all(&failed).with_context(|| format!("{} cannot be made", failed.display()))?;
    let trust = in_virtual_display(house, "trust");
    run_command(with_programs(house, "debug", trust).env("POSTA_SHOTS", &failed))?;
    println!("{} screenshots are in {}", numbered(shots)?.len(), shots.display());
    Ok(())
}

/// A script of the ui that drives the real window, in a display of its own and with a time limit.
pub fn in_virtual_display(house: &House, script: &str) -> Command {
    let mut command = house.command("timeout");
    command.current_dir(house.root.join("ui")).args(["--kill-after=20", LIMIT_SECONDS]);
    command.args(["xvfb-run", "--auto-servernum", "--server-args", SCREEN, "npm", "run", script]);
    command
}

/// The command, told where our built programs are.
pub fn with_programs(house: &House, profile: &str, mut command: Command) -> Command {
    for (variable, name) in
        [("POSTA_BIN", "posta"), ("POSTA_SERVER", "posta-server"), ("POSTA_WINDOW", "posta-window")]
    {
        command.env(variable, house.program(profile, name));
    }
    command
}

/// The pictures in a folder whose names begin with a number.
fn numbered(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))? {
        let path = entry?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if name.starts_with(|first: char| first.is_ascii_digit()) && name.ends_with(".png") {
            found.push(path);
        }
    }
    Ok(found)
}
