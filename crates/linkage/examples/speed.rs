//! What a question and a whole register cost: `speed [RECORDS ...]`, 100,000 when none is named. Processor time as Linux counts
//! it for this thread; of a question, which is too short for that, the best of three times by the clock.
#![allow(clippy::print_stdout, reason = "figures go to whoever measures")]

use std::error::Error;
use std::time::Instant;

use posta_linkage::csv::read_records;
use posta_linkage::{Decided, Index};
use posta_register::{DEVELOPMENT_SEED, Noise, Settings, invent, write_records};

/// Questions of one figure.
const QUESTIONS: usize = 5_000;

fn main() -> Result<(), Box<dyn Error>> {
    let mut sizes: Vec<usize> =
        std::env::args().skip(1).map(|size| size.parse()).collect::<Result<_, _>>()?;
    if sizes.is_empty() {
        sizes.push(100_000);
    }
    for size in sizes {
        let mut file = Vec::new();
        let register = invent(Settings { seed: DEVELOPMENT_SEED, noise: Noise::Medium, records: size });
        write_records(&register.records, &mut file)?;
        drop(register);
        let records = read_records(file.as_slice())?;
        drop(file);
        let start = seconds();
        let mut index = Index::build(&records);
        let megabytes = index.bytes() as f64 / 1e6;
        println!("{size} records: built in {:.2} s, {megabytes:.0} MB", seconds() - start);
        let mut times: Vec<f64> = records
            .iter()
            .step_by((records.len() / QUESTIONS).max(1))
            .map(|record| {
                let once = || {
                    let start = Instant::now();
                    std::hint::black_box(index.query(record, &Decided::default(), 5).len());
                    start.elapsed().as_secs_f64() * 1_000.0
                };
                // The best of three: the thread may have been put aside.
                once().min(once()).min(once())
            })
            .collect();
        times.sort_by(f64::total_cmp);
        let at = |share: f64| times.get((times.len() as f64 * share) as usize).copied().unwrap_or_default();
        println!(
            "  one question: p50 {:.2}, p95 {:.2}, p99 {:.2} ms, most {:.2} ms",
            at(0.50),
            at(0.95),
            at(0.99),
            at(1.0 - 1e-9)
        );
        let start = seconds();
        let again = records.len().min(1_000);
        for record in records.iter().take(again) {
            index.insert(record);
        }
        println!("  one record replaced: {:.3} ms", (seconds() - start) * 1_000.0 / again as f64);
        if size <= 200_000 {
            let start = seconds();
            let pairs = index.dedupe(&Decided::default()).len();
            println!("  the whole register: {:.1} s, {pairs} pairs", seconds() - start);
        }
    }
    Ok(())
}

/// Seconds that this thread has run (`/proc/thread-self/schedstat`, nanoseconds).
fn seconds() -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    text.split(' ').next().and_then(|time| time.parse::<f64>().ok()).unwrap_or_default() / 1e9
}
