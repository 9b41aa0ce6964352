//! Keeping what supervisors add.

use posta_domain::{Kind, Publication, PublicationKind};
use posta_store::Write;

use super::list::code_of_pack;
use crate::app::App;
use crate::error::Error;
use crate::office::{line, note};
use crate::permission::Act;
use crate::person::only_warnings;
use crate::scope::Deed;
use crate::view::{Saved, ShelfInput};

impl App {
    /// Keeps an item, new or changed, withdrawn or shown again; returns once that is durable. Its PDF stays as it was.
    ///
    /// # Errors
    /// [`Error::BadInput`]; [`Error::NotFound`], also of what the pack brings, which is nobody's to change;
    /// [`Error::NotAllowed`], [`Error::Locked`], [`Error::Storage`].
    pub fn save_shelf_item(&self, input: &ShelfInput) -> Result<Saved, Error> {
        let now = self.now();
        self.with(|open| {
            open.allow(Act::TendShelf)?;
            if code_of_pack(&input.id).is_some() {
                return Err(Error::NotFound);
            }
            let (id, stored) = open.office_record(&Kind::Publication, &input.id)?;
            let publication = Publication {
                kind: PublicationKind::from_word(&line(&input.kind)),
                title: line(&input.title),
                summary: note(&input.summary),
                language: line(&input.language),
                date: line(&input.date),
                source: line(&input.source),
                text: note(&input.text),
                file: Publication::from_fields(&stored).file,
                withdrawn: input.withdrawn,
            };
            let warnings = only_warnings(publication.problems(open.desk.pack))?;
            let changes = publication.changes_from(&stored).into_iter();
            let writes = changes.map(|fields| Write { kind: Kind::Publication, id, fields }).collect();
            open.registry()?.commit(&open.desk, &[Deed { writes, draft: None }], now.at)?;
            Ok(Saved { id: id.to_string(), warnings })
        })
    }
}
