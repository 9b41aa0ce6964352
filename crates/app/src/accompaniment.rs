//! Whom a minor came with: asked at the counter, sealed to the care team before the registration is saved.

use posta_domain::{Accompaniment, DocumentId, Person, Problem};

use crate::error::Error;
use crate::inbox::ACCOMPANIMENT;
use crate::open::Open;
use crate::time::Moment;

/// Reads the answer of the form. It is asked of minors only; where the age is not known it may be given.
pub(crate) fn read_accompaniment(
    id: DocumentId,
    person: &Person,
    answer: &str,
    now: Moment,
) -> (Option<Accompaniment>, Vec<Problem>) {
    let minor = person.birth.is_minor_on(now.today);
    match (answer.trim(), minor) {
        ("", Some(true)) => (None, vec![Problem::warning("accompaniment", "accompaniment_missing")]),
        ("", _) => (None, Vec::new()),
        (_, Some(false)) => (None, vec![Problem::warning("accompaniment", "accompaniment_of_adult")]),
        (answer, _) => match Accompaniment::new(id, answer, now.at) {
            Ok(read) => (Some(read), Vec::new()),
            Err(problem) => (None, vec![problem]),
        },
    }
}

impl Open {
    /// Seals an answer to the care team of the post's municipality; durable when it returns. Without a team nobody
    /// could read it: then it is kept nowhere, and the warning says to call the Defensoría.
    ///
    /// # Errors
    /// [`Error::Storage`]: it was not sealed, so nothing may be acknowledged.
    pub(crate) fn seal_accompaniment(
        &self,
        answer: &Accompaniment,
        now: Moment,
    ) -> Result<Option<Problem>, Error> {
        let no_team = || Some(Problem::warning("accompaniment", "no_care_team"));
        let Some(team) = self.membership().care_scope(&self.desk.post.municipality) else {
            return Ok(no_team());
        };
        match self.seal_to(team, ACCOMPANIMENT, vec![answer.encode()], now) {
            // The team's key has not come here: as good as no team.
            Err(Error::Damaged(_)) => Ok(no_team()),
            sealed => sealed.map(|()| None),
        }
    }
}
