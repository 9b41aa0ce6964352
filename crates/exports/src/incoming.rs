//! Tables of people that others made, as CSV or XLSX: rows of text, then lines of an import.
//!
//! Whatever is in a file, reading it ends: an archive is not unpacked beyond a limit, and nothing in it is followed, computed or run.

mod column;
mod csv_rows;
mod line;
mod xlsx_rows;

use std::io::{Read, Seek};

use thiserror::Error;

pub use column::{guess_field, is_field, person_fields};
pub use line::line_of;

/// The largest file that is read. Bytes.
const MOST_BYTES: u64 = 32 * 1024 * 1024;
/// Most columns of a table.
const MOST_COLUMNS: usize = 200;
/// Most rows of a table, with its heading.
const MOST_ROWS: u32 = 200_000;

/// Takes a row with its number.
type Each<'a> = &'a mut dyn FnMut(u32, &[String]) -> Result<(), IncomingError>;

/// Form of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableForm {
    /// Text, with commas, semicolons or tabs.
    Csv,
    /// Office Open XML.
    Xlsx,
}

/// Why a table cannot be read. None of these repeats what is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum IncomingError {
    /// It is no table of this form, or damaged.
    #[error("this is no table of that form, or it is damaged")]
    NotATable,
    /// It is larger than what is read.
    #[error("the table is larger than what is read")]
    TooLarge,
    /// The file does not read.
    #[error("the file does not read: {0}")]
    Read(std::io::ErrorKind),
}

impl IncomingError {
    /// A stable code for people.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotATable => "table_unreadable",
            Self::TooLarge => "table_too_large",
            Self::Read(_) => "file_unreadable",
        }
    }
}

impl From<std::io::Error> for IncomingError {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::InvalidData | std::io::ErrorKind::UnexpectedEof => Self::NotATable,
            kind => Self::Read(kind),
        }
    }
}

/// Hands over the rows of a table with their numbers as a spreadsheet shows them, the heading first. Of a workbook the
/// sheet of people that this program writes, or else the first.
///
/// # Errors
/// [`IncomingError`]; rows before the trouble were handed over.
pub fn read_rows(
    form: TableForm,
    mut from: impl Read + Seek,
    mut each: impl FnMut(u32, &[String]),
) -> Result<(), IncomingError> {
    let bytes = from.seek(std::io::SeekFrom::End(0))?;
    if bytes > MOST_BYTES {
        return Err(IncomingError::TooLarge);
    }
    from.seek(std::io::SeekFrom::Start(0))?;
    let mut rows = 0_u32;
    let mut counted = |number: u32, cells: &[String]| {
        rows = rows.saturating_add(1);
        if rows > MOST_ROWS || cells.len() > MOST_COLUMNS {
            return Err(IncomingError::TooLarge);
        }
        if cells.iter().any(|cell| !cell.trim().is_empty()) {
            each(number, cells);
        }
        Ok(())
    };
    match form {
        TableForm::Csv => csv_rows::read(from, &mut counted),
        TableForm::Xlsx => xlsx_rows::read(from, &mut counted),
    }
}
