//! Records of one person in a register that is a file, for trying the matcher on any data. No device is opened.

use std::fs::File;
use std::io::{BufReader, BufWriter};
use std::path::Path;

use posta_linkage::csv::{CsvError, read_records, read_truth, write_pairs};
use posta_linkage::{Decided, Decision, Evaluation, Index, Record, Share, evaluate};
use serde_json::{Value, json};

use crate::args::Linkage;
use crate::outcome::{Failure, Outcome};

/// Carries out `posta linkage`.
///
/// # Errors
/// A file that is no register, or cannot be read or written.
pub fn run(act: &Linkage) -> Result<Outcome, Failure> {
    match act {
        Linkage::Dedupe { records, out } => dedupe(records, out),
        Linkage::Evaluate { records, truth } => figures(records, truth),
    }
}

/// What a reader makes of a file.
fn read<T>(file: &Path, reader: impl FnOnce(BufReader<File>) -> Result<T, CsvError>) -> Result<T, Failure> {
    let at_file = |error: CsvError| Failure::Register(file.to_owned(), error);
    reader(BufReader::new(File::open(file).map_err(|error| at_file(error.into()))?)).map_err(at_file)
}

fn dedupe(records: &Path, out: &Path) -> Result<Outcome, Failure> {
    let real = |path: &Path| path.canonicalize().ok();
    if real(out).is_some_and(|out| real(records) == Some(out)) {
        return Err(Failure::Usage("--out is the register itself: name another file".into()));
    }
    let records = read(records, read_records)?;
    let pairs = Index::build(&records).dedupe(&Decided::default());
    let to = File::create(out).map_err(Failure::File)?;
    write_pairs(&pairs, BufWriter::new(to)).map_err(|error| Failure::Register(out.to_owned(), error))?;
    let of = |decision: Decision| pairs.iter().filter(|pair| pair.decision == decision).count();
    let (certain, possible, unread) =
        (of(Decision::Certain), of(Decision::Possible), unread_births(&records));
    let value = json!({
        "records": records.len(), "pairs": pairs.len(), "certain": certain, "possible": possible,
        "unread_births": unread,
    });
    let text = format!("{} records: {certain} pairs certain, {possible} possible\n", records.len());
    Ok(Outcome::new(value, text + &say_unread(unread)))
}

fn unread_births(records: &[Record]) -> usize {
    records.iter().filter(|record| record.has_unread_birth()).count()
}

/// What is told of birth dates that were passed over, if any were.
fn say_unread(unread: usize) -> String {
    match unread {
        0 => String::new(),
        some => format!("{some} birth dates are in no form that is read, and were passed over\n"),
    }
}

fn figures(records: &Path, truth: &Path) -> Result<Outcome, Failure> {
    let records = read(records, read_records)?;
    let truth = read(truth, read_truth)?;
    let before = posta_guard::cpu_seconds();
    let index = Index::build(&records);
    let pairs = index.dedupe(&Decided::default());
    let seconds = before.zip(posta_guard::cpu_seconds()).map(|(before, after)| after - before);
    let peak = posta_guard::peak_memory_bytes();
    let figures = evaluate(&index, &pairs, &truth);
    let mut value = value_of(&figures);
    if let Value::Object(fields) = &mut value {
        fields.insert("unread_births".into(), json!(unread_births(&records)));
        fields.insert("cpu_seconds".into(), json!(seconds));
        fields.insert("peak_memory_bytes".into(), json!(peak));
        fields.insert("index_bytes".into(), json!(index.bytes()));
    }
    let mut text = text_of(&figures) + &say_unread(unread_births(&records));
    if figures.unknown_pairs > 0 {
        text += &format!("{} true pairs name a record that the register has not\n", figures.unknown_pairs);
    }
    if let (Some(seconds), Some(peak)) = (seconds, peak) {
        text += &format!("CPU {seconds:.2} s, at most {:.0} MB of memory\n", peak as f64 / 1e6);
    }
    Ok(Outcome::new(value, text))
}

fn value_of(figures: &Evaluation) -> Value {
    let share =
        |share: Share| json!({ "precision": share.precision, "recall": share.recall, "pairs": share.pairs });
    let bins = figures.reliability.iter();
    let bins: Vec<Value> =
        bins.map(|bin| json!({ "predicted": bin.predicted, "true": bin.truth, "n": bin.n })).collect();
    json!({
        "records": figures.records,
        "true_pairs": figures.true_pairs,
        "unknown_pairs": figures.unknown_pairs,
        "pair_completeness": figures.pair_completeness,
        "certain": share(figures.certain),
        "certain_or_possible": share(figures.certain_or_possible),
        "best_f1": figures.best_f1,
        "best_f1_weight": figures.best_f1_weight,
        "recall_at_precision_99": figures.recall_at_precision_99,
        "reliability": bins,
    })
}

fn text_of(figures: &Evaluation) -> String {
    let share = |name: &str, share: Share| {
        format!(
            "{name}: precision {:.4}, recall {:.4}, {} pairs\n",
            share.precision, share.recall, share.pairs
        )
    };
    format!("{} records, {} true pairs\n", figures.records, figures.true_pairs)
        + &format!("pair completeness of blocking {:.4}\n", figures.pair_completeness)
        + &share("certain", figures.certain)
        + &share("certain or possible", figures.certain_or_possible)
        + &format!("best F1 {:.4} at weight {:.2}\n", figures.best_f1, figures.best_f1_weight)
        + &format!("recall at precision 0.99 {:.4}\n", figures.recall_at_precision_99)
}
