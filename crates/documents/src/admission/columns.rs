//! The columns of a change: only those that putting scalars at the root needs, and rows that fit together.

use super::reader::{Reader, Rows, count_rows};
use super::{Limits, Refusal};

const DEFLATED: u64 = 0b1000;
const OBJECT_ACTOR: u64 = 0x01;
const OBJECT_COUNTER: u64 = 0x02;
const KEY_ACTOR: u64 = 0x11;
const KEY_COUNTER: u64 = 0x13;
const KEY_TEXT: u64 = 0x15;
const INSERT: u64 = 0x34;
const ACTION: u64 = 0x42;
const VALUE_META: u64 = 0x56;
const VALUE: u64 = 0x57;
const PREDECESSOR_COUNT: u64 = 0x70;
const PREDECESSOR_ACTOR: u64 = 0x71;
const PREDECESSOR_COUNTER: u64 = 0x73;

const ACTION_PUT: u64 = 1;
/// Actions that make an object: map, list, text, table.
const ACTIONS_MAKE: [u64; 4] = [0, 2, 4, 6];

/// The columns as they lie in the chunk; one that is absent is empty.
#[derive(Default)]
pub(super) struct Columns<'a> {
    key: &'a [u8],
    insert: &'a [u8],
    action: &'a [u8],
    value_meta: &'a [u8],
    value: &'a [u8],
    predecessor_count: &'a [u8],
    predecessor_actor: &'a [u8],
    predecessor_counter: &'a [u8],
}

impl<'a> Columns<'a> {
    /// Reads the column table and takes every column; nothing may be left behind them.
    pub fn read(body: &mut Reader<'a>) -> Result<Self, Refusal> {
        let count = body.unsigned()?;
        let mut table = *body;
        let mut last = None;
        for _ in 0..count {
            let specification = body.unsigned()?;
            allow(specification)?;
            // Strictly ascending, so that there are at most eight.
            if last.is_some_and(|last| last >= specification) || body.unsigned()? == 0 {
                return Err(Refusal::Malformed);
            }
            last = Some(specification);
        }
        let mut columns = Self::default();
        for _ in 0..count {
            let specification = table.unsigned()?;
            let length = usize::try_from(table.unsigned()?).map_err(|_| Refusal::Malformed)?;
            *columns.place(specification)? = body.take(length)?;
        }
        if body.is_done() { Ok(columns) } else { Err(Refusal::SpareBytes) }
    }

