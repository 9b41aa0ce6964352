//! kill -9 of the server, and of devices, while several exchange: what a receipt said is there, each time.

use std::path::Path;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};
use posta_tests::people::newcomer;
use posta_tests::world::{ANA, CARMEN, Invited, LUIS, ROSA};
use posta_tests::{Device, OpenHome, Programs, Random, World, copy_folder};
use rusqlite::{Connection, OpenFlags};

use crate::figure::Figures;

const SEED: u64 = 7;
const WHO: [(&str, Invited); 4] = [("pisiga", CARMEN), ("sabaya", ROSA), ("frontera", ANA), ("tambo", LUIS)];
/// One kill of so many is of a device that exchanges by the program `posta`; the others are of the server.
const DEVICE_OF: usize = 4;
/// A kill comes within so long of the beginning of the exchanges. Milliseconds.
const WITHIN: usize = 800;
/// Exchanges of each until all is quiet in the end.
const ROUNDS: usize = 3;

/// What the rounds came to.
#[derive(Default)]
struct Seen {
    server: u32,
    device: u32,
    /// Kills of the server after which an exchange said that it was cut.
    within: u32,
    /// Kills of a device's process before it had ended by itself.
    alive: u32,
    saved: Vec<String>,
    /// Tips of receipts that were looked up in the server's database, and those that were not there.
    acknowledged: u64,
    lost: u64,
}

pub fn measure(times: usize, figures: &mut Figures) -> Result<()> {
    let mut world = World::with_program(true);
    let devices: Vec<Device> = WHO.iter().map(|(name, who)| world.device(name, *who)).collect();
    let (mut random, mut seen) = (Random::new(SEED), Seen::default());
    for turn in 0..times {
        for device in &devices {
            for _ in 0..=random.below(3) {
                seen.saved.push(device.register(&newcomer(seen.saved.len())));
            }
        }
        let wait = Duration::from_millis(random.below(WITHIN) as u64);
        if turn % DEVICE_OF == DEVICE_OF - 1 {
            kill_device(&devices, turn / DEVICE_OF % WHO.len(), wait, &mut seen)?;
        } else {
            kill_server(&mut world, &devices, wait, &mut seen)?;
        }
    }
    for _ in 0..ROUNDS {
        devices.iter().for_each(|device| drop(device.sync()));
    }
    // Panics when a device or the server holds something else than the others.
    world.assert_same(&devices.iter().collect::<Vec<_>>());
    let missing = |device: &Device| seen.saved.iter().filter(|id| !device.holds(id)).count();
    let missing: usize = devices.iter().map(missing).sum();
    let mut say = |what: &str, value| figures.add("kills", what, value, "");
    say("kills of the server", seen.server.into());
    say("of them while something was exchanged", seen.within.into());
    say("kills of a device's process", seen.device.into());
    say("of them before it had ended", seen.alive.into());
    say("people registered", seen.saved.len() as f64);
    say("tips of receipts looked up in the server's database", seen.acknowledged as f64);
    figures.aim("kills", "of them lost", seen.lost as f64, "", 0.0);
    figures.aim("kills", "people missing on a device in the end", missing as f64, "", 0.0);
    Ok(())
}

/// All exchange at once; the server is killed, looked into, and started again.
fn kill_server(world: &mut World, devices: &[Device], wait: Duration, seen: &mut Seen) -> Result<()> {
    let mut looked = Ok((0, 0));
    let copy = world.path().join("copy");
    let cut = thread::scope(|scope| {
        let exchanges: Vec<_> = devices.iter().map(|device| scope.spawn(|| device.try_sync())).collect();
        thread::sleep(wait);
        let mut ended = Vec::new();
        world.while_stopped(|data| {
            ended = exchanges.into_iter().map(|exchange| exchange.join().map(|done| done.is_ok())).collect();
            copy_folder(data, &copy);
            looked = look_up(devices, &copy);
        });
        ended.into_iter().any(|went| !went.unwrap_or(false))
    });
    let (acknowledged, lost) = looked?;
    seen.server += 1;
    seen.within += u32::from(cut);
    seen.acknowledged += acknowledged;
    seen.lost += lost;
    Ok(())
}

/// One exchanges by the program and is killed, while the others go on.
fn kill_device(devices: &[Device], which: usize, wait: Duration, seen: &mut Seen) -> Result<()> {
    let (device, (_, who)) = (devices.get(which).context("a device")?, WHO.get(which).context("a user")?);
    device.app.lock();
    thread::scope(|scope| {
        let others = devices.iter().enumerate().filter(|(place, _)| *place != which);
        let others: Vec<_> = others.map(|(_, device)| scope.spawn(|| device.try_sync())).collect();
        let mut child = Programs::find().start_posta(device.home(), who.name, &["sync"]);
        // It unlocks first.
        thread::sleep(wait + Duration::from_millis(WITHIN as u64));
        seen.alive += u32::from(child.try_wait()?.is_none());
        child.kill()?;
        child.wait()?;
        for other in others {
            anyhow::ensure!(other.join().is_ok_and(|done| done.is_ok()), "another device's exchange failed");
        }
        Ok(())
    })?;
    seen.device += 1;
    device.unlock(who.name);
    device.assert_sound();
    Ok(())
}

/// By their receipts, what the server has of each feed: how many ends, and how many of them a copy of its database lacks.
fn look_up(devices: &[Device], data: &Path) -> Result<(u64, u64)> {
    let server = Connection::open_with_flags(data.join("server.sqlite"), OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    let mut known =
        server.prepare("SELECT count(*) FROM batch WHERE feed = ?1 AND substr(hash, 1, 16) = ?2")?;
    let (mut acknowledged, mut lost) = (0, 0);
    for (device, (_, who)) in devices.iter().zip(WHO) {
        let device = OpenHome::unlock(device.home(), who.name).device();
        for scope in device.scopes()? {
            let Some((told, _)) = device.receipt(&scope)? else { continue };
            for (feed, tip) in told.0.iter().flat_map(|(feed, tips)| tips.iter().map(move |tip| (feed, tip)))
            {
                let count: i64 = known.query_row((feed.as_bytes(), &tip.hash), |row| row.get(0))?;
                acknowledged += 1;
                lost += u64::from(count == 0);
            }
        }
    }
    Ok((acknowledged, lost))
}
