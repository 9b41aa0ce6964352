//! Batches taken apart once, to be written into the packs of many.

use std::collections::HashMap;
use std::ops::Range;

use posta_identity::IdSeed;
use posta_identity::ids::Hash32;

use super::chunk::{Parts, Replaced};
use super::name::{Key, Name};
use super::pack::{BODY, CHANGE, HOLLOW, ROWS, WHOLE};
use super::row::fits;
use super::value::{Made, Value};
use crate::batch::{BatchHeader, SignedBatch};
use crate::body::{self, ChangeEntry};
use crate::limits;

/// A batch as packs need it. Which stream it goes into makes no difference to it.
pub struct Prepared {
    /// None of one that travels whole.
    pub(super) header: Option<BatchHeader>,
    pub(super) signature: [u8; 64],
    pub(super) hash: Hash32,
    pub(super) form: Form,
    /// About what it weighs when it is built again.
    pub(super) weight: usize,
}

/// How a batch travels.
pub(super) enum Form {
    Whole(Vec<u8>),
    Body(Vec<u8>),
    Rows(Box<Rows>),
    Hollow,
}

/// The changes of a batch: in few large pieces of memory, as many batches are kept.
#[derive(Default)]
pub(super) struct Rows {
    pub seeds: Vec<IdSeed>,
    pub made: Made,
    pub changes: Vec<Change>,
    names: Vec<Named>,
    cells: Vec<Cell>,
    keys: Vec<Key>,
    deps: Vec<[u8; 32]>,
    replaced: Vec<Replaced>,
    /// Kinds and names.
    text: String,
    /// Values and whole chunks.
    bytes: Vec<u8>,
}

/// From where to where.
#[derive(Clone, Copy, Default)]
pub(super) struct Span {
    from: u32,
    to: u32,
}

impl Span {
    fn range(self) -> Range<usize> {
        self.from as usize..self.to as usize
    }
}

/// A field's name, as it is and as a row has it.
struct Named {
    whole: Span,
    word: Span,
}

/// A change of a document.
pub(super) struct Change {
    kind: Span,
    pub document: [u8; 16],
    pub form: ChangeForm,
}

pub(super) enum ChangeForm {
    /// The chunk.
    Whole(Span),
    Row(Row),
}

/// What a chunk says.
pub(super) struct Row {
    pub hash: [u8; 32],
    pub actor: [u8; 16],
    pub seq: u64,
    pub start: u64,
    pub at: i64,
    deps: Span,
    cells: Span,
}

/// A put.
pub(super) struct Cell {
    /// Which of the batch's names.
    pub name: u32,
    key: Option<u32>,
    is_id: bool,
    value: Span,
    replaces: Span,
}

impl Prepared {
    /// Looks at everything in a batch.
    #[must_use]
    pub fn of(batch: &SignedBatch) -> Self {
        let decoded = batch.decode_header().ok().filter(|header| header.encode() == batch.header);
        let (form, weight) = match &decoded {
            Some(header) => Form::of(header, batch),
            None => (Form::Whole(batch.to_bytes()), batch.byte_len()),
        };
        Self {
            header: decoded.filter(|_| !matches!(form, Form::Whole(_))),
            signature: batch.signature,
            hash: batch.hash(),
            form,
            weight,
        }
    }

    /// About how much memory it takes. Bytes.
    #[must_use]
    pub fn size(&self) -> usize {
        let held = match &self.form {
            Form::Whole(bytes) | Form::Body(bytes) => bytes.len(),
            Form::Hollow => 0,
            Form::Rows(rows) => rows.size(),
        };
        size_of::<Self>() + held
    }
}

impl Form {
    /// The least that says all of it, and about what it weighs when it is built again.
    fn of(header: &BatchHeader, batch: &SignedBatch) -> (Self, usize) {
        let size =
            |content: &body::Content| content.changes.iter().map(|change| change.bytes.len()).sum::<usize>();
        let content = body::open_plain(header, &batch.body)
            .filter(|content| content.covers.is_none() && content.seeds.len() <= limits::SEEDS)
            .filter(|content| size(content) <= limits::ROWS && content.changes.len() <= limits::CHANGES)
            .filter(|content| body::hash_of_content(content).is_ok_and(|hash| hash == header.body_hash));
        if let Some(content) = content {
            let weight = size(&content) + content.changes.len() * CHANGE;
            return (Self::Rows(Box::new(Rows::of(&content.seeds, &content.changes))), weight);
        }
        if batch.is_bodyless() {
            return (Self::Hollow, 0);
        }
        match body::weigh_body(header, &batch.body) {
            (hash, weight) if hash == header.body_hash => (Self::Body(batch.body.clone()), weight),
            // A header that names another body: nobody will take it, but nobody changes it on the way.
            _ => (Self::Whole(batch.to_bytes()), batch.byte_len()),
        }
    }

    pub fn number(&self) -> u8 {
        match self {
            Self::Whole(_) => WHOLE,
            Self::Body(_) => BODY,
            Self::Rows(_) => ROWS,
            Self::Hollow => HOLLOW,
        }
    }
}

