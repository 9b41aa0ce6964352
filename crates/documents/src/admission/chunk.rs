//! The pre-check of a raw change chunk, by the published Automerge storage format.

use sha2::{Digest, Sha256};

use super::columns::Columns;
use super::reader::Reader;
use super::{Limits, Refusal};
use crate::{ActorBytes, ChangeHash};

const MAGIC: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];
const TYPE_CHANGE: u8 = 1;
const TYPE_DEFLATED_CHANGE: u8 = 2;
const ACTOR_BYTES: u64 = 16;

/// What a change says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chunk {
    /// SHA-256 of the chunk, whose first bytes are its checksum.
    pub hash: ChangeHash,
    /// Its author.
    pub actor: ActorBytes,
    /// Its number among its author's changes of this document, from 1.
    pub seq: u64,
    /// The counter of its first operation.
    pub start_op: u64,
    /// How many operations it has, from 1.
    pub operations: u64,
    /// When it was made, by the author's clock (Unix seconds, advisory).
    pub at: i64,
    /// Its direct causes, sorted.
    pub deps: Vec<ChangeHash>,
}

/// Checks a raw chunk by itself. Allocates nothing in proportion to what it declares; never panics.
///
/// # Errors
/// The first reason found to refuse it.
pub fn precheck(bytes: &[u8]) -> Result<Chunk, Refusal> {
    read(bytes).map(|parsed| parsed.chunk)
}

/// A chunk that passed, with the columns it was read from.
pub(super) struct Parsed<'a> {
    pub chunk: Chunk,
    others: &'a [u8],
    columns: Columns<'a>,
}

pub(super) fn read(bytes: &[u8]) -> Result<Parsed<'_>, Refusal> {
    if bytes.len() > Limits::CHANGE_BYTES {
        return Err(Refusal::TooLarge);
    }
    let (hash, body) = open(bytes)?;
    let mut body = Reader(body);
    let deps = read_dependencies(&mut body)?;
    if body.unsigned()? != ACTOR_BYTES {
        return Err(Refusal::BadActor);
    }
    let actor: ActorBytes = body.array()?;
    let seq = read_counter(&mut body)?;
    let start_op = read_counter(&mut body)?;
    let at = body.signed()?;
    read_message(&mut body)?;
    let others = read_other_actors(&mut body, &actor)?;
    let columns = Columns::read(&mut body)?;
    let operations = columns.check(start_op, others.len() as u64 / (ACTOR_BYTES + 1))?;
    if start_op + operations > Limits::COUNTER {
        return Err(Refusal::CounterTooLarge);
    }
    let chunk = Chunk { hash, actor, seq, start_op, operations, at, deps };
    Ok(Parsed { chunk, others, columns })
}

/// Checks the header and the checksum; the hash and the body.
fn open(bytes: &[u8]) -> Result<(ChangeHash, &[u8]), Refusal> {
    let (header, hashed) = bytes.split_at_checked(8).ok_or(Refusal::NotAChange)?;
    let (magic, checksum) = header.split_at_checked(4).ok_or(Refusal::NotAChange)?;
    if magic != MAGIC {
        return Err(Refusal::NotAChange);
    }
    let (kind, rest) = hashed.split_first().ok_or(Refusal::NotAChange)?;
    match *kind {
        TYPE_CHANGE => {}
        TYPE_DEFLATED_CHANGE => return Err(Refusal::Deflated),
        _ => return Err(Refusal::NotAChange),
    }
    let mut rest = Reader(rest);
    let length = rest.length()?;
    if length < rest.0.len() {
        return Err(Refusal::SpareBytes);
    }
    let hash: ChangeHash = Sha256::digest(hashed).into();
    if hash.starts_with(checksum) { Ok((hash, rest.0)) } else { Err(Refusal::Checksum) }
}

fn read_dependencies(body: &mut Reader<'_>) -> Result<Vec<ChangeHash>, Refusal> {
    let count = body.unsigned()?;
    if count > Limits::DEPENDENCIES as u64 {
        return Err(Refusal::TooManyDependencies);
    }
    let deps = (0..count).map(|_| body.array()).collect::<Result<Vec<ChangeHash>, _>>()?;
    if deps.is_sorted_by(|a, b| a < b) { Ok(deps) } else { Err(Refusal::Malformed) }
}

fn read_counter(body: &mut Reader<'_>) -> Result<u64, Refusal> {
    match body.unsigned()? {
        0 => Err(Refusal::Malformed),
        Limits::COUNTER.. => Err(Refusal::CounterTooLarge),
        counter => Ok(counter),
    }
}

fn read_message(body: &mut Reader<'_>) -> Result<(), Refusal> {
    let length = body.unsigned()?;
    if length > Limits::MESSAGE_BYTES as u64 {
        return Err(Refusal::TooLarge);
    }
    let message = body.take(length as usize)?;
    std::str::from_utf8(message).map(drop).map_err(|_| Refusal::Malformed)
}

/// The other actors that predecessors name: sorted, each once, length byte included.
fn read_other_actors<'a>(body: &mut Reader<'a>, own: &ActorBytes) -> Result<&'a [u8], Refusal> {
    let count = body.unsigned()?;
    let start = body.0;
    let mut previous: Option<ActorBytes> = None;
    for _ in 0..count {
        if body.unsigned()? != ACTOR_BYTES {
            return Err(Refusal::BadActor);
        }
        let actor: ActorBytes = body.array()?;
        if actor == *own || previous.is_some_and(|previous| previous >= actor) {
            return Err(Refusal::Malformed);
        }
        previous = Some(actor);
    }
    Reader(start).take(start.len() - body.0.len())
}

impl Parsed<'_> {
    /// Gives each put's key and the operations that it replaces, as (counter, actor).
    pub fn each_put(
        &self,
        mut visit: impl FnMut(&str, &[(u64, ActorBytes)]) -> Result<(), Refusal>,
    ) -> Result<(), Refusal> {
        let mut rows = self.columns.puts();
        let mut replaced = Vec::new();
        for _ in 0..self.chunk.operations {
            replaced.clear();
            let (key, count) = rows.put()?;
            for _ in 0..count {
                let (counter, actor) = rows.predecessor()?;
                replaced.push((counter, self.actor(actor)?));
            }
            visit(key, &replaced)?;
        }
        Ok(())
    }

    fn actor(&self, index: u64) -> Result<ActorBytes, Refusal> {
        let Some(other) = index.checked_sub(1) else { return Ok(self.chunk.actor) };
        let skip = usize::try_from(other * (ACTOR_BYTES + 1)).map_err(|_| Refusal::Malformed)?;
        let mut reader = Reader(self.others);
        reader.take(skip)?;
        reader.unsigned()?;
        reader.array()
    }
}
