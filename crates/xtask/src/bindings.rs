//! Writes the typed calls of the ui from the commands of the shell.

use crate::house::{House, run as run_command};
use anyhow::Result;

/// Runs the test that compares `ui/src/lib/bindings.ts` with the commands, told to write it instead.
///
/// # Errors
/// When the shell does not build or the file cannot be written.
pub fn run(house: &House) -> Result<()> {
    let mut test = house.build("test", &["--package", "posta-shell", "--lib", "bindings_are_fresh"]);
    run_command(test.env("POSTA_WRITE_BINDINGS", "1"))?;
    println!("ui/src/lib/bindings.ts is written");
    Ok(())
}
