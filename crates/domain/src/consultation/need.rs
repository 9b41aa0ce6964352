//! What a need of a consultation is, besides that it is there: how urgent, what was done, how it stands.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::fields::{Reader, Writer};
use crate::referral::Urgency;
use crate::text;
use crate::words::words;

words! {
    /// How a need stands.
    NeedState, default Open {
        /// Something is still to be done.
        Open = "abierta",
        /// A service was asked.
        Referred = "derivada",
        /// It is met.
        Met = "resuelta",
        /// The person wants nothing done about it.
        Declined = "no_desea",
    }
}

/// What is known of a need.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NeedSeen {
    /// How soon.
    pub urgency: Urgency,
    /// What was done, at most 200 characters.
    pub done: String,
    /// How it stands.
    pub state: NeedState,
}

/// Longest code of a need within a key. Characters.
const CODE: usize = 40;

pub(super) fn read_all(read: &Reader<'_>) -> BTreeMap<String, NeedSeen> {
    let mut needs: BTreeMap<String, NeedSeen> = BTreeMap::new();
    for (rest, value) in read.items("about_need/") {
        let Some((code, part)) = rest.split_once('/').filter(|(code, _)| text::is_code(code, CODE)) else {
            continue;
        };
        let word = value.as_text().unwrap_or_default();
        if word.is_empty() {
            continue;
        }
        let need = needs.entry(code.to_owned()).or_default();
        match part {
            "urgency" => need.urgency = Urgency::from_word(word),
            "done" => need.done = word.to_owned(),
            "state" => need.state = NeedState::from_word(word),
            _ => {}
        }
    }
    needs
}

pub(super) fn write_all(needs: &BTreeMap<String, NeedSeen>, write: &mut Writer) {
    for (code, need) in needs {
        if need.urgency != Urgency::default() {
            write.text(&format!("about_need/{code}/urgency"), need.urgency.as_str());
        }
        write.text(&format!("about_need/{code}/done"), &need.done);
        if need.state != NeedState::default() {
            write.text(&format!("about_need/{code}/state"), need.state.as_str());
        }
    }
}
