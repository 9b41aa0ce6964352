//! What finding the same person twice costs: one question, and a whole register.

use anyhow::{Context, Result};
use posta_linkage::csv::read_records;
use posta_linkage::{Decided, Index, Record};
use posta_register::{DEVELOPMENT_SEED, Noise, Settings, invent, write_records};

use crate::figure::Figures;
use crate::sample::Sample;

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
        let asked = ask(&index, &records)?;
        for percent in [50.0, 95.0] {
            figures.add(
                "linkage",
                name(&format!("one question, processor, p{percent}")),
                asked.percentile(percent),
                "ms",
            );
        }
        let aim = if *size <= 100_000 { 5.0 } else { 10.0 };
        figures.aim("linkage", name("one question, processor, p99"), asked.percentile(99.0), "ms", aim);
        if *size <= LARGEST_WHOLE {
            let begun = seconds()?;
            let pairs = index.dedupe(&Decided::default()).len();
            let aim = 20.0 * *size as f64 / 100_000.0;
            figures.aim("linkage", name("the whole register, processor"), seconds()? - begun, "s", aim);
            figures.add("linkage", name("pairs that may be one person"), pairs as f64, "");
        }
        if let Some(peak) = posta_guard::peak_memory_bytes() {
            figures.add("linkage", name("at most held by the process so far"), peak as f64 / 1e6, "MB");
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

/// Asks for people of the register as they are typed once more; processor of each, once.
fn ask(index: &Index, records: &[Record]) -> Result<Sample> {
    let processor = || posta_guard::thread_processor().context("the system does not say what a thread uses");
    let mut asked = Sample::default();
    for record in records.iter().step_by((records.len() / QUESTIONS).max(1)) {
        let begun = processor()?;
        std::hint::black_box(index.query(record, &Decided::default(), 5));
        asked.add(processor()?.saturating_sub(begun));
    }
    Ok(asked)
}

fn seconds() -> Result<f64> {
    posta_guard::cpu_seconds().context("the system does not say what a process uses")
}
