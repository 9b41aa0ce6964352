//! The flat form of every record: stable text keys, scalar values. This is what a document stores.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// One value of a flat field.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scalar {
    /// Text, also for dates, codes and words.
    Text(String),
    /// Yes or no.
    Flag(bool),
    /// A whole number.
    Number(i64),
    /// A type this version does not know: shown as unreadable, never written.
    Unreadable,
}

/// A record as flat fields. Keys are never deleted: a removed item carries a tombstone flag.
pub type Fields = BTreeMap<String, Scalar>;

impl Scalar {
    /// The text, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The flag, if it is one.
    pub fn as_flag(&self) -> Option<bool> {
        match self {
            Self::Flag(flag) => Some(*flag),
            _ => None,
        }
    }

    /// As typed text; nothing where it is unreadable.
    pub fn to_typed(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Flag(flag) => flag.to_string(),
            Self::Number(number) => number.to_string(),
            Self::Unreadable => String::new(),
        }
    }

    /// What stands for "nothing" in a field of this type.
    fn blank(&self) -> Self {
        match self {
            Self::Text(_) => Self::Text(String::new()),
            Self::Flag(_) => Self::Flag(false),
            Self::Number(_) => Self::Number(0),
            Self::Unreadable => Self::Unreadable,
        }
    }
}

impl From<&str> for Scalar {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Scalar {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<bool> for Scalar {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<i64> for Scalar {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

/// The fields to put so that `stored` says what `wanted` says, and nothing more.
///
/// `read` is what this version understood of `stored` (`X::from_fields(stored).to_fields()`): a key that it did not
/// understand is left alone, and a key that `wanted` lacks is blanked, because keys are never deleted.
pub fn changed_fields(stored: &Fields, read: &Fields, wanted: &Fields) -> Fields {
    let mut changed: Fields = wanted
        .iter()
        .filter(|(key, value)| stored.get(*key) != Some(value))
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    for (key, value) in read {
        if !wanted.contains_key(key) && !matches!(value, Scalar::Unreadable) {
            changed.insert(key.clone(), value.blank());
        }
    }
    changed
}

/// The fields to put where a form that showed `base` tells `told`, while the record came to say `kept`: only what the form
/// changed, so that what others wrote meanwhile stays. With them the keys that others changed too, and to something else.
///
/// All three are read in the same way (`X::to_fields`): a key that is not there is blank.
pub fn changed_over(base: &Fields, told: &Fields, kept: &Fields) -> (Fields, Vec<String>) {
    let (mut put, mut moved) = (Fields::new(), Vec::new());
    let keys: BTreeSet<&String> = base.keys().chain(told.keys()).collect();
    for key in keys {
        let (was, is, now) = (base.get(key), told.get(key), kept.get(key));
        if is == was || is == now {
            continue;
        }
        if let Some(value) = is.cloned().or_else(|| was.map(Scalar::blank)) {
            put.insert(key.clone(), value);
        }
        if now != was {
            moved.push(key.clone());
        }
    }
    (put, moved)
}

/// Whether putting a field is an act by itself, which is kept also where it says what stood there: whoever looks at a
/// paper again has seen it, and what another post marked of it meanwhile is then in conflict with that.
pub fn is_act(key: &str) -> bool {
    key.starts_with("requirement/")
}

/// Reads typed values out of flat fields; what is absent or of another type counts as nothing.
pub(crate) struct Reader<'a>(pub &'a Fields);

impl<'a> Reader<'a> {
    pub fn text(&self, key: &str) -> String {
        self.str(key).to_owned()
    }

    pub fn str(&self, key: &str) -> &'a str {
        self.0.get(key).and_then(Scalar::as_text).unwrap_or_default()
    }

    pub fn flag(&self, key: &str) -> bool {
        self.0.get(key).and_then(Scalar::as_flag).unwrap_or_default()
    }

    pub fn number(&self, key: &str) -> i64 {
        match self.0.get(key) {
            Some(Scalar::Number(number)) => *number,
            _ => 0,
        }
    }

    pub fn date(&self, key: &str) -> Option<chrono::NaiveDate> {
        crate::birth::date(self.str(key))
    }

    /// The codes of a set kept as `<prefix><code>` = true.
    pub fn set(&self, prefix: &str) -> std::collections::BTreeSet<String> {
        self.items(prefix)
            .filter(|(_, value)| value.as_flag() == Some(true))
            .map(|(code, _)| code.to_owned())
            .collect()
    }

    /// Keys that begin with `prefix`, without it.
    pub fn items(&self, prefix: &str) -> impl Iterator<Item = (&'a str, &'a Scalar)> {
        self.0
            .range(prefix.to_owned()..)
            .map_while(move |(key, value)| key.strip_prefix(prefix).map(|rest| (rest, value)))
            .collect::<Vec<_>>()
            .into_iter()
            .filter(|(rest, _)| !rest.is_empty())
    }
}

/// Writes flat fields, only what is not the default.
#[derive(Default)]
pub(crate) struct Writer(pub Fields);

impl Writer {
    pub fn text(&mut self, key: &str, value: &str) {
        if !value.is_empty() {
            self.0.insert(key.to_owned(), value.into());
        }
    }

    pub fn flag(&mut self, key: &str, value: bool) {
        if value {
            self.0.insert(key.to_owned(), value.into());
        }
    }

    pub fn number(&mut self, key: &str, value: i64) {
        if value != 0 {
            self.0.insert(key.to_owned(), value.into());
        }
    }

    pub fn date(&mut self, key: &str, value: Option<chrono::NaiveDate>) {
        if let Some(date) = value {
            self.0.insert(key.to_owned(), date.to_string().into());
        }
    }

    pub fn set<'a>(&mut self, prefix: &str, codes: impl IntoIterator<Item = &'a String>) {
        for code in codes {
            self.0.insert(format!("{prefix}{code}"), true.into());
        }
    }
}
