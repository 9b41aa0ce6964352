//! A field's value in a row: short forms for what fields hold most.

use std::collections::HashMap;

use chrono::{Datelike, NaiveDate};
use posta_identity::IdSeed;

use super::chunk::Put;

use super::{Bytes, Context, Malformed, Out};

/// Automerge's type code of a text.
const TEXT: u8 = 6;
/// Texts up to this length have it as their first byte.
const SHORT: usize = 0xdf;
/// 0xe0 to 0xed: another type, with its code.
const OTHER: u8 = 0xe0;
const LONG_TEXT: u8 = 0xef;
const NEW_ID: u8 = 0xf0;
const KNOWN_ID: u8 = 0xf1;
const DAY: u8 = 0xf2;
const RAW_ID: u8 = 0xf3;
/// 1 January 1880, as a day of the common era; the 65,536 days from there end in 2059.
const FIRST_DAY: i32 = 686_291;

/// The seeds of the batch that is written or read, and the next counter of each.
pub(super) struct Seeds<'a> {
    seeds: &'a [IdSeed],
    next: Vec<u32>,
    /// For the writer.
    made: Option<&'a Made>,
}

/// Which counter of which seed an id has.
#[derive(Default)]
pub(super) struct Made(HashMap<[u8; 16], (usize, u32)>);

impl Made {
    pub fn of(seeds: &[IdSeed]) -> Self {
        let counters =
            seeds.iter().enumerate().flat_map(|(place, seed)| seed.counters().map(move |c| (seed, place, c)));
        Self(counters.map(|(seed, place, counter)| (seed.id(counter), (place, counter))).collect())
    }

    /// Bytes.
    pub fn size(&self) -> usize {
        48 * self.0.len()
    }
}

/// A value as a row has it.
pub(super) enum Value {
    Id([u8; 16]),
    /// As it is written.
    Bytes(Vec<u8>),
}

impl Value {
    pub fn of(kind: u8, value: &[u8]) -> Self {
        let mut out = Out::default();
        if kind != TEXT {
            out.byte(OTHER | kind);
            if kind > 2 {
                out.counted(value);
            }
        } else if let Some(id) = id_of(value) {
            return Self::Id(id);
        } else if let Some(day) = day_of(value) {
            out.byte(DAY);
            out.bytes(&day.to_le_bytes());
        } else if value.len() <= SHORT {
            out.byte(value.len().to_le_bytes()[0]);
            out.bytes(value);
        } else {
            out.byte(LONG_TEXT);
            out.counted(value);
        }
        Self::Bytes(out.0)
    }
}

fn id_of(value: &[u8]) -> Option<[u8; 16]> {
    Some(value).filter(|value| value.len() == 32).and_then(unhex)?.try_into().ok()
}

impl<'a> Seeds<'a> {
    pub fn to_read(seeds: &'a [IdSeed]) -> Self {
        let next = seeds.iter().map(|seed| seed.first).collect();
        Self { seeds, next, made: None }
    }

    /// `made`: of these seeds.
    pub fn to_write(seeds: &'a [IdSeed], made: &'a Made) -> Self {
        Self { made: Some(made), ..Self::to_read(seeds) }
    }

    pub fn find(&self, id: &[u8; 16]) -> Option<(usize, u32)> {
        self.made.and_then(|made| made.0.get(id)).copied()
    }

    pub fn write(&mut self, out: &mut Out, (place, counter): (usize, u32)) {
        if self.seeds.len() > 1 {
            out.count(place);
        }
        if let Some(next) = self.next.get_mut(place) {
            out.difference(i64::from(counter) - i64::from(*next));
            *next = counter.saturating_add(1);
        }
    }

    pub fn read(&mut self, bytes: &mut Bytes<'_>) -> Result<[u8; 16], Malformed> {
        let place = if self.seeds.len() > 1 { bytes.count()? } else { 0 };
        let (seed, next) = self.seeds.get(place).zip(self.next.get_mut(place)).ok_or(Malformed)?;
        let counter = i64::from(*next).checked_add(bytes.difference()?).ok_or(Malformed)?;
        let counter = u32::try_from(counter).map_err(|_| Malformed)?;
        *next = counter.saturating_add(1);
        Ok(seed.id(counter))
    }
}

/// Whether a put comes out as it went in.
pub(super) fn fits(put: &Put) -> bool {
    put.kind < (LONG_TEXT & 0x0f) && (put.kind > 2 || put.value.is_empty())
}

pub(super) fn write_id(context: &mut Context, seeds: &mut Seeds<'_>, out: &mut Out, id: [u8; 16]) {
    if let Some(back) = context.back_to(&id) {
        out.byte(KNOWN_ID);
        out.count(back);
        return;
    }
    if let Some(made) = seeds.find(&id) {
        out.byte(NEW_ID);
        seeds.write(out, made);
    } else {
        out.byte(RAW_ID);
        out.bytes(&id);
    }
    context.add_id(id);
}

/// The type code and the value.
pub(super) fn read(
    context: &mut Context,
    seeds: &mut Seeds<'_>,
    bytes: &mut Bytes<'_>,
) -> Result<(u8, Vec<u8>), Malformed> {
    let code = bytes.byte()?;
    let value = match code {
        KNOWN_ID => hex(&context.id_back(bytes.count()?).ok_or(Malformed)?),
        NEW_ID | RAW_ID => {
            let id = if code == NEW_ID { seeds.read(bytes)? } else { bytes.array()? };
            context.add_id(id);
            hex(&id)
        }
        DAY => text_of_day(u16::from_le_bytes(bytes.array()?)),
        LONG_TEXT => bytes.counted()?.to_vec(),
        OTHER..LONG_TEXT => {
            let kind = code & 0x0f;
            return Ok((kind, if kind > 2 { bytes.counted()?.to_vec() } else { Vec::new() }));
        }
        short if usize::from(short) <= SHORT => bytes.take(usize::from(short))?.to_vec(),
        _ => return Err(Malformed),
    };
    Ok((TEXT, value))
}

/// Lowercase hexadecimal digits as bytes.
pub(super) fn unhex(text: &[u8]) -> Option<Vec<u8>> {
    let digit = |byte: &u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let (pairs, []) = text.as_chunks::<2>() else { return None };
    pairs.iter().map(|[high, low]| Some(digit(high)? << 4 | digit(low)?)).collect()
}

pub(super) fn hex(bytes: &[u8]) -> Vec<u8> {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |value: u8| DIGITS.get(usize::from(value)).copied().unwrap_or_default();
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 0x0f)]).collect()
}

/// A day written as `2026-11-29`, if it comes out the same.
fn day_of(text: &[u8]) -> Option<u16> {
    let text = std::str::from_utf8(text).ok().filter(|text| text.len() == 10)?;
    let date: NaiveDate = text.parse().ok()?;
    let day = u16::try_from(date.num_days_from_ce() - FIRST_DAY).ok()?;
    (text_of_day(day) == text.as_bytes()).then_some(day)
}

fn text_of_day(day: u16) -> Vec<u8> {
    let date = NaiveDate::from_num_days_from_ce_opt(i32::from(day) + FIRST_DAY).unwrap_or_default();
    date.format("%Y-%m-%d").to_string().into_bytes()
}

#[cfg(test)]
#[path = "value_tests.rs"]
mod tests;
