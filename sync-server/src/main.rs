//! `posta-server`: makes departments, invites people, serves.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command's answers go to its caller's screen"
)]

mod cli;

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::process::ExitCode;

use chrono::{DateTime, SecondsFormat};
use clap::{Args, Parser, Subcommand};
use cli::{MembersArguments, RecoveryArguments};
use posta_domain::Pack;
use posta_identity::private_file::write_private;
use posta_identity::{KdfCost, Role};
use serde_json::{Value, json};
use sync_server::{Error, InviteRequest, Quotas, Wanted, init_department, invite, start_as};

const EXIT_CODES: &str = "Exit codes:
  0  done
  2  wrong usage
  3  bad input: unknown place, role, pack or database, folder not initialised
  4  locked: another process holds the folder
  5  not allowed: the authority is not there, or plain HTTP or a plain database beyond loopback
  6  the address cannot be listened on
  7  storage: the disk or the database failed";

#[derive(Parser)]
#[command(name = "posta-server", version, about = "The server of Posta", after_help = EXIT_CODES)]
struct Arguments {
    /// Answer in JSON, one object a line
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Make the server's keys once, and a department with its authority; run again to add another department
    #[command(after_help = EXIT_CODES)]
    Init(InitArguments),
    /// Make a one-time code for somebody; works while the server runs
    #[command(after_help = EXIT_CODES)]
    Invite(InviteArguments),
    /// End a user or a device: what they sent so far counts, what comes later lies aside
    #[command(after_help = EXIT_CODES)]
    Revoke(cli::RevokeArguments),
    /// Give somebody who has joined a further role
    #[command(after_help = EXIT_CODES)]
    Assign(cli::AssignArguments),
    /// List what lies aside of those who were cut off, in every scope: ids and sizes
    #[command(after_help = EXIT_CODES)]
    Aside(cli::AsideArguments),
    /// Let what lies aside count, through one batch
    #[command(after_help = EXIT_CODES)]
    Admit(cli::AdmitArguments),
    /// List who has joined: ids, roles, devices, state; no names
    #[command(after_help = EXIT_CODES)]
    Members(MembersArguments),
    /// Count who of a department asked about people of other departments in the last 90 days: ids and numbers
    #[command(after_help = EXIT_CODES)]
    LookUps(cli::LookUpsArguments),
    /// The recovery key: split it, join it, answer a challenge, or prove that it would serve
    #[command(after_help = EXIT_CODES)]
    Recovery(RecoveryArguments),
    /// Copy the server into a folder, also while it serves: its keys, and the database unless it is PostgreSQL's
    #[command(after_help = EXIT_CODES)]
    Backup(cli::BackupArguments),
    /// Make a data folder from such a copy
    #[command(after_help = EXIT_CODES)]
    Restore(cli::RestoreArguments),
    /// Make a damaged database anew from what reads and verifies; the damaged one is kept as it is. Not while it serves
    #[command(after_help = EXIT_CODES)]
    Mend(cli::MendArguments),
    /// Serve the devices until stopped
    #[command(after_help = EXIT_CODES)]
    Serve(ServeArguments),
}

#[derive(Args)]
struct InitArguments {
    #[command(flatten)]
    home: cli::Home,
    /// The authority's folder; it need not stay on the server
    #[arg(long)]
    authority: PathBuf,
    /// The country pack
    #[arg(long, default_value = Pack::default_id())]
    pack: String,
    /// The department's code in the pack
    #[arg(long)]
    department: String,
}

#[derive(Args)]
struct InviteArguments {
    #[command(flatten)]
    home: cli::Home,
    /// The authority's folder
    #[arg(long)]
    authority: PathBuf,
    /// Name of the person
    #[arg(long)]
    name: String,
    /// registrar, care, protection, supervisor or administrator
    #[arg(long, value_parser = cli::ROLES)]
    role: String,
    /// Municipality code; for a supervisor or administrator also a department code
    #[arg(long)]
    place: String,
    /// Hours until the code ends
    #[arg(long, default_value_t = 72)]
    hours: u32,
    /// The country pack
    #[arg(long, default_value = Pack::default_id())]
    pack: String,
    /// The address of the server as devices reach it: with it, a QR code is printed too
    #[arg(long, env = "POSTA_PUBLIC_URL")]
    url: Option<String>,
    /// Also write the sealed invitation to this file, for who joins without a connection
    #[arg(long)]
    file: Option<PathBuf>,
}

