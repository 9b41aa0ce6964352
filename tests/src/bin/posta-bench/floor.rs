//! The floor: the same work as JSON lines, packed as small as zstd packs them.

use anyhow::Result;
use posta_domain::synthetic::Synthetic;

use crate::work::to_text;

/// Files of invented work of which the floor's dictionary is made; no measure uses their seeds.
const SAMPLES: u64 = 200;
const FIRST_SEED: u64 = 5000;
/// As large as that of the wire. Bytes.
const DICTIONARY: usize = 64 * 1024;
const LEVEL: i32 = 19;

/// Bytes of the lines by zstd-19, with a dictionary of such lines or without one, whichever is less.
pub fn of(text: &str) -> Result<u64> {
    let mut samples = Vec::new();
    for seed in 0..SAMPLES {
        samples.push(to_text(&Synthetic::new(FIRST_SEED + seed).day_of_work(30, 10, 20))?.into_bytes());
    }
    let dictionary = zstd::dict::from_samples(&samples, DICTIONARY)?;
    let with = zstd::bulk::Compressor::with_dictionary(LEVEL, &dictionary)?.compress(text.as_bytes())?.len();
    let without = zstd::bulk::compress(text.as_bytes(), LEVEL)?.len();
    Ok(with.min(without) as u64)
}
