//! From a text to the characters of a zone.

use super::MrzForm;
use super::digit::{FILLER, digit_like};

/// Longest text that is looked at, in bytes: a page pasted with the zone in it.
const MOST_BYTES: usize = 4096;

impl MrzForm {
    /// Characters of one line.
    pub(super) fn width(self) -> usize {
        match self {
            Self::Td1 => 30,
            Self::Td2 => 36,
            Self::Td3 => 44,
        }
    }

    pub(super) fn lines(self) -> usize {
        if self == Self::Td1 { 3 } else { 2 }
    }

    /// Where birth (6) and expiry (6) with their digits begin, in the whole zone, from 0.
    pub(super) fn birth(self) -> usize {
        match self {
            Self::Td1 => 30,
            Self::Td2 => 36 + 13,
            Self::Td3 => 44 + 13,
        }
    }
}

/// The characters of the zone in a text, all lines in a row; None when there is none.
pub(super) fn lay_out(text: &str) -> Option<(MrzForm, Vec<u8>)> {
    if text.len() > MOST_BYTES {
        return None;
    }
    let lines: Vec<Option<String>> = text
        .replace("&lt;", "<")
        .split(['\n', '\r'])
        .map(clean)
        .filter(|line| line.as_deref() != Some(""))
        .collect();
    let in_lines = [MrzForm::Td3, MrzForm::Td2, MrzForm::Td1].into_iter().find_map(|form| {
        lines.windows(form.lines()).find_map(|some| {
            let some: Vec<&str> = some.iter().map(|line| line.as_deref()).collect::<Option<_>>()?;
            plausible(form, fit(form, &some)?)
        })
    });
    if in_lines.is_some() {
        return in_lines;
    }
    // A field of one line swallows the line breaks.
    let row: String = lines.into_iter().collect::<Option<Vec<_>>>()?.concat();
    [MrzForm::Td3, MrzForm::Td2, MrzForm::Td1].into_iter().find_map(|form| {
        let whole = form.width() * form.lines();
        // A card's names stand at the end, where fillers get lost.
        let short = form == MrzForm::Td1 && (2 * form.width() + 1..whole).contains(&row.len());
        let padded = (row.len() == whole || short).then(|| format!("{row:<<whole$}"))?;
        plausible(form, padded.into_bytes())
    })
}

/// One line in capital letters without blanks; None when it holds what no zone holds. A keyboard laid out for Spanish
/// turns what a scanner types for `<` into `;`.
fn clean(line: &str) -> Option<String> {
    let mut cleaned = String::new();
    for character in line.chars() {
        match character.to_ascii_uppercase() {
            c if c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}') => {}
            '<' | '‹' | '＜' | ';' => cleaned.push('<'),
            '«' => cleaned.push_str("<<"),
            c if c.is_ascii_uppercase() || c.is_ascii_digit() => cleaned.push(c),
            _ => return None,
        }
    }
    Some(cleaned)
}

/// Lines at their full width. Only lines that may end in fillers are given some, or rid of some too many; the line with
/// the dates must be whole, as its last character is a check digit.
fn fit(form: MrzForm, lines: &[&str]) -> Option<Vec<u8>> {
    let width = form.width();
    let mut zone = Vec::new();
    for (place, line) in lines.iter().enumerate() {
        if place == 1 {
            (line.len() == width).then(|| zone.extend(line.bytes()))?;
            continue;
        }
        let bare = line.trim_end_matches('<');
        (5..=width).contains(&bare.len().max(if place == 2 { 5 } else { 0 })).then_some(())?;
        zone.extend(format!("{bare:<<width$}").into_bytes());
    }
    Some(zone)
}

/// A zone begins with a letter, and nearly all of the 14 places of its two dates hold digits or fillers.
fn plausible(form: MrzForm, zone: Vec<u8>) -> Option<(MrzForm, Vec<u8>)> {
    let from = form.birth();
    // A card's dates stand around the sex; so do those of the others.
    let dates = zone.get(from..from + 7)?.iter().chain(zone.get(from + 8..from + 15)?);
    let (mut digits, mut likely) = (0, 0);
    for byte in dates {
        digits += usize::from(byte.is_ascii_digit());
        likely += usize::from(byte.is_ascii_digit() || *byte == FILLER || digit_like(*byte).is_some());
    }
    let good = zone.first().is_some_and(u8::is_ascii_uppercase) && digits >= 2 && likely >= 12;
    good.then_some((form, zone))
}
