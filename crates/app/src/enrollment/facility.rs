//! The health facility of an enrollment, and those before it.

use crate::app::App;
use crate::error::Error;
use crate::id::read_id;
use crate::permission::Act;
use crate::view::Saved;

impl App {
    /// Moves an enrollment to another facility, today; returns once that is durable. The history keeps the others.
    ///
    /// # Errors
    /// [`Error::BadInput`], [`Error::NotFound`], [`Error::NotAllowed`], [`Error::Locked`], [`Error::Storage`].
    pub fn change_facility(&self, enrollment: &str, facility: &str) -> Result<Saved, Error> {
        let now = self.now();
        let id = read_id(enrollment)?;
        self.with(|open| {
            open.allow(Act::TendEnrollment)?;
            open.change_enrollment(
                id,
                now,
                |field| field == "facility" || field.starts_with("facility_on/"),
                |enrollment| {
                    enrollment.move_to(facility, now.today);
                    Ok(())
                },
            )
        })
    }
}
