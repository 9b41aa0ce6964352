//! Exchanges over bad links, each beside its floor: bytes without TLS, round trips, time.

use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result};
use posta_app::App;
use posta_app::view::SyncReport;
use posta_domain::import::ImportLine;
use posta_domain::synthetic::Synthetic;
use posta_identity::{KdfCost, Role};

use crate::figure::Figures;
use crate::floor;
use crate::link::{Link, Passed, Shape};
use crate::machine::{memory, processor_time};
use crate::work::{Hands, to_text};
use crate::world::{PASSWORD, World};

/// What is asked for on the command line.
pub struct Asked {
    /// A server of somebody else, with the code of an invitation of the role `care`; otherwise one is made.
    pub server: Option<(String, String)>,
    /// JSON lines of an import.
    pub workload: Option<PathBuf>,
    pub link: Option<Shape>,
}

/// Exchanges in a row that fail before it is given up.
const TRIES: u32 = 400;
const LINKS: [Shape; 3] = [
    Shape { kbits: 64, round_trip: 800, cut: 0 },
    Shape { kbits: 256, round_trip: 650, cut: 0 },
    Shape { kbits: 1000, round_trip: 200, cut: 0 },
];
const CUT: u64 = 64 * 1024;

/// What it took until all was acknowledged.
#[derive(Default)]
struct Taken {
    passed: Passed,
    requests: u32,
    exchanges: u32,
    /// Until everything is in documents and lists.
    seconds: f64,
    /// Of the exchanges alone: until everything is here, verified, on the disk and acknowledged.
    on_the_way: f64,
    records: u32,
}

pub fn measure(work: &Path, asked: &Asked, figures: &mut Figures) -> Result<()> {
    if let Some(workload) = &asked.workload {
        let text = std::fs::read_to_string(workload).context("the workload cannot be read")?;
        let link = asked.link.unwrap_or(LINKS[0]);
        return upload(work, asked, "workload", &text, link, figures, |app| {
            anyhow::ensure!(app.import(text.as_bytes())?.rejected.is_empty(), "a line was rejected");
            Ok(())
        });
    }
    let day = Synthetic::new(2026).day_of_work(60, 20, 40);
    let weeks = Synthetic::new(2027).day_of_work(2000, 700, 1000);
    let links = asked.link.map_or_else(|| LINKS.to_vec(), |link| vec![link]);
    for link in &links {
        let text = to_text(&day)?;
        upload(work, asked, "a day", &text, *link, figures, |app| act(app, &day))?;
    }
    for link in links.iter().copied().chain([Shape { cut: CUT, ..LINKS[1] }]) {
        let text = to_text(&weeks)?;
        upload(work, asked, "three weeks", &text, link, figures, |app| {
            anyhow::ensure!(app.import(text.as_bytes())?.rejected.is_empty(), "a line was rejected");
            Ok(())
        })?;
    }
    first(work, &links, figures)
}

fn act(app: &App, lines: &[ImportLine]) -> Result<()> {
    let mut hands = Hands::at(app);
    lines.iter().try_for_each(|line| hands.act(line))
}

/// Work done without a link, then sent.
fn upload(
    work: &Path,
    asked: &Asked,
    name: &str,
    text: &str,
    shape: Shape,
    figures: &mut Figures,
    acts: impl FnOnce(&App) -> Result<()>,
) -> Result<()> {
    let mut world = World::open_plain(work)?;
    let (link, app) = match &asked.server {
        Some((url, code)) => {
            let app = App::open_with_cost(&work.join("device-of-others"), KdfCost::STANDARD)?;
            let host = url.trim_start_matches("http://").trim_end_matches('/');
            let (link, address) = Link::open(host.parse().context("http://ADDRESS:PORT")?)?;
            world.block_on(app.join(&format!("http://{address}"), code, PASSWORD))?;
            (link, app)
        }
        None => {
            let (link, address) = Link::open(world.server()?)?;
            (link, world.join_over("care", Role::Care, address)?.app)
        }
    };
    exchange(&world, &app)?;
    exchange(&world, &app)?;
    acts(&app)?;
    link.take();
    link.set(Some(shape));
    let taken = until_done(&world, &app, &link)?;
    link.set(None);
    say(name, text, shape, &taken, figures)?;
    drop(app);
    world.stop_server()
}

