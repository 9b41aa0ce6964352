//! The changes of one batch as rows.

use posta_identity::IdSeed;

use super::chunk::{Parts, Put, Replaced};
use super::context::{Said, StandingValue};
use super::name::{Key, Name, STAR, named};
use super::prepared::{Change, ChangeForm, Row, Rows};
use super::reference::{
    END, ID_KEY, Keys, OWN_KEY, RAW_KEY, read_document, read_known, read_named, read_word, write_document,
    write_known, write_word,
};
use super::value::{self, Seeds, unhex};
use super::{Bytes, Context, Malformed, Out};
use crate::body::ChangeEntry;
use crate::limits;
use crate::pack::is_kind;

/// The chunk is carried whole.
const WHOLE: u8 = 1;
/// By another author than the batch.
const OTHER_ACTOR: u8 = 2;
/// Its causes are not those expected.
const OTHER_CAUSES: u8 = 4;
const KNOWN_FLAGS: u8 = WHOLE | OTHER_ACTOR | OTHER_CAUSES;

/// Writes changes whose author is `actor`, but for those that say otherwise.
pub(crate) fn write_changes(
    context: &mut Context,
    out: &mut Out,
    actor: &[u8; 16],
    seeds: &[IdSeed],
    changes: &[ChangeEntry],
) {
    write_rows(context, out, actor, &Rows::of(seeds, changes));
}

/// As [`write_changes`].
pub(super) fn write_rows(context: &mut Context, out: &mut Out, actor: &[u8; 16], rows: &Rows) {
    write_seeds(context, out, &rows.seeds);
    out.count(rows.changes.len());
    let mut seeds = Seeds::to_write(&rows.seeds, &rows.made);
    let mut names = Names { rows, places: vec![None; rows.names()] };
    for change in &rows.changes {
        write_change(context, &mut seeds, &mut names, out, actor, change);
    }
}

/// The names of a batch, and where they are among the words: a word stays where it is.
struct Names<'a> {
    rows: &'a Rows,
    places: Vec<Option<usize>>,
}

impl Names<'_> {
    fn place(&mut self, context: &Context, name: usize) -> Option<usize> {
        let known = self.places.get_mut(name)?;
        if known.is_none() {
            *known = context.place_of_word(self.rows.whole_name(name));
        }
        *known
    }

    fn add(&mut self, context: &mut Context, name: usize) -> Option<usize> {
        if let Some(place) = self.place(context, name) {
            return Some(place);
        }
        context.add_word(self.rows.whole_name(name));
        self.place(context, name)
    }
}

/// Reads what [`write_changes`] wrote. The chunks together have at most `room` bytes.
pub(crate) fn read_changes(
    context: &mut Context,
    bytes: &mut Bytes<'_>,
    actor: &[u8; 16],
    room: usize,
) -> Result<(Vec<IdSeed>, Vec<ChangeEntry>), Malformed> {
    let seeds = read_seeds(context, bytes)?;
    let count = bytes.count()?;
    if count > limits::CHANGES {
        return Err(Malformed);
    }
    let (mut made, mut room) = (Seeds::to_read(&seeds), room);
    let mut changes = Vec::new();
    for _ in 0..count {
        let change = read_change(context, &mut made, bytes, actor, room)?;
        room = room.checked_sub(change.bytes.len()).ok_or(Malformed)?;
        changes.push(change);
    }
    Ok((seeds, changes))
}

/// Which ids a change makes known that may have been drawn from a seed: of the document, if it creates it, and in its fields.
pub(crate) fn ids_of(change: &ChangeEntry) -> Vec<[u8; 16]> {
    let Some((parts, _)) = Parts::of(&change.bytes) else { return Vec::new() };
    let in_fields = parts.puts.iter().filter_map(|put| unhex(&put.value)?.try_into().ok());
    in_fields.chain(parts.deps.is_empty().then_some(change.document)).collect()
}

/// The words of a change's field names; none of one that is carried whole.
pub(crate) fn names_of(chunk: &[u8]) -> Vec<String> {
    let parts = Parts::of(chunk);
    parts
        .map(|(parts, _)| Name::of_all(&parts.puts).into_iter().map(|name| name.word).collect())
        .unwrap_or_default()
}

fn write_seeds(context: &mut Context, out: &mut Out, seeds: &[IdSeed]) {
    out.count(seeds.len());
    for seed in seeds {
        if context.seed == Some(seed.seed) {
            out.byte(1);
        } else {
            out.byte(0);
            out.bytes(&seed.seed);
        }
        out.unsigned(seed.first.into());
        out.unsigned(seed.count.into());
        context.seed = Some(seed.seed);
    }
}

