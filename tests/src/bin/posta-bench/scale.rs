//! Homes of many people: import, size, search, first exchange, memory.

use std::path::Path;

use anyhow::Result;
use posta_domain::synthetic::Synthetic;
use posta_identity::Role;

use crate::figure::Figures;
use crate::probe::ask;
use crate::question::questions;
use crate::sample::{Sample, milliseconds, timed};
use crate::work::to_text;
use crate::world::{World, size_of};

const MEBIBYTE: f64 = 1024.0 * 1024.0;
/// Milliseconds that 95 of 100 searches may take.
const SEARCH_AIM: f64 = 30.0;
/// MB that a home of [`SIZE_AT`] people may take.
const SIZE_AIM: f64 = 200.0;
const SIZE_AT: usize = 50_000;
/// People whose first exchange on a fresh device is measured.
const FIRST_EXCHANGE: usize = 10_000;

pub fn measure(work: &Path, sizes: &[usize], figures: &mut Figures) -> Result<()> {
    sizes.iter().try_for_each(|people| home_of(work, *people, figures))
}

fn home_of(work: &Path, people: usize, figures: &mut Figures) -> Result<()> {
    let mut world = World::open(work)?;
    let device = world.join("care", Role::Care, false)?;
    let lines: Vec<_> = Synthetic::new(4).lines(people).collect();
    let text = to_text(&lines)?;
    let questions = questions(&lines);
    let records = lines.len();
    drop(lines);
    let (report, time) = timed(|| device.app.import(text.as_bytes()));
    anyhow::ensure!(report?.rejected.is_empty(), "a line was rejected");
    drop(text);
    let mut say =
        |what: &str, value: f64, unit| figures.add("scale", format!("{people} people: {what}"), value, unit);
    say("records", records as f64, "");
    say("import", people as f64 / time.as_secs_f64(), "people/s");
    let (sent, time) = timed(|| world.exchange(&device));
    let sent = sent?;
    say("exchange of all, up", milliseconds(time), "ms");
    say("exchange of all, bytes up", sent.bytes_up.into(), "bytes");
    say("exchange of all, requests", sent.requests.into(), "");
    if people == FIRST_EXCHANGE {
        let (fresh, time) = timed(|| world.join("registrar", Role::Registrar, false));
        let fresh = fresh?;
        say("join of a fresh device", milliseconds(time), "ms");
        let (report, time) = timed(|| world.exchange(&fresh));
        let report = report?;
        say("first exchange of a fresh device", milliseconds(time), "ms");
        say("first exchange, of it on the wire", report.milliseconds.into(), "ms");
        say("first exchange, bytes down", report.bytes_down.into(), "bytes");
        say("first exchange, batches", report.batches_down.into(), "");
        let care = digest(&device.app)?;
        anyhow::ensure!(care == digest(&fresh.app)?, "the fresh device holds something else");
    }
    device.app.lock();
    let bytes = size_of(&device.home)? as f64;
    let name = format!("{people} people: all files of the home, sent");
    if people == SIZE_AT {
        figures.aim("scale", name, bytes / MEBIBYTE, "MiB", SIZE_AIM);
    } else {
        figures.add("scale", name, bytes / MEBIBYTE, "MiB");
    }
    figures.add("scale", format!("{people} people: of it per person"), bytes / people as f64, "bytes");
    world.stop_server()?;
    search(&device.home, people, &questions, figures)
}

/// Of the registry, which both may open.
fn digest(app: &posta_app::App) -> Result<Option<String>> {
    let digests = app.digest()?;
    Ok(digests.into_iter().find(|scope| scope.sensitivity == "registry").map(|scope| scope.digest))
}

fn search(
    home: &Path,
    people: usize,
    questions: &[crate::question::Kind],
    figures: &mut Figures,
) -> Result<()> {
    let answers = ask(home, questions)?;
    let name = |what: &str| format!("{people} people: {what}");
    figures.add("scale", name("unlock"), answers.unlock, "ms");
    figures.add("scale", name("Inicio"), answers.home, "ms");
    for (kind, times) in &answers.kinds {
        figures.add("scale", name(&format!("search p95, {kind}")), times.percentile(95.0), "ms");
    }
    let all: Sample = answers.kinds.iter().flat_map(|(_, times)| times.values()).copied().collect();
    figures.add("scale", name("search p50"), all.percentile(50.0), "ms");
    figures.aim("scale", name("search p95"), all.percentile(95.0), "ms", SEARCH_AIM);
    figures.add("scale", name("search p99"), all.percentile(99.0), "ms");
    let [unlocked, asked, most] = answers.memory;
    figures.add("scale", name("memory after unlocking"), unlocked, "MiB");
    figures.add("scale", name("memory after 500 searches"), asked, "MiB");
    figures.add("scale", name("memory at most (Argon2 takes 128)"), most, "MiB");
    Ok(())
}