/// 10,000 people on a device that has nobody yet.
fn first(work: &Path, links: &[Shape], figures: &mut Figures) -> Result<()> {
    let lines = Synthetic::new(2028).day_of_work(10_000, 0, 0);
    let text = to_text(&lines)?;
    let mut world = World::open_plain(work)?;
    let device = world.join("care", Role::Care, false)?;
    anyhow::ensure!(device.app.import(text.as_bytes())?.rejected.is_empty(), "a line was rejected");
    world.exchange(&device)?;
    for (turn, shape) in links.iter().copied().chain([Shape { cut: CUT, ..LINKS[1] }]).enumerate() {
        let (link, address) = Link::open(world.server()?)?;
        let newcomer = world.join_over(&format!("newcomer {turn}"), Role::Registrar, address)?;
        link.take();
        link.set(Some(shape));
        let taken = until_done(&world, &newcomer.app, &link)?;
        say("first sync of 10,000", &text, shape, &taken, figures)?;
    }
    drop(device);
    world.stop_server()
}

fn exchange(world: &World, app: &App) -> Result<SyncReport> {
    Ok(world.block_on(app.sync_now())?)
}

fn until_done(world: &World, app: &App, link: &Link) -> Result<Taken> {
    let begun = Instant::now();
    let mut taken = Taken::default();
    while taken.exchanges < TRIES {
        taken.exchanges += 1;
        let outcome = world.block_on(app.sync_now());
        let last = app.sync_view()?.history.into_iter().next().context("a line of history")?;
        taken.requests += last.requests;
        taken.records += last.records_up + last.records_down;
        taken.on_the_way += f64::from(last.milliseconds) / 1000.0;
        if outcome.is_ok() {
            taken.seconds = begun.elapsed().as_secs_f64();
            taken.passed = link.take();
            return Ok(taken);
        }
    }
    anyhow::bail!("it did not go through in {TRIES} exchanges")
}

fn say(name: &str, text: &str, shape: Shape, taken: &Taken, figures: &mut Figures) -> Result<()> {
    let floor = floor::of(text)? as f64;
    let bytes = (taken.passed.up + taken.passed.down) as f64;
    let wait =
        |bytes: f64| bytes * 8.0 / (shape.kbits as f64 * 1000.0) + 3.0 * shape.round_trip as f64 / 1000.0;
    let most = if name == "a day" { 1.25 } else { 1.15 };
    let mut add =
        |what: &str, value, unit| figures.add("sync", format!("{name}, {shape}: {what}"), value, unit);
    add("floor, zstd-19 with dictionary", floor, "bytes");
    add("up", taken.passed.up as f64, "bytes");
    add("down", taken.passed.down as f64, "bytes");
    add("connections", taken.passed.connections as f64, "");
    add("requests", taken.requests.into(), "");
    add("records", taken.records.into(), "");
    add("seconds until all is taken in", taken.seconds, "s");
    add("seconds of the exchanges, until all is here", taken.on_the_way, "s");
    add("seconds of the floor", wait(floor), "s");
    add("seconds that these bytes need", wait(bytes), "s");
    add("processor, both sides", processor_time().as_secs_f64(), "s in all");
    add("memory, both sides, at most", memory() as f64 / (1024.0 * 1024.0), "MiB");
    let ratio = format!("{name}, {shape}: all bytes : floor");
    figures.aim("sync", ratio, bytes / floor, "times", most);
    for (what, seconds) in [("time", taken.on_the_way), ("time with taking in", taken.seconds)] {
        figures.aim(
            "sync",
            format!("{name}, {shape}: {what} : floor's"),
            seconds / wait(floor),
            "times",
            1.15,
        );
    }
    Ok(())
}
