//! Blocking: records that share a key are compared, others never are.

use crate::hash::{hash, join, mix};
use crate::profile::{NONE, Profile, Words};

/// More records than this under a strong key, and the key says nothing: it is passed over, whoever asks.
pub const STRONG_CAP: usize = 2_000;
/// The same for the keys that are there for what the strong ones miss.
pub const WEAK_CAP: usize = 200;

/// The same for keys of one word and the first letter of another, or the city.
pub const THIN_CAP: usize = 30;

/// A key in 32 bits; two keys that fall together cost a comparison and nothing else. The lowest two bits choose the cap.
pub type Key = u32;

pub fn cap_of(key: Key) -> usize {
    match key & 3 {
        0 => STRONG_CAP,
        1 => WEAK_CAP,
        _ => THIN_CAP,
    }
}

/// Appends all keys of a record: sorted, each once.
pub fn keys(profile: &Profile, words: &Words, into: &mut Vec<Key>) {
    into.clear();
    let mut strong = |kind: u64, value: u64| into.push(join(kind, value) as u32 & !3);
    let tokens: Vec<(u64, u64, u64)> = profile
        .surnames
        .into_iter()
        .chain(profile.given)
        .filter(|word| *word != NONE)
        .filter_map(|word| words.word(word))
        .filter(|word| word.text.len() > 1)
        .map(|word| (word.sound, u64::from(word.head), word.heard.bytes().next().map_or(0, u64::from)))
        .collect();
    let birth = profile.birth;
    let (year, whole) = (u64::from(birth.year), u64::from(birth.number()));
    let day = u64::from(birth.month) * 100 + u64::from(birth.day);
    let document = profile.document();
    let parts = [document.get(..document.len() / 2), document.get(document.len() / 2..)];
    let part = |at: usize| parts.get(at).copied().flatten().map_or(0, hash);
    if !document.is_empty() {
        strong(1, hash(document));
    }
    for (at, (token, ..)) in tokens.iter().enumerate() {
        if document.len() >= 6 {
            strong(2, join(*token, part(0)));
            strong(3, join(*token, part(1)));
        }
        if birth.is_whole() {
            strong(4, join(*token, whole));
            strong(5, join(*token, day));
            strong(14, join(*token, year * 100 + u64::from(birth.month)));
            strong(15, join(*token, year * 100 + u64::from(birth.day)));
        }
        if profile.phone != 0 {
            strong(6, join(*token, u64::from(profile.phone)));
        }
        for (next, (other, ..)) in tokens.iter().enumerate().skip(at + 1) {
            let pair = token.wrapping_add(*other);
            if year != 0 {
                strong(7, join(pair, year));
            }
            if birth.is_whole() {
                strong(8, join(pair, day));
            }
            if tokens.len() <= 5 {
                for (third, ..) in tokens.iter().skip(next + 1) {
                    strong(9, mix(pair.wrapping_add(*third)));
                }
            }
        }
    }
    let mut weak = |kind: u64, value: u64| into.push(join(kind, value) as u32 & !3 | 1);
    if birth.is_whole() {
        weak(10, whole);
        weak(11, u64::from(birth.sorted()));
    }
    for (at, (token, head, _)) in tokens.iter().enumerate() {
        for (other, other_head, _) in tokens.iter().skip(at + 1) {
            weak(12, token.wrapping_add(*other));
            weak(13, mix(*head).wrapping_add(mix(*other_head)));
        }
    }
    let mut thin = |kind: u64, value: u64| into.push(join(kind, value) as u32 | 3);
    for (at, (token, ..)) in tokens.iter().enumerate() {
        if profile.city != NONE {
            thin(17, join(*token, words.word(profile.city).map_or(0, |city| city.sound)));
        }
        for (_, (_, _, first)) in tokens.iter().enumerate().filter(|(other, _)| *other != at) {
            thin(16, join(*token, *first));
        }
    }
    into.sort_unstable();
    into.dedup();
}
