//! Rows of a workbook's sheet, read as a stream.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Seek};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;
use zip::result::ZipError;

use super::{Each, IncomingError, MOST_COLUMNS};
use crate::table::Table;

/// What is unpacked of a part, at most. Bytes.
const MOST_UNPACKED: u64 = 64 * 1024 * 1024;
/// Texts that cells share, at most.
const MOST_STRINGS: usize = 1_000_000;
/// Parts of a workbook, at most.
const MOST_PARTS: usize = 1_000;

pub(super) fn read(from: impl Read + Seek, each: Each<'_>) -> Result<(), IncomingError> {
    let mut archive = ZipArchive::new(from).map_err(zip_error)?;
    if archive.len() > MOST_PARTS {
        return Err(IncomingError::TooLarge);
    }
    let sheet = sheet_of_people(&mut archive)?;
    let mut shared = Vec::new();
    let strings = part(&mut archive, "xl/sharedStrings.xml", &mut |xml| {
        shared = shared_strings(xml)?;
        Ok(())
    });
    match strings {
        // A workbook without them has its texts in the cells.
        Ok(()) | Err(IncomingError::Read(std::io::ErrorKind::NotFound)) => {}
        Err(error) => return Err(error),
    }
    part(&mut archive, &sheet, &mut |xml| rows(xml, &shared, each))
        .map_err(|error| if error == missing() { IncomingError::NotATable } else { error })
}

fn missing() -> IncomingError {
    IncomingError::Read(std::io::ErrorKind::NotFound)
}

fn zip_error(error: ZipError) -> IncomingError {
    match error {
        ZipError::Io(error) => error.into(),
        ZipError::FileNotFound => missing(),
        _ => IncomingError::NotATable,
    }
}

/// Reads a part, as far as it is unpacked at all.
fn part<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    name: &str,
    read: &mut dyn FnMut(&mut dyn BufRead) -> Result<(), IncomingError>,
) -> Result<(), IncomingError> {
    let part = archive.by_name(name).map_err(zip_error)?;
    let mut limited = BufReader::new(part.take(MOST_UNPACKED));
    let outcome = read(&mut limited);
    // Where the limit cut it short, that is what is wrong with it.
    if limited.get_ref().limit() == 0 { Err(IncomingError::TooLarge) } else { outcome }
}

/// The path of the sheet of people, or of the first sheet.
fn sheet_of_people<R: Read + Seek>(archive: &mut ZipArchive<R>) -> Result<String, IncomingError> {
    let mut sheets: Vec<(String, String)> = Vec::new();
    let mut targets: BTreeMap<String, String> = BTreeMap::new();
    part(archive, "xl/workbook.xml", &mut |xml| {
        tags(xml, "sheet", &mut |tag| sheets.push((attribute(tag, "name"), attribute(tag, "id"))))
    })
    .map_err(|_| IncomingError::NotATable)?;
    part(archive, "xl/_rels/workbook.xml.rels", &mut |xml| {
        tags(xml, "Relationship", &mut |tag| {
            targets.insert(attribute(tag, "Id"), attribute(tag, "Target"));
        })
    })
    .map_err(|_| IncomingError::NotATable)?;
    let of_people = sheets.iter().find(|(name, _)| name == Table::People.name());
    let (_, id) = of_people.or(sheets.first()).ok_or(IncomingError::NotATable)?;
    let target = targets.get(id).ok_or(IncomingError::NotATable)?;
    Ok(target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned))
}

