//! How far the official procedure has come.

use posta_domain::{DocumentId, Enrollment, EnrollmentStatus, Kind, Problem};

use crate::app::App;
use crate::error::Error;
use crate::id::read_id;
use crate::open::Open;
use crate::permission::Act;
use crate::person::only_warnings;
use crate::view::Saved;

impl App {
    /// Says how far the programme's own procedure has come; returns once that is durable. The official number goes with
    /// a confirmed enrollment only, the observation with an observed one.
    ///
    /// # Errors
    /// [`Error::BadInput`] (a word that does not follow, among others), [`Error::NotFound`], [`Error::NotAllowed`],
    /// [`Error::Locked`], [`Error::Storage`].
    pub fn set_enrollment_status(
        &self,
        enrollment: &str,
        status: &str,
        official_number: &str,
        observation: &str,
    ) -> Result<Saved, Error> {
        let now = self.now();
        let id = read_id(enrollment)?;
        self.with(|open| {
            open.allow(Act::TendEnrollment)?;
            open.check_decided(&id, status)?;
            open.change_enrollment(
                id,
                now,
                |field| matches!(field, "status" | "official_number" | "observation"),
                |enrollment| enrollment.step(status, official_number, observation),
            )
        })
    }
}

impl Open {
    /// Nothing is presented to a programme, nor confirmed, while two values of who the person is wait for somebody to
    /// decide; in whichever of their records. What stood already may be said again.
    ///
    /// # Errors
    /// [`Error::BadInput`].
    pub(crate) fn check_decided(&self, enrollment: &DocumentId, status: &str) -> Result<(), Error> {
        let document =
            self.registry()?.file.document(&Kind::Enrollment, enrollment)?.ok_or(Error::NotFound)?;
        let stored = Enrollment::from_fields(&document.fields());
        let is_open = document.conflicts().iter().any(|conflict| conflict.field == "status");
        let next = EnrollmentStatus::from_word(status.trim());
        let is_held = (stored.status != next || is_open) && self.is_held_up(&stored.person, &next)?;
        if is_held { Err(held_up()) } else { Ok(()) }
    }

    /// Whether a person may not come to this word of the procedure now.
    pub(crate) fn is_held_up(&self, person: &DocumentId, next: &EnrollmentStatus) -> Result<bool, Error> {
        if !matches!(next, EnrollmentStatus::Submitted | EnrollmentStatus::Confirmed) {
            return Ok(false);
        }
        for each in self.linked_records(person)? {
            if self.registry()?.file.is_held_up(&each)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

fn held_up() -> Error {
    let problem = Problem::error("status", "critical_undecided");
    only_warnings(vec![problem]).err().unwrap_or(Error::NotFound)
}
