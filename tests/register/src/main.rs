//! `posta-register`: writes an invented register and who is who in it.
#![allow(clippy::print_stderr, reason = "a terminal program speaks through its terminal")]

use std::fs::File;
use std::process::ExitCode;

use posta_register::{DEVELOPMENT_SEED, HELD_OUT_SEED, Noise, Settings, invent, write_records, write_truth};

const USAGE: &str = "posta-register development|held-out|SEED low|medium|high RECORDS RECORDS.csv TRUTH.csv";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("posta-register: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<(), Box<dyn std::error::Error>> {
    let [seed, noise, count, records, truth] = arguments else { return Err(USAGE.into()) };
    let seed = match seed.as_str() {
        "development" => DEVELOPMENT_SEED,
        "held-out" => HELD_OUT_SEED,
        number => number.parse().map_err(|_| USAGE)?,
    };
    let noise = match noise.as_str() {
        "low" => Noise::Low,
        "medium" => Noise::Medium,
        "high" => Noise::High,
        _ => return Err(USAGE.into()),
    };
    let register = invent(Settings { seed, noise, records: count.parse().map_err(|_| USAGE)? });
    write_records(&register.records, File::create(records)?)?;
    write_truth(&register.truth, File::create(truth)?)?;
    Ok(())
}
