//! What a file could not do. No value of a record, no query text and no path is ever part of an error.

use rusqlite::ErrorCode;
use thiserror::Error;

/// What a file could not do.
#[derive(Debug, Error)]
pub enum Error {
    /// The key does not open the file (or its first page is damaged). The file is left as it is.
    #[error("the key does not open this file, or its first page is damaged")]
    WrongKey,
    /// A page of the file cannot be read. The file is left as it is.
    #[error("the file is damaged (code {0})")]
    Damaged(i32),
    /// The file was written by a later version of the program. It is left as it is.
    #[error("the file has format {found}, this program knows up to {known}")]
    Newer {
        /// Format number found in the file.
        found: i64,
        /// Last format number this program knows.
        known: i64,
    },
    /// The file is of another family (a scope file opened as the device file, or the other way round).
    #[error("the file is not of the expected family")]
    OtherFamily,
    /// The file could not be created or reached.
    #[error("the file cannot be reached ({0})")]
    Unreachable(std::io::ErrorKind),
    /// A setting that durability or confidentiality rests on did not hold.
    #[error("the setting {0} did not hold")]
    Setting(&'static str),
    /// No room on the disk: nothing was written.
    #[error("the disk is full")]
    DiskFull,
    /// The file or its folder may not be written: nothing was written.
    #[error("the file is read-only")]
    ReadOnly,
    /// Another program held the file for too long: nothing was written.
    #[error("the file is in use")]
    Busy,
    /// Reading or writing failed at the operating system.
    #[error("input or output failed (code {0})")]
    Io(i32),
    /// The database refused for another reason; the number is SQLite's extended code.
    #[error("the database refused (code {0})")]
    Database(i32),
    /// A stored value is not of the shape this version writes.
    #[error("a stored {0} cannot be read")]
    Stored(&'static str),
    /// A document could not be read or written.
    #[error("a document could not be read or written: {0}")]
    Document(#[from] posta_documents::Error),
    /// A batch could not be made, read or linked to its feed.
    #[error("a batch is not acceptable: {0}")]
    Batch(&'static str),
    /// Changes of this session wait for others, or do not count: another change by it would take the number of one of
    /// those. Begin a new session.
    #[error("changes of this session wait: a new session must begin")]
    SessionWaits,
    /// The document was erased: nothing is written to it any more.
    #[error("the document was erased")]
    Erased,
    /// A draft belongs to another user.
    #[error("the draft belongs to another user")]
    NotTheOwner,
}

impl Error {
    /// Whether what is on the disk does not read as it was written.
    #[must_use]
    pub fn is_damage(&self) -> bool {
        matches!(self, Self::WrongKey | Self::Damaged(_) | Self::Stored(_))
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::Error as Sql;
        match &error {
            Sql::SqliteFailure(failure, _) => match failure.code {
                ErrorCode::NotADatabase => Self::WrongKey,
                ErrorCode::DatabaseCorrupt => Self::Damaged(failure.extended_code),
                ErrorCode::DiskFull => Self::DiskFull,
                ErrorCode::ReadOnly | ErrorCode::PermissionDenied => Self::ReadOnly,
                ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Busy,
                ErrorCode::SystemIoFailure | ErrorCode::CannotOpen => Self::Io(failure.extended_code),
                _ => Self::Database(failure.extended_code),
            },
            Sql::FromSqlConversionFailure(..)
            | Sql::InvalidColumnType(..)
            | Sql::IntegralValueOutOfRange(..) => Self::Stored("column"),
            _ => Self::Database(0),
        }
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        Self::Unreachable(error.kind())
    }
}
