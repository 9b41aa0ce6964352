//! Unlocks a home and asks it questions in a process that did nothing else, so that its memory tells something.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use posta_app::App;
use serde_json::{Value, json};

use crate::machine::own_memory;
use crate::question::Kind;
use crate::sample::{Sample, milliseconds, timed};
use crate::world::PASSWORD;

/// Cards that are asked for at a time.
const LIMIT: u32 = 20;

/// What the process said.
pub struct Answers {
    pub unlock: f64,
    pub home: f64,
    /// MiB after unlocking, after all questions, and at most.
    pub memory: [f64; 3],
    pub kinds: Vec<(String, Sample)>,
}

/// Starts the process on a home whose user is not unlocked elsewhere.
pub fn ask(home: &Path, questions: &[Kind]) -> Result<Answers> {
    let file = tempfile::NamedTempFile::new()?;
    serde_json::to_writer(&file, questions)?;
    let said = Command::new(std::env::current_exe()?).arg("--probe").arg(home).arg(file.path()).output()?;
    anyhow::ensure!(said.status.success(), "the probe failed: {}", String::from_utf8_lossy(&said.stderr));
    let said: Value = serde_json::from_slice(&said.stdout)?;
    let number = |name: &str| said.get(name).and_then(Value::as_f64).context("a number of the probe");
    let kinds: Vec<(String, Vec<f64>)> =
        serde_json::from_value(said.get("kinds").cloned().unwrap_or_default())?;
    Ok(Answers {
        unlock: number("unlock")?,
        home: number("home")?,
        memory: [number("unlocked")?, number("asked")?, number("most")?],
        kinds: kinds.into_iter().map(|(kind, times)| (kind, times.into_iter().collect())).collect(),
    })
}

/// The process itself.
pub fn answer(home: &Path, questions: &Path) -> Result<()> {
    let questions: Vec<(String, Vec<String>)> = serde_json::from_slice(&std::fs::read(questions)?)?;
    let app = App::open(home)?;
    let (unlocked, unlock) = timed(|| app.unlock_by_name(None, PASSWORD));
    unlocked?;
    let unlocked = memory("VmRSS");
    let (shown, home) = timed(|| app.home());
    shown?;
    let mut kinds: Vec<(&str, Sample)> =
        questions.iter().map(|(kind, _)| (kind.as_str(), Sample::default())).collect();
    // Kinds take turns, as they do at a desk.
    let most = questions.iter().map(|(_, texts)| texts.len()).max().unwrap_or(0);
    for turn in 0..most {
        for ((_, texts), (_, times)) in questions.iter().zip(&mut kinds) {
            let Some(text) = texts.get(turn) else { continue };
            let (found, time) = timed(|| app.find_people(text, LIMIT));
            anyhow::ensure!(!found?.is_empty() || text.contains(' '), "nobody was found");
            times.add(time);
        }
    }
    let kinds: Vec<_> = kinds.iter().map(|(kind, times)| (kind, times.values())).collect();
    let said = json!({
        "unlock": milliseconds(unlock), "home": milliseconds(home), "kinds": kinds,
        "unlocked": unlocked, "asked": memory("VmRSS"), "most": memory("VmHWM"),
    });
    println!("{said}");
    Ok(())
}

/// MiB.
fn memory(name: &str) -> f64 {
    own_memory(name).unwrap_or(0) as f64 / 1024.0
}