#[derive(Args)]
struct ServeArguments {
    #[command(flatten)]
    home: cli::Home,
    /// Address and port; port 0 takes a free one and says which
    #[arg(long)]
    listen: SocketAddr,
    /// Without TLS; only on a loopback address
    #[arg(long)]
    plain_http: bool,
    /// Tell numbers to Prometheus on this loopback or private address, at /metrics; without it nowhere
    #[arg(long, value_name = "ADDRESS")]
    metrics: Option<SocketAddr>,
    /// A balancer that says for whom it connects, by the PROXY protocol, version 2; may be given several times
    #[arg(long, value_name = "ADDRESS")]
    balancer: Vec<IpAddr>,
    /// MiB that must be free on the disk of the data folder for this node to be ready
    #[arg(long, default_value_t = 256, value_parser = clap::value_parser!(u64).range(0..=1_048_576))]
    free_mib: u64,
    /// MiB of batches that one device may bring a day
    #[arg(long, default_value_t = 256, value_parser = clap::value_parser!(u64).range(1..=1_048_576))]
    daily_mib: u64,
    /// MiB of batches that one device may bring in all
    #[arg(long, default_value_t = 8_192, value_parser = clap::value_parser!(u64).range(1..=1_048_576))]
    total_mib: u64,
}

fn main() -> ExitCode {
    posta_guard::keep_memory_private();
    let arguments = Arguments::parse();
    if matches!(arguments.command, Command::Serve(_)) {
        posta_guard::share_free_memory();
    }
    let json = arguments.json;
    let outcome = match arguments.command {
        Command::Init(wanted) => init(&wanted, json),
        Command::Invite(wanted) => invite_somebody(&wanted, json),
        Command::Revoke(wanted) => cli::revoke_somebody(&wanted, json),
        Command::Assign(wanted) => cli::assign_role(&wanted, json),
        Command::Aside(wanted) => cli::list_aside(&wanted, json),
        Command::Admit(wanted) => cli::admit_batch(&wanted, json),
        Command::Members(wanted) => cli::list_members(&wanted, json),
        Command::LookUps(wanted) => cli::list_look_ups(&wanted, json),
        Command::Recovery(wanted) => cli::recover(&wanted, json),
        Command::Backup(wanted) => cli::make_backup(&wanted, json),
        Command::Restore(wanted) => cli::take_backup(&wanted, json),
        Command::Mend(wanted) => cli::mend_database(&wanted, json),
        Command::Serve(wanted) => serve(&wanted, json),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let (code, word) = exit_code(&error);
            if json {
                println!("{}", json!({ "error": word, "message": error.to_string() }));
            }
            eprintln!("posta-server: {error}");
            ExitCode::from(code)
        }
    }
}

fn init(wanted: &InitArguments, json: bool) -> Result<(), Error> {
    let made = init_department(wanted.home.folder()?, &wanted.authority, &wanted.pack, &wanted.department)?;
    let text = if made.already {
        format!("{} {} already exists", made.code, made.name)
    } else {
        format!("{} {} made; keep {} safe", made.code, made.name, wanted.authority.display())
    };
    let answer = json!({
        "department": made.department,
        "code": made.code,
        "name": made.name,
        "tls_pin": made.tls_pin,
        "already": made.already,
    });
    say(json, &text, &answer);
    Ok(())
}

