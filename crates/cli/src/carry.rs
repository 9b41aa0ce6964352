//! A file that is carried from device to device.

use posta_app::App;
use posta_app::view::CarryTaken;
use serde_json::json;

use crate::args::Carry;
use crate::outcome::{Failure, Outcome};

/// Writes it or takes it in.
///
/// # Errors
/// What could not be done, with its exit code.
pub fn run(app: &App, act: Carry) -> Result<Outcome, Failure> {
    match act {
        Carry::Save { folder, all } => {
            let saved = app.carry_save(&folder, if all { "all" } else { "unsent" })?;
            let text = format!(
                "{}\nbytes {} · changes {} · sealed batches {} · devices {}\n",
                saved.path, saved.bytes, saved.records, saved.sealed, saved.devices
            );
            Ok(Outcome::new(json!(saved), text))
        }
        Carry::Take { file } => Ok(taken(&app.carry_take(&file)?)),
        Carry::Peers => {
            let view = app.carry_view()?;
            let mut text = format!("waiting {}\n", view.waiting);
            for peer in &view.peers {
                text.push_str(&format!("{}  {} · has {}\n", peer.at, peer.names.join(", "), peer.has));
            }
            Ok(Outcome::new(json!(view), text))
        }
    }
}

/// What came from another device; exit code 3 when it was not whole.
pub fn taken(taken: &CarryTaken) -> Outcome {
    let mut text = format!(
        "from {} · {}\nnew changes {} · sealed batches {} · carried for others {} · set aside {}\n",
        taken.names.join(", "),
        taken.made_at,
        taken.records,
        taken.sealed,
        taken.carried,
        taken.quarantined
    );
    if taken.acknowledged > 0 {
        text.push_str(&format!("{} of our changes are there too now\n", taken.acknowledged));
    }
    if taken.by_server > 0 {
        text.push_str(&format!("{} of our changes are sent, by the server's receipt\n", taken.by_server));
    }
    if !taken.complete {
        text.push_str("it ends too early or was altered: what came before that was taken\n");
    }
    Outcome { value: json!(taken), text, exit: if taken.complete { 0 } else { 3 } }
}
