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
    ///
    /// There somebody who works on the device takes the newcomer in: --host, and POSTA_HOST_PASSWORD or a prompt.
    Join {
        /// `https://host:port`; plain `http` only to this machine. Not needed when the code is a picture's text.
        #[arg(long, default_value = "")]
        server: String,
        /// The code, or the text of the invitation's picture (`posta:join?...`).
        #[arg(long)]
        code: String,
        /// The invitation as a file: joins without a network, and tells the server at the first exchange.
        #[arg(long)]
        file: Option<PathBuf>,
        /// Who takes the newcomer in; not needed when the device has one user.
        #[arg(long)]
        host: Option<String>,
    },
    /// Go on with a join that was cut.
    ResumeJoin,
    /// A forgotten password, without a network.
    #[command(subcommand)]
    Recover(Recover),
    /// A user who takes up work on a further device, without a network.
    #[command(subcommand)]
    Attach(Attach),
    /// Give the user a new password, from POSTA_NEW_PASSWORD or a prompt.
    Password,
    /// Take in persons, enrollments, consents, consultations and edits, one JSON object a line (`posta schema`).
    Import { file: PathBuf },
    /// Take in people of a table that others made (CSV or XLSX, the first row says what the columns are).
    ImportTable {
        file: PathBuf,
        /// What each column is, in order, when the headings do not say it: `given_names,surname1,,birth`.
        #[arg(long, value_delimiter = ',')]
        columns: Vec<String>,
        /// Only say what would go in, and what not, by line.
        #[arg(long)]
        preview: bool,
    },
    /// Print the JSON Schema of one line of an import.
    Schema,
    /// Find people by names in any order, numbers or year of birth, by a card's code or a document's scanned lines.
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
    /// Prepare an enrollment of somebody registered.
    Enroll {
        id: String,
        /// Programme by its code in the pack.
        #[arg(long)]
        program: String,
        /// Health facility by its official code.
        #[arg(long, default_value = "")]
        facility: String,
        /// What was answered: `short_term_insurance=no`.
        #[arg(long = "answer", value_name = "FACT=YES|NO")]
        answers: Vec<String>,
        /// What was seen of a requirement: `identity=copy`.
        #[arg(long = "seen", value_name = "REQUIREMENT=STATE")]
        seen: Vec<String>,
    },
    /// Keep what a person allows: `register=given contact=refused`.
    Consent {
        id: String,
        #[arg(required = true, value_name = "PURPOSE=DECISION")]
        decisions: Vec<String>,
        /// Language it was explained in, ISO 639.
        #[arg(long, default_value = "es")]
        language: String,
        /// Somebody interpreted.
        #[arg(long)]
        interpreter: bool,
        /// `oral` or `written`.
        #[arg(long, default_value = "oral")]
        mode: String,
    },
    /// Write a person's slip as a PDF into a folder.
    Slip {
        id: String,
        /// `a5`, `a6` or `receipt`.
        #[arg(long, default_value = "a6")]
        paper: String,
        #[arg(long, default_value = "es")]
        language: String,
        /// The folder; the file's name tells nothing.
        #[arg(long)]
        out: PathBuf,
    },
    /// Write the register of those who agreed into a folder, for a written purpose; it is noted (supervisors).
    Export(Export),
    /// Exchange with the server.
    Sync,
    /// Exchange without a network: a file that is carried.
    #[command(subcommand)]
    Carry(Carry),
    /// Indicators of a period, for supervisors: without small numbers.
    Figures(Figures),
    /// The figures of departments together, and files of them taken in.
    National(National),
    /// Exchange without a server: two devices in one network.
    #[command(subcommand)]
    Beside(Beside),
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
    /// Find records of one person in a register, without a device.
    #[command(subcommand)]
    Linkage(Linkage),
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