/// Every tag of a name.
fn tags(
    xml: &mut dyn BufRead,
    name: &str,
    found: &mut dyn FnMut(&BytesStart<'_>),
) -> Result<(), IncomingError> {
    let mut reader = Reader::from_reader(xml);
    let mut buffer = Vec::new();
    loop {
        match reader.read_event_into(&mut buffer).map_err(|_| IncomingError::NotATable)? {
            Event::Start(tag) | Event::Empty(tag) if tag.local_name().as_ref() == name => found(&tag),
            Event::Eof => return Ok(()),
            _ => {}
        }
        buffer.clear();
    }
}

/// The value of an attribute by its local name; names of sheets and ids need no more than the five entities.
fn attribute(tag: &BytesStart<'_>, name: &str) -> String {
    let found = tag.attributes().flatten().find(|one| one.key.local_name().as_ref() == name);
    found
        .map(|one| quick_xml::escape::unescape(&one.value).unwrap_or_default().into_owned())
        .unwrap_or_default()
}

/// The texts that cells share.
fn shared_strings(xml: &mut dyn BufRead) -> Result<Vec<String>, IncomingError> {
    let mut strings = Vec::new();
    let mut text = Text::default();
    events(xml, &mut |event| {
        match event {
            Event::Start(tag) if tag.local_name().as_ref() == "si" => text = Text::default(),
            Event::Empty(tag) if tag.local_name().as_ref() == "si" => strings.push(String::new()),
            Event::End(tag) if tag.local_name().as_ref() == "si" => strings.push(text.take()),
            other => text.see(other),
        }
        if strings.len() > MOST_STRINGS { Err(IncomingError::TooLarge) } else { Ok(()) }
    })?;
    Ok(strings)
}

fn rows(xml: &mut dyn BufRead, shared: &[String], each: Each<'_>) -> Result<(), IncomingError> {
    let (mut number, mut cells) = (0_u32, Vec::new());
    let (mut column, mut kind, mut text) = (0, String::new(), Text::default());
    events(xml, &mut |event| {
        match event {
            Event::Start(tag) if tag.local_name().as_ref() == "row" => {
                number = attribute(tag, "r").parse().unwrap_or(number.saturating_add(1));
                cells = Vec::new();
            }
            Event::End(tag) if tag.local_name().as_ref() == "row" => each(number, &cells)?,
            Event::Start(tag) if tag.local_name().as_ref() == "c" => {
                column = column_of(&attribute(tag, "r")).unwrap_or(cells.len());
                (kind, text) = (attribute(tag, "t"), Text::default());
                if column >= MOST_COLUMNS {
                    return Err(IncomingError::TooLarge);
                }
            }
            Event::End(tag) if tag.local_name().as_ref() == "c" => {
                let value = value(&kind, text.take(), shared);
                if column >= cells.len() {
                    cells.resize(column.saturating_add(1), String::new());
                }
                if let Some(cell) = cells.get_mut(column) {
                    *cell = value;
                }
            }
            other => text.see(other),
        }
        Ok(())
    })
}

/// Every event of a part, until it ends.
fn events(
    xml: &mut dyn BufRead,
    see: &mut dyn FnMut(&Event<'_>) -> Result<(), IncomingError>,
) -> Result<(), IncomingError> {
    let mut reader = Reader::from_reader(xml);
    let mut buffer = Vec::new();
    loop {
        match reader.read_event_into(&mut buffer).map_err(|_| IncomingError::NotATable)? {
            // Nothing that a document defines for itself is looked at.
            Event::DocType(_) => return Err(IncomingError::NotATable),
            Event::Eof => return Ok(()),
            event => see(&event)?,
        }
        buffer.clear();
    }
}

/// Text of a cell: what stands in `v` and `t`, without readings of Asian signs (`rPh`).
#[derive(Default)]
struct Text {
    said: String,
    is_open: bool,
    is_reading: bool,
}

impl Text {
    fn see(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "v" | "t" => self.is_open = true,
                "rPh" => self.is_reading = true,
                _ => {}
            },
            Event::End(tag) => match tag.local_name().as_ref() {
                "v" | "t" => self.is_open = false,
                "rPh" => self.is_reading = false,
                _ => {}
            },
            Event::Text(text) if self.is_said() => self.said.push_str(&text.xml10_content()),
            Event::CData(text) if self.is_said() => self.said.push_str(&text.xml10_content()),
            Event::GeneralRef(sign) if self.is_said() => {
                let sign = format!("&{};", sign.xml10_content());
                self.said.push_str(&quick_xml::escape::unescape(&sign).unwrap_or_default());
            }
            _ => {}
        }
    }

    fn is_said(&self) -> bool {
        self.is_open && !self.is_reading
    }

    fn take(&mut self) -> String {
        *self = Self { said: std::mem::take(&mut self.said), ..Self::default() };
        std::mem::take(&mut self.said)
    }
}

fn value(kind: &str, text: String, shared: &[String]) -> String {
    match kind {
        "s" => text
            .trim()
            .parse()
            .ok()
            .and_then(|at: usize| shared.get(at))
            .map(|one| unescaped(one))
            .unwrap_or_default(),
        "b" => (if text.trim() == "1" { "Sí" } else { "No" }).to_owned(),
        "e" => String::new(),
        "inlineStr" | "str" | "d" => unescaped(&text),
        _ => whole(text),
    }
}

/// A number as people write it: a long one, which a workbook may keep as `9.9123456E7`, digit by digit.
fn whole(text: String) -> String {
    match text.parse::<f64>() {
        Ok(number) if text.contains(['E', 'e']) && number.fract() == 0.0 && number.abs() < 1e15 => {
            format!("{number:.0}")
        }
        _ => text,
    }
}

/// `_x0041_` is "A".
fn unescaped(text: &str) -> String {
    let mut read = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("_x") {
        read.push_str(before);
        let sign = after.get(..4).filter(|_| after.get(4..5) == Some("_"));
        let sign = sign.and_then(|digits| u32::from_str_radix(digits, 16).ok()).and_then(char::from_u32);
        match sign {
            Some(sign) => {
                read.push(sign);
                rest = after.get(5..).unwrap_or_default();
            }
            None => {
                read.push_str("_x");
                rest = after;
            }
        }
    }
    read.push_str(rest);
    read
}

/// Place of a column by the name of a cell: `AB12` is 27.
fn column_of(name: &str) -> Option<usize> {
    let mut letters = name.bytes().take_while(u8::is_ascii_uppercase);
    let column = letters.try_fold(0_usize, |column, letter| {
        column.checked_mul(26)?.checked_add(usize::from(letter - b'A') + 1)
    })?;
    column.checked_sub(1)
}
