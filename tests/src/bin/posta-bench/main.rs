//! `posta-bench`: measures what docs/measurements.md reports. Everything is invented and lives in a temporary folder.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "figures go to whoever measures")]

mod alone;
mod care;
mod crash;
mod crowd;
mod day;
mod decide;
mod dictionary;
mod disk;
mod exports;
mod figure;
mod figures;
mod files;
mod flood;
mod floor;
mod keys;
mod kills;
mod link;
mod linkage;
mod log_of;
mod machine;
mod members;
mod meter;
mod opened;
mod plain_post;
mod power;
mod print;
mod probe;
mod question;
mod replay;
mod sample;
mod save;
mod scale;
mod sealing;
mod sync;
mod undo;
mod work;
mod world;

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::{Parser, ValueEnum};

use figure::Figures;
use machine::Machine;

#[derive(Parser)]
#[command(name = "posta-bench", about = "Measures Posta on this machine")]
struct Arguments {
    /// What to measure; all of it when none is named
    measures: Vec<Measure>,
    /// One JSON object instead of a table
    #[arg(long)]
    json: bool,
    /// Where the temporary folders are made: a folder on the disk that is to be measured
    #[arg(long, default_value_os_t = std::env::temp_dir())]
    work: PathBuf,
    /// How many people the homes of `scale` and `figures` hold
    #[arg(long, value_delimiter = ',', default_values_t = [10_000, 50_000, 100_000])]
    people: Vec<usize>,
    /// Records of the registers of `linkage`
    #[arg(long, value_delimiter = ',', default_values_t = [100_000, 1_000_000])]
    records: Vec<usize>,
    /// Acts of each kind that `save` does
    #[arg(long, default_value_t = 1000)]
    saves: usize,
    /// People in the filled home of `save` and `undo`
    #[arg(long, default_value_t = 10_000)]
    filled: usize,
    /// Rounds of `crash`
    #[arg(long, default_value_t = 200)]
    rounds: u32,
    /// Devices of `crowd`
    #[arg(long, default_value_t = 500)]
    devices: usize,
    /// Departments over which they are spread
    #[arg(long, default_value_t = 9)]
    departments: usize,
    /// Of `crowd`: over a PostgreSQL, instead of a file of the server
    #[arg(long)]
    postgres: bool,
    /// Servers over it
    #[arg(long, default_value_t = 1, requires = "postgres")]
    nodes: usize,
    /// Kills of `kills`
    #[arg(long, default_value_t = 200)]
    times: usize,
    /// States of the disk that `power` tries
    #[arg(long, default_value_t = 72_000)]
    states: usize,
    /// Unlocks a home and asks it questions, in a process of its own whose memory is measured
    #[arg(long, hide = true, num_args = 2, value_names = ["HOME", "QUESTIONS"])]
    probe: Vec<PathBuf>,
    /// Of `sync`: JSON lines of an import, instead of a day, three weeks and a first sync
    #[arg(long)]
    workload: Option<PathBuf>,
    /// Of `sync`: `KBITS,RTT_MS[,CUT_BYTES]`, instead of three links
    #[arg(long)]
    link: Option<link::Shape>,
    /// Of `sync`: a server that listens already, `http://ADDRESS:PORT`, instead of one of its own
    #[arg(long, requires_all = ["code", "workload"], conflicts_with = "spawn")]
    server: Option<String>,
    /// Of `sync`: the code of an invitation to that server
    #[arg(long)]
    code: Option<String>,
    /// Of `sync`: a server of its own, as it is without `--server`
    #[arg(long)]
    spawn: bool,
    /// Makes the dictionary of the wire of invented work, in this folder, and measures nothing
    #[arg(long, value_name = "FOLDER")]
    dictionary: Option<PathBuf>,
    /// Does one thing in a process of its own whose memory is measured
    #[arg(long, hide = true, num_args = 2, value_names = ["TASK", "PATH"])]
    alone: Vec<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Measure {
    /// Bytes and time of a day's work
    Day,
    /// Bytes of a day's care work
    Care,
    /// From an act to its commit
    Save,
    /// Import, size, search, first exchange, memory
    Scale,
    /// Indicators over many records
    Figures,
    /// kill -9 while saving and exchanging
    Crash,
    /// From a password, a code or a PIN to a key
    Keys,
    /// Sealing a day's care work
    Sealing,
    /// The membership log, and a new key epoch
    Members,
    /// What somebody revoked wrote out of a registry and back, and one person erased
    Undo,
    /// Who is covered, by the rules of the pack
    Decide,
    /// A slip laid out, as PDF and as a picture
    Print,
    /// One question to a register, and a whole register against itself
    Linkage,
    /// Exchanges over bad links
    Sync,
    /// Wrong joins by the thousand, and a right one
    Flood,
    /// Many devices at once
    Crowd,
    /// kill -9 of the server and of devices while several exchange
    Kills,
    /// Power cuts at every kind of moment, and calls that fail
    Power,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    if let [home, questions] = arguments.probe.as_slice() {
        return probe::answer(home, questions);
    }
    if let [task, path] = arguments.alone.as_slice() {
        return alone::answer(&task.to_string_lossy(), path);
    }
    if let Some(folder) = &arguments.dictionary {
        return dictionary::make(&arguments.work, folder);
    }
    std::fs::create_dir_all(&arguments.work).context("the working folder cannot be made")?;
    let machine = Machine::look(&arguments.work);
    let mut figures = Figures::new();
    for measure in Measure::value_variants() {
        if !arguments.measures.is_empty() && !arguments.measures.contains(measure) {
            continue;
        }
        let before = machine::load();
        match measure {
            Measure::Day => day::measure(&arguments.work, &mut figures)?,
            Measure::Care => care::measure(&arguments.work, &mut figures)?,
            Measure::Save => save::measure(&arguments.work, arguments.saves, arguments.filled, &mut figures)?,
            Measure::Scale => scale::measure(&arguments.work, &arguments.people, &mut figures)?,
            Measure::Figures => figures::measure(&arguments.work, &arguments.people, &mut figures)?,
            Measure::Crash => crash::measure(arguments.rounds, &mut figures)?,
            Measure::Keys => keys::measure(&arguments.work, &mut figures)?,
            Measure::Sealing => sealing::measure(&arguments.work, &mut figures)?,
            Measure::Members => members::measure(&arguments.work, &mut figures)?,
            Measure::Undo => undo::measure(&arguments.work, arguments.filled, &mut figures)?,
            Measure::Decide => decide::measure(&mut figures)?,
            Measure::Print => print::measure(&arguments.work, &mut figures)?,
            Measure::Linkage => linkage::measure(&arguments.records, &mut figures)?,
            Measure::Sync => {
                let server = arguments.server.clone().zip(arguments.code.clone());
                let (workload, link) = (arguments.workload.clone(), arguments.link);
                sync::measure(&arguments.work, &sync::Asked { server, workload, link }, &mut figures)?;
            }
            Measure::Flood => flood::measure(&arguments.work, &mut figures)?,
            Measure::Crowd => {
                let (devices, departments) = (arguments.devices, arguments.departments);
                let (nodes, postgres) = (arguments.nodes, arguments.postgres);
                let asked = crowd::Asked { devices, departments, nodes, postgres };
                crowd::measure(&arguments.work, &asked, &mut figures)?;
            }
            Measure::Kills => kills::measure(arguments.times, &mut figures)?,
            // Last: from then on a layer lies below SQLite in this process.
            Measure::Power => power::measure(arguments.states, &mut figures)?,
        }
        let load = before.into_iter().chain(machine::load()).fold(0.0, f64::max);
        figures.add("load", "programs that wanted a processor", load, "");
    }
    if arguments.json {
        println!("{}", serde_json::json!({ "machine": machine.to_json(), "figures": figures.to_json() }));
    } else {
        println!("{machine}\n\n{figures}");
    }
    Ok(())
}
