//! What can go wrong with writing.

use thiserror::Error;

/// A file could not be written. None of these repeats what was to be written.
#[derive(Debug, Error)]
pub enum ExportError {
    /// The place that was written to refused.
    #[error("the file could not be written: {0}")]
    Write(std::io::ErrorKind),
    /// A code that cannot stand in this format, by the element that it was meant for.
    #[error("a code cannot be written as {0}")]
    Code(&'static str),
    /// Rows came before their table was begun.
    #[error("no table was begun")]
    NoTable,
}

impl From<std::io::Error> for ExportError {
    fn from(error: std::io::Error) -> Self {
        Self::Write(error.kind())
    }
}

impl From<serde_json::Error> for ExportError {
    fn from(error: serde_json::Error) -> Self {
        Self::Write(error.io_error_kind().unwrap_or(std::io::ErrorKind::InvalidData))
    }
}

impl From<csv::Error> for ExportError {
    fn from(error: csv::Error) -> Self {
        match error.into_kind() {
            csv::ErrorKind::Io(error) => error.into(),
            _ => Self::Write(std::io::ErrorKind::InvalidData),
        }
    }
}

impl From<zip::result::ZipError> for ExportError {
    fn from(error: zip::result::ZipError) -> Self {
        match error {
            zip::result::ZipError::Io(error) => error.into(),
            _ => Self::Write(std::io::ErrorKind::InvalidData),
        }
    }
}
