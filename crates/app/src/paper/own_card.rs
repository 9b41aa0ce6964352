//! The card of a person as a print: the code that any post reads, and the name.

use std::path::Path;

use posta_domain::{AuditAct, DocumentId, Kind, Person, Purpose};
use posta_formats::{Card, Language, Print};

use super::print::{bad, pages, read_language, save_pdf};
use super::registration::printed_name;
use crate::app::App;
use crate::error::Error;
use crate::id::read_id;
use crate::open::Open;
use crate::paper::card_code;
use crate::permission::Act;
use crate::time::Moment;
use crate::view::{ExportView, PrintView};

impl App {
    /// The card to look at; call [`App::note_printed`] before it is printed.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::BadInput`] (no such language, or the person did not agree to be registered),
    /// [`Error::CannotPrint`], [`Error::NotAllowed`], [`Error::Locked`].
    pub fn card(&self, person: &str, language: &str) -> Result<PrintView, Error> {
        let now = self.now();
        let (id, language) = (read_id(person)?, read_language(language)?);
        self.with(|open| pages(&self.folder, open.lay_card_out(&id, language, now)?))
    }

    /// The card as a PDF in a folder, under a name that tells nothing. That is noted for the supervisors first.
    ///
    /// # Errors
    /// As [`App::card`]; [`Error::BadInput`]: there is no such folder; [`Error::Storage`]: it could not be noted or
    /// written.
    pub fn save_card(&self, person: &str, language: &str, folder: &Path) -> Result<ExportView, Error> {
        let now = self.now();
        let (id, language) = (read_id(person)?, read_language(language)?);
        self.with(|open| {
            open.allow(Act::NotePrinted)?;
            if !folder.is_dir() {
                return Err(bad("folder", "folder_unknown"));
            }
            let print = open.lay_card_out(&id, language, now)?;
            open.note_in(open.registry()?, AuditAct::Printed, "card", vec![id], now)?;
            save_pdf(&self.folder, print, folder, now.today)
        })
    }
}

impl Open {
    /// Lays a card out with what the person allows today.
    fn lay_card_out(&self, id: &DocumentId, language: Language, now: Moment) -> Result<Print, Error> {
        self.allow(Act::NotePrinted)?;
        let document = self.registry()?.file.document(&Kind::Person, id)?.ok_or(Error::NotFound)?;
        let name = printed_name(&Person::from_fields(&document.fields()));
        let name = self
            .consents(id, now)?
            .release(&Purpose::Register, name)
            .ok_or_else(|| bad("consent/register", "consent_missing"))?;
        let code = card_code(id).parse().map_err(|_| Error::CannotPrint)?;
        Card { language, code, name: Some(name) }.lay_out().map_err(|_| Error::CannotPrint)
    }
}