/// A register is a CSV file with the columns record_id, given_names, surname1, surname2, dob, dob_approx, sex, nationality,
/// birth_city, doc_type, doc_number, phone, post, enrolled_on and group_id; any value but the id may be empty, and a birth date
/// is YYYY-MM-DD, YYYYMMDD, YYYY-MM or YYYY.
#[derive(Debug, Subcommand)]
pub enum Linkage {
    /// Write the pairs that may be of one person: id_a, id_b, weight, probability, decision, reasons.
    Dedupe {
        #[arg(long, value_name = "FILE.csv")]
        records: PathBuf,
        #[arg(long, value_name = "PAIRS.csv")]
        out: PathBuf,
    },
    /// Compare the pairs with the true ones (id_a, id_b).
    Evaluate {
        #[arg(long, value_name = "FILE.csv")]
        records: PathBuf,
        #[arg(long, value_name = "TRUTH.csv")]
        truth: PathBuf,
    },
}

#[derive(Debug, clap::Args)]
pub struct Figures {
    /// First day, YYYY-MM-DD.
    #[arg(long)]
    pub from: String,
    /// Last day.
    #[arg(long)]
    pub to: String,
    /// Code of a post; all without it.
    #[arg(long, default_value = "")]
    pub post: String,
    /// Language of names and report.
    #[arg(long, default_value = "es")]
    pub language: String,
    /// Writes the report as a PDF into this folder instead.
    #[arg(long, value_name = "FOLDER")]
    pub pdf: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub struct National {
    /// Takes these files in first, as `export national` of each department wrote them.
    #[arg(long, value_name = "FILE")]
    pub take: Vec<PathBuf>,
    /// First day of the month, YYYY-MM-01; the last month of which there is something without it.
    #[arg(long, default_value = "")]
    pub month: String,
    /// Language of names.
    #[arg(long, default_value = "es")]
    pub language: String,
}

#[derive(Debug, clap::Args)]
pub struct Export {
    /// Tables of people and records, a FHIR R4 bundle, or figures.
    #[arg(value_parser = ["csv", "xlsx", "fhir", "dhis2", "adx", "national"])]
    pub format: String,
    /// First day of registration, YYYY-MM-DD.
    #[arg(long, default_value = "")]
    pub from: String,
    /// Last day of registration, YYYY-MM-DD.
    #[arg(long, default_value = "")]
    pub to: String,
    /// Post of registration by its code.
    #[arg(long, default_value = "")]
    pub post: String,
    /// What for, in one line; it stays in the audit.
    #[arg(long, required_unless_present = "preview")]
    pub purpose: Option<String>,
    /// The folder; the file's name tells nothing of anybody.
    #[arg(long, required_unless_present = "preview")]
    pub to_folder: Option<PathBuf>,
    /// Only say what would leave, and write nothing.
    #[arg(long)]
    pub preview: bool,
}

#[derive(Debug, Subcommand)]
pub enum Carry {
    /// Write a file into a folder, sealed to the devices of the department: what the server is not known to have.
    Save {
        folder: PathBuf,
        /// Everything that this device may pass on: for a new device, or one that was away for long.
        #[arg(long)]
        all: bool,
    },
    /// Take in a file that another device wrote.
    Take { file: PathBuf },
    /// Who else is known to have what waits here.
    Peers,
}

/// Both print four words; when they are the same on both, answer `yes` on standard input.
#[derive(Debug, Subcommand)]
pub enum Beside {
    /// Wait for the other device, at the address that is printed.
    Listen {
        /// One address of this device, when it is in several networks.
        #[arg(long)]
        at: Option<std::net::Ipv4Addr>,
    },
    /// Call the device that waits: `192.168.1.20:45870`.
    Call { address: String },
}

#[derive(Debug, Subcommand)]
pub enum Attach {
    /// On the further device, as somebody who works there: print a request, then take its answer in.
    ///
    /// The answer is read from one line of standard input; what opens it is in this process only. The newcomer's
    /// password for this device comes from POSTA_NEW_PASSWORD or a prompt.
    Request,
    /// On the user's own device: answer a request, once the words of both are the same.
    Answer { request: String },
}

#[derive(Debug, Subcommand)]
pub enum Recover {
    /// Print the challenge of --user, who forgot the password.
    Begin,
    /// Answer a challenge: as a supervisor, with the folder of the authority or with shares of the recovery key.
    Answer {
        challenge: String,
        #[arg(long, default_value = "")]
        authority: PathBuf,
        /// Files with a share each.
        #[arg(long = "share")]
        shares: Vec<PathBuf>,
    },
    /// Take the answer, and a new password for --user from POSTA_NEW_PASSWORD or a prompt.
    Finish { answer: String },
}
