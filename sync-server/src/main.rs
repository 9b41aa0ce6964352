//! `posta-server`: makes departments, invites people, serves.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command's answers go to its caller's screen"
)]

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use chrono::{DateTime, SecondsFormat};
use clap::{Args, Parser, Subcommand};
use posta_identity::{KdfCost, Role};
use serde_json::{Value, json};
use sync_server::{Error, InviteRequest, init_department, invite, start};

const EXIT_CODES: &str = "Exit codes:
  0  done
  2  wrong usage
  3  bad input: unknown place, role or pack, folder not initialised
  4  locked: another process holds the folder
  5  not allowed: the authority is not there, or plain HTTP beyond loopback
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
    /// Serve the devices until stopped
    #[command(after_help = EXIT_CODES)]
    Serve(ServeArguments),
}

#[derive(Args)]
struct InitArguments {
    /// The server's data folder
    #[arg(long)]
    data: PathBuf,
    /// The authority's folder; it need not stay on the server
    #[arg(long)]
    authority: PathBuf,
    /// The country pack
    #[arg(long, default_value = "bo")]
    pack: String,
    /// The department's code in the pack
    #[arg(long)]
    department: String,
}

#[derive(Args)]
struct InviteArguments {
    /// The server's data folder
    #[arg(long)]
    data: PathBuf,
    /// The authority's folder
    #[arg(long)]
    authority: PathBuf,
    /// Name of the person
    #[arg(long)]
    name: String,
    /// registrar, care or supervisor
    #[arg(long, value_parser = ["registrar", "care", "supervisor"])]
    role: String,
    /// Municipality code; for a supervisor also a department code
    #[arg(long)]
    place: String,
    /// Hours until the code ends
    #[arg(long, default_value_t = 72)]
    hours: u32,
    /// The country pack
    #[arg(long, default_value = "bo")]
    pack: String,
}

#[derive(Args)]
struct ServeArguments {
    /// The server's data folder
    #[arg(long)]
    data: PathBuf,
    /// Address and port; port 0 takes a free one and says which
    #[arg(long)]
    listen: SocketAddr,
    /// Without TLS; only on a loopback address
    #[arg(long)]
    plain_http: bool,
}

fn main() -> ExitCode {
    posta_guard::keep_memory_private();
    let arguments = Arguments::parse();
    let json = arguments.json;
    let outcome = match arguments.command {
        Command::Init(wanted) => init(&wanted, json),
        Command::Invite(wanted) => invite_somebody(&wanted, json),
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
    let made = init_department(&wanted.data, &wanted.authority, &wanted.pack, &wanted.department)?;
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
    let issued = invite(&wanted.data, &wanted.authority, &request)?;
    let expires = DateTime::from_timestamp(issued.expires, 0)
        .map_or_else(String::new, |time| time.to_rfc3339_opts(SecondsFormat::Secs, true));
    let code = issued.code.to_string();
    let answer = json!({
        "code": code,
        "expires": expires,
        "role": wanted.role,
        "place": wanted.place,
        "user": issued.user,
        "department": issued.department,
    });
    say(json, &code, &answer);
    Ok(())
}

fn serve(wanted: &ServeArguments, json: bool) -> Result<(), Error> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let running = start(&wanted.data, wanted.listen, !wanted.plain_http).await?;
        let url = running.url();
        say(json, &format!("listening {url}"), &json!({ "listening": url }));
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

fn say(json: bool, text: &str, answer: &Value) {
    if json {
        println!("{answer}");
    } else {
        println!("{text}");
    }
}

fn exit_code(error: &Error) -> (u8, &'static str) {
    if error.is_busy() {
        return (4, "locked");
    }
    match error {
        Error::Served => (4, "locked"),
        Error::NotInitialised
        | Error::UnknownDepartment
        | Error::BadPlace
        | Error::UnknownPack
        | Error::BadRole
        | Error::BadName
        | Error::BadHours
        | Error::AuthorityElsewhere => (3, "bad_input"),
        Error::Authority | Error::Identity(_) | Error::PlainHttp => (5, "not_allowed"),
        Error::Listen(_) => (6, "unreachable"),
        Error::Database(_)
        | Error::Folder(_)
        | Error::Damaged(_)
        | Error::Newer
        | Error::Tls
        | Error::Task => (7, "storage"),
    }
}
