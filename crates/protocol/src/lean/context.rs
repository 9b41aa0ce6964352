//! What writer and reader have both seen so far, in the same order, bounded alike.

use std::collections::{HashMap, VecDeque};

use super::Asker;
use super::chunk::Replaced;
use super::vocabulary;

/// Ids that are remembered, with the state of their documents. Older ones are forgotten, by both sides.
pub(super) const IDS: usize = 8192;
/// Field names and kinds that are remembered, those of the vocabulary included.
pub(super) const WORDS: usize = 4096;
/// A document with more heads, authors or values that stand is not followed any more.
pub(super) const HEADS: usize = 8;
pub(super) const VALUES: usize = 2048;
/// Nor is any when all of them together have more values.
pub(super) const ALL_VALUES: usize = 128 * 1024;

/// Shared by writer and reader; grows only by what is written or read.
pub(crate) struct Context {
    words: Vec<String>,
    word_places: HashMap<String, usize>,
    ids: VecDeque<[u8; 16]>,
    /// How many ids were forgotten: a place is counted from the very first.
    forgotten: usize,
    id_places: HashMap<[u8; 16], usize>,
    documents: HashMap<[u8; 16], DocumentState>,
    /// Values of all documents.
    values: usize,
    pub(super) seed: Option<[u8; 16]>,
    pub(super) at: i64,
    /// Bytes of changes that were carried whole.
    pub(super) whole: usize,
    pub(super) header: super::header::Before,
    pub(super) certificate: super::certificate::Before,
}

/// A value that stands: its field, counter and author.
pub(super) type StandingValue = (usize, u64, [u8; 16]);

/// A document as far as it went by.
#[derive(Default)]
pub(super) struct DocumentState {
    pub kind: usize,
    heads: Vec<[u8; 32]>,
    max_op: u64,
    /// Author, number of their last change here, its hash.
    authors: Vec<([u8; 16], u64, [u8; 32])>,
    values: Vec<StandingValue>,
}

/// What a change would be if its author had seen all that went by, and nothing else.
pub(super) struct Expected {
    pub deps: Vec<[u8; 32]>,
    pub seq: u64,
    pub start: u64,
}

/// What a change says of itself.
pub(super) struct Said<'a> {
    pub deps: &'a [[u8; 32]],
    pub actor: [u8; 16],
    pub seq: u64,
    pub start: u64,
    pub hash: [u8; 32],
}

impl Context {
    /// With the words of a dictionary; 0: none.
    pub fn new(dictionary: u32) -> Self {
        Self::with_words(vocabulary::words(dictionary).map(str::to_owned).collect())
    }

    /// Of a stream of packs, after the head of whoever asks.
    pub fn asked_by(dictionary: u32, asker: Option<Asker>) -> Self {
        let mut context = Self::new(dictionary);
        if let Some(asker) = asker {
            context.certificate = super::certificate::Before::asked_by(&asker);
            context.header = super::header::Before::asked_by(asker);
        }
        context
    }

    /// With these words.
    pub fn with_words(words: Vec<String>) -> Self {
        let word_places = words.iter().cloned().zip(0..).collect();
        Self {
            words,
            word_places,
            ids: VecDeque::new(),
            forgotten: 0,
            id_places: HashMap::new(),
            documents: HashMap::new(),
            values: 0,
            seed: None,
            at: 0,
            whole: 0,
            header: super::header::Before::default(),
            certificate: super::certificate::Before::default(),
        }
    }

    pub fn word(&self, place: usize) -> Option<&str> {
        self.words.get(place).map(String::as_str)
    }

    pub fn place_of_word(&self, word: &str) -> Option<usize> {
        self.word_places.get(word).copied()
    }

    pub fn add_word(&mut self, word: &str) {
        if self.words.len() < WORDS && !self.word_places.contains_key(word) {
            self.word_places.insert(word.to_owned(), self.words.len());
            self.words.push(word.to_owned());
        }
    }