fn read_seeds(context: &mut Context, bytes: &mut Bytes<'_>) -> Result<Vec<IdSeed>, Malformed> {
    let count = bytes.count()?;
    if count > limits::SEEDS {
        return Err(Malformed);
    }
    let mut seeds = Vec::with_capacity(count);
    for _ in 0..count {
        let seed = match bytes.byte()? {
            0 => bytes.array()?,
            1 => context.seed.ok_or(Malformed)?,
            _ => return Err(Malformed),
        };
        let number = |number: u64| u32::try_from(number).map_err(|_| Malformed);
        seeds.push(IdSeed { seed, first: number(bytes.unsigned()?)?, count: number(bytes.unsigned()?)? });
        context.seed = Some(seed);
    }
    Ok(seeds)
}

fn write_change(
    context: &mut Context,
    seeds: &mut Seeds<'_>,
    names: &mut Names<'_>,
    out: &mut Out,
    session: &[u8; 16],
    change: &Change,
) {
    let (id, rows) = (change.document, names.rows);
    let row = match &change.form {
        ChangeForm::Row(row) => row,
        ChangeForm::Whole(chunk) => {
            let chunk = rows.bytes(*chunk);
            out.byte(WHOLE);
            write_document(context, seeds, out, id, rows.kind(change));
            out.counted(chunk);
            context.whole += chunk.len();
            return context.forget_document(&id);
        }
    };
    let (cells, deps) = (rows.cells(row), rows.deps(row));
    let as_expected = is_expected(context, names, &id, row);
    let is_other = row.actor != *session;
    let flags = if is_other { OTHER_ACTOR } else { 0 } | if as_expected { 0 } else { OTHER_CAUSES };
    out.byte(flags);
    write_document(context, seeds, out, id, rows.kind(change));
    out.difference(row.at.wrapping_sub(context.at));
    context.at = row.at;
    if is_other {
        write_known(context, out, row.actor);
    }
    if !as_expected {
        out.unsigned(row.seq);
        out.unsigned(row.start);
        out.count(deps.len());
        deps.iter().for_each(|dep| out.bytes(dep));
    }
    let mut key = None;
    for cell in cells {
        if let Some(wanted) = rows.key(cell).filter(|wanted| key != Some(*wanted)) {
            match wanted {
                Key::Own(_) => out.byte(OWN_KEY),
                Key::Raw(bytes) => {
                    out.byte(RAW_KEY);
                    out.bytes(&bytes);
                }
                Key::Id(id) => {
                    out.byte(ID_KEY);
                    write_known(context, out, id);
                }
            }
            key = Some(wanted);
        }
        write_word(context, out, rows.word(cell));
        match rows.value(cell) {
            (bytes, false) => out.bytes(bytes),
            (id, true) => value::write_id(context, seeds, out, id.try_into().unwrap_or_default()),
        }
        if !as_expected {
            let replaces = rows.replaces(cell);
            out.count(replaces.len());
            for (counter, author) in replaces {
                out.unsigned(*counter);
                write_known(context, out, *author);
            }
        }
    }
    out.byte(END);
    let keys: Vec<_> = cells.iter().map(|cell| names.add(context, cell.name as usize)).collect();
    let said = Said { deps, actor: row.actor, seq: row.seq, start: row.start, hash: row.hash };
    let puts = keys.into_iter().zip(cells.iter().map(|cell| rows.replaces(cell)));
    note(context, id, rows.kind(change), &said, puts);
}

/// Whether a change is what its author would make of what went by, and of nothing else.
fn is_expected(context: &Context, names: &mut Names<'_>, id: &[u8; 16], row: &Row) -> bool {
    let (expected, rows) = (context.expect(id, &row.actor), names.rows);
    if expected.deps != rows.deps(row) || expected.seq != row.seq || expected.start != row.start {
        return false;
    }
    let standing = context.standing(id);
    rows.cells(row).iter().all(|cell| match standing {
        [] => rows.replaces(cell).is_empty(),
        _ => of_field(standing, names.place(context, cell.name as usize)) == rows.replaces(cell),
    })
}

/// Whether the reader's limits let a change through as a row.
pub(super) fn fits(parts: &Parts) -> bool {
    let put_fits = |put: &Put| {
        value::fits(put) && !put.key.contains(STAR) && (1..=limits::NAME).contains(&put.key.len())
    };
    let replaced: usize = parts.puts.iter().map(|put| put.replaces.len()).sum();
    let weight: usize =
        parts.puts.iter().map(|put| put.key.len() + put.value.len() + put.replaces.len() + 1).sum();
    (1..=limits::PUTS).contains(&parts.puts.len())
        && replaced <= limits::PUTS
        && weight <= limits::ROW
        && [parts.seq, parts.start].iter().all(|number| i64::try_from(*number).is_ok())
        && parts.deps.len() <= limits::CAUSES
        && parts.start.checked_add(parts.puts.len() as u64).is_some()
        && parts.puts.iter().all(put_fits)
}

