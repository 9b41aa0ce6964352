//! The day's saves once more, without disk: packing and signing the open batch as it grows, sealed and not; and opening
//! on the other side.

use std::time::Duration;

use anyhow::{Context, Result};
use posta_identity::seal::{aead_open, aead_seal, hpke_open, hpke_seal};
use posta_identity::{EpochKey, Hash32, SealSecret, SigningKey, signing};
use posta_protocol::{BatchHeader, ChangeEntry, InboxRecord, SignedBatch, pack_body, pack_inbox};

use crate::figure::Figures;
use crate::machine::own_processor_time;
use crate::opened::{Content, Day, Opened};

/// The most rounds, where the kernel does not tell.
const ROUNDS: u32 = 200_000;
const LONG_ENOUGH: Duration = Duration::from_millis(500);
const LENGTHS: [usize; 2] = [512, 4096];

/// Returns what sealing adds to the save of a consultation with its audit record. Milliseconds.
pub fn measure(day: &Day, figures: &mut Figures) -> Result<f64> {
    let session = signing::random_key();
    let public = signing::public_of(&session);
    let mut extra = 0.0;
    let lanes = [
        ("a consultation, AEAD", &day.consultations),
        ("an audit record, HPKE", &day.audit),
        ("a notice, HPKE", &day.notices),
    ];
    for (name, batches) in lanes {
        let saves = batches.iter().map(Opened::items).sum::<usize>() as f64;
        let sealed = worked(|| batches.iter().try_for_each(|batch| saves_of(batch, &session, true)))?;
        let plain = worked(|| batches.iter().try_for_each(|batch| saves_of(batch, &session, false)))?;
        let (sealed, plain) = (sealed / saves, plain / saves);
        let mut say = |what: &str, value, unit| {
            figures.add("sealing", format!("pack and sign, {name}: {what}"), value, unit)
        };
        say("sealed", sealed, "ms");
        say("unsealed", plain, "ms");
        say("sealed : unsealed", sealed / plain, "times");
        // A consultation is saved with one audit record; notices come last and do not count.
        if !name.contains("notice") {
            extra += sealed - plain;
        }
    }
    let sealed: Vec<SignedBatch> = day
        .batches()
        .map(|batch| SignedBatch::sign(&of(batch, &public, true), batch.batch.body.clone(), &session))
        .collect();
    let plain = day.batches().map(|batch| {
        let body = pack_body(&as_changes(&batch.content), None)?;
        Ok(SignedBatch::sign(&of(batch, &public, false), body, &session))
    });
    let plain: Vec<SignedBatch> = plain.collect::<Result<_>>()?;
    let verify = worked(|| sealed.iter().try_for_each(|batch| Ok(batch.verify(&public).map(|_| ())?)))?;
    // The signed header of the day names its own session, so what was sent is opened, not what was signed here.
    let open = worked(|| day.batches().try_for_each(open_sealed))?;
    let open_plain = worked(|| plain.iter().try_for_each(|batch| Ok(batch.open(None).map(|_| ())?)))?;
    let mut say =
        |what: &str, value, unit| figures.add("sealing", format!("other side, the day: {what}"), value, unit);
    say("signatures verified", verify, "ms");
    say("opened, sealed", open, "ms");
    say("opened, unsealed", open_plain, "ms");
    say("verified and opened, sealed : unsealed", (verify + open) / (verify + open_plain), "times");
    for length in LENGTHS {
        primitives(length, figures)?;
    }
    Ok(extra)
}

/// Every state of the open batch, as each save packs and signs it.
fn saves_of(batch: &Opened, session: &SigningKey, is_sealed: bool) -> Result<()> {
    let header = of(batch, &signing::public_of(session), is_sealed);
    let inbox_public = batch.key.inbox().public();
    for count in 1..=batch.items() {
        let body = match (&batch.content, is_sealed) {
            (Content::Changes(changes), true) => {
                pack_body(first(changes, count)?, Some((&batch.key, &header.aad())))?
            }
            (Content::Records(records), true) => {
                pack_inbox(first(records, count)?, &inbox_public, &header.aad())?
            }
            (Content::Changes(changes), false) => pack_body(first(changes, count)?, None)?,
            (Content::Records(records), false) => {
                pack_body(&records_as_changes(first(records, count)?), None)?
            }
        };
        SignedBatch::sign(&header, body, session);
    }
    Ok(())
}