    /// How many ids back it was first named, from 1.
    pub fn back_to(&self, id: &[u8; 16]) -> Option<usize> {
        self.id_places.get(id).map(|place| self.forgotten + self.ids.len() - place)
    }

    pub fn id_back(&self, back: usize) -> Option<[u8; 16]> {
        self.ids.len().checked_sub(back).and_then(|place| self.ids.get(place)).copied()
    }

    pub fn add_id(&mut self, id: [u8; 16]) {
        if self.id_places.contains_key(&id) {
            return;
        }
        self.id_places.insert(id, self.forgotten + self.ids.len());
        self.ids.push_back(id);
        if self.ids.len() > IDS
            && let Some(oldest) = self.ids.pop_front()
        {
            self.forgotten += 1;
            self.id_places.remove(&oldest);
            self.forget_document(&oldest);
        }
    }

    pub(super) fn document(&self, id: &[u8; 16]) -> Option<&DocumentState> {
        self.documents.get(id)
    }

    /// Its next change will be carried whole: nothing is known of it any more.
    pub fn forget_document(&mut self, id: &[u8; 16]) {
        if let Some(state) = self.documents.remove(id) {
            self.values -= state.values.len();
        }
    }

    pub(super) fn expect(&self, id: &[u8; 16], actor: &[u8; 16]) -> Expected {
        self.documents
            .get(id)
            .map_or(Expected { deps: Vec::new(), seq: 1, start: 1 }, |state| state.expect(actor))
    }

    /// The values that stand in a document.
    pub(super) fn standing(&self, id: &[u8; 16]) -> &[StandingValue] {
        self.documents.get(id).map(|state| state.values.as_slice()).unwrap_or_default()
    }

    /// Notes a change that went by. `puts`: the places of its fields' names, and what they replace.
    pub(super) fn note<'a>(
        &mut self,
        id: [u8; 16],
        kind: usize,
        said: &Said<'_>,
        puts: impl ExactSizeIterator<Item = (Option<usize>, &'a [Replaced])>,
    ) {
        if !self.id_places.contains_key(&id) {
            return;
        }
        let state = self.documents.entry(id).or_default();
        let before = state.values.len();
        state.kind = kind;
        // Most documents have one head, one author and one value a field for good: no more is kept of thousands of them.
        state.heads.retain(|head| !said.deps.contains(head));
        state.heads.reserve_exact(1);
        state.heads.push(said.hash);
        state.authors.retain(|(author, ..)| *author != said.actor);
        state.authors.reserve_exact(1);
        state.authors.push((said.actor, said.seq, said.hash));
        state.max_op = state.max_op.max(said.start.saturating_add(puts.len() as u64).saturating_sub(1));
        if before == 0 {
            state.values.reserve_exact(puts.len());
        }
        for ((key, replaces), counter) in puts.zip(said.start..) {
            let Some(key) = key else { continue };
            if !replaces.is_empty() {
                state
                    .values
                    .retain(|(one, counter, actor)| *one != key || !replaces.contains(&(*counter, *actor)));
            }
            state.values.push((key, counter, said.actor));
        }
        let is_too_much = state.heads.len().max(state.authors.len()) > HEADS || state.values.len() > VALUES;
        self.values = self.values - before + state.values.len();
        if is_too_much {
            self.forget_document(&id);
        } else if self.values > ALL_VALUES {
            (self.values, self.documents) = (0, HashMap::new());
        }
    }
}

impl DocumentState {
    fn expect(&self, actor: &[u8; 16]) -> Expected {
        let own = self.authors.iter().find(|(author, ..)| author == actor);
        let mut deps = self.heads.clone();
        deps.extend(own.map(|(.., hash)| *hash));
        deps.sort_unstable();
        deps.dedup();
        Expected {
            deps,
            seq: own.map_or(1, |(_, seq, _)| seq.saturating_add(1)),
            start: self.max_op.saturating_add(1),
        }
    }
}