fn invite_somebody(wanted: &InviteArguments, json: bool) -> Result<(), Error> {
    let request = InviteRequest {
        pack: &wanted.pack,
        name: &wanted.name,
        role: Role::from_word(&wanted.role),
        place: &wanted.place,
        hours: wanted.hours,
        cost: KdfCost::STANDARD,
    };
    let link = |code: &str| wanted.url.as_deref().map(|url| cli::join_link(url, code));
    if link("").is_some_and(|link| link.is_none()) {
        return Err(Error::BadUrl);
    }
    let issued = invite(wanted.home.folder()?, &wanted.authority, &request)?;
    if let Some(file) = &wanted.file {
        write_private(file, &issued.sealed)?;
    }
    let expires = DateTime::from_timestamp(issued.expires, 0)
        .map_or_else(String::new, |time| time.to_rfc3339_opts(SecondsFormat::Secs, true));
    let code = issued.code.to_string();
    let link = link(&code).flatten();
    let answer = json!({
        "code": code,
        "expires": expires,
        "role": wanted.role,
        "place": wanted.place,
        "user": issued.user,
        "department": issued.department,
        "words": issued.words,
        "link": link,
    });
    let picture = link.as_deref().and_then(cli::draw_qr).map_or_else(String::new, |qr| format!("\n{qr}"));
    say(json, &format!("{code}\n{}{picture}", issued.words.join(" ")), &answer);
    Ok(())
}

fn serve(wanted: &ServeArguments, json: bool) -> Result<(), Error> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        // A device that hangs up ends no server, whatever this process was started with.
        #[cfg(unix)]
        let _hung_up = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::pipe())?;
        let quotas = Quotas {
            bytes_a_day: wanted.daily_mib * 1024 * 1024,
            bytes: wanted.total_mib * 1024 * 1024,
            free: wanted.free_mib * 1024 * 1024,
            ..Quotas::default()
        };
        let (listen, tls, metrics) = (wanted.listen, !wanted.plain_http, wanted.metrics);
        let balancers = wanted.balancer.clone();
        let running =
            start_as(wanted.home.folder()?, &Wanted { listen, tls, quotas, metrics, balancers }).await?;
        let url = running.url();
        let metrics = running.metrics.map(|address| format!("http://{address}/metrics"));
        let told = metrics.as_ref().map_or_else(String::new, |url| format!("\nmetrics {url}"));
        say(json, &format!("listening {url}{told}"), &json!({ "listening": url, "metrics": metrics }));
        stop_signal().await?;
        running.stop().await
    })
}

async fn stop_signal() -> Result<(), Error> {
    #[cfg(unix)]
    {
        let mut terminated = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
        tokio::select! {
            _ = terminated.recv() => Ok(()),
            interrupted = tokio::signal::ctrl_c() => Ok(interrupted?),
        }
    }
    #[cfg(not(unix))]
    Ok(tokio::signal::ctrl_c().await?)
}

pub(crate) fn say(json: bool, text: &str, answer: &Value) {
    if json {
        println!("{answer}");
    } else {
        println!("{text}");
    }
}

fn exit_code(error: &Error) -> (u8, &'static str) {
    match error {
        Error::Away => (7, "storage"),
        error if error.is_busy() => (4, "locked"),
        Error::Served => (4, "locked"),
        Error::NotInitialised
        | Error::UnknownDepartment
        | Error::BadPlace
        | Error::UnknownPack
        | Error::BadRole
        | Error::BadName
        | Error::BadHours
        | Error::BadUrl
        | Error::BadDatabase
        | Error::OtherDatabase
        | Error::OtherServer
        | Error::NotEmpty
        | Error::NoBackup
        | Error::NotAFile
        | Error::UnknownMember
        | Error::UnknownBatch
        | Error::DestroyDevice
        | Error::AuthorityElsewhere => (3, "bad_input"),
        Error::Authority
        | Error::Identity(_)
        | Error::Recovery(_)
        | Error::PlainHttp
        | Error::PlainDatabase
        | Error::PublicMetrics => (5, "not_allowed"),
        Error::Listen(_) => (6, "unreachable"),
        Error::Database(_)
        | Error::DamagedFile
        | Error::Mending
        | Error::Older
        | Error::Postgres(_)
        | Error::Busy
        | Error::NoLocks
        | Error::Folder(_)
        | Error::Damaged(_)
        | Error::Newer
        | Error::Tls
        | Error::Late
        | Error::Task => (7, "storage"),
    }
}
