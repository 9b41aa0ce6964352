//! The words of the command line.

use std::path::PathBuf;

use clap::{Parser, Subcommand};

/// Posta without a window.
///
/// Exit codes: 0 done; 2 usage; 3 bad input (an import's good lines went in all the same); 4 locked (password,
/// user or invitation); 5 not allowed for this role; 6 the server cannot be reached or is not ours; 7 storage.
#[derive(Debug, Parser)]
#[command(name = "posta", version)]
pub struct Args {
    /// The device's folder.
    #[arg(long, global = true, env = "POSTA_HOME")]
    pub home: Option<PathBuf>,
    /// Which of the device's users; not needed when there is one. The password comes from POSTA_PASSWORD or a prompt.
    #[arg(long, global = true)]
    pub user: Option<String>,
    /// Print one JSON object.
    #[arg(long, global = true)]
    pub json: bool,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Join a department with a one-time code; on a home that has joined already, add a user to it.
    Join {
        /// `https://host:port`; plain `http` only to this machine.
        #[arg(long)]
        server: String,
        #[arg(long)]
        code: String,
    },
    /// Take in persons, enrollments, consultations and edits, one JSON object a line (`posta schema`).
    Import { file: PathBuf },
    /// Print the JSON Schema of one line of an import.
    Schema,
    /// Find people by names in any order, numbers or year of birth.
    Find {
        text: String,
        #[arg(long, default_value_t = 20)]
        limit: u32,
    },
    /// Show all that this user may see of a person.
    Show { id: String },
    /// Change fields of a person: `phone=71234567 residence=040901`.
    Edit {
        id: String,
        #[arg(required = true, value_name = "FIELD=VALUE")]
        edits: Vec<String>,
    },
    /// Exchange with the server.
    Sync,
    /// What this device holds and what waits to be sent.
    Status,
    /// One hash for each scope that this user may open: equal on two devices means equal content.
    Digest,
    /// Verify chains, signatures, and projections against a rebuild.
    Check {
        /// Verify the audit instead: name every altered, missing or forked batch (supervisors).
        #[arg(long)]
        audit: bool,
    },
    /// List users, devices and what is kept aside of those who were cut off.
    Members,
    /// List who did what to which confidential record (supervisors).
    Audit {
        /// Only of this user, by id.
        #[arg(long, default_value = "")]
        by: String,
        /// Only of this record, by id.
        #[arg(long, default_value = "")]
        record: String,
        #[arg(long, default_value_t = 50)]
        limit: u32,
    },
    /// Print synthetic import lines (invented people only).
    Synthetic {
        #[arg(long, default_value_t = 100)]
        people: u32,
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Post that registers them.
        #[arg(long)]
        post: Option<String>,
        /// Consultations too (needs a user who attends).
        #[arg(long)]
        consultations: bool,
    },
}
