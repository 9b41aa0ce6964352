#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use common::{Dice, NOON, actor, body_of, one, person, sealed};
use posta_documents::admission::{Outcome, Verdict, admit, admit_all};
use posta_documents::{ActorBytes, Document, RawChange};

const MUTATIONS: usize = 24_000;

/// A document with a conflict, and real changes of every shape that could come to it.
fn world() -> (Vec<u8>, Vec<(RawChange, ActorBytes)>) {
    let (mut document, root) = Document::create(actor(1), &person(), NOON).unwrap();
    let mut other = document.clone();
    let concurrent = other.edit(actor(2), &one("phone", "70000002"), NOON).unwrap().unwrap();
    document.edit(actor(1), &one("phone", "70000001 1"), NOON).unwrap().unwrap();
    let Verdict::Admitted { saved, mut document, .. } =
        admit(Some(&document.save()), &concurrent.bytes, actor(2))
    else {
        panic!("honest")
    };
    let mut changes = vec![(root, actor(1)), (concurrent, actor(2))];
    let stale = other.edit(actor(3), &one("birth", "1991"), NOON).unwrap().unwrap();
    changes.push((stale, actor(3)));
    for (author, fields) in
        [(4, one("phone", "70000003")), (1, person()), (5, one("note", &"nota ".repeat(90)))]
    {
        let mut fields = fields;
        fields.insert("visits".into(), i64::from(author).into());
        let change = document.edit(actor(author), &fields, NOON).unwrap().unwrap();
        changes.push((change, actor(author)));
        document = Document::load(&saved).unwrap();
    }
    (saved, changes)
}

/// Spoils one to four places of a body; most keep a true checksum, or nothing would get past it.
fn mutate(dice: &mut Dice, change: &[u8]) -> Vec<u8> {
    let mut body = body_of(change).to_vec();
    for _ in 0..=dice.roll(4) {
        let at = dice.roll(body.len());
        match dice.roll(6) {
            0 => body[at] ^= 1 << dice.roll(8),
            1 => body[at] = dice.roll(256) as u8,
            2 => body[at] = [0, 1, 0x7f, 0x80, 0xff][dice.roll(5)],
            3 => body.insert(at, dice.roll(256) as u8),
            4 if body.len() > 1 => drop(body.remove(at)),
            _ => {
                let end = (at + 1 + dice.roll(8)).min(body.len());
                let piece = body[at..end].to_vec();
                let to = dice.roll(body.len());
                body.splice(to..to, piece);
            }
        }
    }
    let mut chunk = sealed(if dice.roll(50) == 0 { dice.roll(4) as u8 } else { 1 }, &body);
    if dice.roll(50) == 0 {
        let at = dice.roll(chunk.len());
        chunk[at] ^= 1 << dice.roll(8);
    }
    chunk
}

#[test]
fn no_mutated_change_panics_and_what_is_admitted_loads_again_and_can_be_edited() {
    // Automerge's own panics are caught inside; their messages would fill the log.
    std::panic::set_hook(Box::new(|_| {}));
    let (saved, changes) = world();
    let mut dice = Dice(7);
    let (mut admitted, mut refused) = (0, 0);
    let mut batch = Vec::new();
    for n in 0..MUTATIONS {
        let (change, author) = &changes[n % changes.len()];
        let mutated = mutate(&mut dice, &change.bytes);
        let stored = if n % 7 == 0 { None } else { Some(&saved[..]) };
        match admit(stored, &mutated, *author) {
            Verdict::Admitted { saved, mut document, .. } => {
                admitted += 1;
                let mut loaded = Document::load(&saved).unwrap();
                assert_eq!(loaded.heads(), document.heads());
                assert!(loaded.changes().iter().any(|held| held.bytes == mutated));
                document.edit(actor(8), &one("surname2", "Mamani"), NOON).unwrap().unwrap();
                let again = Document::load(&document.save()).unwrap();
                assert_eq!(again.fields()["surname2"], "Mamani".into());
            }
            Verdict::Refused(_) => refused += 1,
            Verdict::Known | Verdict::Missing(_) => {}
        }
        if stored.is_some() {
            batch.push((mutated, *author));
        }
        if batch.len() == 12 {
            assert_same_as_one_by_one(&saved, &batch);
            batch.clear();
        }
    }
    let _ = std::panic::take_hook();
    assert!(
        admitted > 100,
        "the mutations are too wild to prove anything: {admitted} admitted, {refused} refused"
    );
    assert!(refused > MUTATIONS / 2);
}

fn assert_same_as_one_by_one(saved: &[u8], batch: &[(Vec<u8>, ActorBytes)]) {
    let offered: Vec<_> = batch.iter().map(|(bytes, actor)| (&bytes[..], *actor)).collect();
    let (outcomes, together) = admit_all(Some(saved), &offered);
    let mut held = saved.to_vec();
    for ((bytes, actor), outcome) in batch.iter().zip(outcomes) {
        let alone = match admit(Some(&held), bytes, *actor) {
            Verdict::Admitted { saved, displaced, .. } => {
                held = saved;
                Outcome::Admitted { displaced }
            }
            Verdict::Known => Outcome::Known,
            Verdict::Missing(deps) => Outcome::Missing(deps),
            Verdict::Refused(refusal) => Outcome::Refused(refusal),
        };
        assert_eq!(alone, outcome);
    }
    let together = together.map_or_else(|| saved.to_vec(), |(saved, _)| saved);
    let [a, b] = [together, held].map(|saved| Document::load(&saved).unwrap().heads());
    assert_eq!(a, b);
}
