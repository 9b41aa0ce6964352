//! A day's work of a post: bytes and time of its exchange, beside the same as packed JSON lines.

use std::path::Path;

use anyhow::Result;
use posta_domain::synthetic::Synthetic;
use posta_identity::Role;

use crate::figure::Figures;
use crate::plain_post;
use crate::sample::{milliseconds, timed};
use crate::work::{Hands, to_text};
use crate::world::{Device, World};

const SEED: u64 = 2026;
const ENROLLMENTS: usize = 60;
const CONSULTATIONS: usize = 20;
const EDITS: usize = 40;
/// Exchanges of a post that is on line all day.
const HOURS: usize = 8;

pub fn measure(work: &Path, figures: &mut Figures) -> Result<()> {
    let lines = Synthetic::new(SEED).day_of_work(ENROLLMENTS, CONSULTATIONS, EDITS);
    let text = to_text(&lines)?;
    let best = zstd::bulk::compress(text.as_bytes(), 19)?.len();
    figures.add("day", "JSON lines", text.len() as f64, "bytes");
    figures.add("day", "JSON lines, zstd-19", best as f64, "bytes");
    let folder = tempfile::tempdir_in(work)?;
    let plain = plain_post::post(&text, folder.path())?;
    figures.add("day", "JSON lines, one zstd-3 POST: body", plain.body as f64, "bytes");
    figures.add("day", "JSON lines, one zstd-3 POST: wire without TLS", plain.wire as f64, "bytes");
    figures.add("day", "JSON lines, one zstd-3 POST: time", plain.milliseconds, "ms");

    let import = |world: &World, device: &Device| {
        let report = device.app.import(text.as_bytes())?;
        anyhow::ensure!(report.rejected.is_empty(), "a line was rejected");
        exchange(world, device)
    };
    let acts = |world: &World, device: &Device| {
        let mut hands = Hands::at(&device.app);
        lines.iter().try_for_each(|line| hands.act(line))?;
        exchange(world, device)
    };
    let hourly = |world: &World, device: &Device| {
        let mut hands = Hands::at(&device.app);
        let mut total = Taken::default();
        for hour in lines.chunks(lines.len().div_ceil(HOURS)) {
            hour.iter().try_for_each(|line| hands.act(line))?;
            total += exchange(world, device)?;
        }
        Ok(total)
    };
    way(work, figures, "imported", best, import)?;
    way(work, figures, "act by act", best, acts)?;
    way(work, figures, "act by act, 8 exchanges", best, hourly)
}

/// What exchanges took.
#[derive(Default)]
struct Taken {
    up: u64,
    down: u64,
    wire_up: u64,
    wire_down: u64,
    requests: u32,
    batches: u32,
    changes: u32,
    milliseconds: f64,
}

impl std::ops::AddAssign for Taken {
    fn add_assign(&mut self, other: Self) {
        self.up += other.up;
        self.down += other.down;
        self.wire_up += other.wire_up;
        self.wire_down += other.wire_down;
        self.requests += other.requests;
        self.batches += other.batches;
        self.changes += other.changes;
        self.milliseconds += other.milliseconds;
    }
}

fn exchange(world: &World, device: &Device) -> Result<Taken> {
    world.metered();
    let (report, time) = timed(|| world.exchange(device));
    let report = report?;
    let (wire_up, wire_down) = world.metered();
    Ok(Taken {
        up: report.bytes_up.into(),
        down: report.bytes_down.into(),
        wire_up,
        wire_down,
        requests: report.requests,
        batches: report.batches_up,
        changes: report.records_up,
        milliseconds: milliseconds(time),
    })
}

/// One way of doing the day, in a department of its own.
fn way(
    work: &Path,
    figures: &mut Figures,
    name: &str,
    best: usize,
    day: impl FnOnce(&World, &Device) -> Result<Taken>,
) -> Result<()> {
    let mut world = World::open(work)?;
    let device = world.join("care", Role::Care, true)?;
    exchange(&world, &device)?;
    let nothing = exchange(&world, &device)?;
    let (taken, whole) = timed(|| day(&world, &device));
    let taken = taken?;
    let mut say = |what: &str, value: f64, unit| figures.add("day", format!("{name}: {what}"), value, unit);
    say("acts", (ENROLLMENTS + CONSULTATIONS + EDITS) as f64, "");
    say("changes received", taken.changes.into(), "");
    say("batches", taken.batches.into(), "");
    say("requests", taken.requests.into(), "");
    say("bytes up", taken.up as f64, "bytes");
    say("bytes down", taken.down as f64, "bytes");
    say("wire up, with TLS and HTTP", taken.wire_up as f64, "bytes");
    say("wire down, with TLS and HTTP", taken.wire_down as f64, "bytes");
    say("wire of an exchange with no news, both ways", (nothing.wire_up + nothing.wire_down) as f64, "bytes");
    say("bytes up : zstd-19 of the JSON lines", taken.up as f64 / best as f64, "times");
    say("time of the exchange", taken.milliseconds, "ms");
    say("time of saving all", milliseconds(whole) - taken.milliseconds, "ms");
    drop(device);
    world.stop_server()
}
