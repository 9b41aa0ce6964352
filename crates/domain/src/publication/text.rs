//! The text of a publication in flat fields: in parts, under a name that follows from the whole, so that of two texts that
//! were written at once one is read, and never a mixture.

use sha2::{Digest, Sha256};

use crate::fields::{Reader, Writer};

/// Longest text, in characters.
pub const SHELF_TEXT_MAX: usize = 60_000;
/// Where parts of texts are.
pub(super) const PARTS: &str = "text/";
/// Characters of a part: as long as any other text of ours.
const PART: usize = crate::text::NOTE_MAX;

/// A date as the shelf tells it: a year, a month, a day, or nothing.
pub fn is_shelf_date(date: &str) -> bool {
    let whole = match date.len() {
        0 => return true,
        4 => format!("{date}-01-01"),
        7 => format!("{date}-01"),
        _ => date.to_owned(),
    };
    whole.len() == 10 && crate::birth::date(&whole).is_some()
}

/// 16 hexadecimal digits that stand for a text.
fn name_of(text: &str) -> String {
    let hash = Sha256::digest(text.as_bytes());
    hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

pub(super) fn read(read: &Reader<'_>) -> String {
    read_named(read, read.str("text"))
}

pub(super) fn read_named(read: &Reader<'_>, name: &str) -> String {
    if name.is_empty() {
        return String::new();
    }
    let start = format!("{PARTS}{name}/");
    let text: String = read.items(&start).filter_map(|(_, part)| part.as_text()).collect();
    if name_of(&text) == name { text } else { String::new() }
}

pub(super) fn write(text: &str, write: &mut Writer) {
    if text.is_empty() {
        return;
    }
    let name = name_of(text);
    let mut characters = text.chars();
    for number in 0.. {
        let part: String = characters.by_ref().take(PART).collect();
        if part.is_empty() {
            break;
        }
        write.text(&format!("{PARTS}{name}/{number:02}"), &part);
    }
    write.text("text", &name);
}
