//! Registers as CSV: from any reader, to any writer.

use std::io::{Read, Write};

use crate::pair::Pair;
use crate::record::Record;

/// Why a file was not read.
#[derive(Debug, thiserror::Error)]
pub enum CsvError {
    #[error("the file has no column {0}")]
    MissingColumn(&'static str),
    #[error("line {line} has {found} fields where the first line has {wanted}")]
    Ragged { line: u64, found: u64, wanted: u64 },
    #[error("line {0} is not UTF-8 text")]
    NotText(u64),
    #[error("line {0} has a field that goes on over its end: a quote is not closed")]
    OpenQuote(u64),
    #[error("line {0} has no record_id")]
    NoId(u64),
    #[error("line {0} has the record_id of an earlier line")]
    SameId(u64),
    #[error("the file cannot be read or written")]
    File(#[from] std::io::Error),
}

impl CsvError {
    /// A stable code.
    pub fn code(&self) -> &'static str {
        match self {
            CsvError::MissingColumn(_) => "missing_column",
            CsvError::Ragged { .. } => "ragged_line",
            CsvError::NotText(_) => "not_text",
            CsvError::OpenQuote(_) => "open_quote",
            CsvError::NoId(_) => "no_record_id",
            CsvError::SameId(_) => "same_record_id",
            CsvError::File(_) => "file",
        }
    }
}

impl From<csv::Error> for CsvError {
    fn from(error: csv::Error) -> Self {
        let line = error.position().map_or(0, csv::Position::line);
        match error.into_kind() {
            csv::ErrorKind::Io(error) => CsvError::File(error),
            csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
                CsvError::Ragged { line, found: len, wanted: expected_len }
            }
            csv::ErrorKind::Utf8 { .. } => CsvError::NotText(line),
            _ => CsvError::File(std::io::ErrorKind::InvalidData.into()),
        }
    }
}

const COLUMNS: [&str; 15] = [
    "record_id",
    "given_names",
    "surname1",
    "surname2",
    "dob",
    "dob_approx",
    "sex",
    "nationality",
    "birth_city",
    "doc_type",
    "doc_number",
    "phone",
    "post",
    "enrolled_on",
    "group_id",
];

/// The wanted columns of each line, with the number of the line. A byte order mark, CRLF, quotes, more columns and any order
/// of columns are all right.
fn rows<const N: usize>(
    from: impl Read,
    columns: [&'static str; N],
) -> Result<impl Iterator<Item = Result<(u64, [String; N]), CsvError>>, CsvError> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(from);
    let headers = reader.headers()?.clone();
    let is = |header: &str, column: &str| {
        header.trim_start_matches('\u{feff}').trim().eq_ignore_ascii_case(column)
    };
    let mut places = [0; N];
    for (place, column) in places.iter_mut().zip(columns) {
        let found = headers.iter().position(|header| is(header, column));
        *place = found.ok_or(CsvError::MissingColumn(column))?;
    }
    Ok(reader.into_records().map(move |row| {
        let row = row?;
        let line = row.position().map_or(0, csv::Position::line);
        // A quote that is not closed takes all that follows into its field.
        if places.iter().any(|place| row.get(*place).is_some_and(|field| field.contains(['\n', '\r']))) {
            return Err(CsvError::OpenQuote(line));
        }
        Ok((line, places.map(|place| row.get(place).unwrap_or_default().to_owned())))
    }))
}

/// Reads a register.
///
/// # Errors
/// A missing column, a line of another length, text that is not UTF-8, an id that is missing or there twice.
pub fn read_records(from: impl Read) -> Result<Vec<Record>, CsvError> {
    let mut seen = std::collections::HashSet::new();
    let mut records = Vec::new();
    for row in rows(from, COLUMNS)? {
        let (line, fields) = row?;
        let [
            record_id,
            given_names,
            surname1,
            surname2,
            dob,
            dob_approx,
            sex,
            nationality,
            birth_city,
            doc_type,
            doc_number,
            phone,
            post,
            enrolled_on,
            group_id,
        ] = fields;
        if record_id.is_empty() {
            return Err(CsvError::NoId(line));
        }
        if !seen.insert(record_id.clone()) {
            return Err(CsvError::SameId(line));
        }
        records.push(Record {
            record_id,
            given_names,
            surname1,
            surname2,
            dob,
            dob_approx,
            sex,
            nationality,
            birth_city,
            doc_type,
            doc_number,
            phone,
            post,
            enrolled_on,
            group_id,
        });
    }
    Ok(records)
}

/// Reads which records are of one person: each pair once, the smaller id first.
///
/// # Errors
/// As for records.
pub fn read_truth(from: impl Read) -> Result<Vec<(String, String)>, CsvError> {
    let mut truth = Vec::new();
    for row in rows(from, ["id_a", "id_b"])? {
        let (_, [a, b]) = row?;
        if a != b {
            truth.push(if a < b { (a, b) } else { (b, a) });
        }
    }
    truth.sort();
    truth.dedup();
    Ok(truth)
}

/// Writes pairs: `id_a,id_b,weight,probability,decision,reasons`, the reasons as `code:bits` between semicolons.
///
/// # Errors
/// What the writer refuses.
pub fn write_pairs(pairs: &[Pair], to: impl Write) -> Result<(), CsvError> {
    let mut out = csv::Writer::from_writer(to);
    out.write_record(["id_a", "id_b", "weight", "probability", "decision", "reasons"])?;
    for pair in pairs {
        let reasons: Vec<String> =
            pair.reasons.iter().map(|(reason, bits)| format!("{}:{bits:+.2}", reason.code())).collect();
        let (weight, probability) = (format!("{:.3}", pair.weight), format!("{:.6}", pair.probability));
        out.write_record([
            &pair.id_a,
            &pair.id_b,
            &weight,
            &probability,
            pair.decision.code(),
            &reasons.join(";"),
        ])?;
    }
    out.flush()?;
    Ok(())
}
