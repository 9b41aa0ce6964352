//! Two devices in one network, at a terminal.

use std::io::{BufRead as _, Write as _};
use std::sync::Arc;
use std::time::Duration;

use posta_app::view::PeerTalk;
use posta_app::{App, Error};
use serde_json::json;

use crate::args::Beside;
use crate::carry;
use crate::outcome::{Failure, Outcome};

/// How often it is looked how far the talk is.
const LOOK: Duration = Duration::from_millis(100);

/// One side of it, from the call to the end.
///
/// # Errors
/// What could not be done, with its exit code.
pub async fn run(app: Arc<App>, side: Beside, json: bool) -> Result<Outcome, Failure> {
    let begun = match side {
        Beside::Listen { at: None } => app.peer_listen().await?,
        Beside::Listen { at: Some(address) } => app.peer_listen_at(address).await?,
        Beside::Call { address } => app.peer_call(&address).await?,
    };
    show(json!({ "address": begun.address }), &begun.address, json)?;
    let met = until(&app, |talk| talk.state == "comparing").await?;
    show(json!({ "words": met.words }), &met.words.join(" "), json)?;
    let mut answer = String::new();
    std::io::stdin().lock().read_line(&mut answer).map_err(Failure::File)?;
    if answer.trim() != "yes" {
        app.peer_stop()?;
        return Err(Error::PeerParted.into());
    }
    app.peer_confirm()?;
    let done = until(&app, |talk| talk.state == "done").await?;
    match &done.taken {
        Some(taken) => {
            let outcome = carry::taken(taken);
            let text = format!("{}batches given {}\n", outcome.text, done.given);
            Ok(Outcome { value: json!({ "taken": taken, "given": done.given }), text, ..outcome })
        }
        None => Err(Error::PeerParted.into()),
    }
}

async fn until(app: &App, is_there: impl Fn(&PeerTalk) -> bool) -> Result<PeerTalk, Failure> {
    loop {
        let talk = app.peer_view()?;
        if is_there(&talk) {
            return Ok(talk);
        }
        match talk.code.as_str() {
            "" => tokio::time::sleep(LOOK).await,
            "POSTA-V1" => return Err(Error::NoPeer.into()),
            "POSTA-V3" => return Err(Error::Stranger.into()),
            _ => return Err(Error::PeerParted.into()),
        }
    }
}

fn show(value: serde_json::Value, text: &str, json: bool) -> Result<(), Failure> {
    if json {
        println!("{value}");
    } else {
        println!("{text}");
    }
    std::io::stdout().flush().map_err(Failure::File)
}
