//! Taking out of a registry what somebody wrote who was cut off, bringing it back, and erasing one person for good.

use std::path::Path;

use anyhow::{Context, Result};
use posta_domain::import::ImportLine;
use posta_domain::synthetic::Synthetic;
use posta_domain::{DocumentId, Kind};
use posta_identity::{EpochKey, FileKey, Hash32, Role, ScopeId, SessionCertificate};
use posta_protocol::SignedBatch;
use posta_store::{Applied, Incoming, LaneAct, ScopeFile};
use serde_json::json;

use crate::figure::Figures;
use crate::files::Files;
use crate::sample::{Sample, milliseconds, timed};
use crate::work::to_text;
use crate::world::{World, size_of};

/// Batches beyond the cut.
const BATCHES: usize = 100;
/// What the one who is cut off wrote: more than fills them.
const EDITED: usize = 1100;
const REGISTERED: usize = 280;
/// Of the edited people, those whom a colleague edits afterwards.
const EDITED_AFTER: usize = 50;
/// Batches that the application takes in by one transaction.
const GROUP: usize = 64;
const ERASED: usize = 3;
/// So far apart in the import that no batch carries two of them.
const APART: usize = 100;

pub fn measure(work: &Path, people: usize, figures: &mut Figures) -> Result<()> {
    let mut world = World::open(work)?;
    let device = world.join("registrar", Role::Registrar, false)?;
    let lines: Vec<_> = Synthetic::new(4).lines(people).collect();
    let refs = device.app.import(to_text(&lines)?.as_bytes())?.refs;
    let ids: Vec<&String> = lines.iter().filter_map(|line| refs.get(person_of(line)?)).collect();
    world.exchange(&device)?;
    let outcast = world.join("outcast", Role::Registrar, false)?;
    world.exchange(&outcast)?;
    let written = Synthetic::new(5).lines(REGISTERED).collect::<Vec<_>>();
    let mut text = to_text(written.iter().filter(|line| !is_consultation(line)))?;
    text.push_str(&edits(ids.iter().take(EDITED), "611"));
    let report = outcast.app.import(text.as_bytes())?;
    anyhow::ensure!(report.rejected.is_empty(), "a line was rejected");
    world.exchange(&outcast)?;
    world.exchange(&device)?;
    let after = ids.iter().take(EDITED).rev().take(EDITED_AFTER);
    device.app.import(edits(after, "622").as_bytes())?;
    world.exchange(&device)?;
    world.stop_server()?;
    outcast.app.lock();
    device.app.lock();
    let outcast = Files::open(&outcast.home)?.device.device_keys()?.context("a device")?.device;

    let files = Files::open(&device.home)?;
    let registry = files.log.membership().registry();
    let file = files.scope(registry)?;
    let mut all = shelf(&files, registry)?;
    let mut beyond: Vec<_> = all.iter().filter(|(batch, _)| is_by(batch, outcast)).cloned().collect();
    anyhow::ensure!(beyond.len() >= BATCHES, "only {} batches", beyond.len());
    let beyond = beyond.split_off(beyond.len() - BATCHES);
    let hashes: Vec<Hash32> = beyond.iter().map(|(batch, _)| batch.hash()).collect();
    let before = file.digest()?;
    let (excluded, out) = timed(|| file.exclude(&hashes, &files.device, |_| None::<&EpochKey>));
    let excluded = excluded?;
    let (back, time) = timed(|| take_in(&file, &beyond));
    back?;
    anyhow::ensure!(file.digest()? == before, "something did not come back");
    let anew = tempfile::tempdir_in(work)?;
    let fresh = ScopeFile::open(&anew.path().join(format!("{registry}.posta")), &FileKey::random())?;
    all.sort_by_key(|(batch, _)| hashes.contains(&batch.hash()));
    let (whole, whole_time) = timed(|| take_in(&fresh, &all));
    whole?;
    anyhow::ensure!(fresh.digest()? == before, "the rebuild is another registry");
    let mut say =
        |what: &str, value, unit| figures.add("undo", format!("{people} people: {what}"), value, unit);
    say("batches in the registry", all.len() as f64, "");
    say("batches taken out", excluded.batches as f64, "");
    say("changes taken out", excluded.removed as f64, "");
    say("changes of others that wait for them", excluded.waiting as f64, "");
    say("documents made anew", excluded.documents.len() as f64, "");
    say("documents gone", excluded.gone.len() as f64, "");
    say("taken out", milliseconds(out), "ms");
    say("brought back", milliseconds(time), "ms");
    say("whole registry taken in anew", milliseconds(whole_time), "ms");
    say("taken out : whole registry", milliseconds(out) / milliseconds(whole_time), "times");
    drop((fresh, all));
    let victims: Vec<&&String> = ids.iter().skip(EDITED).step_by(APART).take(ERASED).collect();
    erase(&files, &file, registry, &victims, people, figures)
}

