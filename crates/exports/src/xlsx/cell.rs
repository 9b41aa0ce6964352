//! Cells of a sheet.

use std::io::Write;

use chrono::{Datelike, NaiveDate};

use crate::error::ExportError;
use crate::table::Cell;
use crate::text::{is_formula, xml};

/// The most UTF-16 units that a cell holds.
const MOST_UNITS: usize = 32_767;

/// How a cell looks: its place in the list of `xl/styles.xml`.
#[derive(Clone, Copy)]
pub(super) enum Style {
    Plain = 0,
    Heading = 1,
    Day = 2,
    /// Stays text also when somebody edits it, whatever it begins with.
    Quoted = 3,
    Wrapped = 4,
}

/// A, B, ... Z, AA, ...
pub(super) fn column_name(index: usize) -> String {
    let mut name = String::new();
    let mut left = index + 1;
    while left > 0 {
        let digit = u8::try_from((left - 1) % 26).unwrap_or_default();
        name.insert(0, char::from(b'A' + digit));
        left = (left - 1) / 26;
    }
    name
}

pub(super) fn write_cell(
    to: &mut impl Write,
    column: usize,
    row: u32,
    cell: &Cell,
) -> Result<(), ExportError> {
    let (name, day) = (column_name(column), Style::Day as u8);
    match cell {
        Cell::Blank => {}
        Cell::Number(number) => write!(to, "<c r=\"{name}{row}\"><v>{number}</v></c>")?,
        Cell::Day(of) => match serial(*of) {
            Some(serial) => write!(to, "<c r=\"{name}{row}\" s=\"{day}\"><v>{serial}</v></c>")?,
            None => write_text(to, column, row, &of.to_string(), Style::Plain)?,
        },
        Cell::Text(text) if is_formula(text) => write_text(to, column, row, text, Style::Quoted)?,
        Cell::Text(text) => write_text(to, column, row, text, Style::Plain)?,
    }
    Ok(())
}

pub(super) fn write_text(
    to: &mut impl Write,
    column: usize,
    row: u32,
    text: &str,
    style: Style,
) -> Result<(), ExportError> {
    let (name, style) = (column_name(column), style as u8);
    let style = if style == 0 { String::new() } else { format!(" s=\"{style}\"") };
    let text = xml(&unescaped(&cut(text)));
    Ok(write!(
        to,
        "<c r=\"{name}{row}\"{style} t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is></c>"
    )?)
}

/// Days since the last day of 1899 but one. None before March 1900: spreadsheets take 1900 for a leap year.
fn serial(day: NaiveDate) -> Option<i32> {
    let since = day.num_days_from_ce() - NaiveDate::from_ymd_opt(1899, 12, 30)?.num_days_from_ce();
    (since >= 61).then_some(since)
}

/// What fits into a cell.
fn cut(text: &str) -> String {
    let mut units = 0;
    text.chars()
        .take_while(|c| {
            units += c.len_utf16();
            units <= MOST_UNITS
        })
        .collect()
}

/// `_x0041_` would be read as "A": its first stroke is written as one.
fn unescaped(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("_x") {
        written.push_str(before);
        let mut next = after.chars();
        let is_escape = next.by_ref().take(4).filter(char::is_ascii_hexdigit).count() == 4;
        written.push_str(if is_escape && next.next() == Some('_') { "_x005F_x" } else { "_x" });
        rest = after;
    }
    written.push_str(rest);
    written
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_as_people_count_them() {
        let names: Vec<_> = [0, 25, 26, 701, 702].map(column_name).into();
        assert_eq!(names, ["A", "Z", "AA", "ZZ", "AAA"]);
    }

    #[test]
    fn days_are_counted_as_spreadsheets_do_and_early_ones_not_at_all() {
        let day = |y, m, d| serial(NaiveDate::from_ymd_opt(y, m, d).unwrap());
        assert_eq!(day(1900, 3, 1), Some(61));
        assert_eq!(day(2026, 11, 29), Some(46_355));
        assert_eq!(day(1900, 2, 28), None);
    }

    #[test]
    fn what_looks_like_an_escape_is_read_as_it_was_written() {
        assert_eq!(unescaped("a_x0041_b_xy _x00"), "a_x005F_x0041_b_xy _x00");
    }

    #[test]
    fn a_cell_holds_what_fits_and_no_half_letter() {
        assert_eq!(cut(&"🏥".repeat(20_000)).chars().count(), 16_383);
    }
}
