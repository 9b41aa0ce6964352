//! The head of a log and its frames, as bytes.

use std::io::{self, ErrorKind, Read};

/// The first bytes of a log; the last bit says in which order of bytes checksums are counted.
const MAGIC: u32 = 0x377f_0682;
/// Bytes of a page where the head of the log does not say it: all our files have such.
const PAGE: u32 = 4096;

/// A checksum: each frame's goes on from that of the one before.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sum(u32, u32);

impl Sum {
    fn of(bytes: [u8; 8]) -> Self {
        let [a, b, c, d, e, f, g, h] = bytes;
        Self(u32::from_be_bytes([a, b, c, d]), u32::from_be_bytes([e, f, g, h]))
    }

    pub fn bytes(self) -> [u8; 8] {
        let ([a, b, c, d], [e, f, g, h]) = (self.0.to_be_bytes(), self.1.to_be_bytes());
        [a, b, c, d, e, f, g, h]
    }

    fn and(mut self, bytes: &[u8], is_big: bool) -> Self {
        let word =
            |bytes: [u8; 4]| if is_big { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) };
        for [a, b, c, d, e, f, g, h] in bytes.as_chunks::<8>().0 {
            self.0 = self.0.wrapping_add(word([*a, *b, *c, *d])).wrapping_add(self.1);
            self.1 = self.1.wrapping_add(word([*e, *f, *g, *h])).wrapping_add(self.0);
        }
        self
    }
}

/// The head of a log.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Head {
    bytes: [u8; 24],
    pub sum: Sum,
}

impl Head {
    /// `None` when there is none.
    pub fn read(from: &mut impl Read) -> io::Result<Option<Self>> {
        let (mut bytes, mut sum) = ([0; 24], [0; 8]);
        let is_there = fill(from, &mut bytes)? && fill(from, &mut sum)?;
        Ok(is_there.then(|| Self { bytes, sum: Sum::of(sum) }))
    }

    /// That a log has whose frames bear `salts`.
    pub fn made(salts: [u8; 8]) -> Self {
        let magic = MAGIC | u32::from(cfg!(target_endian = "big"));
        let mut bytes = [0; 24];
        let words = [magic, 3_007_000, PAGE, 0].map(u32::to_be_bytes);
        let (numbers, rest) = bytes.split_at_mut(16);
        numbers.copy_from_slice(words.as_flattened());
        rest.copy_from_slice(&salts);
        let sum = Sum(0, 0).and(&bytes, cfg!(target_endian = "big"));
        Self { bytes, sum }
    }

    fn word(&self, place: usize) -> u32 {
        self.bytes.as_chunks::<4>().0.get(place).map_or(0, |word| u32::from_be_bytes(*word))
    }

    pub fn is_sound(&self) -> bool {
        let is_of_sqlite = self.word(0) | 1 == MAGIC | 1;
        let is_page = self.page().is_power_of_two() && (512..=65536).contains(&self.page());
        is_of_sqlite && is_page && self.counted() == self.sum
    }

    /// Whether a new head was begun over this one and not ended: what it stands for is in the file by then.
    pub fn is_begun(&self) -> bool {
        let mut before = self.clone();
        let number = self.word(3).wrapping_sub(1).to_be_bytes();
        if let Some(place) = before.bytes.as_chunks_mut::<4>().0.get_mut(3) {
            *place = number;
        }
        before.is_sound()
    }

    /// The checksum that it should have.
    pub fn counted(&self) -> Sum {
        Sum(0, 0).and(&self.bytes, self.is_big())
    }

    pub fn is_big(&self) -> bool {
        self.word(0) & 1 == 1
    }

    /// Bytes of a page.
    pub fn page(&self) -> u32 {
        self.word(2)
    }

    /// What all frames of one run of a log bear.
    pub fn salts(&self) -> [u8; 8] {
        self.bytes.last_chunk().copied().unwrap_or_default()
    }

    pub fn to_bytes(&self) -> [u8; 32] {
        let mut bytes = [0; 32];
        let (head, sum) = bytes.split_at_mut(24);
        head.copy_from_slice(&self.bytes);
        sum.copy_from_slice(&self.sum.bytes());
        bytes
    }
}

/// One page in a log.
pub(crate) struct Frame {
    head: [u8; 8],
    pub salts: [u8; 8],
    pub sum: Sum,
    pub page: Vec<u8>,
}

impl Frame {
    /// `None` where the log ends.
    pub fn read(from: &mut impl Read, page: u32) -> io::Result<Option<Self>> {
        let (mut head, mut salts, mut sum) = ([0; 8], [0; 8], [0; 8]);
        let mut bytes = vec![0; page as usize];
        for part in [&mut head, &mut salts, &mut sum] {
            if !fill(from, part)? {
                return Ok(None);
            }
        }
        let is_there = fill(from, &mut bytes)?;
        Ok(is_there.then(|| Self { head, salts, sum: Sum::of(sum), page: bytes }))
    }

    /// The number of the page.
    pub fn number(&self) -> u32 {
        let [a, b, c, d, ..] = self.head;
        u32::from_be_bytes([a, b, c, d])
    }

    /// Pages of the file after this transaction, if this frame ends one; else 0.
    pub fn size(&self) -> u32 {
        let [.., a, b, c, d] = self.head;
        u32::from_be_bytes([a, b, c, d])
    }

    pub fn set(&mut self, number: u32, size: u32) {
        let ([a, b, c, d], [e, f, g, h]) = (number.to_be_bytes(), size.to_be_bytes());
        self.head = [a, b, c, d, e, f, g, h];
    }

    pub fn sum_after(&self, before: Sum, is_big: bool) -> Sum {
        before.and(&self.head, is_big).and(&self.page, is_big)
    }

    pub fn is_good(&self, before: Sum, head: &Head) -> bool {
        self.number() != 0 && self.salts == head.salts() && self.sum_after(before, head.is_big()) == self.sum
    }

    /// All but the page.
    pub fn head_bytes(&self) -> [u8; 24] {
        let mut bytes = [0; 24];
        bytes.as_chunks_mut::<8>().0.copy_from_slice(&[self.head, self.salts, self.sum.bytes()]);
        bytes
    }
}

/// Whether so much was there.
fn fill(from: &mut impl Read, bytes: &mut [u8]) -> io::Result<bool> {
    match from.read_exact(bytes) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error),
    }
}
