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
    /// decide; in whichever of their records.
    fn check_decided(&self, enrollment: &DocumentId, status: &str) -> Result<(), Error> {
        let next = EnrollmentStatus::from_word(status);
        if !matches!(next, EnrollmentStatus::Submitted | EnrollmentStatus::Confirmed) {
            return Ok(());
        }
        let file = &self.registry()?.file;
        let document = file.document(&Kind::Enrollment, enrollment)?.ok_or(Error::NotFound)?;
        let enrollment = Enrollment::from_fields(&document.fields());
        if enrollment.status == next {
            return Ok(());
        }
        for each in self.selves(&enrollment.person)? {
            if file.is_held_up(&each)? {
                return only_warnings(vec![Problem::error("status", "critical_undecided")]).map(drop);
            }
        }
        Ok(())
    }
}
