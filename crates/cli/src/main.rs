//! `posta`: the acts of the window without a window, for provisioning, scripts, benchmarks and tests.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a terminal program speaks through its terminal"
)]

mod args;
mod attach;
mod beside;
mod carry;
mod enrollment;
mod export;
mod figures;
mod linkage;
mod national;
mod outcome;
mod password;
mod print;
mod recovery;
mod run;
mod synthetic;

use std::process::ExitCode;

use clap::Parser;

#[tokio::main]
async fn main() -> ExitCode {
    posta_guard::keep_memory_private();
    let args = args::Args::parse();
    let json = args.json;
    match run::run(args).await {
        Ok(outcome) => {
            outcome.print(json);
            ExitCode::from(outcome.exit)
        }
        Err(failure) => {
            failure.print(json);
            ExitCode::from(failure.exit())
        }
    }
}
