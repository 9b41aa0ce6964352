//! Makes the dictionary of the wire: the words of the fields, and a zstd dictionary of rows. Of invented people only: a
//! dictionary of real ones would carry their names into every copy of the program.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};
use posta_domain::synthetic::Synthetic;
use posta_identity::{Authority, EpochKey, Role};
use posta_protocol::{SignedBatch, sample};

use crate::care;
use crate::files::Files;
use crate::work::{Hands, registration_of};
use crate::world::{DEPARTMENT, World};

/// Days of which it is made; their seeds begin here, and no measure uses them.
const DAYS: u64 = 70;
const FIRST_SEED: u64 = 70_001;
/// Changes that are a sample together.
const TOGETHER: usize = 24;
const WORDS: usize = 4000;
const BYTES: usize = 64 * 1024;

pub fn make(work: &Path, folder: &Path) -> Result<()> {
    let mut world = World::open(work)?;
    let device = world.join("care", Role::Care, false)?;
    let mut attended = 0_usize;
    for day in 0..DAYS {
        let lines = Synthetic::new(FIRST_SEED + day).day_of_work(30, 10, 15);
        let mut hands = Hands::at(&device.app);
        lines.iter().try_for_each(|line| hands.act(line))?;
        let mut invent = Synthetic::new(FIRST_SEED + DAYS + day);
        for turn in 0..4 {
            let person = invent.person();
            let id = device.app.register_person(&registration_of(&person))?.id;
            let line = invent.consultation(&person);
            let turn = (usize::try_from(day)? * 4 + turn) % 20;
            // Now and then what was invented does not go together.
            let form = care::form(turn, &id, line.reason, line.needs, line.note);
            attended += usize::from(device.app.record_consultation(&form).is_ok());
        }
    }
    world.exchange(&device)?;
    device.app.lock();
    let batches = batches(&world, &Files::open(&device.home)?)?;
    let mut counts = BTreeMap::<String, usize>::new();
    for (batch, key) in &batches {
        for name in sample(batch, key.as_ref(), &[], TOGETHER)?.0 {
            *counts.entry(name).or_default() += 1;
        }
    }
    let mut words: Vec<(usize, String)> = counts.into_iter().map(|(word, count)| (count, word)).collect();
    words.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let words: Vec<String> = words.into_iter().take(WORDS).map(|(_, word)| word).collect();
    let mut samples = Vec::new();
    for (batch, key) in &batches {
        samples.extend(sample(batch, key.as_ref(), &words, TOGETHER)?.1);
    }
    let dictionary = zstd::dict::from_samples(&samples, BYTES)?;
    std::fs::create_dir_all(folder)?;
    std::fs::write(folder.join("words.txt"), words.join("\n") + "\n")?;
    std::fs::write(folder.join("rows.zstd-dictionary"), &dictionary)?;
    println!(
        "{attended} attended, {} words, {} samples, {} bytes",
        words.len(),
        samples.len(),
        dictionary.len()
    );
    drop(device);
    world.stop_server()
}

/// What the device wrote in its registry and for its team, with the keys that open it.
fn batches(world: &World, files: &Files) -> Result<Vec<(SignedBatch, Option<EpochKey>)>> {
    let authority = Authority::load(&world.path().join("authority"), DEPARTMENT)?;
    let recovery = authority.recovery().context("the recovery key")?;
    let membership = files.log.membership();
    let care = membership.care_scope(&files.secrets.place).context("the care team")?;
    let mut batches = Vec::new();
    for scope in [membership.registry(), care] {
        for hash in files.device.hashes(&scope)? {
            let batch = files.device.batch(&hash)?.context("a batch of the shelf")?;
            let header = batch.decode_header()?;
            let key = match header.is_sealed() {
                true => {
                    let epoch = membership.epoch(scope, header.epoch).context("its epoch")?;
                    Some(recovery.open_epoch(membership.id(), scope, epoch).context("its key")?)
                }
                false => None,
            };
            batches.push((batch, key));
        }
    }
    Ok(batches)
}
