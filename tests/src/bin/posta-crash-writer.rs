//! Registers and attends people on a home until it is killed, and says after each act that it was acknowledged. Every
//! fifth time it exchanges. Ends by itself only when nobody listens any more.

use std::io::Write as _;
use std::path::Path;

use anyhow::Context as _;
use posta_app::view::ConsultationInput;
use posta_tests::people::newcomer;
use posta_tests::{Device, PASSWORD};

fn main() -> anyhow::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [home, user, first] = words.as_slice() else { anyhow::bail!("posta-crash-writer HOME USER FIRST") };
    let device = Device::at(Path::new(home));
    device.app.unlock(user, PASSWORD).context("unlock")?;
    let first: usize = first.parse()?;
    for n in first.. {
        say("saving")?;
        let saved = device.app.register_person(&newcomer(n)).context("register")?;
        say(&format!("saved {}", saved.id))?;
        let attended =
            ConsultationInput { person: saved.id.clone(), note: "nota".into(), ..Default::default() };
        let consultation = device.app.record_consultation(&attended).context("attend")?;
        say(&format!("attended {} {}", saved.id, consultation.id))?;
        if n % 5 == 4 {
            say("exchanging")?;
            device.try_sync().context("exchange")?;
            say("exchanged")?;
        }
    }
    Ok(())
}

/// One line, out of this process before anything else happens.
fn say(words: &str) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{words}")?;
    out.flush()
}
