//! Many devices at once: each has a day's work, sends it and fetches what the others of its department did, what is there by
//! then in the same exchange, the rest in a second one when all have sent.
//!
//! The server is the real program, one process or several nodes over one PostgreSQL; the devices are the library in this
//! process, which takes nothing into documents, so that a machine can play all of them. What they pack before they send and
//! unpack after they have received is told apart: in life each does that on a processor of its own.

mod cluster;
mod day;
mod department;
mod gate;
mod node;
mod outpost;
mod tally;
mod way;

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context, Result};

use crate::figure::Figures;
use crate::machine::processor_time;
use cluster::Cluster;
use department::Department;
use gate::Gate;
pub use node::Node;
use outpost::Outpost;
use tally::{Leg, Tally};
use way::Halts;

/// What is asked for on the command line.
pub struct Asked {
    pub devices: usize,
    pub departments: usize,
    pub nodes: usize,
    pub postgres: bool,
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
    let count = departments.iter().map(|department| department.outposts.len()).sum();
    let gates = [(); 2].map(|()| [(); 2].map(|()| Gate::expect(count)));
    let mut devices = Vec::new();
    for department in departments {
        for outpost in department.outposts {
            let node = nodes.get(devices.len() % nodes.len().max(1)).context("a node")?;
            let halts = gates.each_ref().map(|gates| Arc::new(Halts::at(gates.each_ref().map(Gate::turn))));
            devices.push(runtime.spawn(day_of(outpost, node.url.clone(), department.written, halts)));
        }
    }
    let mut tally = Tally::default();
    for device in devices {
        match runtime.block_on(device)? {
            Ok(legs) => tally.add(&legs),
            Err(error) => tally.fail(&error),
        }
    }
    let whole = begun.elapsed().as_secs_f64();
    let of = if asked.postgres { "PostgreSQL" } else { "SQLite" };
    let name = format!("{} devices, {of}, nodes: {}", asked.devices, asked.nodes);
    tally.tell(&name, figures)?;
    let memory = nodes.iter().map(Node::memory).fold(0.0, f64::max);
    figures.aim("crowd", format!("{name}: memory at most, of a node"), memory, "MiB", 200.0);
    let mut say = |what: &str, value, unit| figures.add("crowd", format!("{name}: {what}"), value, unit);
    say("memory before, of a node", quiet, "MiB");
    for (node, before) in nodes.iter().zip(before) {
        say("processor, of a node", node.processor_time().as_secs_f64() - before, "s");
    }
    say("processor, of all devices, packing and unpacking too", (processor_time() - own).as_secs_f64(), "s");
    say("all on these processors, packing and unpacking too", whole, "s");
    Ok(())
}

/// Sends the own day, takes what of the others' is there by then and, when all have, fetches the rest.
async fn day_of(mut outpost: Outpost, url: String, batches: u64, halts: [Arc<Halts>; 2]) -> Result<[Leg; 2]> {
    let sent = outpost.exchange(&url, &halts[0]).await?;
    anyhow::ensure!(outpost.has_sent()?, "something was not acknowledged");
    let got = outpost.exchange(&url, &halts[1]).await?;
    let [registry, _] = outpost.batches()?;
    anyhow::ensure!(registry == batches, "{registry} batches of {batches}");
    Ok([Leg::of(sent, &halts[0])?, Leg::of(got, &halts[1])?])
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
