//! The certificate of a participant.

use std::path::Path;

use posta_domain::{DocumentId, Kind, Participant};
use posta_formats::{Certificate, Language, Print};

use super::list::{is_certified, theme_names};
use crate::app::App;
use crate::error::Error;
use crate::id::read_id;
use crate::open::Open;
use crate::paper::{bad, pages, save_pdf};
use crate::permission::Act;
use crate::view::{ExportView, PrintView};

/// The language of certificates: the offices'.
const LANGUAGE: Language = Language::Spanish;

impl App {
    /// The certificate as pages, to be looked at and printed: of a training that was held, for whoever answered the
    /// evaluation after it.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::BadInput`] (not held, or not answered), [`Error::CannotPrint`],
    /// [`Error::NotAllowed`], [`Error::Locked`].
    pub fn certificate(&self, participant: &str) -> Result<PrintView, Error> {
        self.read(|open| {
            open.allow(Act::TendOffice)?;
            pages(&self.folder, open.lay_certificate_out(&read_id(participant)?)?)
        })
    }

    /// The certificate as a PDF in a folder, under a name that tells nothing.
    ///
    /// # Errors
    /// As [`App::certificate`]; [`Error::BadInput`]: there is no such folder; [`Error::Storage`].
    pub fn save_certificate(&self, participant: &str, folder: &Path) -> Result<ExportView, Error> {
        let now = self.now();
        self.with(|open| {
            open.allow(Act::TendOffice)?;
            if !folder.is_dir() {
                return Err(bad("folder", "folder_unknown"));
            }
            save_pdf(&self.folder, open.lay_certificate_out(&read_id(participant)?)?, folder, now.today)
        })
    }
}

impl Open {
    fn lay_certificate_out(&self, id: &DocumentId) -> Result<Print, Error> {
        let document = self.registry()?.file.document(&Kind::Participant, id)?.ok_or(Error::NotFound)?;
        let participant = Participant::from_fields(&document.fields());
        let training = self.find_training(&participant.training)?;
        let Some(on) = training.on.filter(|_| is_certified(&training, &participant)) else {
            return Err(bad("participant", "certificate_not_yet"));
        };
        let themes = theme_names(self.desk.pack, &training, LANGUAGE.code());
        let certificate = Certificate {
            language: LANGUAGE,
            name: participant.name,
            training: training.title,
            themes,
            hours: training.hours,
            on,
            city: training.city,
            institution: training.institution,
            trainers: training.trainers,
        };
        certificate.lay_out().map_err(|_| Error::CannotPrint)
    }
}