fn first<T>(all: &[T], count: usize) -> Result<&[T]> {
    all.get(..count).context("so many items")
}

/// The header of a batch, for another session, sealed as it was or not at all.
fn of(batch: &Opened, session: &[u8; 32], is_sealed: bool) -> BatchHeader {
    let mut header = batch.header.clone();
    header.session = posta_identity::Actor::of(session);
    if !is_sealed {
        (header.epoch, header.seal) = (Hash32::ZERO, posta_protocol::Seal::Epoch);
    }
    header
}

/// Records travel unsealed as what carries changes does: there is no other plain body.
fn as_changes(content: &Content) -> Vec<ChangeEntry> {
    match content {
        Content::Changes(changes) => changes.clone(),
        Content::Records(records) => records_as_changes(records),
    }
}

fn records_as_changes(records: &[InboxRecord]) -> Vec<ChangeEntry> {
    let change = |record: &InboxRecord| ChangeEntry {
        kind: record.kind.clone(),
        document: [0; 16],
        bytes: record.bytes.clone(),
    };
    records.iter().map(change).collect()
}

fn open_sealed(batch: &Opened) -> Result<()> {
    let count = match &batch.content {
        Content::Changes(_) => batch.batch.open(Some(&batch.key))?.len(),
        Content::Records(_) => batch.batch.open_inbox(&batch.key.inbox())?.len(),
    };
    anyhow::ensure!(count == batch.items(), "something else is in it");
    Ok(())
}

/// One key and one length: to the epoch's key, and to the public half of an inbox.
fn primitives(length: usize, figures: &mut Figures) -> Result<()> {
    let (key, secret, plain) = (EpochKey::random(), SealSecret::random(), vec![0x5a; length]);
    let public = secret.public();
    let aead = aead_seal(&key.key, b"bound", &plain)?;
    let hpke = hpke_seal(&public, b"bench", b"bound", &plain)?;
    let mut say =
        |what: &str, value, unit| figures.add("sealing", format!("{length} bytes: {what}"), value, unit);
    say("AEAD adds", (aead.len() - length) as f64, "bytes");
    say("HPKE adds", (hpke.len() - length) as f64, "bytes");
    let us = |milliseconds: f64| milliseconds * 1000.0;
    let seal_aead = us(worked(|| Ok(aead_seal(&key.key, b"bound", &plain).map(|_| ())?))?);
    let seal_hpke = us(worked(|| Ok(hpke_seal(&public, b"bench", b"bound", &plain).map(|_| ())?))?);
    let open_aead = us(worked(|| Ok(aead_open(&key.key, b"bound", &aead).map(|_| ())?))?);
    let open_hpke = us(worked(|| Ok(hpke_open(&secret, b"bench", b"bound", &hpke).map(|_| ())?))?);
    say("sealed by AEAD", seal_aead, "us");
    say("sealed by HPKE", seal_hpke, "us");
    say("opened by AEAD", open_aead, "us");
    say("opened by HPKE", open_hpke, "us");
    say("sealed, HPKE : AEAD", seal_hpke / seal_aead, "times");
    Ok(())
}

/// What the processor works for an act once, of as many as it takes to see it. Milliseconds.
fn worked(act: impl Fn() -> Result<()>) -> Result<f64> {
    act()?;
    let before = own_processor_time().unwrap_or_default();
    let mut rounds = 0_u32;
    loop {
        act()?;
        rounds += 1;
        // The kernel counts in steps of some milliseconds.
        let worked = own_processor_time().unwrap_or_default().saturating_sub(before);
        if worked >= LONG_ENOUGH || rounds >= ROUNDS {
            return Ok(worked.as_secs_f64() * 1000.0 / f64::from(rounds));
        }
    }
}
