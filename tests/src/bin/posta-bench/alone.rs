//! One thing done in a process that does nothing else, so that its memory tells something.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use posta_app::App;
use posta_identity::{Code, CodeKeys, KdfCost, Keyring, Pin};
use serde_json::{Value, json};

use crate::log_of::insert_all;
use crate::machine::own_memory;
use crate::sample::{Sample, milliseconds, timed};
use crate::world::PASSWORD;

/// How often the short ones are done.
const TIMES: usize = 9;

/// What the process said.
pub struct Alone {
    /// By name, the times of each part. Milliseconds.
    pub parts: Vec<(String, Sample)>,
    /// MiB before, after, and at most.
    pub before: f64,
    pub after: f64,
    pub most: f64,
}

impl Alone {
    /// The middle one of the times of a part; 0 when there is none of that name.
    pub fn median(&self, part: &str) -> f64 {
        let found = self.parts.iter().find(|(name, _)| name == part);
        found.map_or(0.0, |(_, times)| times.percentile(50.0))
    }

    /// MiB that it took beyond what the process had before.
    pub fn taken(&self) -> f64 {
        self.most - self.before
    }
}

/// Starts a process for one task on a file or home.
pub fn ask(task: &str, path: &Path) -> Result<Alone> {
    let said = Command::new(std::env::current_exe()?).arg("--alone").arg(task).arg(path).output()?;
    anyhow::ensure!(said.status.success(), "{task} failed: {}", String::from_utf8_lossy(&said.stderr));
    let said: Value = serde_json::from_slice(&said.stdout)?;
    let number = |name: &str| said.get(name).and_then(Value::as_f64).context("a number of the process");
    let parts: Vec<(String, Vec<f64>)> =
        serde_json::from_value(said.get("parts").cloned().unwrap_or_default())?;
    Ok(Alone {
        parts: parts.into_iter().map(|(name, times)| (name, times.into_iter().collect())).collect(),
        before: number("before")?,
        after: number("after")?,
        most: number("most")?,
    })
}

/// The process itself.
pub fn answer(task: &str, path: &Path) -> Result<()> {
    let entries = if task == "log" { crate::log_of::read(path)? } else { Vec::new() };
    let before = memory("VmRSS");
    let mut kept = None;
    let parts: Vec<(&str, Sample)> = match task {
        "code" => vec![(task, many(|| derive(KdfCost::STANDARD))?)],
        "code-floor" => vec![(task, many(|| derive(KdfCost::FLOOR))?)],
        "pin" => {
            let pin = Pin::set("407128", Pin::COST)?;
            vec![(task, many(|| pin.is("407128").then_some(()).context("it is another PIN"))?)]
        }
        "words" => {
            let mut keyring = Keyring::load(path)?;
            let user = keyring.users().first().context("nobody")?.user;
            let challenge = keyring.challenge(user)?;
            vec![(task, many(|| challenge.words().first().map(|_| ()).context("no words"))?)]
        }
        "keyring" => vec![(task, many(|| unlock_keyring(path))?)],
        "unlock" => vec![(task, many(|| unlock(path, KdfCost::STANDARD))?)],
        "unlock-floor" => vec![(task, many(|| unlock(path, KdfCost::FLOOR))?)],
        "print" => crate::print::parts()?,
        "log" => {
            let (log, insert, fold) = insert_all(&entries)?;
            kept = Some(log);
            let sample = |time| std::iter::once(milliseconds(time)).collect();
            vec![("insert", sample(insert)), ("fold", sample(fold))]
        }
        _ => anyhow::bail!("there is no task {task}"),
    };
    let parts: Vec<_> = parts.iter().map(|(name, times)| (name, times.values())).collect();
    println!(
        "{}",
        json!({ "parts": parts, "before": before, "after": memory("VmRSS"), "most": memory("VmHWM") })
    );
    drop(kept);
    Ok(())
}

fn derive(cost: KdfCost) -> Result<()> {
    CodeKeys::derive(&Code::random(), cost)?;
    Ok(())
}

fn unlock_keyring(home: &Path) -> Result<()> {
    let mut keyring = Keyring::load(home)?;
    let name = keyring.users().first().context("nobody")?.name.clone();
    keyring.unlock(&name, PASSWORD, 0)?;
    Ok(())
}

fn unlock(home: &Path, cost: KdfCost) -> Result<()> {
    let app = App::open_with_cost(home, cost)?;
    app.unlock_by_name(None, PASSWORD)?;
    Ok(())
}

fn many(act: impl Fn() -> Result<()>) -> Result<Sample> {
    let mut times = Sample::default();
    for _ in 0..TIMES {
        let (done, time) = timed(&act);
        done?;
        times.add(time);
    }
    Ok(times)
}

/// MiB.
fn memory(name: &str) -> f64 {
    own_memory(name).unwrap_or(0) as f64 / 1024.0
}
