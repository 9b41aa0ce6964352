//! Deciding a conflict of an enrollment whose other fields follow from it.

use posta_domain::{DocumentId, Enrollment, EnrollmentStatus, Kind};

use crate::error::Error;
use crate::open::Open;
use crate::person::scalar_text;
use crate::time::Moment;
use crate::view::Saved;

impl Open {
    /// A requirement that two posts saw differently is marked again, of two words of the procedure one takes its number
    /// or observation with it, and after an answer or an outcome the pack is asked
    /// again, so that who, when and the grounds agree with what was chosen. None for any other field.
    ///
    /// # Errors
    /// [`Error::NotFound`]: the field is not in conflict; as [`Open::change_enrollment`].
    pub(crate) fn resolve_enrollment(
        &self,
        id: DocumentId,
        field: &str,
        value: &str,
        now: Moment,
    ) -> Result<Option<Saved>, Error> {
        let requirement = field.strip_prefix("requirement/").and_then(|rest| rest.strip_suffix("/state"));
        let fact = field.strip_prefix("fact/");
        if requirement.is_none() && fact.is_none() && !matches!(field, "outcome" | "status") {
            return Ok(None);
        }
        let document = self.registry()?.file.document(&Kind::Enrollment, &id)?.ok_or(Error::NotFound)?;
        let conflicts = document.conflicts();
        let conflict = conflicts.iter().find(|conflict| conflict.field == field).ok_or(Error::NotFound)?;
        if field == "status" {
            let status = EnrollmentStatus::from_word(value);
            if !conflict.values.iter().any(|each| scalar_text(&each.value) == value) {
                return Err(Error::NotFound);
            }
            self.check_decided(&id, value)?;
            let goes = |field: &str| match field {
                "official_number" => status != EnrollmentStatus::Confirmed,
                "observation" => status != EnrollmentStatus::Observed,
                _ => field == "status",
            };
            let settle = |enrollment: &mut Enrollment| {
                enrollment.settle_status(status.clone());
                Ok(())
            };
            return self.change_enrollment(id, now, goes, settle).map(Some);
        }
        if let Some(code) = requirement {
            let (by, prefix) = (&self.desk.secrets.name, format!("requirement/{code}/"));
            let is_its_own = |field: &str| field.starts_with(&prefix);
            let mark = |enrollment: &mut Enrollment| enrollment.mark(code, value, by, now.today);
            return self.change_enrollment(id, now, is_its_own, mark).map(Some);
        }
        let mut enrollment = Enrollment::from_fields(&document.fields());
        let mut answers = enrollment.answers_on(self.desk.pack, now.today);
        // A value that cannot be read leaves the answer as it is shown.
        if let Some(code) = fact.filter(|_| enrollment.set(field, value).is_ok()) {
            match enrollment.answers.get(code) {
                Some(yes) => drop(answers.insert(code.to_owned(), *yes)),
                None => drop(answers.remove(code)),
            }
        }
        self.decide_again(id, answers, now).map(Some)
    }
}
