//! A referral between two teams: each has a document of its own with the same id, and tells the other, sealed, what was
//! added. What arrives only adds: nothing of a document that is there is ever replaced.

use posta_domain::{
    AuditAct, DocumentId, Fields, Kind, Purpose, Referral, ReferralState, ReferralTold, Scalar,
};
use posta_identity::{ScopeId, Sensitivity, UserId};
use posta_store::{InboxFilter, InboxRow, Write};

use crate::error::Error;
use crate::inbox::HANDED_ON;
use crate::open::Open;
use crate::scope::{Deed, OpenScope};
use crate::time::Moment;

/// Kind of a record that tells another team of a referral.
pub(crate) const REFERRAL: &str = "referral";

/// What became of a record.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Taken {
    /// Nothing of it is left to do.
    Yes,
    /// It tells of a referral of this team that has not come to this device: the record waits.
    NotYet,
    /// Whoever sealed it is of neither team of the referral.
    Forged,
}

/// What the other team may know: everything but what makes the codes and where this team keeps it.
fn may_cross(key: &str) -> bool {
    !matches!(key, "secret" | "consultation")
}

/// A referral of this team as the other one is to have it: it says where it came from, and so makes a new one there.
fn told_whole(mut fields: Fields, place: &str) -> Fields {
    fields.insert("origin".into(), place.into());
    fields
}

/// Without the events that withdraw.
fn without_withdrawals(mut fields: Fields) -> Fields {
    let word = ReferralState::Withdrawn.to_string();
    let withdrawn: Vec<String> = fields
        .iter()
        .filter(|(key, value)| key.ends_with("/state") && value.as_text() == Some(&word))
        .filter_map(|(key, _)| key.strip_suffix("state").map(str::to_owned))
        .collect();
    fields.retain(|key, _| !withdrawn.iter().any(|event| key.starts_with(event)));
    fields
}

fn events_of(fields: &Fields) -> Fields {
    let events = fields.iter().filter(|(key, _)| key.starts_with("event/"));
    events.map(|(key, value)| (key.clone(), value.clone())).collect()
}

impl Open {
    /// Tells the other team of a referral what is new to it; durable when it returns.
    ///
    /// # Errors
    /// [`Error::Storage`]: it was not told.
    pub(super) fn tell_across(
        &self,
        scope: &OpenScope,
        id: DocumentId,
        referral: &Referral,
        new: &Fields,
        now: Moment,
    ) -> Result<(), Error> {
        // A protection team's referrals go by letter only: the other side's answer would come to the care team.
        if scope.sensitivity != Sensitivity::Care {
            return Ok(());
        }
        let other = if referral.origin.is_empty() { &referral.place } else { &referral.origin };
        let Some(team) = self.membership().care_scope(other).filter(|team| *team != scope.id) else {
            return Ok(());
        };
        // The whole of it goes with the first: nobody hears of what is not sent yet.
        let is_sent = referral.events.values().any(|event| event.state == ReferralState::Sent);
        if !is_sent {
            return Ok(());
        }
        let mut fields = if referral.origin.is_empty() {
            let consents = self.consents(&referral.person, now)?;
            match consents.release(&Purpose::ShareReferral, referral.to_fields()) {
                Some(fields) => told_whole(fields.into_inner(), &scope.place),
                // Who did not agree is told of to nobody.
                None if new.values().any(|value| value.as_text() == Some(ReferralState::Sent.as_str())) => {
                    return Ok(());
                }
                // Of who withdrew it, a team that knows hears what became of it; to any other it says nothing.
                None => events_of(new),
            }
        } else {
            new.clone()
        };
        fields.retain(|key, _| may_cross(key));
        self.seal_told(team, id, fields, now)
    }

    fn seal_told(
        &self,
        team: ScopeId,
        referral: DocumentId,
        fields: Fields,
        now: Moment,
    ) -> Result<(), Error> {
        self.seal_to(team, REFERRAL, vec![ReferralTold::new(referral, fields).encode()], now)
    }

