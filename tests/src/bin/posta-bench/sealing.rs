//! What it costs to seal a day's care work: bytes, time of each save, time to open on the other side.

use std::path::Path;

use anyhow::{Context, Result};
use posta_app::view::ConsultationInput;
use posta_domain::synthetic::Synthetic;
use posta_identity::{Authority, Role};

use crate::figure::Figures;
use crate::files::Files;
use crate::machine::own_processor_time;
use crate::opened::{Day, Opened};
use crate::replay;
use crate::sample::{milliseconds, timed};
use crate::work::registration_of;
use crate::world::{DEPARTMENT, Device, World};

const SEED: u64 = 2026;
const CONSULTATIONS: usize = 20;
/// Each consultation is noted as recorded, opened and printed.
const AUDIT: usize = 3 * CONSULTATIONS;
const NOTICES: usize = 5;

pub fn measure(work: &Path, figures: &mut Figures) -> Result<()> {
    let mut world = World::open(work)?;
    let device = world.join("care", Role::Care, true)?;
    let colleague = world.join("colleague", Role::Care, false)?;
    let supervisor = world.join("supervisor", Role::Supervisor, false)?;
    let mut invent = Synthetic::new(SEED);
    let people: Vec<_> = (0..CONSULTATIONS).map(|_| invent.person()).collect();
    let mut ids = Vec::new();
    for person in &people {
        ids.push(device.app.register_person(&registration_of(person))?.id);
    }
    for device in [&device, &colleague, &supervisor] {
        // Twice: what the first brings, the second tells.
        world.exchange(device)?;
        world.exchange(device)?;
    }
    let lines: Vec<_> = people.iter().map(|person| invent.consultation(person)).collect();
    let attend = |turn: usize, person: &String| -> Result<()> {
        let line = lines.get(turn).context("a consultation")?;
        device.app.record_consultation(&ConsultationInput {
            person: person.clone(),
            reason: line.reason.clone(),
            needs: line.needs.clone(),
            note: line.note.clone(),
            restricted: false,
            draft: String::new(),
            ..ConsultationInput::default()
        })?;
        Ok(())
    };
    let attended = each("consultation with its audit record", figures, &ids, attend)?;
    each("page opened with its audit record", figures, &ids, |_, id| Ok(device.app.person(id).map(drop)?))?;
    each("audit record alone (print)", figures, &ids, |_, id| {
        device.app.note_printed(id).map(drop).map_err(Into::into)
    })?;
    let handed = ids.get(..NOTICES).context("people")?;
    each("notice", figures, handed, |_, id| {
        Ok(device.app.hand_over(id, "minor_alone", "Viaja con su hermana menor; vuelve mañana.").map(drop)?)
    })?;

    world.metered();
    let (sent, time) = timed(|| world.exchange(&device));
    let sent = sent?;
    let mut say = |what: &str, value, unit| figures.add("sealing", what, value, unit);
    say("exchange of the day: bytes up", sent.bytes_up.into(), "bytes");
    say("exchange of the day: wire up, with TLS and HTTP", world.metered().0 as f64, "bytes");
    say("exchange of the day: time", milliseconds(time), "ms");
    let (done, time) = timed(|| world.exchange(&colleague));
    done?;
    say("exchange of a colleague, who opens 20 + 5", milliseconds(time), "ms");
    let (done, time) = timed(|| world.exchange(&supervisor));
    done?;
    say("exchange of a supervisor, who opens 60", milliseconds(time), "ms");

    let day = opened(&world, &device)?;
    day.say_bytes(figures);
    let extra = replay::measure(&day, figures)?;
    figures.add("sealing", "share of a consultation's save that is its seals", 100.0 * extra / attended, "%");
    drop((colleague, supervisor));
    world.stop_server()
}

/// Does an act for each; says and returns what the processor worked for one, on average. Milliseconds.
fn each(
    name: &str,
    figures: &mut Figures,
    ids: &[String],
    act: impl Fn(usize, &String) -> Result<()>,
) -> Result<f64> {
    let before = own_processor_time().unwrap_or_default();
    let (done, time) = timed(|| ids.iter().enumerate().try_for_each(|(turn, id)| act(turn, id)));
    done?;
    let worked = own_processor_time().unwrap_or_default().saturating_sub(before);
    let count = ids.len() as f64;
    figures.add("sealing", format!("{name}: processor"), milliseconds(worked) / count, "ms");
    figures.add("sealing", format!("{name}: with the flushes"), milliseconds(time) / count, "ms");
    Ok(milliseconds(worked) / count)
}

/// The day's batches as they left, each with the key that opens it, by the recovery key.
fn opened(world: &World, device: &Device) -> Result<Day> {
    device.app.lock();
    let files = Files::open(&device.home)?;
    let authority = Authority::load(&world.path().join("authority"), DEPARTMENT)?;
    let recovery = authority.recovery().context("the recovery key")?;
    let membership = files.log.membership();
    let care = membership.care_scope(&files.secrets.place).context("the care team")?;
    let mut day = Day::default();
    for (scope, lane, into) in [
        (care, care, &mut day.consultations),
        (membership.audit(), membership.audit().inbox(), &mut day.audit),
        (care, care.inbox(), &mut day.notices),
    ] {
        for hash in files.device.hashes(&lane)? {
            let batch = files.device.batch(&hash)?.context("a batch of the shelf")?;
            let header = batch.decode_header()?;
            let epoch = membership.epoch(scope, header.epoch).context("its epoch")?;
            let key = recovery.open_epoch(membership.id(), scope, epoch).context("its key")?;
            into.push(Opened::of(batch, header, key)?);
        }
    }
    let counts: [usize; 3] =
        [&day.consultations, &day.audit, &day.notices].map(|lane| lane.iter().map(Opened::items).sum());
    anyhow::ensure!(counts == [CONSULTATIONS, AUDIT, NOTICES], "the day is another one: {counts:?}");
    Ok(day)
}
