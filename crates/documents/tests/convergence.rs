#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::{Dice, NOON, actor, fields, one, person};
use posta_documents::admission::{Outcome, Refusal, Verdict, admit, admit_all, precheck};
use posta_documents::{ActorBytes, ChangeHash, Document, RawChange};
use proptest::prelude::*;

type Offered = (RawChange, ActorBytes);

const KEYS: [&str; 4] = ["phone", "birth", "residence", "tomorrow/x"];

/// What several devices, some with a copied session, make of one record. Sessions 7 and 8 are copied: their
/// devices number their changes alike.
fn history(seed: u64, steps: usize) -> Vec<Offered> {
    let mut dice = Dice(seed);
    let (document, root) = Document::create(actor(1), &person(), NOON).unwrap();
    let (_, rival) = Document::create(actor(2), &one("phone", "rival"), NOON).unwrap();
    let mut changes = vec![(root, actor(1)), (rival, actor(2))];
    let mut devices = vec![document; 5];
    let sessions = [3, 4, 7, 7, 8];
    for step in 0..steps {
        let device = dice.roll(devices.len());
        match dice.roll(3) {
            0 => {
                let from = dice.roll(devices.len());
                exchange(&mut devices, from, device);
            }
            _ => {
                let session = if dice.roll(6) == 0 { 8 } else { sessions[device] };
                let mut put = one(KEYS[dice.roll(KEYS.len())], &format!("{step}"));
                if dice.roll(2) == 0 {
                    put.extend(fields([("visits", (step as i64).into())]));
                }
                let change = devices[device].edit(actor(session), &put, NOON + step as i64).unwrap().unwrap();
                changes.push((change, actor(session)));
            }
        }
    }
    changes
}

fn exchange(devices: &mut [Document], from: usize, to: usize) {
    let changes = devices[from].changes();
    let mut held = devices[to].save();
    for change in changes {
        let author = precheck(&change.bytes).unwrap().actor;
        if let Verdict::Admitted { saved, .. } = admit(Some(&held), &change.bytes, author) {
            held = saved;
        }
    }
    devices[to] = Document::load(&held).unwrap();
}

/// A replica as the store and the server keep one: the document, and what waits or is quarantined.
#[derive(Default)]
struct Replica {
    saved: Option<Vec<u8>>,
    waiting: BTreeMap<ChangeHash, Offered>,
    refused: BTreeMap<ChangeHash, (Offered, Refusal)>,
}

impl Replica {
    fn receive(&mut self, batch: &[Offered]) {
        let mut open = batch.to_vec();
        while !open.is_empty() {
            let offered: Vec<_> = open.iter().map(|(change, actor)| (&change.bytes[..], *actor)).collect();
            let (outcomes, held) = admit_all(self.saved.as_deref(), &offered);
            let (mut grew, mut displacements) = (false, Vec::new());
            for (change, outcome) in open.drain(..).zip(outcomes) {
                match outcome {
                    Outcome::Known => {}
                    Outcome::Admitted { displaced } => {
                        grew = true;
                        displacements.extend(displaced);
                    }
                    Outcome::Missing(_) => drop(self.waiting.insert(change.0.hash, change)),
                    Outcome::Refused(refusal) => drop(self.refused.insert(change.0.hash, (change, refusal))),
                }
            }
            if let Some((saved, document)) = held {
                assert_eq!(Document::load(&saved).unwrap().heads(), document.heads());
                self.saved = Some(saved);
            }
            if grew {
                open.extend(std::mem::take(&mut self.waiting).into_values());
            }
            if !displacements.is_empty() {
                let again =
                    self.refused.values().filter(|(_, refusal)| *refusal == Refusal::DuplicateSequence);
                open.extend(again.map(|(change, _)| change.clone()));
                self.refused.retain(|_, (_, refusal)| *refusal != Refusal::DuplicateSequence);
                open.extend(displacements.into_iter().map(|change| {
                    let author = precheck(&change.bytes).unwrap().actor;
                    (change, author)
                }));
            }
        }
    }

    fn document(&self) -> Document {
        Document::load(self.saved.as_ref().unwrap()).unwrap()
    }

    fn kept_out(&self) -> (BTreeSet<ChangeHash>, BTreeSet<ChangeHash>) {
        (self.refused.keys().copied().collect(), self.waiting.keys().copied().collect())
    }
}

fn shuffled(changes: &[Offered], seed: u64) -> Vec<Offered> {
    let mut dice = Dice(seed);
    let mut changes = changes.to_vec();
    for last in (1..changes.len()).rev() {
        changes.swap(last, dice.roll(last + 1));
    }
    changes
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_order_of_delivery_ends_with_the_same_heads_and_the_same_refused(
        seed in any::<u64>(),
        order in any::<u64>(),
        steps in 1_usize..24,
    ) {
        let changes = history(seed, steps);
        let mut straight = Replica::default();
        straight.receive(&changes);
        let mut ends = Vec::new();
        for round in 0..3 {
            let mut replica = Replica::default();
            let delivery = shuffled(&changes, order.wrapping_add(round));
            // One by one, in pairs, all at once; and everything twice.
            let size = [1, 2, changes.len()][round as usize];
            delivery.chunks(size).for_each(|batch| replica.receive(batch));
            delivery.chunks(size).for_each(|batch| replica.receive(batch));
            ends.push(replica);
        }
        for replica in ends {
            prop_assert_eq!(replica.document().heads(), straight.document().heads());
            prop_assert_eq!(replica.document().fields(), straight.document().fields());
            prop_assert_eq!(replica.document().conflicts(), straight.document().conflicts());
            prop_assert_eq!(replica.document().changes(), straight.document().changes());
            prop_assert_eq!(replica.document().history(), straight.document().history());
            prop_assert_eq!(replica.kept_out(), straight.kept_out());
        }
    }
}

#[test]
fn honest_changes_are_all_admitted_in_any_order() {
    for seed in 0..20 {
        let (document, root) = Document::create(actor(1), &person(), NOON).unwrap();
        let mut devices = vec![document; 4];
        let mut changes = vec![(root, actor(1))];
        let mut dice = Dice(seed);
        for step in 0..20_u8 {
            let device = dice.roll(4);
            if dice.roll(3) == 0 {
                exchange(&mut devices, dice.roll(4), device);
            } else {
                let session = 10 + device as u8;
                let put = one(KEYS[dice.roll(KEYS.len())], &step.to_string());
                let change = devices[device].edit(actor(session), &put, NOON).unwrap().unwrap();
                changes.push((change, actor(session)));
            }
        }
        let mut replica = Replica::default();
        shuffled(&changes, seed).chunks(3).for_each(|batch| replica.receive(batch));
        assert_eq!(replica.kept_out(), Default::default());
        assert_eq!(replica.document().changes().len(), changes.len());
    }
}