    fn place(&mut self, specification: u64) -> Result<&mut &'a [u8], Refusal> {
        match specification {
            KEY_TEXT => Ok(&mut self.key),
            INSERT => Ok(&mut self.insert),
            ACTION => Ok(&mut self.action),
            VALUE_META => Ok(&mut self.value_meta),
            VALUE => Ok(&mut self.value),
            PREDECESSOR_COUNT => Ok(&mut self.predecessor_count),
            PREDECESSOR_ACTOR => Ok(&mut self.predecessor_actor),
            PREDECESSOR_COUNTER => Ok(&mut self.predecessor_counter),
            _ => Err(Refusal::UnknownColumn),
        }
    }

    /// Checks that the rows are puts of scalars at the root and fit together; how many there are.
    pub fn check(&self, start_op: u64, other_actors: u64) -> Result<u64, Refusal> {
        let rows = count_rows::<u64>(self.action)?;
        let predecessors = self.count_predecessors()?;
        let same_rows = [
            (count_rows::<&str>(self.key)?, rows),
            (count_rows::<u64>(self.value_meta)?, rows),
            (count_rows::<u64>(self.predecessor_count)?, rows),
            (count_rows::<u64>(self.predecessor_actor)?, predecessors),
            (count_rows::<i64>(self.predecessor_counter)?, predecessors),
        ];
        if rows == 0 {
            return Err(Refusal::Empty);
        }
        self.check_insert(rows)?;
        self.check_actions(rows)?;
        if same_rows.iter().any(|(rows, wanted)| rows != wanted) {
            return Err(Refusal::Malformed);
        }
        self.check_keys(rows)?;
        self.check_values(rows)?;
        self.check_predecessors(predecessors, start_op, other_actors)?;
        Ok(rows)
    }

    /// How many predecessors the group column declares in all, by arithmetic.
    fn count_predecessors(&self) -> Result<u64, Refusal> {
        let rows = count_rows::<u64>(self.predecessor_count)?;
        let mut groups = Rows::<u64>::of(self.predecessor_count);
        let mut sum = 0_u64;
        for _ in 0..rows {
            sum =
                sum.checked_add(groups.row()?).filter(|sum| *sum <= Limits::ROWS).ok_or(Refusal::Expands)?;
        }
        Ok(sum)
    }

    /// Nothing is inserted in a list: one run of "no".
    fn check_insert(&self, rows: u64) -> Result<(), Refusal> {
        let mut reader = Reader(self.insert);
        let run = reader.unsigned()?;
        if run > Limits::ROWS {
            return Err(Refusal::Expands);
        }
        if run == rows && reader.is_done() { Ok(()) } else { Err(Refusal::NotAPut) }
    }

    fn check_actions(&self, rows: u64) -> Result<(), Refusal> {
        let mut actions = Rows::<u64>::of(self.action);
        for _ in 0..rows {
            match actions.row()? {
                ACTION_PUT => {}
                action if ACTIONS_MAKE.contains(&action) => return Err(Refusal::NestedObject),
                _ => return Err(Refusal::NotAPut),
            }
        }
        Ok(())
    }

    /// Keys come sorted, each once, as this crate writes them.
    fn check_keys(&self, rows: u64) -> Result<(), Refusal> {
        let mut keys = Rows::<&str>::of(self.key);
        let mut last = "";
        for _ in 0..rows {
            let key = keys.row()?;
            if key.is_empty() || key.len() > Limits::KEY_BYTES {
                return Err(Refusal::KeyLength);
            }
            if key <= last {
                return Err(Refusal::Malformed);
            }
            last = key;
        }
        Ok(())
    }

    fn check_values(&self, rows: u64) -> Result<(), Refusal> {
        let mut metas = Rows::<u64>::of(self.value_meta);
        let mut values = Reader(self.value);
        for _ in 0..rows {
            let meta = metas.row()?;
            let length = usize::try_from(meta >> 4).map_err(|_| Refusal::ValueLength)?;
            if length > Limits::VALUE_BYTES {
                return Err(Refusal::ValueLength);
            }
            check_value(meta & 0x0f, values.take(length)?)?;
        }
        if values.is_done() { Ok(()) } else { Err(Refusal::SpareBytes) }
    }

    /// Predecessors are older operations of actors that the change names.
    fn check_predecessors(&self, count: u64, start_op: u64, other_actors: u64) -> Result<(), Refusal> {
        let mut rows = self.puts();
        for _ in 0..count {
            let (counter, actor) = rows.predecessor()?;
            if counter == 0 || counter >= start_op || actor > other_actors {
                return Err(Refusal::Malformed);
            }
        }
        Ok(())
    }

    pub fn puts(&self) -> Puts<'a> {
        Puts {
            keys: Rows::of(self.key),
            counts: Rows::of(self.predecessor_count),
            actors: Rows::of(self.predecessor_actor),
            deltas: Rows::of(self.predecessor_counter),
            counter: 0,
        }
    }
}

/// Refuses columns that flat fields do not need.
fn allow(specification: u64) -> Result<(), Refusal> {
    if specification & DEFLATED != 0 {
        return Err(Refusal::Deflated);
    }
    match specification {
        OBJECT_ACTOR | OBJECT_COUNTER | KEY_ACTOR | KEY_COUNTER => Err(Refusal::NestedObject),
        KEY_TEXT | INSERT | ACTION | VALUE_META | VALUE => Ok(()),
        PREDECESSOR_COUNT | PREDECESSOR_ACTOR | PREDECESSOR_COUNTER => Ok(()),
        _ => Err(Refusal::UnknownColumn),
    }
}

/// A value has the length and form of its type. Types that this version does not know are bytes to it.
fn check_value(kind: u64, bytes: &[u8]) -> Result<(), Refusal> {
    let mut reader = Reader(bytes);
    match kind {
        0..=2 => {}
        3 => drop(reader.unsigned()?),
        4 | 8 | 9 => drop(reader.signed()?),
        5 => drop(reader.array::<8>()?),
        6 => {
            std::str::from_utf8(bytes).map_err(|_| Refusal::Malformed)?;
            return Ok(());
        }
        _ => return Ok(()),
    }
    if reader.is_done() { Ok(()) } else { Err(Refusal::Malformed) }
}

/// The rows of the columns, put by put.
pub(super) struct Puts<'a> {
    keys: Rows<'a, &'a str>,
    counts: Rows<'a, u64>,
    actors: Rows<'a, u64>,
    deltas: Rows<'a, i64>,
    counter: i64,
}

impl<'a> Puts<'a> {
    /// The next put's key and how many operations it replaces.
    pub fn put(&mut self) -> Result<(&'a str, u64), Refusal> {
        Ok((self.keys.row()?, self.counts.row()?))
    }

    /// The next replaced operation: its counter and the index of its actor.
    pub fn predecessor(&mut self) -> Result<(u64, u64), Refusal> {
        let delta = self.deltas.row()?;
        self.counter = self.counter.checked_add(delta).ok_or(Refusal::Malformed)?;
        let counter = u64::try_from(self.counter).map_err(|_| Refusal::Malformed)?;
        Ok((counter, self.actors.row()?))
    }
}
