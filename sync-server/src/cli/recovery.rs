//! The recovery key on paper. Shares are read from standard input, one a line: a command line stays in histories.

use std::io::BufRead as _;

use clap::{Args, Subcommand};
use posta_identity::{Challenge, RecoveryError, RecoveryShare};
use serde_json::json;
use sync_server::{Drilled, Error, answer_challenge, drill_recovery, join_recovery, split_recovery};

use super::Which;
use crate::say;

#[derive(Args)]
pub struct RecoveryArguments {
    #[command(subcommand)]
    act: Act,
}

#[derive(Subcommand)]
enum Act {
    /// Print shares of the key, one for each person's safe
    Split {
        #[command(flatten)]
        which: Which,
        /// How many shares make the key again
        #[arg(long)]
        needed: u8,
        /// How many shares there are
        #[arg(long)]
        shares: u8,
        /// Take the key out of the authority's folder afterwards
        #[arg(long)]
        remove: bool,
    },
    /// Put the key back into the authority's folder, from shares on standard input
    Join {
        #[command(flatten)]
        which: Which,
    },
    /// Answer the challenge of a device whose user forgot the password; compare the words on both screens first
    Answer {
        #[command(flatten)]
        which: Which,
        /// The challenge, as the device shows it
        #[arg(long)]
        challenge: String,
        /// By shares on standard input instead of the key in the authority's folder
        #[arg(long)]
        shares: bool,
    },
    /// Prove that the key would serve, without changing anything
    Drill {
        #[command(flatten)]
        which: Which,
        /// By shares on standard input instead of the key in the authority's folder
        #[arg(long)]
        shares: bool,
    },
}

pub fn recover(wanted: &RecoveryArguments, json: bool) -> Result<(), Error> {
    match &wanted.act {
        Act::Split { which, needed, shares, remove } => {
            let made = split_recovery(&which.department()?, *needed, *shares, *remove)?;
            for share in made {
                let text = share.to_text();
                say(json, &text, &json!({ "share": *text, "index": share.index, "needed": share.needed }));
            }
        }
        Act::Join { which } => {
            join_recovery(&which.department()?, &read_shares()?)?;
            say(json, "the authority has its recovery key again", &json!({ "joined": true }));
        }
        Act::Answer { which, challenge, shares } => {
            let challenge = Challenge::from_text(challenge).map_err(RecoveryError::Typed)?;
            let shares = if *shares { read_shares()? } else { Vec::new() };
            let answer = answer_challenge(&which.department()?, &challenge, &shares)?;
            let (text, words) = (answer.to_text(), challenge.words());
            let lines = format!("{}\n{text}", words.join(" "));
            say(json, &lines, &json!({ "answer": text, "words": words, "user": challenge.user }));
        }
        Act::Drill { which, shares } => {
            let shares = if *shares { read_shares()? } else { Vec::new() };
            let Drilled { epochs, foul } = drill_recovery(&which.department()?, &shares)?;
            let mut text = format!("the recovery key serves: it opens {epochs} epochs and a challenge");
            if foul > 0 {
                text += &format!(
                    "; {foul} epochs that members made are foul, and what was sealed in them is lost"
                );
            }
            say(json, &text, &json!({ "serves": true, "epochs": epochs, "foul": foul }));
        }
    }
    Ok(())
}

fn read_shares() -> Result<Vec<RecoveryShare>, Error> {
    let mut shares = Vec::new();
    for line in std::io::stdin().lock().lines() {
        let line = zeroize::Zeroizing::new(line?);
        if !line.trim().is_empty() {
            shares.push(RecoveryShare::from_text(&line).map_err(RecoveryError::Typed)?);
        }
    }
    if shares.is_empty() {
        return Err(RecoveryError::TooFewShares { needed: 2 }.into());
    }
    Ok(shares)
}
