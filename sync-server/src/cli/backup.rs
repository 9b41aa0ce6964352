//! Copies of a server.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;
use sync_server::{Error, Held, back_up, restore};

use super::Home;
use crate::say;

#[derive(Args)]
pub struct BackupArguments {
    #[command(flatten)]
    home: Home,
    /// A folder that does not exist. Whoever has it reads the registries and can answer as this server does: keep it on an
    /// encrypted disk
    #[arg(long)]
    to: PathBuf,
}

#[derive(Args)]
pub struct RestoreArguments {
    /// The server's data folder; it must not exist, or be empty
    #[arg(long)]
    data: PathBuf,
    /// A folder that `backup` made
    #[arg(long)]
    from: PathBuf,
}

pub fn make_backup(wanted: &BackupArguments, json: bool) -> Result<(), Error> {
    let held = back_up(wanted.home.folder()?, &wanted.to)?;
    let text = match held {
        Held::All => {
            "copied: keys and database. Whoever has this folder reads the registries and can answer as this server \
             does: keep it on an encrypted disk, away from this machine"
        }
        Held::Keys => {
            "copied: keys and the address of the database, which may hold its password: keep it on an encrypted disk. \
             The database is NOT in it: copy it with pg_dump or pg_basebackup"
        }
    };
    say(json, text, &json!({ "backup": wanted.to, "database": held == Held::All }));
    Ok(())
}

pub fn take_backup(wanted: &RestoreArguments, json: bool) -> Result<(), Error> {
    let held = restore(&wanted.from, &wanted.data)?;
    let text = match held {
        Held::All => "restored; what devices sent since the copy was made, they send again by themselves",
        Held::Keys => {
            "restored: keys and the address of the database. The database itself is restored with PostgreSQL's own \
             tools, while no node serves"
        }
    };
    say(json, text, &json!({ "restored": wanted.data, "database": held == Held::All }));
    Ok(())
}
