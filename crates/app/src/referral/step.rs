//! Saying what became of a referral.

use posta_domain::{AuditAct, Kind, Referral, ReferralState};
use posta_store::Write;

use super::create::event_id;
use crate::app::App;
use crate::error::Error;
use crate::id::read_id;
use crate::permission::Act;
use crate::person::only_warnings;
use crate::scope::Deed;
use crate::view::Saved;

impl App {
    /// Adds what happened; returns once that is durable. A referral that is sent to a place with a team of its own goes
    /// to that team, sealed; what happens to one that came from another team goes back to it.
    ///
    /// # Errors
    /// [`Error::BadInput`] (that does not follow; a rejection without its reason), [`Error::NotFound`],
    /// [`Error::NotAllowed`], [`Error::Locked`], [`Error::Storage`].
    pub fn step_referral(&self, id: &str, state: &str, reason: &str) -> Result<Saved, Error> {
        let now = self.now();
        let id = read_id(id)?;
        self.with(|open| {
            open.allow(Act::Refer)?;
            let (scope, stored) = open.find_shown(&Kind::Referral, &id)?;
            let mut referral = Referral::from_fields(&stored);
            let event = open.happened(ReferralState::from_word(state), reason, now);
            referral.add(&event_id()?, event).or_else(|problem| only_warnings(vec![problem]).map(drop))?;
            let fields = referral.changes_from(&stored);
            open.note_in(scope, AuditAct::Amended, Kind::Referral.as_str(), vec![id], now)?;
            // First what others are told: what is not durable there is not acknowledged here.
            open.tell_across(scope, id, &referral, &fields, now)?;
            let writes = vec![Write { kind: Kind::Referral, id, fields }];
            scope.commit(&open.desk, &[Deed { writes, draft: None }], now.at)?;
            Ok(Saved { id: id.to_string(), warnings: Vec::new() })
        })
    }
}
