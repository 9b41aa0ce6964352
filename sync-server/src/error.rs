//! What the server could not do. No variant carries a value that a person typed.

use std::error::Error as _;

use postgres::error::SqlState;

/// Everything that the server's own acts may report.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database could not be read or written.
    #[error("the database could not be read or written")]
    Database(#[source] rusqlite::Error),
    /// A page of the database's file does not read as it was written.
    #[error("the database is damaged: stop the server and run `posta-server mend`")]
    DamagedFile,
    /// The database was written by an earlier version, and only whole ones are brought up to date.
    #[error(
        "the database is of an earlier version: mend it with that version, or start this one with it first"
    )]
    Older,
    /// A mend was cut on its way.
    #[error("the database is being mended: run `posta-server mend` again")]
    Mending,
    /// The database is no file of this server's.
    #[error("the database is PostgreSQL's, whose own tools mend it")]
    NotAFile,
    /// The database server could not do it.
    #[error("the database could not be read or written (SQLSTATE {0})")]
    Postgres(String),
    /// The database server does not answer, or is one that takes no writes.
    #[error("the database does not answer")]
    Away,
    /// Others use the database, and it took too long.
    #[error("the database is busy")]
    Busy,
    /// The locks of the database keep nobody out: two nodes would merge at once.
    #[error(
        "the locks of the database do not hold: connect to PostgreSQL itself, not through a balancer of statements"
    )]
    NoLocks,
    /// The address of the database is none.
    #[error("the database's address must begin with postgres:// and name a host and a database")]
    BadDatabase,
    /// The database would be reached over a network in the clear.
    #[error(
        "a database on another machine is only reached with TLS: put the certificates that it comes from into database.pem in the data folder"
    )]
    PlainDatabase,
    /// The data folder has a database of its own.
    #[error("the data folder has a database of its own, or names another one")]
    OtherDatabase,
    /// The database is of a server with another key.
    #[error("the database is not of this server: copy the data folder of the server that it is of")]
    OtherServer,
    /// A file or folder could not be read or written.
    #[error("a file of the data folder could not be read or written")]
    Folder(#[from] std::io::Error),
    /// A stored value is not what this program wrote.
    #[error("stored {0} cannot be read")]
    Damaged(&'static str),
    /// The database was written by a newer version.
    #[error("the data folder belongs to a newer version")]
    Newer,
    /// `init` was never run on this folder.
    #[error("the data folder was not initialised")]
    NotInitialised,
    /// No department of that code lives on this server.
    #[error("no such department on this server")]
    UnknownDepartment,
    /// The pack has no such department or municipality.
    #[error("the place is not in the pack, or does not fit the role")]
    BadPlace,
    /// No such pack.
    #[error("unknown pack")]
    UnknownPack,
    /// No such role.
    #[error("unknown role")]
    BadRole,
    /// A name is empty, too long or holds control characters.
    #[error("the name is empty, too long, or has control characters")]
    BadName,
    /// An invitation must live between one hour and thirty days.
    #[error("the hours are out of range")]
    BadHours,
    /// The authority's folder does not hold the authority of this department.
    #[error("the authority's folder does not hold this department")]
    Authority,
    /// The authority's folder holds this department already, but this server does not know it.
    #[error("the authority's folder holds a department of that code that this server does not know")]
    AuthorityElsewhere,
    /// Nobody and no device of that id has joined.
    #[error("there is no such user or device")]
    UnknownMember,
    /// The server has no such batch.
    #[error("there is no such batch on this server")]
    UnknownBatch,
    /// The public address is not http or https, or has what no address has.
    #[error("the address must begin with https:// (or http:// on this machine)")]
    BadUrl,
    /// Only a device can be ordered to destroy its keys.
    #[error("only a device can be ordered to destroy its keys")]
    DestroyDevice,
    /// The recovery key is not there or does not serve.
    #[error("recovery: {0}")]
    Recovery(#[from] posta_identity::RecoveryError),
    /// The authority could not do it.
    #[error("the authority could not do it: {0}")]
    Identity(#[source] posta_identity::AuthorityError),
    /// Plain HTTP was asked for on an address that others reach.
    #[error("plain HTTP is only served on a loopback address")]
    PlainHttp,
    /// There is something already where a copy is to go.
    #[error("there is something already where the copy is to go")]
    NotEmpty,
    /// The folder is no backup.
    #[error("the folder is not one that `backup` made")]
    NoBackup,
    /// The numbers would be told to whoever asks.
    #[error("metrics are only told on a loopback or private address")]
    PublicMetrics,
    /// Another process serves this folder.
    #[error("the data folder is being served by another process")]
    Served,
    /// The address cannot be listened on.
    #[error("the address cannot be listened on")]
    Listen(#[source] std::io::Error),
    /// The certificate could not be made or used.
    #[error("the TLS certificate could not be made or used")]
    Tls,
    /// The registries could not be read in time to answer from them.
    #[error("the registries could not be read in time")]
    Late,
    /// A background task ended unexpectedly.
    #[error("a task of the server ended unexpectedly")]
    Task,
}

impl Error {
    /// Whether trying again may help: others hold the database or it is away, or the registries are being read.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        use rusqlite::ErrorCode::{DatabaseBusy, DatabaseLocked};
        match self {
            Self::Late | Self::Busy | Self::Away => true,
            Self::Database(error) => {
                matches!(error.sqlite_error_code(), Some(DatabaseBusy | DatabaseLocked))
            }
            _ => self.is_collision(),
        }
    }

    /// Whether the disk of the database is full.
    #[must_use]
    pub fn is_full(&self) -> bool {
        match self {
            Self::Database(error) => error.sqlite_error_code() == Some(rusqlite::ErrorCode::DiskFull),
            Self::Postgres(state) => state == SqlState::DISK_FULL.code(),
            Self::Folder(error) => error.kind() == std::io::ErrorKind::StorageFull,
            _ => false,
        }
    }

    /// Whether the database ended a transaction because of another one: nothing of it was done.
    pub(crate) fn is_collision(&self) -> bool {
        let collisions = [SqlState::T_R_SERIALIZATION_FAILURE, SqlState::T_R_DEADLOCK_DETECTED];
        matches!(self, Self::Postgres(state) if collisions.iter().any(|known| known.code() == state))
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode::{DatabaseCorrupt, NotADatabase};
        match error.sqlite_error_code() {
            Some(DatabaseCorrupt | NotADatabase) => Self::DamagedFile,
            _ => Self::Database(error),
        }
    }
}

/// Only the code is kept: what the server tells besides may quote what was stored.
impl From<postgres::Error> for Error {
    fn from(error: postgres::Error) -> Self {
        let Some(state) = error.code() else {
            // A value of another type is a mistake of ours; all else is of the link.
            let is_typed = error.source().is_some_and(|source| !source.is::<std::io::Error>());
            return if is_typed && !error.is_closed() { Self::Damaged("column") } else { Self::Away };
        };
        let busy = [SqlState::LOCK_NOT_AVAILABLE, SqlState::TOO_MANY_CONNECTIONS];
        let away = [
            SqlState::ADMIN_SHUTDOWN,
            SqlState::CRASH_SHUTDOWN,
            SqlState::CANNOT_CONNECT_NOW,
            SqlState::READ_ONLY_SQL_TRANSACTION,
            SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT,
        ];
        if busy.contains(state) {
            Self::Busy
        } else if away.contains(state) || state.code().starts_with("08") {
            Self::Away
        } else {
            Self::Postgres(state.code().to_owned())
        }
    }
}
