//! Ticking a requirement off.

use crate::app::App;
use crate::error::Error;
use crate::id::read_id;
use crate::permission::Act;
use crate::view::Saved;

impl App {
    /// Writes down what was seen of one requirement; returns once that is durable. Posts that mark different items
    /// both stay; two values of one item stay both, until somebody marks it again.
    ///
    /// # Errors
    /// [`Error::BadInput`], [`Error::NotFound`], [`Error::NotAllowed`], [`Error::Locked`], [`Error::Storage`].
    pub fn mark_requirement(&self, enrollment: &str, code: &str, state: &str) -> Result<Saved, Error> {
        let now = self.now();
        let id = read_id(enrollment)?;
        self.with(|open| {
            open.allow(Act::TendEnrollment)?;
            let prefix = format!("requirement/{code}/");
            let by = &open.desk.secrets.name;
            open.change_enrollment(
                id,
                now,
                |field| field.starts_with(&prefix),
                |enrollment| enrollment.mark(code, state, by, now.today),
            )
        })
    }
}
