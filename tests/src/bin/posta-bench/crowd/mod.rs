//! Many devices at once: each has a day's work, sends it, and fetches what the others of its department did.
//!
//! The server is the real program, one process or several nodes over one PostgreSQL; the devices are the library in this
//! process, which takes nothing into documents, so that a machine can play all of them.

mod cluster;
mod day;
mod department;
mod node;
mod outpost;

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use tokio::sync::Barrier;

use crate::figure::Figures;
use crate::machine::processor_time;
use crate::sample::Sample;
use cluster::Cluster;
use department::Department;
pub use node::Node;
use outpost::{Outpost, Taken};

/// What is asked for on the command line.
pub struct Asked {
    pub devices: usize,
    pub departments: usize,
    pub nodes: usize,
    pub postgres: bool,
}

/// What the devices of one department are to have in the end.
struct Aim {
    batches: u64,
    /// All have sent.
    sent: Barrier,
}

pub fn measure(work: &Path, asked: &Asked, figures: &mut Figures) -> Result<()> {
    anyhow::ensure!((1..=9).contains(&asked.departments), "1 to 9 departments");
    anyhow::ensure!(asked.nodes == 1 || asked.postgres, "several nodes need --postgres");
    let folder = tempfile::Builder::new().prefix("posta-crowd-").tempdir_in(work)?;
    let homes = lay_homes_in_memory(folder.path())?;
    let cluster = asked.postgres.then(Cluster::start).transpose()?;
    let (data, authority) = (folder.path().join("server"), folder.path().join("authority"));
    if let Some(cluster) = &cluster {
        sync_server::set_database(&data, &cluster.address())?;
    }
    let codes = (1..=asked.departments).map(|number| department::found(&data, &authority, number));
    let codes: Vec<String> = codes.collect::<Result<_>>()?;
    let nodes: Vec<Node> = (0..asked.nodes).map(|_| Node::serve(&data)).collect::<Result<_>>()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let begun = Instant::now();
    let mut departments = Vec::new();
    let mut first = 0;
    for (turn, code) in codes.iter().enumerate() {
        let count = asked.devices / asked.departments + usize::from(turn < asked.devices % asked.departments);
        let url = &nodes.first().context("a node")?.url;
        let mut department =
            runtime.block_on(Department::people(folder.path(), url, code, (first, count)))?;
        department.work(folder.path())?;
        first += count;
        departments.push(department);
    }
    eprintln!("{first} devices made and their days written in {:.0} s", begun.elapsed().as_secs_f64());
    run(&runtime, &nodes, departments, asked, figures)?;
    drop(homes);
    Ok(())
}

/// All at once.
fn run(
    runtime: &tokio::runtime::Runtime,
    nodes: &[Node],
    departments: Vec<Department>,
    asked: &Asked,
    figures: &mut Figures,
) -> Result<()> {
    let before: Vec<f64> = nodes.iter().map(|node| node.processor_time().as_secs_f64()).collect();
    let quiet = nodes.iter().map(Node::memory).fold(0.0, f64::max);
    let (own, begun) = (processor_time(), Instant::now());
    let mut devices = Vec::new();
    for department in departments {
        let aim =
            Arc::new(Aim { batches: department.written, sent: Barrier::new(department.outposts.len()) });
        for outpost in department.outposts {
            let node = nodes.get(devices.len() % nodes.len().max(1)).context("a node")?;
            devices.push(runtime.spawn(day_of(outpost, node.url.clone(), Arc::clone(&aim))));
        }
    }
    let (mut sum, mut failed, mut times, mut sending) = (Taken::default(), 0.0, Sample::default(), 0.0_f64);
    for device in devices {
        match runtime.block_on(device)? {
            Ok([sent, got]) => {
                sum.up += sent.up + got.up;
                sum.down += sent.down + got.down;
                sum.requests += sent.requests + got.requests;
                sum.retries += sent.retries + got.retries;
                sending = sending.max(sent.seconds);
                times.add(Duration::from_secs_f64(got.seconds));
            }
            Err(error) => {
                eprintln!("a device failed: {error}");
                failed += 1.0;
            }
        }
    }
    let seconds = begun.elapsed().as_secs_f64();
    let of = if asked.postgres { "PostgreSQL" } else { "SQLite" };
    let name = format!("{} devices, {of}, nodes: {}", asked.devices, asked.nodes);
    let mut aim =
        |what: &str, value, unit, aim| figures.aim("crowd", format!("{name}: {what}"), value, unit, aim);
    aim("all done", seconds, "s", 60.0);
    aim("devices that failed", failed, "", 0.0);
    aim("memory at most, of a node", nodes.iter().map(Node::memory).fold(0.0, f64::max), "MiB", 200.0);
    let mut say = |what: &str, value, unit| figures.add("crowd", format!("{name}: {what}"), value, unit);
    say("memory before, of a node", quiet, "MiB");
    say("all days sent", sending, "s");
    say("tried again", sum.retries.into(), "times");
    say("requests", sum.requests as f64, "");
    say("bytes up", sum.up as f64, "bytes");
    say("bytes down", sum.down as f64, "bytes");
    say("fetching the others' days, p50", times.percentile(50.0) / 1000.0, "s");
    for (node, before) in nodes.iter().zip(before) {
        say("processor, of a node", node.processor_time().as_secs_f64() - before, "s");
    }
    say("processor, of all devices", (processor_time() - own).as_secs_f64(), "s");
    Ok(())
}

/// Sends the own day and, when all have, fetches theirs.
async fn day_of(mut outpost: Outpost, url: String, aim: Arc<Aim>) -> Result<[Taken; 2]> {
    let sent = outpost.exchange(&url).await;
    aim.sent.wait().await;
    let sent = sent?;
    anyhow::ensure!(outpost.has_sent()?, "something was not acknowledged");
    let got = outpost.exchange(&url).await?;
    let [registry, _] = outpost.batches()?;
    anyhow::ensure!(registry == aim.batches, "{registry} batches of {}", aim.batches);
    Ok([sent, got])
}

/// The devices' files lie in memory where the system has such a place: in life each has a disk of its own.
fn lay_homes_in_memory(folder: &Path) -> Result<Option<tempfile::TempDir>> {
    let memory = Path::new("/dev/shm");
    if !memory.is_dir() {
        return Ok(None);
    }
    let homes = tempfile::Builder::new().prefix("posta-crowd-").tempdir_in(memory)?;
    std::os::unix::fs::symlink(homes.path(), folder.join("homes"))?;
    Ok(Some(homes))
}

/// Unix seconds.
fn now() -> i64 {
    chrono::Utc::now().timestamp()
}
