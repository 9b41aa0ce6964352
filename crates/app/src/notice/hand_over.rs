//! Handing a person over.

use posta_domain::{DocumentId, Kind, Notice, NoticeReason};
use posta_identity::ScopeId;

use crate::app::App;
use crate::error::Error;
use crate::id::read_id;
use crate::inbox::NOTICE;
use crate::open::Open;
use crate::permission::Act;
use crate::person::only_warnings;
use crate::time::Moment;
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
            let team = open.membership().care_scope(&open.desk.post.municipality);
            open.tell(team, person, reason, note, now)
        })
    }

    /// Tells the protection team of the post's municipality of somebody, sealed; returns once that is durable. No reason
    /// is asked, and whoever wrote it cannot read it back.
    ///
    /// # Errors
    /// As [`App::hand_over`].
    pub fn tell_protection(&self, person: &str, note: &str) -> Result<Saved, Error> {
        let now = self.now();
        let person = read_id(person)?;
        self.with(|open| {
            open.allow(Act::TellProtection)?;
            let team = open.membership().protection_scope(&open.desk.post.municipality);
            open.tell(team, person, NoticeReason::PrivateTalk.as_str(), note, now)
        })
    }
}

impl Open {
    /// Seals a notice about a person to a team.
    fn tell(
        &self,
        team: Option<ScopeId>,
        person: DocumentId,
        reason: &str,
        note: &str,
        now: Moment,
    ) -> Result<Saved, Error> {
        if !self.registry()?.file.holds(&Kind::Person, &person)? {
            return Err(Error::NotFound);
        }
        let notice = Notice::new(person, reason, note, now.at);
        let warnings = only_warnings(notice.problems())?;
        self.seal_to(team.ok_or(Error::NoTeam)?, NOTICE, vec![notice.encode()], now)?;
        Ok(Saved { id: person.to_string(), warnings })
    }
}
