//! Changes from outside on their way into documents.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use posta_documents::admission::{Limits, Outcome, Refusal, Verdict, admit, admit_all, precheck};
use posta_documents::{ActorBytes, ChangeHash, Document};
use posta_domain::{Enrollment, Fields, Pack, Person};
use sha2::{Digest, Sha256};

use crate::cut::{Cut, piece};

const MAGIC: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];
const NOON: i64 = 1_795_262_400;
/// Changes in one history: each costs a document.
const MOST: usize = 10;

/// The bytes are a chunk, and the inside of a chunk that is given its header and checksum.
pub(crate) fn change(bytes: &[u8]) {
    for chunk in [bytes.to_vec(), sealed(bytes)] {
        let checked = precheck(&chunk);
        let actor = checked.as_ref().map_or([9; 16], |chunk| chunk.actor);
        let verdict = admit(None, &chunk, actor);
        let (outcomes, document) = admit_all(None, &[(&chunk, actor)]);
        match (checked, verdict) {
            (Err(refusal), Verdict::Refused(refused)) => {
                assert_eq!((refusal, outcomes), (refused, vec![Outcome::Refused(refused)]));
            }
            (Err(refusal), verdict) => panic!("{refusal:?} but {verdict:?}"),
            (Ok(checked), Verdict::Admitted { saved, mut document, displaced }) => {
                assert!(displaced.is_empty() && checked.deps.is_empty());
                assert!(checked.operations <= Limits::ROWS);
                assert_eq!(document.heads(), [checked.hash]);
                assert_eq!(Document::load(&saved).unwrap().heads(), document.heads());
                assert!(matches!(admit(Some(&saved), &chunk, actor), Verdict::Known));
                look(&mut document);
            }
            (Ok(checked), Verdict::Missing(missing)) => assert_eq!(missing, checked.deps),
            (Ok(_), Verdict::Refused(refused)) => {
                assert_eq!(outcomes, [Outcome::Refused(refused)]);
                assert!(document.is_none());
            }
            (Ok(_), Verdict::Known) => panic!("an empty document has no changes"),
        }
        let foreign = admit(None, &chunk, [0xee; 16]);
        assert!(actor == [0xee; 16] || matches!(foreign, Verdict::Refused(_)));
    }
}

/// Everything that a device makes of an admitted document.
fn look(document: &mut Document) {
    let fields = document.fields();
    let _ = (document.conflicts(), document.history(), document.changes(), document.first_change());
    let today = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
    let person = Person::from_fields(&fields);
    let _ = (
        person.problems(Pack::find("bo").unwrap(), today),
        person.display_name(),
        person.changes_from(&fields),
    );
    let enrollment = Enrollment::from_fields(&fields);
    let _ = (enrollment.problems(Pack::find("bo").unwrap(), today), enrollment.changes_from(&fields));
}

/// A history: pieces, each the bits of the earlier changes that it builds on (two bytes) and the rest of its inside.
/// Whatever the order in which they arrive, all replicas end with the same document.
pub(crate) fn admission(bytes: &[u8]) {
    let offered = read(bytes);
    let straight = settle(offered.iter().map(|offer| vec![offer.clone()]).collect());
    let backwards = settle(offered.iter().rev().map(|offer| vec![offer.clone()]).collect());
    let together = settle(vec![offered]);
    assert_eq!(straight, backwards);
    assert_eq!(straight, together);
}

/// A change with its hash and its author.
type Offer = (ChangeHash, Vec<u8>, ActorBytes);

fn read(bytes: &[u8]) -> Vec<Offer> {
    let mut cut = Cut(bytes);
    let mut offered: Vec<Offer> = Vec::new();
    while !cut.is_done() && offered.len() < MOST {
        let mut inner = Cut(cut.piece());
        let bits = u16::from_le_bytes([inner.byte(), inner.byte()]);
        let mut deps: Vec<ChangeHash> = (offered.iter().enumerate())
            .filter(|(place, _)| bits >> place & 1 == 1)
            .map(|(_, (hash, ..))| *hash)
            .collect();
        deps.sort_unstable();
        deps.dedup();
        let mut inside = vec![u8::try_from(deps.len()).unwrap()];
        deps.iter().for_each(|dep| inside.extend(dep));
        inside.extend(inner.0);
        let chunk = sealed(&inside);
        let actor = precheck(&chunk).map_or([9; 16], |chunk| chunk.actor);
        offered.push((Sha256::digest(&chunk[8..]).into(), chunk, actor));
    }
    offered
}

