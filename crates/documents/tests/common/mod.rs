//! Synthetic actors and fields, and a writer of change chunks that says whatever a test wants.
#![allow(dead_code)]

use posta_documents::{ActorBytes, ChangeHash};
use posta_domain::{Fields, Scalar};
use sha2::{Digest, Sha256};

pub const NOON: i64 = 1_795_262_400;

pub fn actor(n: u8) -> ActorBytes {
    [n; 16]
}

pub fn fields<const N: usize>(pairs: [(&str, Scalar); N]) -> Fields {
    pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

pub fn one(key: &str, value: &str) -> Fields {
    fields([(key, value.into())])
}

/// A synthetic person.
pub fn person() -> Fields {
    fields([
        ("given_names", "Ana Luz".into()),
        ("surname1", "Quispe".into()),
        ("phone", "70000001".into()),
        ("birth", "1990".into()),
        ("language/ay", true.into()),
        ("visits", 3.into()),
    ])
}

/// Column specifications of the Automerge format.
pub mod column {
    pub const OBJECT_ACTOR: u64 = 0x01;
    pub const OBJECT_COUNTER: u64 = 0x02;
    pub const KEY_COUNTER: u64 = 0x13;
    pub const KEY_TEXT: u64 = 0x15;
    pub const INSERT: u64 = 0x34;
    pub const ACTION: u64 = 0x42;
    pub const VALUE_META: u64 = 0x56;
    pub const VALUE: u64 = 0x57;
    pub const PREDECESSOR_COUNT: u64 = 0x70;
    pub const PREDECESSOR_ACTOR: u64 = 0x71;
    pub const PREDECESSOR_COUNTER: u64 = 0x73;
    pub const EXPAND: u64 = 0x94;
    pub const DEFLATED: u64 = 0x08;
}

/// A change chunk in parts. [`Crafted::put`] is one honest put; tests spoil what they want.
#[derive(Clone)]
pub struct Crafted {
    pub kind: u8,
    pub deps: Vec<ChangeHash>,
    pub actor: Vec<u8>,
    pub seq: u64,
    pub start_op: u64,
    pub time: i64,
    pub message: Vec<u8>,
    pub others: Vec<Vec<u8>>,
    pub columns: Vec<(u64, Vec<u8>)>,
    pub extra: Vec<u8>,
}

impl Crafted {
    pub fn put(actor: ActorBytes, key: &str, text: &str) -> Self {
        let mut keys = signed(-1);
        keys.extend(unsigned(key.len() as u64));
        keys.extend(key.as_bytes());
        Self {
            kind: 1,
            deps: Vec::new(),
            actor: actor.to_vec(),
            seq: 1,
            start_op: 1,
            time: NOON,
            message: Vec::new(),
            others: Vec::new(),
            columns: vec![
                (column::KEY_TEXT, keys),
                (column::INSERT, unsigned(1)),
                (column::ACTION, [signed(-1), unsigned(1)].concat()),
                (column::VALUE_META, [signed(-1), unsigned((text.len() as u64) << 4 | 6)].concat()),
                (column::VALUE, text.as_bytes().to_vec()),
                (column::PREDECESSOR_COUNT, [signed(-1), unsigned(0)].concat()),
            ],
            extra: Vec::new(),
        }
    }

    /// Replaces or adds a column, in its place.
    pub fn with(mut self, specification: u64, bytes: Vec<u8>) -> Self {
        self.columns.retain(|(known, _)| *known != specification);
        self.columns.push((specification, bytes));
        self.columns.sort_by_key(|(known, _)| known & !column::DEFLATED);
        self
    }

    /// One value of any type code.
    pub fn with_value(self, kind: u64, bytes: &[u8]) -> Self {
        let meta = [signed(-1), unsigned((bytes.len() as u64) << 4 | kind)].concat();
        let mut changed = self.with(column::VALUE_META, meta);
        changed.columns.retain(|(known, _)| *known != column::VALUE);
        if bytes.is_empty() { changed } else { changed.with(column::VALUE, bytes.to_vec()) }
    }

    pub fn after(mut self, dep: ChangeHash, seq: u64, start_op: u64) -> Self {
        self.deps = vec![dep];
        self.seq = seq;
        self.start_op = start_op;
        self
    }

    pub fn body(&self) -> Vec<u8> {
        let mut body = unsigned(self.deps.len() as u64);
        self.deps.iter().for_each(|dep| body.extend(dep));
        body.extend(unsigned(self.actor.len() as u64));
        body.extend(&self.actor);
        body.extend(unsigned(self.seq));
        body.extend(unsigned(self.start_op));
        body.extend(signed(self.time));
        body.extend(unsigned(self.message.len() as u64));
        body.extend(&self.message);
        body.extend(unsigned(self.others.len() as u64));
        for other in &self.others {
            body.extend(unsigned(other.len() as u64));
            body.extend(other);
        }
        body.extend(unsigned(self.columns.len() as u64));
        for (specification, bytes) in &self.columns {
            body.extend(unsigned(*specification));
            body.extend(unsigned(bytes.len() as u64));
        }
        self.columns.iter().for_each(|(_, bytes)| body.extend(bytes));
        body.extend(&self.extra);
        body
    }

    pub fn bytes(&self) -> Vec<u8> {
        sealed(self.kind, &self.body())
    }
}

/// A chunk with a true length and checksum around any body.
pub fn sealed(kind: u8, body: &[u8]) -> Vec<u8> {
    let mut hashed = vec![kind];
    hashed.extend(unsigned(body.len() as u64));
    hashed.extend(body);
    let hash = Sha256::digest(&hashed);
    [&[0x85, 0x6f, 0x4a, 0x83][..], &hash[..4], &hashed].concat()
}

/// The body of a chunk whose header is true.
pub fn body_of(chunk: &[u8]) -> &[u8] {
    let mut rest = &chunk[9..];
    while rest[0] & 0x80 != 0 {
        rest = &rest[1..];
    }
    &rest[1..]
}

pub fn unsigned(mut value: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let byte = (value & 0x7f) as u8;
        value >>= 7;
        if value == 0 {
            bytes.push(byte);
            return bytes;
        }
        bytes.push(byte | 0x80);
    }
}

pub fn signed(mut value: i64) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let byte = (value & 0x7f) as u8;
        value >>= 7;
        if (value == 0 && byte & 0x40 == 0) || (value == -1 && byte & 0x40 != 0) {
            bytes.push(byte);
            return bytes;
        }
        bytes.push(byte | 0x80);
    }
}

/// Numbers that are the same on every run.
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % sides
    }
}
