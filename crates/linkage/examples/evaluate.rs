//! Figures of one register, for who sets weights: `evaluate RECORDS.csv TRUTH.csv`.
#![allow(clippy::print_stdout, reason = "figures go to whoever measures")]

use std::error::Error;
use std::fs::File;
use std::time::Instant;

use posta_linkage::csv::{read_records, read_truth};
use posta_linkage::{Decided, Index, evaluate};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    for files in arguments.chunks(2) {
        let [records, truth] = files else { return Err("RECORDS.csv TRUTH.csv ...".into()) };
        let records_file = records;
        let records = read_records(File::open(records)?)?;
        let truth = read_truth(File::open(truth)?)?;
        let start = Instant::now();
        let index = Index::build(&records);
        let built = start.elapsed();
        let pairs = index.dedupe(&Decided::default());
        let took = start.elapsed();
        let e = evaluate(&index, &pairs, &truth);
        println!(
            "F1 {:.4} at {:.1}  PC {:.4}  certain P {:.4} R {:.4}  possible P {:.4} R {:.4}  R@P99 {:.4}  {:?} of {:?}, {} bytes a record, {} pairs",
            e.best_f1,
            e.best_f1_weight,
            e.pair_completeness,
            e.certain.precision,
            e.certain.recall,
            e.certain_or_possible.precision,
            e.certain_or_possible.recall,
            e.recall_at_precision_99,
            built,
            took,
            index.bytes() / index.len().max(1),
            pairs.len(),
        );
        if let Some(folder) = std::env::var_os("PAIRS") {
            let name = std::path::Path::new(records_file).with_extension("pairs");
            let to = std::path::Path::new(&folder).join(name.file_name().unwrap_or_default());
            posta_linkage::csv::write_pairs(&pairs, File::create(to)?)?;
        }
        if std::env::var_os("RELIABILITY").is_some() {
            for bin in &e.reliability {
                println!("  {:.4} {:.4} {}", bin.predicted, bin.truth, bin.n);
            }
        }
    }
    Ok(())
}