/// What a replica holds at the end: heads and fields, which changes wait, which are refused.
type Held = (Option<(Vec<ChangeHash>, Fields)>, Vec<ChangeHash>, BTreeMap<ChangeHash, &'static str>);

/// Offers changes, in these lots, to a replica that keeps what waits and what is refused as store and server do.
fn settle(lots: Vec<Vec<Offer>>) -> Held {
    let mut saved: Option<Vec<u8>> = None;
    let mut document = None;
    let mut waiting = BTreeMap::new();
    let mut refused = BTreeMap::new();
    for mut open in lots {
        for round in 0.. {
            assert!(round < 200, "a replica that does not settle");
            let offers: Vec<(&[u8], ActorBytes)> =
                open.iter().map(|(_, bytes, actor)| (bytes.as_slice(), *actor)).collect();
            let (outcomes, held) = admit_all(saved.as_deref(), &offers);
            let (mut grew, mut gone) = (false, Vec::new());
            for ((hash, bytes, actor), outcome) in open.drain(..).zip(outcomes) {
                refused.remove(&hash);
                match outcome {
                    Outcome::Known => {}
                    Outcome::Admitted { displaced } => {
                        grew = true;
                        gone.extend(displaced);
                    }
                    Outcome::Missing(_) => drop(waiting.insert(hash, (bytes, actor))),
                    Outcome::Refused(refusal) => drop(refused.insert(hash, (refusal, bytes, actor))),
                }
            }
            if let Some((bytes, mut held)) = held {
                look(&mut held);
                saved = Some(bytes);
                document = Some(held);
            }
            if !grew {
                break;
            }
            open.extend(
                std::mem::take(&mut waiting).into_iter().map(|(hash, (bytes, actor))| (hash, bytes, actor)),
            );
            if !gone.is_empty() {
                let twins: Vec<ChangeHash> = (refused.iter())
                    .filter(|(_, (refusal, ..))| *refusal == Refusal::DuplicateSequence)
                    .map(|(hash, _)| *hash)
                    .collect();
                open.extend(
                    twins.into_iter().filter_map(|hash| {
                        refused.remove(&hash).map(|(_, bytes, actor)| (hash, bytes, actor))
                    }),
                );
                open.extend(gone.into_iter().map(|change| {
                    let actor = precheck(&change.bytes).unwrap().actor;
                    (change.hash, change.bytes, actor)
                }));
            }
        }
    }
    let document = document.map(|document: Document| (document.heads(), document.fields()));
    let refused = refused.into_iter().map(|(hash, (refusal, ..))| (hash, refusal.code())).collect();
    (document, waiting.into_keys().collect(), refused)
}

/// A chunk with this inside: its header and checksum are right.
fn sealed(inside: &[u8]) -> Vec<u8> {
    let mut hashed = vec![1];
    let mut length = inside.len();
    while length >= 0x80 {
        hashed.push((length & 0x7f) as u8 | 0x80);
        length >>= 7;
    }
    hashed.push(length as u8);
    hashed.extend(inside);
    let sum = Sha256::digest(&hashed);
    [&MAGIC, &sum[..4], &hashed].concat()
}

/// The inside of a chunk: after magic, checksum, type and length.
fn inside(chunk: &[u8]) -> &[u8] {
    let skip = 9 + chunk[9..].iter().position(|byte| byte & 0x80 == 0).unwrap() + 1;
    &chunk[skip..]
}

fn fields(pairs: &[(&str, &str)]) -> Fields {
    pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).into())).collect()
}

/// Two sessions, one of them copied: its third change stands twice.
fn honest() -> Vec<Vec<u8>> {
    let person = fields(&[("given_names", "Ana Luz"), ("surname1", "Quispe"), ("birth", "1990")]);
    let (mut document, root) = Document::create([1; 16], &person, NOON).unwrap();
    let mut other = Document::load(&document.save()).unwrap();
    let second = document.edit([1; 16], &fields(&[("phone", "70000001")]), NOON + 1).unwrap().unwrap();
    let aside = other.edit([2; 16], &fields(&[("phone", "70000002")]), NOON + 2).unwrap().unwrap();
    let mut copy = Document::load(&document.save()).unwrap();
    let third = document.edit([1; 16], &fields(&[("birth", "1991")]), NOON + 3).unwrap().unwrap();
    let twin = copy.edit([1; 16], &fields(&[("birth", "1992")]), NOON + 4).unwrap().unwrap();
    [root, second, aside, third, twin].map(|change| change.bytes).to_vec()
}

pub(crate) fn changes() -> Vec<Vec<u8>> {
    honest().iter().flat_map(|chunk| [chunk.clone(), inside(chunk).to_vec()]).collect()
}

pub(crate) fn histories() -> Vec<Vec<u8>> {
    let insides: Vec<Vec<u8>> = honest()
        .iter()
        .zip([0_u16, 1, 1, 2, 2])
        .map(|(chunk, bits)| {
            let inside = inside(chunk);
            let deps = usize::from(inside[0]);
            piece(&[&bits.to_le_bytes(), &inside[1 + 32 * deps..]].concat())
        })
        .collect();
    vec![insides.concat(), insides[..2].concat(), insides[..3].concat()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_histories_to_begin_with_are_admitted_but_for_one_of_two_twins() {
        let histories = histories();
        let (document, waiting, refused) = settle(vec![read(&histories[0])]);
        assert_eq!(document.unwrap().0.len(), 2);
        assert!(waiting.is_empty());
        assert_eq!(refused.into_values().collect::<Vec<_>>(), ["duplicate_sequence"]);
        let (document, waiting, refused) = settle(vec![read(&histories[2])]);
        assert_eq!((document.unwrap().0.len(), waiting.len(), refused.len()), (2, 0, 0));
    }
}
