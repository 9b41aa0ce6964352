//! The slip of a person: what they take along, with the code of their card.

use std::path::Path;

use chrono::NaiveDate;
use posta_domain::{AuditAct, DocumentId, EnrollmentStatus, Kind, Outcome, Person, Purpose};
use posta_formats::{
    Coverage, FacilityAddress, Finding, Language, Paper, Print, PrintedCode, Registration, Slip,
};

use super::print::{bad, pages, read_language, read_paper, save_pdf};
use crate::app::App;
use crate::catalogue::municipality_name;
use crate::error::Error;
use crate::id::read_id;
use crate::open::Open;
use crate::paper::card_code;
use crate::permission::Act;
use crate::time::Moment;
use crate::view::{EnrollmentView, ExportView, PrintView};

/// Papers that a slip is made for.
const PAPERS: [Paper; 3] = [Paper::A5, Paper::A6, Paper::Receipt];

impl App {
    /// The slip as pages. That it was printed is noted for the supervisors first.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::BadInput`] (no such paper or language, nothing prepared for a programme, or the
    /// person did not agree to it), [`Error::CannotPrint`], [`Error::NotAllowed`], [`Error::Locked`];
    /// [`Error::Storage`] when it could not be noted, and is not shown.
    pub fn slip(&self, person: &str, paper: &str, language: &str) -> Result<PrintView, Error> {
        let now = self.now();
        let (id, paper, language) = (read_id(person)?, read_paper(paper, &PAPERS)?, read_language(language)?);
        self.with(|open| pages(&open.lay_slip_out(&id, paper, language, now)?))
    }

    /// The slip as a PDF in a folder, under a name that tells nothing.
    ///
    /// # Errors
    /// As [`App::slip`]; [`Error::BadInput`]: there is no such folder; [`Error::Storage`].
    pub fn save_slip(
        &self,
        person: &str,
        paper: &str,
        language: &str,
        folder: &Path,
    ) -> Result<ExportView, Error> {
        let now = self.now();
        let (id, paper, language) = (read_id(person)?, read_paper(paper, &PAPERS)?, read_language(language)?);
        self.with(|open| {
            open.allow(Act::NotePrinted)?;
            if !folder.is_dir() {
                return Err(bad("folder", "folder_unknown"));
            }
            save_pdf(&open.lay_slip_out(&id, paper, language, now)?, folder, now.today)
        })
    }
}

impl Open {
    /// Lays a slip out with what the person allows today, and notes that it was printed.
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
            .release(&Purpose::Register, registration(&person, enrollment))
            .ok_or_else(|| bad("consent/register", "consent_missing"))?;
        let facility =
            self.address(enrollment).and_then(|address| consents.release(&Purpose::ShareFacility, address));
        let code: PrintedCode = card_code(id).parse().map_err(|_| Error::CannotPrint)?;
        let on: NaiveDate = enrollment.on.parse().unwrap_or(now.today);
        let slip = Slip { language, code, registration, facility, post: self.desk.post.name.clone(), on };
        let print = slip.lay_out(paper).map_err(|_| Error::CannotPrint)?;
        self.note_in(registry, AuditAct::Printed, "slip", vec![*id], now)?;
        Ok(print)
    }

    fn address(&self, enrollment: &EnrollmentView) -> Option<FacilityAddress> {
        let facility = self.desk.pack.facility(&enrollment.facility)?;
        let place = municipality_name(self.desk.pack, &facility.municipality);
        Some(FacilityAddress { name: facility.name.clone(), lines: vec![facility.kind.clone(), place] })
    }
}

fn registration(person: &Person, enrollment: &EnrollmentView) -> Registration {
    let found = &enrollment.eligibility;
    let name = if person.is_identified_by_name() { person.display_name() } else { String::new() };
    let missing = found.requirements.iter().filter(|one| !one.optional && !one.met);
    Registration {
        name,
        program: enrollment.program_name.clone(),
        status: EnrollmentStatus::from_word(&enrollment.status),
        official_number: enrollment.official_number.clone(),
        coverage: Coverage {
            finding: match Outcome::from_word(&found.outcome) {
                Outcome::Covered => Finding::Covered,
                Outcome::Orientation => Finding::Orientation,
                Outcome::ToConfirm | Outcome::Other(_) => Finding::ToConfirm,
            },
            sentence: found.sentence.clone(),
            norm: found.groups.first().map(|group| group.norm.clone()).unwrap_or_default(),
        },
        missing: missing
            .filter(|one| matches!(one.state.as_str(), "" | "missing"))
            .map(|one| one.name.clone())
            .collect(),
        next_step: found.orientation.first().map(|one| one.text.clone()).unwrap_or_default(),
    }
}
