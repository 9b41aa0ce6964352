//! The summary on paper, which the person carries.

use std::path::Path;

use posta_domain::{AuditAct, DocumentId};
use posta_formats::{Language, Paper, Print, SummarySheet};
use posta_identity::Sensitivity;

use crate::app::App;
use crate::error::Error;
use crate::id::read_id;
use crate::open::Open;
use crate::paper::{bad, pages, read_paper, read_slip_language, save_pdf};
use crate::permission::Act;
use crate::time::Moment;
use crate::view::{ExportView, PrintView};

impl App {
    /// A summary of what the person chose, as pages. That it was printed is noted for the supervisors first.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::BadInput`] (no such paper, language or item; the person did not agree to sharing;
    /// nothing is left to say, or too much for a code), [`Error::CannotPrint`], [`Error::NotAllowed`],
    /// [`Error::Locked`]; [`Error::Storage`] when it could not be noted, and is not shown.
    pub fn summary_page(
        &self,
        person: &str,
        choice: &[String],
        paper: &str,
        language: &str,
    ) -> Result<PrintView, Error> {
        let now = self.now();
        let id = read_id(person)?;
        let (paper, language) = (read_paper(paper, &SummarySheet::PAPERS)?, read_slip_language(language)?);
        self.with(|open| {
            open.allow(Act::ShareSummary)?;
            pages(&self.folder, open.lay_summary_out(&id, choice, paper, language, now)?)
        })
    }

    /// The same as a PDF in a folder, under a name that tells nothing.
    ///
    /// # Errors
    /// As [`App::summary_page`]; [`Error::BadInput`]: there is no such folder; [`Error::Storage`].
    pub fn save_summary(
        &self,
        person: &str,
        choice: &[String],
        paper: &str,
        language: &str,
        folder: &Path,
    ) -> Result<ExportView, Error> {
        let now = self.now();
        let id = read_id(person)?;
        let (paper, language) = (read_paper(paper, &SummarySheet::PAPERS)?, read_slip_language(language)?);
        self.with(|open| {
            open.allow(Act::ShareSummary)?;
            if !folder.is_dir() {
                return Err(bad("folder", "folder_unknown"));
            }
            save_pdf(
                &self.folder,
                open.lay_summary_out(&id, choice, paper, language, now)?,
                folder,
                now.today,
            )
        })
    }
}

impl Open {
    fn lay_summary_out(
        &self,
        id: &DocumentId,
        choice: &[String],
        paper: Paper,
        language: Language,
        now: Moment,
    ) -> Result<Print, Error> {
        let summary = self.chosen_summary(id, choice, now)?;
        let text = self.signed_text(&summary)?;
        self.note_left(AuditAct::Printed, id, now)?;
        let sheet = SummarySheet { language, pack: self.desk.pack, summary: &summary, text: &text };
        sheet.lay_out(paper).map_err(|_| Error::CannotPrint)
    }

    /// Notes that a summary left: with the consultations that it may be made from, and else with the person, so that no
    /// row tells who was attended.
    ///
    /// # Errors
    /// [`Error::Storage`]: nothing may leave.
    pub(crate) fn note_left(&self, act: AuditAct, person: &DocumentId, now: Moment) -> Result<(), Error> {
        let mut any = false;
        for scope in self.confidential().filter(|scope| scope.sensitivity == Sensitivity::Care) {
            for (kind, id) in self.shown_about(scope, person)? {
                any = true;
                self.note_in(scope, act.clone(), kind.as_str(), vec![id], now)?;
            }
        }
        if any { Ok(()) } else { self.note_in(self.registry()?, act, "person", vec![*person], now) }
    }
}