fn read_change(
    context: &mut Context,
    seeds: &mut Seeds<'_>,
    bytes: &mut Bytes<'_>,
    session: &[u8; 16],
    room: usize,
) -> Result<ChangeEntry, Malformed> {
    let flags = bytes.byte()?;
    if flags & !KNOWN_FLAGS != 0 {
        return Err(Malformed);
    }
    let (document, kind) = read_document(context, seeds, bytes)?;
    if !is_kind(&kind) {
        return Err(Malformed);
    }
    if flags & WHOLE != 0 {
        let chunk = bytes.counted()?;
        if chunk.len() > room {
            return Err(Malformed);
        }
        context.forget_document(&document);
        return Ok(ChangeEntry { kind, document, bytes: chunk.to_vec() });
    }
    context.at = context.at.wrapping_add(bytes.difference()?);
    let (actor, is_new) =
        if flags & OTHER_ACTOR == 0 { (*session, false) } else { read_named(context, bytes)? };
    // As the writer saw it: what is named from here on may let the oldest document be forgotten.
    let (standing, expected) = (context.standing(&document).to_vec(), context.expect(&document, &actor));
    if is_new {
        context.add_id(actor);
    }
    let mut parts = Parts { deps: Vec::new(), actor, seq: 1, start: 1, at: context.at, puts: Vec::new() };
    let as_expected = flags & OTHER_CAUSES == 0;
    if as_expected {
        (parts.deps, parts.seq, parts.start) = (expected.deps, expected.seq, expected.start);
    } else {
        (parts.seq, parts.start) = (bytes.unsigned()?, bytes.unsigned()?);
        let deps = bytes.count()?;
        if deps > limits::CAUSES {
            return Err(Malformed);
        }
        parts.deps = (0..deps).map(|_| bytes.array()).collect::<Result<_, _>>()?;
    }
    let (mut keys, mut taken, mut names) = (Keys::default(), 0_usize, Vec::new());
    while let Some(word) = read_word(context, bytes, &mut keys)? {
        let (kind, value) = value::read(context, seeds, bytes)?;
        let mut replaces = Vec::new();
        if !as_expected {
            let count = bytes.count()?;
            if count > limits::PUTS {
                return Err(Malformed);
            }
            for _ in 0..count {
                let counter = bytes.unsigned()?;
                i64::try_from(counter).map_err(|_| Malformed)?;
                replaces.push((counter, read_known(context, bytes)?));
            }
        }
        taken = taken.saturating_add(word.len() + value.len() + replaces.len() + 1);
        if taken > limits::ROW || parts.puts.len() >= limits::PUTS {
            return Err(Malformed);
        }
        names.push(Name { word, key: keys.current });
        parts.puts.push(Put { key: String::new(), kind, value, replaces });
    }
    named(&mut parts.puts, names)?;
    if as_expected {
        let mut left = limits::PUTS;
        for put in &mut parts.puts {
            put.replaces = of_field(&standing, context.place_of_word(&put.key));
            left = left.checked_sub(put.replaces.len()).ok_or(Malformed)?;
        }
    }
    if !fits(&parts) {
        return Err(Malformed);
    }
    let (chunk, hash) = parts.build();
    let keys = add_words(context, &parts);
    let said = Said { deps: &parts.deps, actor, seq: parts.seq, start: parts.start, hash };
    let puts = keys.into_iter().zip(parts.puts.iter().map(|put| put.replaces.as_slice()));
    note(context, document, &kind, &said, puts);
    Ok(ChangeEntry { kind, document, bytes: chunk })
}

/// The values of a field that stand, as counters and authors.
fn of_field(standing: &[StandingValue], key: Option<usize>) -> Vec<(u64, [u8; 16])> {
    let values = standing.iter().filter(|(one, ..)| Some(*one) == key);
    values.map(|(_, counter, author)| (*counter, *author)).collect()
}

/// Whole names are words too, so that values of the same field of several identity documents are told apart.
fn add_words(context: &mut Context, parts: &Parts) -> Vec<Option<usize>> {
    for put in &parts.puts {
        context.add_word(&put.key);
    }
    parts.puts.iter().map(|put| context.place_of_word(&put.key)).collect()
}

/// `puts`: the places of its fields' names, and what they replace.
fn note<'a>(
    context: &mut Context,
    id: [u8; 16],
    kind: &str,
    said: &Said<'_>,
    puts: impl ExactSizeIterator<Item = (Option<usize>, &'a [Replaced])>,
) {
    match context.place_of_word(kind) {
        Some(kind) => context.note(id, kind, said, puts),
        None => context.forget_document(&id),
    }
}
