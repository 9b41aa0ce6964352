//! The slip of a person: what they take along, with the code of their card.

use std::path::Path;

use chrono::NaiveDate;
use posta_domain::{AuditAct, DocumentId, Kind, Person, Purpose};
use posta_formats::{FacilityAddress, Language, Paper, Print, PrintedCode, Slip};

use super::print::{bad, pages, read_language, read_paper, save_pdf};
use super::registration::registration;
use crate::app::App;
use crate::catalogue::municipality_name;
use crate::error::Error;
use crate::id::read_id;
use crate::open::Open;
use crate::paper::card_code;
use crate::permission::Act;
use crate::time::Moment;
use crate::view::{EnrollmentView, ExportView, PrintView};

/// Languages of a slip: those that all its words are in, the pack's too.
const LANGUAGES: [Language; 3] = [Language::Spanish, Language::Portuguese, Language::English];

/// Papers that a slip is made for.
const PAPERS: [Paper; 3] = [Paper::A5, Paper::A6, Paper::Receipt];

impl App {
    /// The slip as pages to look at; call [`App::note_printed`] before they are printed.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::BadInput`] (no such paper or language, nothing prepared for a programme, or the
    /// person did not agree to it), [`Error::CannotPrint`], [`Error::NotAllowed`], [`Error::Locked`].
    pub fn slip(&self, person: &str, paper: &str, language: &str) -> Result<PrintView, Error> {
        let now = self.now();
        let (id, paper, language) =
            (read_id(person)?, read_paper(paper, &PAPERS)?, read_slip_language(language)?);
        self.with(|open| pages(&self.folder, open.lay_slip_out(&id, paper, language, now)?))
    }

    /// The slip as a PDF in a folder, under a name that tells nothing. That is noted for the supervisors first.
    ///
    /// # Errors
    /// As [`App::slip`]; [`Error::BadInput`]: there is no such folder; [`Error::Storage`]: it could not be noted or
    /// written.
    pub fn save_slip(
        &self,
        person: &str,
        paper: &str,
        language: &str,
        folder: &Path,
    ) -> Result<ExportView, Error> {
        let now = self.now();
        let (id, paper, language) =
            (read_id(person)?, read_paper(paper, &PAPERS)?, read_slip_language(language)?);
        self.with(|open| {
            open.allow(Act::NotePrinted)?;
            if !folder.is_dir() {
                return Err(bad("folder", "folder_unknown"));
            }
            let print = open.lay_slip_out(&id, paper, language, now)?;
            open.note_in(open.registry()?, AuditAct::Printed, "slip", vec![id], now)?;
            save_pdf(&self.folder, print, folder, now.today)
        })
    }
}

/// A language that all words of a print are in, the pack's too.
pub(crate) fn read_slip_language(code: &str) -> Result<Language, Error> {
    read_language(code).and_then(|language| {
        if LANGUAGES.contains(&language) { Ok(language) } else { Err(bad("language", "language_unknown")) }
    })
}

impl Open {
    /// Lays a slip out with what the person allows today.
    fn lay_slip_out(
        &self,
        id: &DocumentId,
        paper: Paper,
        language: Language,
        now: Moment,
    ) -> Result<Print, Error> {
        self.allow(Act::NotePrinted)?;
        let registry = self.registry()?;
        let document = registry.file.document(&Kind::Person, id)?.ok_or(Error::NotFound)?;
        let person = Person::from_fields(&document.fields());
        let enrollments = self.enrollment_views(id, &person, language.code(), now)?;
        let enrollment = enrollments.first().ok_or_else(|| bad("program", "enrollment_missing"))?;
        let consents = self.consents(id, now)?;
        let registration = consents
            .release(&Purpose::Register, registration(self.desk.pack, &person, enrollment, language.code()))
            .ok_or_else(|| bad("consent/register", "consent_missing"))?;
        let facility =
            self.address(enrollment).and_then(|address| consents.release(&Purpose::ShareFacility, address));
        let code: PrintedCode = card_code(id).parse().map_err(|_| Error::CannotPrint)?;
        let on: NaiveDate = enrollment.on.parse().unwrap_or(now.today);
        let slip = Slip { language, code, registration, facility, post: self.desk.post.name.clone(), on };
        slip.lay_out(paper).map_err(|_| Error::CannotPrint)
    }

    fn address(&self, enrollment: &EnrollmentView) -> Option<FacilityAddress> {
        let facility = self.desk.pack.facility(&enrollment.facility)?;
        let place = municipality_name(self.desk.pack, &facility.municipality);
        Some(FacilityAddress { name: facility.name.clone(), lines: vec![facility.kind.clone(), place] })
    }
}
