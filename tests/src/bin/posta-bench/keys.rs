//! What it takes, in time and memory, to come from a password, a code or a PIN to a key.

use std::path::Path;

use anyhow::Result;
use posta_domain::synthetic::Synthetic;
use posta_identity::{KdfCost, Role};

use crate::alone::{Alone, ask};
use crate::figure::Figures;
use crate::work::to_text;
use crate::world::World;

/// People in the home that is unlocked.
const PEOPLE: usize = 1000;

pub fn measure(work: &Path, figures: &mut Figures) -> Result<()> {
    let mut world = World::open(work)?;
    let text = to_text(&Synthetic::new(4).lines(PEOPLE).collect::<Vec<_>>())?;
    let mut homes = Vec::new();
    for (name, cost) in [("standard", KdfCost::STANDARD), ("floor", KdfCost::FLOOR)] {
        let device = world.join_at(name, Role::Care, false, cost)?;
        device.app.import(text.as_bytes())?;
        world.exchange(&device)?;
        device.app.lock();
        homes.push(device.home);
    }
    world.stop_server()?;
    let [standard, floor] = homes.as_slice() else { anyhow::bail!("a home is missing") };
    let mut say = |name: &str, task: &str, home: &Path| -> Result<Alone> {
        let alone = ask(task, home)?;
        figures.add("keys", format!("{name}: p50"), alone.median(task), "ms");
        figures.add("keys", format!("{name}: memory at most"), alone.most, "MiB");
        figures.add("keys", format!("{name}: of it taken by that"), alone.taken(), "MiB");
        Ok(alone)
    };
    let code = say("code to keys, STANDARD (128 MiB, 3 passes)", "code", standard)?;
    let code_floor = say("code to keys, FLOOR (64 MiB, 3 passes)", "code-floor", floor)?;
    let keyring = say("keyring unlocked, STANDARD", "keyring", standard)?;
    let keyring_floor = say("keyring unlocked, FLOOR", "keyring", floor)?;
    let unlock = say("whole unlock, 1,000 people, STANDARD", "unlock", standard)?;
    say("whole unlock, 1,000 people, FLOOR", "unlock-floor", floor)?;
    let pin = say("PIN checked (16 MiB, 2 passes)", "pin", standard)?;
    say("words of a recovery challenge (16 MiB, 2 passes)", "words", standard)?;
    let (code, code_floor) = (code.median("code"), code_floor.median("code-floor"));
    let password = keyring.median("keyring");
    let mut ratio = |name: &str, value: f64| figures.add("keys", name, value, "times");
    ratio("STANDARD : FLOOR, code", code / code_floor);
    ratio("STANDARD : FLOOR, keyring", password / keyring_floor.median("keyring"));
    ratio("password : PIN", password / pin.median("pin"));
    figures.add(
        "keys",
        "share of the whole unlock that is the password",
        100.0 * password / unlock.median("unlock"),
        "%",
    );
    figures.add("keys", "passwords that one core tries in an hour", 3_600_000.0 / password, "");
    Ok(())
}
