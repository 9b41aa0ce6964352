//! What the server could not do. No variant carries a value that a person typed.

/// Everything that the server's own acts may report.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database could not be read or written.
    #[error("the database could not be read or written")]
    Database(#[from] rusqlite::Error),
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
    /// Whether trying again may help: another process holds the database, or the registries are being read.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        use rusqlite::ErrorCode::{DatabaseBusy, DatabaseLocked};
        match self {
            Self::Late => true,
            Self::Database(error) => {
                matches!(error.sqlite_error_code(), Some(DatabaseBusy | DatabaseLocked))
            }
            _ => false,
        }
    }
}
