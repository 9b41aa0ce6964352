//! From an act to its commit, with flushes of the same disk measured in turn.

use std::path::Path;

use anyhow::Result;
use posta_app::view::{ConsultationInput, FieldEdit};
use posta_domain::synthetic::Synthetic;
use posta_identity::Role;

use crate::disk::Disk;
use crate::figure::Figures;
use crate::machine::own_processor_time;
use crate::sample::{Sample, timed};
use crate::work::{registration_of, to_text};
use crate::world::{Device, World};

/// Acts before the first that counts.
const WARM_UP: usize = 20;
/// Milliseconds that a save may take beyond the flush, at the 99th percentile.
const AIM: f64 = 20.0;

pub fn measure(work: &Path, saves: usize, filled: usize, figures: &mut Figures) -> Result<()> {
    for people in [0, filled] {
        let mut world = World::open(work)?;
        let device = world.join("care", Role::Care, false)?;
        if people > 0 {
            let lines: Vec<_> = Synthetic::new(1).lines(people).collect();
            device.app.import(to_text(&lines)?.as_bytes())?;
            world.exchange(&device)?;
        }
        // What the server still merges must not share the disk with what is measured.
        world.stop_server()?;
        three_acts(&device, world.path(), saves, people, figures)?;
    }
    Ok(())
}

fn three_acts(
    device: &Device,
    folder: &Path,
    saves: usize,
    people: usize,
    figures: &mut Figures,
) -> Result<()> {
    let mut invent = Synthetic::new(2);
    let mut ids = Vec::new();
    let person = |_| {
        let input = registration_of(&invent.person());
        let (saved, time) = timed(|| device.app.register_person(&input));
        ids.push(saved?.id);
        Ok(time)
    };
    many("register a person with enrollment", folder, saves, people, figures, person)?;
    let mut invent = Synthetic::new(3);
    let somebody = invent.person();
    let consultation = |turn: usize| {
        let line = invent.consultation(&somebody);
        let input = ConsultationInput {
            person: chosen(&ids, turn),
            reason: line.reason,
            needs: line.needs,
            note: line.note,
            restricted: false,
            draft: String::new(),
            ..ConsultationInput::default()
        };
        let (saved, time) = timed(|| device.app.record_consultation(&input));
        saved?;
        Ok(time)
    };
    many("record a consultation", folder, saves, people, figures, consultation)?;
    let edit = |turn: usize| {
        let edits = [FieldEdit { field: "phone".into(), value: format!("600{:05}", turn + 10_000) }];
        let id = chosen(&ids, turn);
        let (saved, time) = timed(|| device.app.edit_person(&id, &edits));
        saved?;
        Ok(time)
    };
    many("edit a person", folder, saves, people, figures, edit)
}

fn chosen(ids: &[String], turn: usize) -> String {
    ids.get(turn % ids.len().max(1)).cloned().unwrap_or_default()
}

fn many(
    name: &str,
    folder: &Path,
    saves: usize,
    people: usize,
    figures: &mut Figures,
    mut act: impl FnMut(usize) -> Result<std::time::Duration>,
) -> Result<()> {
    let mut disk = Disk::open(folder)?;
    let (mut acts, mut flushes, mut processor) = (Sample::default(), Sample::default(), Sample::default());
    for turn in 0..WARM_UP + saves {
        let before = own_processor_time().unwrap_or_default();
        let act = act(turn)?;
        let worked = own_processor_time().unwrap_or_default().saturating_sub(before);
        let flush = disk.flush()?;
        if turn >= WARM_UP {
            acts.add(act);
            flushes.add(flush);
            processor.add(worked);
        }
    }
    let mut say =
        |what: &str, value| figures.add("save", format!("{people} people, {name}: {what}"), value, "ms");
    say("p50", acts.percentile(50.0));
    say("p99", acts.percentile(99.0));
    say("processor p50", processor.percentile(50.0));
    say("processor p99", processor.percentile(99.0));
    say("flush of 8 KiB p50", flushes.percentile(50.0));
    say("flush of 8 KiB p99", flushes.percentile(99.0));
    say("p50 minus flush p50", acts.percentile(50.0) - flushes.percentile(50.0));
    let beyond = acts.percentile(99.0) - flushes.percentile(99.0);
    figures.aim("save", format!("{people} people, {name}: p99 minus flush p99"), beyond, "ms", AIM);
    Ok(())
}