    /// Takes in what other teams told of referrals: fields that are not there yet, and nothing else. Two members who do
    /// so apart write the same.
    ///
    /// # Errors
    /// [`Error::Storage`]: what was not taken in is taken in the next time.
    pub(crate) fn take_told(&self, now: Moment) -> Result<(), Error> {
        for scope in self.confidential() {
            self.refuse_forged_hand_ons(scope)?;
            let filter = InboxFilter { kind: REFERRAL.into(), only_open: true, ..InboxFilter::default() };
            let mut rows = scope.file.inbox(&filter, 0, u32::MAX)?.rows;
            rows.reverse();
            for row in rows {
                let Some(told) = ReferralTold::decode(&row.bytes) else { continue };
                match self.take_one(scope, &row, told, now)? {
                    Taken::Yes => drop(scope.file.settle_inbox(&row.hash, row.at)?),
                    Taken::Forged => drop(scope.file.refuse_inbox(&row.hash, "not_permitted")?),
                    Taken::NotYet => {}
                }
            }
        }
        Ok(())
    }

    /// People are handed on by teams: what anybody else sealed as such is set aside.
    fn refuse_forged_hand_ons(&self, scope: &OpenScope) -> Result<(), Error> {
        let filter = InboxFilter { kind: HANDED_ON.into(), only_open: true, ..InboxFilter::default() };
        for row in scope.file.inbox(&filter, 0, u32::MAX)?.rows {
            if !self.membership().is_of_any_team(row.user) {
                scope.file.refuse_inbox(&row.hash, "not_permitted")?;
            }
        }
        Ok(())
    }

    /// Whether somebody works or worked in a team of a municipality: who says that a team referred somebody has to.
    fn is_of_team(&self, user: UserId, place: &str) -> bool {
        let membership = self.membership();
        let teams = [membership.care_scope(place), membership.protection_scope(place)];
        teams.into_iter().flatten().any(|team| membership.may_write(user, team))
    }

    fn take_one(
        &self,
        scope: &OpenScope,
        row: &InboxRow,
        told: ReferralTold,
        now: Moment,
    ) -> Result<Taken, Error> {
        let kind = Kind::Referral;
        if self.membership().is_erased(scope.id, kind.as_str(), told.referral.0) {
            return Ok(Taken::Yes);
        }
        let stored = scope.file.document(&kind, &told.referral)?.map(|document| document.fields());
        let is_new = stored.is_none();
        let stored = stored.unwrap_or_default();
        if is_new && !told.fields.contains_key("origin") {
            return Ok(Taken::NotYet);
        }
        let known = Referral::from_fields(if is_new { &told.fields } else { &stored });
        let other = if known.origin.is_empty() { &known.place } else { &known.origin };
        if !self.is_of_team(row.user, other) {
            return Ok(Taken::Forged);
        }
        // Of one that is here only events are added; the rest is as it was when it came.
        let wanted = |key: &str| if is_new { key != "secret" } else { key.starts_with("event/") };
        let mut fields: Fields = told
            .fields
            .into_iter()
            .filter(|(key, value)| {
                wanted(key) && !stored.contains_key(key) && !matches!(value, Scalar::Unreadable)
            })
            .collect();
        // Only the team that made a referral withdraws it.
        if !is_new && known.origin.is_empty() {
            fields = without_withdrawals(fields);
        }
        // Who says so is told by the signature of the batch, not by the record.
        let by = self.name_of(row.user);
        for (key, value) in &mut fields {
            if key.starts_with("event/") && key.ends_with("/by") {
                *value = by.clone().into();
            }
        }
        if fields.is_empty() {
            return Ok(Taken::Yes);
        }
        let act = if is_new { AuditAct::Recorded } else { AuditAct::Amended };
        self.note_in(scope, act, kind.as_str(), vec![told.referral], now)?;
        let writes = vec![Write { kind, id: told.referral, fields }];
        scope.commit(&self.desk, &[Deed { writes, draft: None }], now.at)?;
        Ok(Taken::Yes)
    }
}

#[cfg(test)]
mod tests {
    use super::{Fields, without_withdrawals};

    #[test]
    fn another_team_s_word_that_a_referral_is_withdrawn_goes_and_the_rest_stays() {
        let told = [
            ("event/a/state", "anulada"),
            ("event/a/at", "1"),
            ("event/b/state", "atendida"),
            ("event/b/at", "2"),
        ];
        let told: Fields = told.into_iter().map(|(key, value)| (key.to_owned(), value.into())).collect();
        let kept: Vec<String> = without_withdrawals(told).into_keys().collect();
        assert_eq!(kept, ["event/b/at", "event/b/state"]);
    }
}
