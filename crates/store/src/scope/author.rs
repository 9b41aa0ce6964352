//! Who is behind an actor, so that rows can say "author · post".

use posta_identity::SessionCertificate;
use posta_identity::ids::{Actor, DeviceId, UserId};
use rusqlite::{OptionalExtension, named_params};

use super::ScopeFile;
use crate::batch_rows::id_of;
use crate::error::Error;
use crate::transaction::{self, Writer};

/// The person and place behind a session's actor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    /// The session's actor.
    pub actor: Actor,
    /// The user.
    pub user: UserId,
    /// The user's name by the membership log; empty until it was put.
    pub name: String,
    /// Code of the post where the session worked.
    pub post: String,
    /// The device.
    pub device: DeviceId,
}

impl ScopeFile {
    /// Keeps who is behind a session. `name`: the user's name by the membership log.
    pub fn put_author(&self, certificate: &SessionCertificate, name: &str) -> Result<(), Error> {
        transaction::write(&self.connection, |writer| {
            note_session(writer, certificate)?;
            writer.execute(
                "UPDATE author SET name = :name WHERE user = :user AND name <> :name",
                named_params! { ":name": name, ":user": certificate.user.as_bytes() },
            )?;
            Ok(())
        })
    }

    /// Who is behind an actor.
    pub fn author(&self, actor: &Actor) -> Result<Option<Author>, Error> {
        let sql = "SELECT actor, user, name, post, device FROM author WHERE actor = :actor";
        let mut sql = self.connection.prepare_cached(sql)?;
        let author = sql.query_row(named_params! { ":actor": actor.as_bytes() }, |row| {
            Ok(Author {
                actor: id_of(row, "actor")?,
                user: id_of(row, "user")?,
                name: row.get("name")?,
                post: row.get("post")?,
                device: id_of(row, "device")?,
            })
        });
        Ok(author.optional()?)
    }
}

/// Keeps a session's user, post and device; its name is that of the user's other sessions, if known.
pub(super) fn note_session(writer: &Writer<'_>, certificate: &SessionCertificate) -> Result<(), Error> {
    writer.execute(
        "INSERT OR IGNORE INTO author (actor, user, name, post, device)
         VALUES (:actor, :user,
                 coalesce((SELECT max(known.name) FROM author AS known WHERE known.user = :user), ''),
                 :post, :device)",
        named_params! {
            ":actor": certificate.actor().as_bytes(), ":user": certificate.user.as_bytes(),
            ":post": certificate.post, ":device": certificate.device.as_bytes(),
        },
    )?;
    Ok(())
}
