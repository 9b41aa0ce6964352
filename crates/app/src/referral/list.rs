//! Referrals in lists, and one whole.

use posta_domain::{AuditAct, Consultation, DocumentId, Kind, Purpose, Referral, ReferralState, ReferralWay};
use posta_store::ReferralRow;

use crate::app::App;
use crate::audit::cannot_show;
use crate::catalogue::{municipality_name, post_name};
use crate::error::Error;
use crate::id::read_id;
use crate::open::Open;
use crate::permission::Act;
use crate::time::{Moment, rfc3339};
use crate::view::{LetterPieceView, ReferralCard, ReferralEventView, ReferralView};

/// Referrals shown of one team, at most.
const MOST: u32 = 1000;
const DAY: i64 = 24 * 60 * 60;

impl App {
    /// Referrals of this user's teams, the newest first; those that are over only when asked for. Of one that was made in
    /// a closed consultation only whose it is. That the list was shown is noted first, once a session.
    ///
    /// # Errors
    /// [`Error::NotAllowed`], [`Error::Locked`], [`Error::Unreadable`]; [`Error::Storage`] when it could not be noted, and
    /// is not shown.
    pub fn referrals(&self, with_over: bool) -> Result<Vec<ReferralCard>, Error> {
        let now = self.now();
        // Asked for again when something arrives, too.
        self.quietly(|open| {
            open.allow(Act::Refer)?;
            let mut cards = Vec::new();
            for scope in open.confidential() {
                let closed = open.closed_in(scope).map_err(cannot_show)?;
                for row in scope.file.referrals(with_over, MOST).map_err(Error::from).map_err(cannot_show)? {
                    let (at, is_closed) = (row.origin.at, closed.contains(&row.id));
                    let card = open.referral_card(row, now).map_err(cannot_show)?;
                    cards.push((at, if is_closed { card.closed() } else { card }));
                }
                open.note_list(scope, "referrals", now)?;
            }
            cards.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
            Ok(cards.into_iter().map(|(_, card)| card).collect())
        })
    }

    /// One referral with everything that happened. That it was shown is noted first.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::NotAllowed`], [`Error::Locked`], [`Error::Unreadable`]; [`Error::Storage`] when it
    /// could not be noted, and is not shown.
    pub fn referral(&self, id: &str) -> Result<ReferralView, Error> {
        let now = self.now();
        let id = read_id(id)?;
        self.with(|open| {
            open.allow(Act::Refer)?;
            let (scope, stored) = open.find_shown(&Kind::Referral, &id).map_err(cannot_show)?;
            let referral = Referral::from_fields(&stored);
            let row = scope.file.referrals_of(&referral.person)?.into_iter().find(|row| row.id == id);
            let card = open.referral_card(row.ok_or(Error::NotFound)?, now)?;
            open.note_in(scope, AuditAct::Opened, Kind::Referral.as_str(), vec![id], now)?;
            let service = open.service(&referral.service)?.unwrap_or_default();
            let agreed = open.consents(&referral.person, now)?.is_given(&Purpose::ShareReferral);
            Ok(ReferralView {
                message: referral.message.clone(),
                told: referral
                    .told
                    .iter()
                    .map(|(piece, value)| LetterPieceView { piece: piece.clone(), value: value.clone() })
                    .collect(),
                events: events_of(open, &referral),
                next: referral.next().iter().map(ToString::to_string).collect(),
                agreed,
                contact: service.contact,
                address: service.address,
                hours: service.hours,
                letter: referral.origin.is_empty(),
                card,
            })
        })
    }
}

impl Open {
    pub(crate) fn referral_card(&self, row: ReferralRow, now: Moment) -> Result<ReferralCard, Error> {
        let person = match self.registry()?.file.person(&row.person)? {
            Some(person) => self.cards(&[person])?.pop(),
            None => None,
        };
        let waits = matches!(row.state, ReferralState::Sent | ReferralState::Received);
        let days = (now.at - row.origin.updated_at).max(0) / DAY;
        Ok(ReferralCard {
            id: row.id.to_string(),
            called: self.called(&row.person, &row.consultation)?,
            person,
            need: row.need,
            service_name: row.service_name,
            place_name: municipality_name(self.desk.pack, &row.place),
            urgency: row.urgency,
            state: row.state.to_string(),
            contradicted: row.contradicted,
            from: if row.sent_from.is_empty() {
                String::new()
            } else {
                municipality_name(self.desk.pack, &row.sent_from)
            },
            on: row.on,
            by: row.origin.author,
            closed: false,
            waiting_days: if waits { u32::try_from(days).unwrap_or_default() } else { 0 },
        })
    }
}

impl Open {
    /// What the team calls whom nobody knows; "" of a person who is known.
    pub(crate) fn called(&self, person: &DocumentId, made_in: &DocumentId) -> Result<String, Error> {
        if !person.is_none() || made_in.is_none() {
            return Ok(String::new());
        }
        match self.find_in_teams(&Kind::Consultation, made_in) {
            Ok((_, fields)) => Ok(Consultation::from_fields(&fields).called),
            Err(Error::NotFound) => Ok(String::new()),
            Err(error) => Err(error),
        }
    }
}

fn events_of(open: &Open, referral: &Referral) -> Vec<ReferralEventView> {
    let standing = referral.standing();
    let differ = standing.is_contradicted();
    let is_last = |id: &str| standing.last.iter().any(|(last, _)| *last == id);
    let view = |(id, event): (&str, &posta_domain::ReferralEvent)| ReferralEventView {
        state: event.state.to_string(),
        at: rfc3339(event.at),
        by: event.by.clone(),
        post: post_name(open.desk.pack, &event.post),
        reason: event.reason.clone(),
        by_code: event.way == ReferralWay::Code,
        contradicts: differ && is_last(id),
    };
    referral.history().into_iter().map(view).collect()
}