/// What an order to erase makes a device do, step by step.
fn erase(
    files: &Files,
    file: &ScopeFile,
    registry: ScopeId,
    victims: &[&&String],
    people: usize,
    figures: &mut Figures,
) -> Result<()> {
    let mut steps: [Sample; 5] = Default::default();
    let (mut bodies, mut others) = (0, 0);
    let session = files.session()?;
    for id in victims {
        let person: DocumentId = id.parse()?;
        let mut documents = vec![(Kind::Person, person)];
        documents.extend(file.enrollments_of(&person)?.into_iter().map(|row| (Kind::Enrollment, row.id)));
        let key = |_: &Hash32| None::<&EpochKey>;
        let (batches, find) = timed(|| file.batches_of(&documents, &files.device, key));
        let batches = batches?;
        let act = LaneAct {
            lane: registry.checkpoint(),
            session: &session,
            membership: files.log.head(),
            at: chrono::Utc::now().timestamp(),
        };
        let (kept, replace) = timed(|| -> Result<usize> {
            let parts = file.replacement(&batches, &documents, &files.device, key)?;
            files.device.append_checkpoint(&act, None, &parts)?;
            Ok(parts.iter().map(|part| part.changes.len()).sum())
        });
        others = kept?;
        let (emptied, shelf) = timed(|| files.device.erase_bodies(&registry, &batches));
        bodies = emptied?;
        let (erased, gone) = timed(|| file.erase(&documents, &batches));
        anyhow::ensure!(erased?.documents == documents.len() as u64, "something was not here");
        anyhow::ensure!(
            file.person(&person)?.is_none() && file.is_erased(&Kind::Person, &person)?,
            "still here"
        );
        let times = [find, replace, shelf, gone, find + replace + shelf + gone];
        steps.iter_mut().zip(times).for_each(|(step, time)| step.add(time));
    }
    let names = [
        "its batches found",
        "their other changes saved in a checkpoint",
        "bodies off the shelf, with VACUUM",
        "documents out of the registry, with VACUUM",
        "all of it",
    ];
    for (name, step) in names.iter().zip(&steps) {
        figures.add("undo", format!("{people} people, one erased: {name}, p50"), step.percentile(50.0), "ms");
    }
    let mut say = |what: &str, value, unit| {
        figures.add("undo", format!("{people} people, one erased: {what}"), value, unit)
    };
    say("bodies emptied", bodies as f64, "");
    say("changes of others saved", others as f64, "");
    let size = std::fs::metadata(files.path(registry))?.len() as f64;
    say("registry file", size / (1024.0 * 1024.0), "MiB");
    let home = files.path(registry).ancestors().nth(2).map(size_of).transpose()?.unwrap_or(0) as f64;
    say("all files of the home", home / (1024.0 * 1024.0), "MiB");
    Ok(())
}

type Certified = (SignedBatch, SessionCertificate);

/// All batches of a registry's main lane with their certificates, in the order of their arrival.
fn shelf(files: &Files, registry: ScopeId) -> Result<Vec<Certified>> {
    let mut all = Vec::new();
    for (_, hash) in files.device.arrivals(&registry, 0)? {
        let batch = files.device.batch(&hash)?.context("a batch of the shelf")?;
        let session = batch.decode_header()?.session;
        all.push((batch, files.device.session(&session)?.context("its session")?));
    }
    Ok(all)
}

fn is_by(batch: &SignedBatch, device: posta_identity::DeviceId) -> bool {
    batch.decode_header().is_ok_and(|header| header.device == device)
}

/// As the application takes batches in.
fn take_in(file: &ScopeFile, batches: &[Certified]) -> Result<Applied> {
    let mut applied = Applied::default();
    for group in batches.chunks(GROUP) {
        let incoming: Vec<Incoming<'_>> = group
            .iter()
            .map(|(batch, certificate)| Incoming { batch, certificate, epoch: None, denied: &[] })
            .collect();
        applied += file.apply_many(&incoming)?;
    }
    Ok(applied)
}

/// Lines that give people a telephone.
fn edits<'a>(ids: impl Iterator<Item = &'a &'a String>, prefix: &str) -> String {
    let line = |(place, id): (usize, &&String)| {
        let edit = json!({ "kind": "edit", "id": id, "set": { "phone": format!("{prefix}{place:05}") } });
        format!("{edit}\n")
    };
    ids.enumerate().map(line).collect()
}

fn is_consultation(line: &ImportLine) -> bool {
    matches!(line, ImportLine::Consultation(_))
}

fn person_of(line: &ImportLine) -> Option<&String> {
    match line {
        ImportLine::Person(person) => Some(&person.reference),
        _ => None,
    }
}
