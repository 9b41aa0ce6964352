//! Handing a person on to the team of another municipality, with what they let it know.

use posta_domain::{AuditAct, HandedOn, Released};

use crate::app::App;
use crate::error::Error;
use crate::id::read_id;
use crate::inbox::HANDED_ON;
use crate::paper::bad;
use crate::permission::Act;
use crate::view::Saved;

impl App {
    /// Hands a person on to the care team of another municipality, with the chosen items; returns once that is durable.
    /// Only that team reads it. That something left is noted for the supervisors first.
    ///
    /// # Errors
    /// [`Error::NoTeam`], [`Error::NotFound`], [`Error::BadInput`] (the own team, no such item, nothing to say, the
    /// person did not agree to sharing), [`Error::NotAllowed`], [`Error::Locked`], [`Error::Storage`]: nothing was
    /// handed on.
    pub fn hand_on(&self, person: &str, place: &str, choice: &[String]) -> Result<Saved, Error> {
        let now = self.now();
        let person = read_id(person)?;
        self.with(|open| {
            open.allow(Act::ShareSummary)?;
            let summary = open.chosen_summary(&person, choice, now)?;
            let team = open.membership().care_scope(place).ok_or(Error::NoTeam)?;
            if open.confidential().any(|own| own.id == team) {
                return Err(bad("team", "team_own"));
            }
            open.note_left(AuditAct::Exported, &person, now)?;
            let handed = HandedOn { person, summary: Released::into_inner(summary), at: now.at };
            open.seal_to(team, HANDED_ON, vec![handed.encode()], now)?;
            Ok(Saved { id: person.to_string(), warnings: Vec::new() })
        })
    }
}
