//! Handing a person over.

use posta_domain::{Kind, Notice};

use crate::app::App;
use crate::error::Error;
use crate::id::read_id;
use crate::inbox::NOTICE;
use crate::permission::Act;
use crate::person::only_warnings;
use crate::view::Saved;

impl App {
    /// Hands a person over to the care team of the post's municipality; returns once that is durable. Only the team
    /// reads it.
    ///
    /// # Errors
    /// [`Error::NotAllowed`], [`Error::NotFound`] (no such person), [`Error::BadInput`], [`Error::NoTeam`],
    /// [`Error::Locked`], [`Error::Storage`]: nothing was handed over.
    pub fn hand_over(&self, person: &str, reason: &str, note: &str) -> Result<Saved, Error> {
        let now = self.now();
        let person = read_id(person)?;
        self.with(|open| {
            open.allow(Act::HandOver)?;
            if !open.registry()?.file.holds(&Kind::Person, &person)? {
                return Err(Error::NotFound);
            }
            let notice = Notice::new(person, reason, note, now.at);
            let warnings = only_warnings(notice.problems())?;
            let place = &open.desk.post.municipality;
            let team = open.membership().care_scope(place).ok_or(Error::NoTeam)?;
            open.seal_to(team, NOTICE, vec![notice.encode()], now)?;
            Ok(Saved { id: person.to_string(), warnings })
        })
    }
}
