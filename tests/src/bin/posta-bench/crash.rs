//! kill -9 while saving and exchanging: what was acknowledged is there.

use anyhow::{Context, Result};
use posta_tests::crash::survive_kills;

use crate::figure::Figures;

const SEED: u64 = 9;
/// The program that is killed; it is built beside this one.
const WRITER: &str = "posta-crash-writer";

pub fn measure(rounds: u32, figures: &mut Figures) -> Result<()> {
    let writer = std::env::current_exe()?.with_file_name(format!("{WRITER}{}", std::env::consts::EXE_SUFFIX));
    anyhow::ensure!(writer.is_file(), "{WRITER} was not built: `cargo xtask bench` does it");
    // Panics when anything acknowledged is missing.
    let survived = std::panic::catch_unwind(|| survive_kills(&writer, rounds, SEED));
    let report =
        survived.ok().context("something acknowledged was lost, or a check found a fault; see above")?;
    figures.add("crash", "rounds of kill -9", report.rounds.into(), "");
    figures.add("crash", "rounds killed within a save", report.during_save.into(), "");
    figures.add("crash", "rounds killed within an exchange", report.during_exchange.into(), "");
    figures.add("crash", "acts acknowledged", report.acknowledged as f64, "");
    figures.aim("crash", "of them lost", 0.0, "", 0.0);
    Ok(())
}
