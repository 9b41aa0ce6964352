//! `<scope>.posta`: the documents of one scope, for its members only. Registry and care scopes have the same format.

mod about;
mod aggregate;
mod apply;
mod applying;
mod author;
mod candidate;
mod care_row;
mod careful;
mod carrier;
mod certificate;
mod check;
mod check_changes;
mod commit;
mod conflict;
mod cover;
mod digest;
mod document;
mod draft;
mod elsewhere;
mod erase;
mod exclude;
mod inbox;
mod lane;
mod linked;
mod office_row;
mod outbox;
mod pair;
mod project;
mod project_care;
mod project_conflict;
mod project_linkage;
mod project_office;
mod project_shelf;
mod quarantine;
mod query;
mod regain;
mod register;
mod row;
mod salvage;
mod search;
mod shelf_row;
mod tally;
mod unsent;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod upgrade_tests;
mod words;

use std::path::{Path, PathBuf};

use posta_identity::FileKey;
use posta_identity::ids::ScopeId;
use rusqlite::{Connection, OptionalExtension, named_params};

use crate::batch_rows::id_of;
use crate::error::Error;
use crate::file;
use crate::migration;
use crate::transaction;

use applying::Applying;

pub use aggregate::AggregateRow;
pub use apply::{Applied, Incoming};
pub use author::Author;
pub use care_row::{AgendaFilter, FollowUpRow, ReferralRow, ScreeningRow, ServiceRow};
pub use check_changes::Standing;
pub use commit::{Commit, Committed, CommittedBatch, Write};
pub use conflict::ConflictRow;
pub use draft::{Draft, DraftId, DraftNotice};
pub use elsewhere::ElsewhereRow;
pub use erase::Erased;
pub use exclude::Excluded;
pub use inbox::{InboxFilter, InboxPage, InboxRow, InboxWords};
pub use linked::{Decided, LinkageRow};
pub use office_row::{CommitmentCount, ParticipantCount};
pub use pair::{Looked, ProposedPair, Undecided};
pub use project::Rebuilt;
pub(crate) use project::project_again;
pub use quarantine::Quarantined;
pub use register::{DayCounts, RegisterFilter, RegisterOrder, RegisterPage, Totals};
pub use row::{ConsentRow, ConsultationRow, EnrollmentRow, Origin, PersonRow};
pub use salvage::Salvaged;
pub use shelf_row::PublicationRow;
pub use tally::{Counted, Heard};
pub use unsent::Covered;

/// A scope's file, open. One connection; a write waits up to 5 seconds for another program's.
pub struct ScopeFile {
    connection: Connection,
    path: PathBuf,
    key: FileKey,
    scope: ScopeId,
    applying: Applying,
}

impl ScopeFile {
    /// Opens the file, or creates it, and brings it to this program's format. A new file must be called
    /// `<scope in hex>.posta`; later the scope is read from inside.
    ///
    /// # Errors
    /// [`Error::WrongKey`], [`Error::Newer`], [`Error::OtherFamily`], [`Error::Damaged`]: the file stays as it was.
    pub fn open(path: &Path, key: &FileKey) -> Result<Self, Error> {
        let named: Option<ScopeId> = path.file_stem().and_then(|stem| stem.to_str()?.parse().ok());
        let connection = file::open_file(path, key, &migration::SCOPE)?;
        let scope = match stored_scope(&connection)? {
            Some(scope) => scope,
            None => {
                let scope = named.ok_or(Error::OtherFamily)?;
                transaction::write(&connection, |writer| {
                    writer.execute(
                        "INSERT OR IGNORE INTO identity (row, scope) VALUES (1, :scope)",
                        named_params! { ":scope": scope.as_bytes() },
                    )
                })?;
                scope
            }
        };
        let applying = Applying::beside(path);
        let file = Self { connection, path: path.to_owned(), key: key.clone(), scope, applying };
        file.note_deaths()?;
        Ok(file)
    }

    /// Whether every page that was asked for since the file was opened read as it was written. Where it is not so, what
    /// was read is not to be believed: the rest of a long value may have come as noughts, without an error.
    #[must_use]
    pub fn reads_well(&self) -> bool {
        file::reads_well(&self.connection)
    }

    /// How many rows were written since the file was opened.
    #[must_use]
    pub fn written(&self) -> u64 {
        self.connection.total_changes()
    }

    /// Opens the file again, which makes it whole after a read that failed: the cipher takes what it got then for a
    /// damaged page, and calls everything damaged until another connection looks.
    ///
    /// # Errors
    /// As [`ScopeFile::open`]; the file then stays open as it was.
    pub fn reopen(&mut self) -> Result<(), Error> {
        let again = Self::open(&self.path, &self.key)?;
        *self = again;
        Ok(())
    }

    /// The same file with a connection of its own, for long reading beside everything else.
    ///
    /// # Errors
    /// As [`ScopeFile::open`].
    pub fn again(&self) -> Result<Self, Error> {
        Self::open(&self.path, &self.key)
    }

    /// Another connection to the same file.
    fn connect(&self) -> Result<Connection, Error> {
        file::open_file(&self.path, &self.key, &migration::SCOPE)
    }

    /// The scope whose documents these are.
    pub fn scope(&self) -> ScopeId {
        self.scope
    }
}

fn stored_scope(connection: &Connection) -> Result<Option<ScopeId>, Error> {
    Ok(connection.query_row("SELECT scope FROM identity", [], |row| id_of(row, "scope")).optional()?)
}
