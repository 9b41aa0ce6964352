//! A change chunk taken apart and put together again, by the published Automerge storage format.

use sha2::{Digest, Sha256};

use super::{Bytes, Malformed, Out};

const MAGIC: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];
const TYPE_CHANGE: u8 = 1;
const KEY: u64 = 0x15;
const INSERT: u64 = 0x34;
const ACTION: u64 = 0x42;
const VALUE_META: u64 = 0x56;
const VALUE: u64 = 0x57;
const REPLACED_COUNT: u64 = 0x70;
const REPLACED_ACTOR: u64 = 0x71;
const REPLACED_COUNTER: u64 = 0x73;
const PUT: u64 = 1;

/// A value that is replaced: counter and author.
pub(super) type Replaced = (u64, [u8; 16]);

/// One field that is put.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Put {
    pub key: String,
    /// Automerge's type code.
    pub kind: u8,
    pub value: Vec<u8>,
    /// What it replaces: counters, with their actors.
    pub replaces: Vec<Replaced>,
}

/// What a chunk says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Parts {
    pub deps: Vec<[u8; 32]>,
    pub actor: [u8; 16],
    pub seq: u64,
    pub start: u64,
    pub at: i64,
    pub puts: Vec<Put>,
}

impl Parts {
    /// Takes a chunk apart, and tells its hash; `None` when it holds anything that a row does not.
    pub fn of(chunk: &[u8]) -> Option<(Self, [u8; 32])> {
        let parts = read(chunk).ok()?;
        let (built, hash) = parts.build();
        (built == chunk).then_some((parts, hash))
    }

    /// The chunk, and its hash.
    pub fn build(&self) -> (Vec<u8>, [u8; 32]) {
        let mut others: Vec<[u8; 16]> =
            self.puts.iter().flat_map(|put| &put.replaces).map(|(_, actor)| *actor).collect();
        others.retain(|actor| *actor != self.actor);
        others.sort_unstable();
        others.dedup();
        let mut body = Out::default();
        body.count(self.deps.len());
        self.deps.iter().for_each(|dep| body.bytes(dep));
        body.counted(&self.actor);
        body.unsigned(self.seq);
        body.unsigned(self.start);
        body.signed(self.at);
        body.count(0);
        body.count(others.len());
        others.iter().for_each(|actor| body.counted(actor));
        let columns = self.columns(&others);
        let filled = columns.iter().filter(|(_, bytes)| !bytes.is_empty());
        body.count(filled.clone().count());
        for (specification, bytes) in filled.clone() {
            body.unsigned(*specification);
            body.count(bytes.len());
        }
        filled.for_each(|(_, bytes)| body.bytes(bytes));
        let mut hashed = Out::default();
        hashed.byte(TYPE_CHANGE);
        hashed.counted(&body.0);
        let hash: [u8; 32] = Sha256::digest(&hashed.0).into();
        ([MAGIC.as_slice(), hash.split_at(4).0, &hashed.0].concat(), hash)
    }

    fn columns(&self, others: &[[u8; 16]]) -> [(u64, Vec<u8>); 8] {
        let puts = &self.puts;
        let replaced = || puts.iter().flat_map(|put| &put.replaces);
        let keys: Vec<&str> = puts.iter().map(|put| put.key.as_str()).collect();
        let metas: Vec<u64> =
            puts.iter().map(|put| ((put.value.len() as u64) << 4) | u64::from(put.kind)).collect();
        let counts: Vec<u64> = puts.iter().map(|put| put.replaces.len() as u64).collect();
        let index =
            |actor: &[u8; 16]| others.iter().position(|other| other == actor).map_or(0, |at| at as u64 + 1);
        let actors: Vec<u64> = replaced().map(|(_, actor)| index(actor)).collect();
        let mut before = 0;
        let counters: Vec<i64> = replaced()
            .map(|(counter, _)| {
                let counter = counter.cast_signed();
                counter.wrapping_sub(std::mem::replace(&mut before, counter))
            })
            .collect();
        let mut insert = Out::default();
        insert.count(puts.len());
        [
            (KEY, runs(&keys, |out, key| out.counted(key.as_bytes()))),
            (INSERT, insert.0),
            (ACTION, runs(&vec![PUT; puts.len()], |out, action| out.unsigned(*action))),
            (VALUE_META, runs(&metas, |out, meta| out.unsigned(*meta))),
            (VALUE, puts.iter().flat_map(|put| put.value.iter().copied()).collect()),
            (REPLACED_COUNT, runs(&counts, |out, count| out.unsigned(*count))),
            (REPLACED_ACTOR, runs(&actors, |out, actor| out.unsigned(*actor))),
            (REPLACED_COUNTER, runs(&counters, |out, counter| out.signed(*counter))),
        ]
    }
}