impl Rows {
    pub fn of(seeds: &[IdSeed], changes: &[ChangeEntry]) -> Self {
        let mut rows = Self { seeds: seeds.to_vec(), made: Made::of(seeds), ..Self::default() };
        let mut places = HashMap::new();
        for change in changes {
            let form = match Parts::of(&change.bytes).filter(|(parts, _)| fits(parts)) {
                None => ChangeForm::Whole(append(&mut rows.bytes, &change.bytes)),
                Some((parts, hash)) => ChangeForm::Row(rows.row(&parts, hash, &mut places)),
            };
            let kind = append_text(&mut rows.text, &change.kind);
            rows.changes.push(Change { kind, document: change.document, form });
        }
        rows.fit();
        rows
    }

    /// Gives back what room was made and not used: many are kept.
    fn fit(&mut self) {
        self.changes.shrink_to_fit();
        self.names.shrink_to_fit();
        self.cells.shrink_to_fit();
        self.keys.shrink_to_fit();
        self.deps.shrink_to_fit();
        self.replaced.shrink_to_fit();
        self.text.shrink_to_fit();
        self.bytes.shrink_to_fit();
    }

    fn row(&mut self, parts: &Parts, hash: [u8; 32], places: &mut HashMap<String, usize>) -> Row {
        let first = self.cells.len();
        for (put, name) in parts.puts.iter().zip(Name::of_all(&parts.puts)) {
            let (is_id, value) = match Value::of(put.kind, &put.value) {
                Value::Id(id) => (true, append(&mut self.bytes, &id)),
                Value::Bytes(bytes) => (false, append(&mut self.bytes, &bytes)),
            };
            let key = name.key.map(|key| {
                if self.keys.last() != Some(&key) {
                    self.keys.push(key);
                }
                place_of(self.keys.len() - 1)
            });
            let name = match places.get(&put.key) {
                Some(place) => place_of(*place),
                None => {
                    let whole = append_text(&mut self.text, &put.key);
                    let word =
                        if name.word == put.key { whole } else { append_text(&mut self.text, &name.word) };
                    self.names.push(Named { whole, word });
                    places.insert(put.key.clone(), self.names.len() - 1);
                    place_of(self.names.len() - 1)
                }
            };
            let replaces = append(&mut self.replaced, &put.replaces);
            self.cells.push(Cell { name, key, is_id, value, replaces });
        }
        let cells = Span { from: place_of(first), to: place_of(self.cells.len()) };
        let deps = append(&mut self.deps, &parts.deps);
        Row { hash, actor: parts.actor, seq: parts.seq, start: parts.start, at: parts.at, deps, cells }
    }

    pub fn names(&self) -> usize {
        self.names.len()
    }

    pub fn whole_name(&self, name: usize) -> &str {
        self.names.get(name).map_or("", |name| self.text(name.whole))
    }

    pub fn word(&self, cell: &Cell) -> &str {
        self.names.get(cell.name as usize).map_or("", |name| self.text(name.word))
    }

    pub fn kind(&self, change: &Change) -> &str {
        self.text(change.kind)
    }

    pub fn key(&self, cell: &Cell) -> Option<Key> {
        self.keys.get(cell.key? as usize).copied()
    }

    /// As it is written, or an id.
    pub fn value(&self, cell: &Cell) -> (&[u8], bool) {
        (self.bytes(cell.value), cell.is_id)
    }

    pub fn replaces(&self, cell: &Cell) -> &[Replaced] {
        self.replaced.get(cell.replaces.range()).unwrap_or_default()
    }

    pub fn cells(&self, row: &Row) -> &[Cell] {
        self.cells.get(row.cells.range()).unwrap_or_default()
    }

    pub fn deps(&self, row: &Row) -> &[[u8; 32]] {
        self.deps.get(row.deps.range()).unwrap_or_default()
    }

    pub fn bytes(&self, span: Span) -> &[u8] {
        self.bytes.get(span.range()).unwrap_or_default()
    }

    fn text(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    fn size(&self) -> usize {
        self.seeds.capacity() * size_of::<IdSeed>()
            + self.made.size()
            + self.changes.capacity() * size_of::<Change>()
            + self.names.capacity() * size_of::<Named>()
            + self.cells.capacity() * size_of::<Cell>()
            + self.keys.capacity() * size_of::<Key>()
            + self.deps.capacity() * size_of::<[u8; 32]>()
            + self.replaced.capacity() * size_of::<Replaced>()
            + self.text.capacity()
            + self.bytes.capacity()
    }
}

/// A batch has fewer of anything: it is one megabyte at most.
fn place_of(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

fn append<T: Clone>(all: &mut Vec<T>, more: &[T]) -> Span {
    let from = place_of(all.len());
    all.extend_from_slice(more);
    Span { from, to: place_of(all.len()) }
}

fn append_text(all: &mut String, more: &str) -> Span {
    let from = place_of(all.len());
    all.push_str(more);
    Span { from, to: place_of(all.len()) }
}
