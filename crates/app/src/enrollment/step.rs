//! How far the official procedure has come.

use crate::app::App;
use crate::error::Error;
use crate::id::read_id;
use crate::permission::Act;
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
            open.change_enrollment(
                id,
                now,
                |field| matches!(field, "status" | "official_number" | "observation"),
                |enrollment| enrollment.step(status, official_number, observation),
            )
        })
    }
}
