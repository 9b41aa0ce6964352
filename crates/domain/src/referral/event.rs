//! What happens to a referral: events that only add, each saying which it follows. So two answers that nobody saw
//! together both stay, and are seen to be two.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::fields::{Reader, Writer};
use crate::text;
use crate::words::words;

words! {
    /// How far a referral has come.
    ReferralState, default Prepared {
        /// Written.
        Prepared = "preparada",
        /// Given to the person, or sent to the team of the place.
        Sent = "enviada",
        /// The service has it.
        Received = "recibida",
        /// The service will attend the person.
        Accepted = "aceptada",
        /// It will not; with the reason.
        Rejected = "rechazada",
        /// The person was attended.
        Attended = "atendida",
        /// Nothing more is to be done.
        Closed = "cerrada",
        /// Withdrawn by whoever made it.
        Withdrawn = "anulada",
    }
}

words! {
    /// How it came to be known.
    ReferralWay, default Worker {
        /// A worker of a team wrote it down.
        Worker = "worker",
        /// By the tear-off code of the letter.
        Code = "code",
    }
}

/// One thing that happened.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReferralEvent {
    /// What it became.
    pub state: ReferralState,
    /// When, Unix seconds by the clock of the device that wrote it.
    pub at: i64,
    /// The events that whoever wrote it had seen last; empty for the first.
    pub after: BTreeSet<String>,
    /// Why, of a rejection; at most 200 characters.
    pub reason: String,
    /// Who, as shown to people.
    pub by: String,
    /// Code of the post where it was written down.
    pub post: String,
    /// How it came to be known.
    pub way: ReferralWay,
}

impl ReferralEvent {
    /// The states that may follow. A rejection that came by code says no reason: once the service was asked, it is said
    /// by a second one.
    pub fn next(&self) -> Vec<ReferralState> {
        let mut next = self.state.next().to_vec();
        if self.state == ReferralState::Rejected && self.reason.is_empty() {
            next.push(ReferralState::Rejected);
        }
        next
    }
}

impl ReferralState {
    /// The states that may follow.
    pub fn next(&self) -> &'static [Self] {
        match self {
            Self::Prepared => &[Self::Sent, Self::Withdrawn],
            Self::Sent => &[Self::Received, Self::Accepted, Self::Rejected, Self::Attended, Self::Withdrawn],
            Self::Received => &[Self::Accepted, Self::Rejected, Self::Attended, Self::Withdrawn],
            Self::Accepted => &[Self::Attended, Self::Rejected, Self::Withdrawn],
            Self::Rejected | Self::Attended => &[Self::Closed],
            Self::Closed | Self::Withdrawn | Self::Other(_) => &[],
        }
    }

    /// Whether nothing more is waited for.
    pub fn is_over(&self) -> bool {
        matches!(self, Self::Closed | Self::Withdrawn)
    }

    /// The states that a service answers with; each has a tear-off code.
    pub const ANSWERS: [Self; 3] = [Self::Accepted, Self::Rejected, Self::Attended];
}

/// Longest id of an event within a key. Characters.
pub(super) const ID: usize = 32;

pub(super) fn read_all(read: &Reader<'_>) -> BTreeMap<String, ReferralEvent> {
    let mut events = BTreeMap::new();
    for (rest, value) in read.items("event/") {
        let Some((id, "state")) = rest.split_once('/') else { continue };
        let word = value.as_text().unwrap_or_default();
        if word.is_empty() || !text::is_code(id, ID) {
            continue;
        }
        let part = |part: &str| format!("event/{id}/{part}");
        let event = ReferralEvent {
            state: ReferralState::from_word(word),
            at: read.str(&part("at")).parse().unwrap_or_default(),
            after: read.str(&part("after")).split_whitespace().map(str::to_owned).collect(),
            reason: read.text(&part("reason")),
            by: read.text(&part("by")),
            post: read.text(&part("post")),
            way: match read.str(&part("way")) {
                "" => ReferralWay::default(),
                word => ReferralWay::from_word(word),
            },
        };
        events.insert(id.to_owned(), event);
    }
    events
}

pub(super) fn write_all(events: &BTreeMap<String, ReferralEvent>, write: &mut Writer) {
    for (id, event) in events {
        let part = |part: &str| format!("event/{id}/{part}");
        let after: Vec<&str> = event.after.iter().map(String::as_str).collect();
        write.text(&part("state"), event.state.as_str());
        write.text(&part("at"), &if event.at == 0 { String::new() } else { event.at.to_string() });
        write.text(&part("after"), &after.join(" "));
        write.text(&part("reason"), &event.reason);
        write.text(&part("by"), &event.by);
        write.text(&part("post"), &event.post);
        if event.way != ReferralWay::Worker {
            write.text(&part("way"), event.way.as_str());
        }
    }
}
