//! The register in memory, ready to be asked.

use std::collections::HashMap;

use crate::blocking::{Key, cap_of, keys};
use crate::comparison::{Lookup, SeenWords, compare};
use crate::decision::{Decision, Scale};
use crate::evidence::Evidence;
use crate::frequency::Frequency;
use crate::pair::{Decided, Pair, Verdict};
use crate::postings::Postings;
use crate::profile::{Profile, Words};
use crate::record::Record;
use crate::vocabulary::Vocabulary;
use crate::weights::Reason;

/// Pairs less likely than one in 1,400 are not returned at all: bits below even odds.
const FLOOR: f64 = -10.5;
/// Of so many records, the share born on a day where nothing is known. Large, as the two records of a pair count too.
const PRIOR_BORN: (f64, f64) = (20_000.0, 1.0 / 20_000.0);
/// The most that names and places may add for strangers, in bits: only to skip what cannot reach the floor.
const MOST_OF_NAMES: f64 = 60.0;
/// The same for relatives.
const MOST_OF_RELATIVES: f64 = 7.0;

/// What stays the same for all pairs of one question.
pub(crate) struct Asked<'a> {
    pub words: Words<'a>,
    pub scale: Scale,
    pub decided: &'a Decided,
    pub seen: SeenWords,
}

/// Which pairs come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Worth {
    /// Those that may be of one person, and those that people decided on.
    Returning,
    /// Each that is asked for.
    Asked,
}

/// Records by slot. Insert and remove in any order: what is asked depends on the records that are there alone.
#[derive(Clone, Debug, Default)]
pub struct Index {
    pub(crate) ids: Vec<Box<str>>,
    pub(crate) profiles: Vec<Option<Profile>>,
    slots: HashMap<Box<str>, u32>,
    pub(crate) vocabulary: Vocabulary,
    postings: Postings,
    born: HashMap<u32, u32>,
    dead: usize,
}

impl Index {
    pub fn new() -> Self {
        Self::default()
    }

