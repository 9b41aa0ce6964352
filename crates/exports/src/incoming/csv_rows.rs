//! Rows of a CSV file, as spreadsheets of the region write it.

use std::io::Read;

use super::{Each, IncomingError};
use crate::text::is_formula;

pub(super) fn read(mut from: impl Read, each: Each<'_>) -> Result<(), IncomingError> {
    let mut bytes = Vec::new();
    from.read_to_end(&mut bytes)?;
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes);
    if text.contains(&0) {
        return Err(IncomingError::NotATable);
    }
    let mut rows = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(text))
        .from_reader(text);
    let mut row = csv::ByteRecord::new();
    while rows.read_byte_record(&mut row).map_err(|_| IncomingError::NotATable)? {
        let line = row.position().map_or(0, |at| line_of(text, at));
        let cells: Vec<String> = row.iter().map(cell).collect();
        each(u32::try_from(line).unwrap_or(u32::MAX), &cells)?;
    }
    Ok(())
}

/// The line that a row begins in: the reader says where the one before it ended, and blank lines may follow.
fn line_of(text: &[u8], ended: &csv::Position) -> u64 {
    let rest = usize::try_from(ended.byte()).ok().and_then(|byte| text.get(byte..)).unwrap_or_default();
    let blank = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).filter(|byte| **byte == b'\n');
    ended.line().saturating_add(blank.count() as u64)
}

/// What stands between cells: of comma, semicolon and tab the one that the heading has most of.
fn delimiter(text: &[u8]) -> u8 {
    let heading = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |delimiter: &u8| heading.iter().filter(|byte| *byte == delimiter).count();
    [b',', b';', b'\t'].into_iter().rev().max_by_key(count).unwrap_or(b',')
}

/// A cell as text: UTF-8, or else Latin-1 as older spreadsheets save it, without the apostrophe that keeps a text from being a
/// formula.
fn cell(bytes: &[u8]) -> String {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().copied().map(char::from).collect(),
    };
    match text.strip_prefix('\'') {
        Some(rest) if is_formula(rest) => rest.to_owned(),
        _ => text,
    }
}
