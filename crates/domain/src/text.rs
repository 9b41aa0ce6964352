//! How typed text is cleaned and checked. One place, so that every way in behaves alike.

use chrono::NaiveDate;
use unicode_normalization::UnicodeNormalization;

use crate::Problem;

/// Longest text of one line, in characters.
pub const LINE_MAX: usize = 200;
/// Longest note, in characters.
pub const NOTE_MAX: usize = 4000;

/// One line as stored: composed accents, single spaces, no blanks at the ends.
pub fn line(typed: &str) -> String {
    let composed: String = typed.nfc().collect();
    composed.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ").trim().to_owned()
}

/// A note as stored: composed accents, its own lines kept.
pub fn note(typed: &str) -> String {
    typed.replace("\r\n", "\n").nfc().collect::<String>().trim().to_owned()
}

/// A country code as stored.
pub fn country(typed: &str) -> String {
    line(typed).to_uppercase()
}

/// Yes or no as people type it.
pub fn flag(field: &str, typed: &str) -> Result<bool, Problem> {
    match crate::fold(typed).as_str() {
        "true" | "si" | "yes" | "1" => Ok(true),
        "false" | "no" | "0" | "" => Ok(false),
        _ => Err(Problem::error(field, "flag_unreadable")),
    }
}

/// A whole date as people type it; blank is none.
pub fn date(field: &str, typed: &str) -> Result<Option<NaiveDate>, Problem> {
    match crate::Birth::parse(typed) {
        Ok(crate::Birth::Unknown) => Ok(None),
        Ok(crate::Birth::Date(date)) => Ok(Some(date)),
        _ => Err(Problem::error(field, "date_unreadable")),
    }
}

/// A code that becomes part of a key: `[a-z0-9_-]`, 1 to `max` characters.
pub fn is_code(code: &str, max: usize) -> bool {
    (1..=max).contains(&code.len())
        && code.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-'))
}

/// Problems that any text may have.
pub fn check_line(field: &str, text: &str, problems: &mut Vec<Problem>) {
    if text.chars().nth(LINE_MAX).is_some() {
        problems.push(Problem::error(field, "text_too_long"));
    }
    if text.chars().any(char::is_control) {
        problems.push(Problem::error(field, "control_character"));
    }
}

/// Problems that a note may have: it may hold lines and tabs.
pub fn check_note(field: &str, text: &str, problems: &mut Vec<Problem>) {
    check_long(field, text, NOTE_MAX, problems);
}

/// Problems that a text of several lines may have, of at most `most` characters.
pub fn check_long(field: &str, text: &str, most: usize, problems: &mut Vec<Problem>) {
    if text.chars().nth(most).is_some() {
        problems.push(Problem::error(field, "text_too_long"));
    }
    if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
        problems.push(Problem::error(field, "control_character"));
    }
}

/// Shape and name of a country: ISO 3166-1 alpha-2, or ICAO's XXA, XXB, XXC, XXX. Blank is not known.
pub fn check_country(field: &str, country: &str, pack: &crate::Pack, problems: &mut Vec<Problem>) {
    let alpha2 = country.len() == 2 && country.bytes().all(|byte| byte.is_ascii_uppercase());
    if country.is_empty() || matches!(country, "XXA" | "XXB" | "XXC" | "XXX") {
        return;
    }
    if !alpha2 {
        problems.push(Problem::error(field, "country_shape"));
    } else if !pack.countries.is_empty() && !pack.countries.iter().any(|known| known.code == country) {
        problems.push(Problem::warning(field, "country_unknown"));
    }
}