    /// Of many records at once; the same as one by one, and faster. A later record replaces one of the same id.
    pub fn build<'a>(records: impl IntoIterator<Item = &'a Record>) -> Self {
        let mut index = Self::new();
        let mut entries: Vec<(Key, u32)> = Vec::new();
        let mut own = Vec::new();
        for record in records {
            let slot = index.place(record, &mut own);
            entries.extend(own.iter().map(|key| (*key, slot)));
        }
        index.postings.extend(entries.into_iter());
        index
    }

    /// Adds a record, or replaces the one of its id.
    pub fn insert(&mut self, record: &Record) {
        let mut own = Vec::new();
        let slot = self.place(record, &mut own);
        self.postings.insert(&own, slot);
    }

    fn place(&mut self, record: &Record, own: &mut Vec<Key>) -> u32 {
        self.remove(&record.record_id);
        let profile = Profile::learn(record, &mut self.vocabulary);
        keys(&profile, &self.words(&[]), own);
        self.count(&profile, true);
        let slot = self.ids.len() as u32;
        self.ids.push(record.record_id.as_str().into());
        self.profiles.push(Some(profile));
        self.slots.insert(record.record_id.as_str().into(), slot);
        slot
    }

    /// Takes a record out; false when there is none of this id.
    pub fn remove(&mut self, id: &str) -> bool {
        let Some(slot) = self.slots.remove(id) else { return false };
        let Some(profile) = self.profiles.get_mut(slot as usize).and_then(Option::take) else { return false };
        self.count(&profile, false);
        self.dead += 1;
        if self.dead > 1_000 + self.len() / 4 {
            self.compact();
        }
        true
    }

    /// Gives slots anew without the dead ones.
    fn compact(&mut self) {
        let words = Words { vocabulary: &self.vocabulary, extra: &[] };
        let mut ids = Vec::with_capacity(self.slots.len());
        let mut profiles = Vec::with_capacity(self.slots.len());
        let mut entries = Vec::new();
        let mut own = Vec::new();
        for (id, profile) in std::mem::take(&mut self.ids).into_iter().zip(std::mem::take(&mut self.profiles))
        {
            let Some(profile) = profile else { continue };
            keys(&profile, &words, &mut own);
            let slot = ids.len() as u32;
            entries.extend(own.iter().map(|key| (*key, slot)));
            self.slots.insert(id.clone(), slot);
            ids.push(id);
            profiles.push(Some(profile));
        }
        self.postings = Postings::default();
        self.postings.extend(entries.into_iter());
        (self.ids, self.profiles, self.dead) = (ids, profiles, 0);
    }

    fn count(&mut self, profile: &Profile, more: bool) {
        for (word, role) in profile.roles() {
            self.vocabulary.count(word, role, more);
        }
        if profile.birth.is_whole() {
            let born = self.born.entry(profile.birth.number()).or_default();
            *born = if more { *born + 1 } else { born.saturating_sub(1) };
        }
    }

    /// Records that it holds.
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// Bytes held, about (tables of the standard library counted by their capacity).
    pub fn bytes(&self) -> usize {
        let ids: usize = self.ids.iter().map(|id| 2 * id.len().max(16)).sum();
        ids + self.ids.capacity() * 16
            + self.profiles.capacity() * size_of::<Option<Profile>>()
            + self.slots.capacity() * 26
            + self.born.capacity() * 10
            + self.vocabulary.bytes()
            + self.postings.bytes()
    }

    pub(crate) fn words<'a>(&'a self, extra: &'a [crate::vocabulary::Word]) -> Words<'a> {
        Words { vocabulary: &self.vocabulary, extra }
    }

    /// Records that may be of the same person as this one, the likeliest first; a record of the same id is not compared.
    pub fn query(&self, record: &Record, decided: &Decided, limit: usize) -> Vec<Pair> {
        let (profile, extra) = Profile::look(record, &self.vocabulary);
        let words = self.words(&extra);
        let own = self.slots.get(record.record_id.as_str()).copied();
        let mut candidates = Vec::new();
        self.candidates(&profile, &words, own, u32::MAX, &mut candidates);
        let asked = Asked { words, scale: Scale::of(self.len()), decided, seen: SeenWords::few() };
        let mut pairs: Vec<Pair> = candidates
            .into_iter()
            .filter_map(|slot| {
                let id = self.ids.get(slot as usize)?;
                let other = self.profiles.get(slot as usize)?.as_ref()?;
                self.pair((&record.record_id, &profile), (id, other), &asked, Worth::Returning)
            })
            .collect();
        in_order(&mut pairs);
        pairs.truncate(limit);
        pairs
    }

    /// The pair of two records of the register with its reasons, however unlikely; `None` when either is not there.
    pub fn explain(&self, one: &str, other: &str, decided: &Decided) -> Option<Pair> {
        let ((_, a), (_, b)) = (self.slot(one)?, self.slot(other)?);
        let (words, scale) = (self.words(&[]), Scale::of(self.len()));
        let asked = Asked { words, scale, decided, seen: SeenWords::few() };
        self.pair((one, a), (other, b), &asked, Worth::Asked)
    }

    /// Slots below a limit that share a key with a profile, each once, in order.
    pub(crate) fn candidates(
        &self,
        profile: &Profile,
        words: &Words,
        own: Option<u32>,
        below: u32,
        into: &mut Vec<u32>,
    ) {
        let mut own_keys = Vec::new();
        keys(profile, words, &mut own_keys);
        into.clear();
        for key in own_keys {
            let (before, cap) = (into.len(), cap_of(key));
            let mut others = 0;
            for slot in self.postings.under(key) {
                let is_there =
                    self.dead == 0 || self.profiles.get(slot as usize).is_some_and(Option::is_some);
                if Some(slot) == own || !is_there {
                    continue;
                }
                others += 1;
                if others > cap {
                    // Too common a key: it chooses nobody.
                    into.truncate(before);
                    break;
                }
                if slot < below {
                    into.push(slot);
                }
            }
        }
        into.sort_unstable();
        into.dedup();
    }

    /// The pair of two records, if it is worth returning. It is the same from both sides.
    pub(crate) fn pair(
        &self,
        one: (&str, &Profile),
        other: (&str, &Profile),
        asked: &Asked,
        worth: Worth,
    ) -> Option<Pair> {
        let Asked { words, scale, decided, seen } = asked;
        let verdict = decided.of(one.0, other.0);
        let always = worth == Worth::Asked || verdict.is_some();
        let apart = one.1.group != 0 && one.1.group == other.1.group;
        if apart && !always {
            return None;
        }
        let frequency = Frequency { vocabulary: &self.vocabulary, records: self.len() };
        let born = |day: u32| {
            let count = f64::from(self.born.get(&day).copied().unwrap_or(0));
            (count + PRIOR_BORN.0 * PRIOR_BORN.1) / (self.len() as f64 + PRIOR_BORN.0)
        };
        let lookup = Lookup { words: *words, frequency, born: &born, seen };
        let floor = scale.weight_at(0.5) + FLOOR;
        let reachable = |evidence: &Evidence| {
            always
                || scale.at_most(evidence.stranger + MOST_OF_NAMES, evidence.relative + MOST_OF_RELATIVES)
                    >= floor
        };
        let evidence = compare(one.1, other.1, &lookup, reachable)?;
        if !always && scale.at_most(evidence.stranger, evidence.relative) < floor {
            return None;
        }
        let weight = scale.weight(&evidence);
        if !always && weight < floor {
            return None;
        }
        let mut reasons: Vec<(Reason, f64)> =
            evidence.reasons().iter().map(|(reason, bits)| (*reason, f64::from(*bits))).collect();
        reasons.push((Reason::HouseholdCap, weight - evidence.stranger));
        reasons.retain(|(_, bits)| bits.abs() >= 0.005);
        reasons.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
        let probability = scale.probability(weight);
        let mut decision = Scale::decide(probability);
        if apart {
            reasons.push((Reason::SameEnrollment, 0.0));
            decision = Decision::No;
        }
        match verdict {
            Some(Verdict::Same) => {
                reasons.push((Reason::DecidedSame, 0.0));
                decision = Decision::Certain;
            }
            Some(Verdict::Different) => {
                reasons.push((Reason::DecidedDifferent, 0.0));
                decision = Decision::No;
            }
            None => {}
        }
        let (a, b) = if one.0 <= other.0 { (one.0, other.0) } else { (other.0, one.0) };
        Some(Pair { id_a: a.into(), id_b: b.into(), weight, probability, decision, reasons })
    }

    pub(crate) fn slot(&self, id: &str) -> Option<(u32, &Profile)> {
        let slot = self.slots.get(id).copied()?;
        Some((slot, self.profiles.get(slot as usize)?.as_ref()?))
    }
}

/// The likeliest first; of equal ones by their ids.
pub(crate) fn in_order(pairs: &mut [Pair]) {
    pairs.sort_by(|a, b| {
        b.weight.total_cmp(&a.weight).then_with(|| (&a.id_a, &a.id_b).cmp(&(&b.id_a, &b.id_b)))
    });
}
