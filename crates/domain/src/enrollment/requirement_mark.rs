//! What somebody saw of a requirement. One item a key, so that two posts that look at different papers keep both.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::fields::{Reader, Writer};
use crate::text;
use crate::words::words;

words! {
    /// What was seen of a requirement.
    RequirementState, default Missing {
        /// The paper is there.
        Have = "have",
        /// A copy or a photograph is.
        Copy = "copy",
        /// It is not there; that never stops anything.
        Missing = "missing",
        /// This case does not need it.
        NotNeeded = "not_needed",
    }
}

/// What was seen, by whom and when.
#[derive(Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct RequirementSeen {
    /// What was seen.
    pub state: RequirementState,
    /// Who looked, as shown to people.
    pub by: String,
    /// Day.
    pub on: Option<NaiveDate>,
}

/// Longest code of an item of the pack within a key. Characters.
pub(super) const CODE: usize = 40;

/// Splits `requirement/<code>/<part>`.
pub(super) fn split(key: &str) -> Option<(&str, &str)> {
    let (code, part) = key.strip_prefix("requirement/")?.split_once('/')?;
    (text::is_code(code, CODE) && matches!(part, "state" | "by" | "on")).then_some((code, part))
}

pub(super) fn read_all(read: &Reader<'_>) -> BTreeMap<String, RequirementSeen> {
    let mut seen: BTreeMap<String, RequirementSeen> = BTreeMap::new();
    for (rest, value) in read.items("requirement/") {
        let Some((code, "state")) = rest.split_once('/') else { continue };
        let word = value.as_text().unwrap_or_default();
        if word.is_empty() || !text::is_code(code, CODE) {
            continue;
        }
        let part = |part: &str| format!("requirement/{code}/{part}");
        let mark = RequirementSeen {
            state: RequirementState::from_word(word),
            by: read.text(&part("by")),
            on: read.date(&part("on")),
        };
        seen.insert(code.to_owned(), mark);
    }
    seen
}

pub(super) fn write_all(seen: &BTreeMap<String, RequirementSeen>, write: &mut Writer) {
    for (code, mark) in seen {
        write.text(&format!("requirement/{code}/state"), mark.state.as_str());
        write.text(&format!("requirement/{code}/by"), &mark.by);
        write.date(&format!("requirement/{code}/on"), mark.on);
    }
}