/// A run-length column as Automerge writes it: equal neighbours as a run, the others as literals.
fn runs<T: PartialEq>(cells: &[T], write: impl Fn(&mut Out, &T)) -> Vec<u8> {
    let mut out = Out::default();
    let mut groups = cells.chunk_by(|a, b| a == b).peekable();
    while let Some(group) = groups.next() {
        if group.len() > 1 {
            out.signed(i64::try_from(group.len()).unwrap_or(i64::MAX));
            group.first().iter().for_each(|cell| write(&mut out, cell));
            continue;
        }
        let mut literals: Vec<&T> = group.iter().collect();
        while let Some(single) = groups.next_if(|next| next.len() == 1) {
            literals.extend(single);
        }
        out.signed(-i64::try_from(literals.len()).unwrap_or(i64::MAX));
        literals.into_iter().for_each(|cell| write(&mut out, cell));
    }
    out.0
}

fn read(chunk: &[u8]) -> Result<Parts, Malformed> {
    let mut body = Bytes(chunk.get(8..).ok_or(Malformed)?);
    if body.byte()? != TYPE_CHANGE || body.count()? != body.0.len() {
        return Err(Malformed);
    }
    let deps = (0..body.count()?).map(|_| body.array()).collect::<Result<_, _>>()?;
    let actor = body.counted()?.try_into().map_err(|_| Malformed)?;
    let (seq, start, at) = (body.unsigned()?, body.unsigned()?, body.signed()?);
    if !body.counted()?.is_empty() {
        return Err(Malformed);
    }
    let mut actors: Vec<[u8; 16]> = vec![actor];
    for _ in 0..body.count()? {
        actors.push(body.counted()?.try_into().map_err(|_| Malformed)?);
    }
    let mut columns: [(u64, &[u8]); 8] = [
        (KEY, &[]),
        (INSERT, &[]),
        (ACTION, &[]),
        (VALUE_META, &[]),
        (VALUE, &[]),
        (REPLACED_COUNT, &[]),
        (REPLACED_ACTOR, &[]),
        (REPLACED_COUNTER, &[]),
    ];
    let mut table = Vec::new();
    for _ in 0..body.count()? {
        table.push((body.unsigned()?, body.count()?));
    }
    for (specification, length) in table {
        let place = columns.iter_mut().find(|(one, _)| *one == specification).ok_or(Malformed)?;
        place.1 = body.take(length)?;
    }
    let [(_, keys), _, _, (_, metas), (_, values), (_, counts), (_, indexes), (_, counters)] = columns;
    let metas = cells(metas, |bytes| bytes.unsigned())?;
    let keys = cells(keys, |bytes| bytes.counted())?;
    let counts = cells(counts, |bytes| bytes.unsigned())?;
    let indexes = cells(indexes, |bytes| bytes.unsigned())?;
    let counters = cells(counters, |bytes| bytes.signed())?;
    let (mut values, mut replaced, mut counter) = (Bytes(values), indexes.iter().zip(&counters), 0_i64);
    let mut puts = Vec::with_capacity(keys.len());
    for ((key, meta), count) in keys.iter().zip(&metas).zip(&counts) {
        let mut replaces = Vec::new();
        for _ in 0..*count {
            let (index, delta) = replaced.next().ok_or(Malformed)?;
            counter = counter.checked_add(*delta).ok_or(Malformed)?;
            let actor = usize::try_from(*index).ok().and_then(|at| actors.get(at)).ok_or(Malformed)?;
            replaces.push((u64::try_from(counter).map_err(|_| Malformed)?, *actor));
        }
        let value = values.take(usize::try_from(meta >> 4).map_err(|_| Malformed)?)?.to_vec();
        let key = std::str::from_utf8(key).map_err(|_| Malformed)?.to_owned();
        puts.push(Put { key, kind: meta.to_le_bytes()[0] & 0x0f, value, replaces });
    }
    Ok(Parts { deps, actor, seq, start, at, puts })
}

/// The cells of a run-length column; it may not expand beyond what one change may hold.
fn cells<'a, T: Clone>(
    column: &'a [u8],
    read: impl Fn(&mut Bytes<'a>) -> Result<T, Malformed>,
) -> Result<Vec<T>, Malformed> {
    let (mut bytes, mut cells) = (Bytes(column), Vec::new());
    while !bytes.is_done() {
        let run = bytes.signed()?;
        let length = usize::try_from(run.unsigned_abs()).map_err(|_| Malformed)?;
        if run == 0 || cells.len() + length > crate::limits::PUTS {
            return Err(Malformed);
        }
        if run > 0 {
            let cell = read(&mut bytes)?;
            cells.extend(std::iter::repeat_n(cell, length));
        } else {
            for _ in 0..length {
                cells.push(read(&mut bytes)?);
            }
        }
    }
    Ok(cells)
}
