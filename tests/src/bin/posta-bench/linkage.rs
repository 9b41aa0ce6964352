//! What finding the same person twice costs: one question, and a whole register.

use anyhow::{Context, Result};
use posta_linkage::csv::read_records;
use posta_linkage::{Decided, Index, Record};
use posta_register::{DEVELOPMENT_SEED, Noise, Settings, invent, write_records};

use crate::figure::Figures;
use crate::sample::{Sample, milliseconds, timed};

/// Questions of one figure.
const QUESTIONS: usize = 5_000;
/// A larger register is not compared as a whole: no device is asked to.
const LARGEST_WHOLE: usize = 200_000;

pub fn measure(sizes: &[usize], figures: &mut Figures) -> Result<()> {
    for size in sizes {
        let records = register(*size)?;
        let begun = seconds()?;
        let index = Index::build(&records);
        let name = |what: &str| format!("{size} records: {what}");
        figures.add("linkage", name("built, processor"), seconds()? - begun, "s");
        let megabytes = index.bytes() as f64 / 1e6;
        let aim = *size as f64 / 1_000.0;
        figures.aim("linkage", name("held (100 for each 100,000)"), megabytes, "MB", aim);
        let asked = ask(&index, &records);
        for percent in [50.0, 95.0] {
            figures.add(
                "linkage",
                name(&format!("one question, p{percent}")),
                asked.percentile(percent),
                "ms",
            );
        }
        let aim = if *size <= 100_000 { 5.0 } else { 10.0 };
        figures.aim("linkage", name("one question, p99"), asked.percentile(99.0), "ms", aim);
        if *size <= LARGEST_WHOLE {
            let begun = seconds()?;
            let pairs = index.dedupe(&Decided::default()).len();
            let aim = 20.0 * *size as f64 / 100_000.0;
            figures.aim("linkage", name("the whole register, processor"), seconds()? - begun, "s", aim);
            figures.add("linkage", name("pairs that may be one person"), pairs as f64, "");
        }
    }
    Ok(())
}

fn register(size: usize) -> Result<Vec<Record>> {
    let register = invent(Settings { seed: DEVELOPMENT_SEED, noise: Noise::Medium, records: size });
    let mut file = Vec::new();
    write_records(&register.records, &mut file)?;
    Ok(read_records(file.as_slice())?)
}

/// Asks for people of the register as they are typed once more; of each the best of three times, as the process may have
/// been put aside.
fn ask(index: &Index, records: &[Record]) -> Sample {
    let once =
        |record: &Record| timed(|| std::hint::black_box(index.query(record, &Decided::default(), 5))).1;
    let asked = records.iter().step_by((records.len() / QUESTIONS).max(1));
    asked.map(|record| milliseconds(once(record).min(once(record)).min(once(record)))).collect()
}

fn seconds() -> Result<f64> {
    posta_guard::cpu_seconds().context("the system does not say what a process uses")
}
