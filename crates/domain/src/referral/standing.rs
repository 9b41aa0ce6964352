//! Where a referral stands, whatever the order in which its events arrived.

use std::collections::BTreeSet;

use super::{Referral, ReferralEvent, ReferralState};
use crate::{Problem, text};

/// The way of a referral that goes well.
const WAY: [ReferralState; 4] =
    [ReferralState::Sent, ReferralState::Received, ReferralState::Accepted, ReferralState::Attended];

/// Whether `news` says no other than `known` did: the same, or an earlier station of the same way.
fn says_no_more(news: &ReferralState, known: &ReferralState) -> bool {
    let station = |state: &ReferralState| WAY.iter().position(|one| one == state);
    news == known || matches!((station(news), station(known)), (Some(news), Some(known)) if news < known)
}

/// Where a referral stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing<'a> {
    /// The state that is shown: of several last events, the one that is furthest.
    pub state: ReferralState,
    /// The last events: those that no other follows. More than one was written without the other being seen.
    pub last: Vec<(&'a str, &'a ReferralEvent)>,
    /// What was said before the one that is shown, and led to it.
    before: Vec<&'a ReferralState>,
}

impl Standing<'_> {
    /// The states that may follow, each once: those of the event that is shown. Where answers contradict each other,
    /// whoever asked the service says which one holds.
    pub fn next(&self) -> Vec<ReferralState> {
        let decides = self.is_contradicted();
        let heard = self.last.iter().filter(|(_, event)| decides || event.state == self.state);
        let mut next: Vec<ReferralState> = heard.flat_map(|(_, event)| event.next()).collect();
        if decides {
            next.extend(self.last.iter().map(|(_, event)| event.state.clone()));
        }
        next.sort();
        next.dedup();
        next
    }

    /// Whether the last events say what cannot both be: somebody has to ask the service. Of two on the same way (the
    /// service has the letter, will attend, has attended) the later is news, and no contradiction; nor is an answer that
    /// comes in once more after the referral was closed upon it.
    pub fn is_contradicted(&self) -> bool {
        let is_known = |state: &ReferralState| {
            says_no_more(state, &self.state) || self.before.iter().any(|known| says_no_more(state, known))
        };
        self.last.iter().any(|(_, event)| !is_known(&event.state))
    }
}

impl Referral {
    /// What the team that holds this document may say next: only the one that made a referral withdraws it.
    pub fn next(&self) -> Vec<ReferralState> {
        let mut next = self.standing().next();
        next.retain(|state| self.origin.is_empty() || *state != ReferralState::Withdrawn);
        next
    }

    /// Day of the first word of the service: it accepts, rejects, or has attended. By the clock of whoever wrote it down.
    pub fn answered_on(&self) -> Option<chrono::NaiveDate> {
        let answers = [ReferralState::Accepted, ReferralState::Rejected, ReferralState::Attended];
        let said = self.events.values().filter(|event| answers.contains(&event.state));
        let first = said.map(|event| event.at).min()?;
        Some(chrono::DateTime::from_timestamp(first, 0)?.date_naive())
    }

    /// Where it stands.
    pub fn standing(&self) -> Standing<'_> {
        let followed: BTreeSet<&String> = self.events.values().flat_map(|event| &event.after).collect();
        let last: Vec<(&str, &ReferralEvent)> = self
            .events
            .iter()
            .filter(|(id, _)| !followed.contains(id))
            .map(|(id, event)| (id.as_str(), event))
            .collect();
        let shown = last.iter().max_by_key(|(id, event)| (rank(&event.state), event.state.as_str(), *id));
        let state = shown.map(|(_, event)| event.state.clone()).unwrap_or_default();
        let before = shown.map(|(_, event)| self.before(event)).unwrap_or_default();
        Standing { state, last, before }
    }

    /// What was said before an event and led to it.
    fn before<'a>(&'a self, event: &'a ReferralEvent) -> Vec<&'a ReferralState> {
        let (mut seen, mut to_see) = (BTreeSet::new(), event.after.iter().collect::<Vec<_>>());
        let mut states = Vec::new();
        while let Some(id) = to_see.pop() {
            let Some(event) = self.events.get(id).filter(|_| seen.insert(id)) else { continue };
            states.push(&event.state);
            to_see.extend(&event.after);
        }
        states
    }

    /// The events, each after those that it follows; of others the earlier first, then by id.
    pub fn history(&self) -> Vec<(&str, &ReferralEvent)> {
        let mut left: Vec<(&str, &ReferralEvent)> =
            self.events.iter().map(|(id, event)| (id.as_str(), event)).collect();
        left.sort_by_key(|(id, event)| (event.at, *id));
        let mut done: Vec<(&str, &ReferralEvent)> = Vec::new();
        while !left.is_empty() {
            let ready = left.iter().position(|(_, event)| {
                !event.after.iter().any(|id| left.iter().any(|(other, _)| other == id))
            });
            // Events that name each other in a circle cannot be honest; they are shown all the same.
            done.push(left.remove(ready.unwrap_or(0)));
        }
        done
    }

    /// Adds what happened, after everything that is known now.
    ///
    /// # Errors
    /// Codes `referral_step` (from none of the last events does this follow), `reason_missing` (of a rejection),
    /// `event_repeated`.
    pub fn add(&mut self, id: &str, mut event: ReferralEvent) -> Result<(), Problem> {
        if self.events.contains_key(id) || !text::is_code(id, super::event::ID) {
            return Err(Problem::error("event", "event_repeated"));
        }
        let standing = self.standing();
        let follows = if standing.last.is_empty() {
            event.state == ReferralState::Prepared
        } else {
            self.next().contains(&event.state)
        };
        if !follows {
            return Err(Problem::error("state", "referral_step"));
        }
        event.reason = text::line(&event.reason);
        if event.state == ReferralState::Rejected && event.reason.is_empty() {
            return Err(Problem::error("reason", "reason_missing"));
        }
        event.after = standing.last.iter().map(|(id, _)| (*id).to_owned()).collect();
        self.events.insert(id.to_owned(), event);
        Ok(())
    }
}

impl Referral {
    /// Adds an answer by code: it follows the sending of the letter, whatever else is known, so that every device
    /// writes the same. Returns whether it is new.
    pub fn add_answer(&mut self, id: &str, mut event: ReferralEvent) -> bool {
        if self.events.contains_key(id) || !text::is_code(id, super::event::ID) {
            return false;
        }
        let sent = self.events.iter().find(|(_, event)| event.state == ReferralState::Sent);
        let Some((sent, _)) = sent else { return false };
        event.after = [sent.clone()].into();
        self.events.insert(id.to_owned(), event);
        true
    }
}

/// How far a state is, to show one of several.
fn rank(state: &ReferralState) -> u8 {
    match state {
        ReferralState::Prepared | ReferralState::Other(_) => 0,
        ReferralState::Sent => 1,
        ReferralState::Received => 2,
        ReferralState::Accepted => 3,
        ReferralState::Rejected => 4,
        ReferralState::Attended => 5,
        ReferralState::Closed => 6,
        ReferralState::Withdrawn => 7,
    }
}
