//! Counts what comparisons find of one person (m), of strangers (u) and of relatives (r), for who sets the table of
//! weights: `count RECORDS.csv TRUTH.csv ...`. Shares are of the pairs in which the field is filled twice.
#![allow(clippy::print_stdout, reason = "figures go to whoever measures")]

use std::collections::{BTreeMap, HashSet};
use std::error::Error;
use std::fs::File;

use posta_linkage::csv::{read_records, read_truth};
use posta_linkage::{Decided, Index, Reason, Record};

/// Pairs, and those in which each reason was found.
#[derive(Default)]
struct Count(BTreeMap<Reason, usize>);

impl Count {
    fn add(&mut self, index: &Index, one: &str, other: &str) {
        let Some(pair) = index.explain(one, other, &Decided::default()) else { return };
        let found: HashSet<Reason> = pair.reasons.iter().map(|(reason, _)| *reason).collect();
        for reason in found {
            *self.0.entry(reason).or_default() += 1;
        }
    }

    /// Share among the reasons of the same field.
    fn share(&self, reason: Reason) -> f64 {
        let field = |reason: Reason| {
            reason.code().split('_').next().unwrap_or_default().trim_end_matches('s').to_owned()
        };
        let of = |reason: Reason| self.0.get(&reason).copied().unwrap_or(0);
        let all: usize =
            Reason::ALL.iter().filter(|other| field(**other) == field(reason)).map(|other| of(*other)).sum();
        of(reason) as f64 / all.max(1) as f64
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut columns: Vec<[Count; 3]> = Vec::new();
    for files in arguments.chunks(2) {
        let [records, truth] = files else { return Err("RECORDS.csv TRUTH.csv ...".into()) };
        let records = read_records(File::open(records)?)?;
        let truth = read_truth(File::open(truth)?)?;
        let index = Index::build(&records);
        let mut counts: [Count; 3] = Default::default();
        let [same, strangers, relatives] = &mut counts;
        for (a, b) in &truth {
            same.add(&index, a, b);
        }
        for (at, record) in records.iter().enumerate() {
            let other = records.get((at * 7_919 + 13) % records.len());
            other.into_iter().for_each(|other| strangers.add(&index, &record.record_id, &other.record_id));
        }
        let mut groups: BTreeMap<&str, Vec<&Record>> = BTreeMap::new();
        for record in records.iter().filter(|record| !record.group_id.is_empty()) {
            groups.entry(&record.group_id).or_default().push(record);
        }
        let mut pairs = 0;
        for group in groups.values() {
            for (at, one) in group.iter().enumerate() {
                for other in group.iter().skip(at + 1) {
                    relatives.add(&index, &one.record_id, &other.record_id);
                    pairs += 1;
                }
            }
        }
        println!(
            "{} records, {} true pairs, {pairs} of relatives in one enrollment",
            records.len(),
            truth.len()
        );
        columns.push(counts);
    }
    for reason in Reason::ALL {
        print!("{:28}", reason.code());
        for which in 0..3 {
            for counts in &columns {
                print!(" {:8.5}", counts.get(which).map_or(0.0, |count| count.share(*reason)));
            }
            print!("  |");
        }
        println!();
    }
    Ok(())
}
