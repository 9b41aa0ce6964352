//! What is counted, and the definitions of indicators that a pack gives.

use serde::{Deserialize, Serialize};

/// What is counted. A registry counts the first three, a care scope the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tallied {
    /// People, once each, on the day and at the post of their first record.
    People,
    /// People enrolled in a programme, once each, by their first enrollment.
    Enrollments,
    /// Decisions about pairs of records.
    Decisions,
    /// Consultations.
    Consultations,
    /// Needs of consultations, but the one that says nothing.
    Needs,
    /// Referrals, by the day on which they were written.
    Referrals,
    /// Follow-ups, by the day on which they were due.
    FollowUps,
}

impl Tallied {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::People,
        Self::Enrollments,
        Self::Decisions,
        Self::Consultations,
        Self::Needs,
        Self::Referrals,
        Self::FollowUps,
    ];

    /// The word of tables and packs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::People => "people",
            Self::Enrollments => "enrollments",
            Self::Decisions => "decisions",
            Self::Consultations => "consultations",
            Self::Needs => "needs",
            Self::Referrals => "referrals",
            Self::FollowUps => "follow_ups",
        }
    }

    /// What a word of tables or packs means.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == word)
    }

    /// The traits by which it is told apart. `sex_age` is both, as `sex/band`; `answer` the days until the first word of
    /// the service (`0-1`, `2-7`, `8-30`, `31+`, `none`); `service_silent` the services that have not said a word.
    pub fn traits(self) -> &'static [&'static str] {
        match self {
            Self::People => &["nationality", "sex", "age_band", "sex_age"],
            Self::Enrollments => &[
                "nationality",
                "sex",
                "age_band",
                "sex_age",
                "outcome",
                "group",
                "status",
                "campaign",
                "missing",
                "complete",
            ],
            Self::Decisions => &["decision"],
            Self::Consultations => &["mode", "reason"],
            Self::Needs => &["need", "need_state", "need_met"],
            Self::Referrals => &["state", "need", "answer", "service", "service_silent"],
            Self::FollowUps => &["state"],
        }
    }

    /// Whether each record has exactly one value of a trait, so that its values add up to all.
    pub fn adds_up(self, trait_: &str) -> bool {
        self.traits().contains(&trait_)
            && !["group", "missing", "need_met", "service_silent"].contains(&trait_)
    }

    /// Values that do not add up to all add up to this, or are a part of each of these: `name=` a value of the same word.
    /// With a value and one of these, what is left would be told.
    pub fn parents(self, trait_: &str) -> Vec<String> {
        let Some((name, value)) = trait_.split_once('=') else { return Vec::new() };
        match (self, name) {
            (Self::Enrollments, "group") => vec![String::new()],
            (Self::Enrollments, "missing") => vec!["complete=no".to_owned(), String::new()],
            (Self::Needs, "need_met") => vec![format!("need={value}"), "need_state=resuelta".to_owned()],
            (Self::Referrals, "service_silent") => vec![format!("service={value}"), "answer=none".to_owned()],
            _ => Vec::new(),
        }
    }

    /// Of a trait whose values do not add up to all: what they add up to.
    pub fn whole_of(self, name: &str) -> Option<&'static str> {
        match (self, name) {
            (Self::Needs, "need_met") => Some("need_state=resuelta"),
            (Self::Referrals, "service_silent") => Some("answer=none"),
            _ => None,
        }
    }

    /// Whether it is counted in care scopes, of which a supervisor sees weekly figures only.
    pub fn is_of_care(self) -> bool {
        !matches!(self, Self::People | Self::Enrollments | Self::Decisions)
    }
}

/// The definition of an indicator.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Code of the theme that it is shown under.
    pub theme: String,
    /// What is counted: a word of [`Tallied`].
    pub counts: String,
    /// Only those with this trait, as `name=value`; blank: all.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub with: String,
    /// Out of what it is a part: the same, or another word of [`Tallied`]; blank: it is a plain number.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub of: String,
    /// Traits by which it is shown.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub by: Vec<String>,
    /// What it counts and out of what, in one or two sentences.
    pub definition: String,
    /// What it is counted from.
    pub source: String,
    /// What it does not say; may be blank.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub limits: String,
}

impl Indicator {
    /// Why it cannot be counted, in English for whoever writes packs.
    ///
    /// # Errors
    /// The reason.
    pub fn check(&self) -> Result<(), &'static str> {
        let tallied = Tallied::from_word(&self.counts).ok_or("nothing is counted so")?;
        if !self.of.is_empty() && Tallied::from_word(&self.of).is_none() {
            return Err("a part of what is not counted");
        }
        let known = |name: &str| tallied.traits().contains(&name);
        if !self.by.iter().all(|name| known(name)) {
            return Err("a trait that is not counted");
        }
        if !self.with.is_empty() && !self.with.split_once('=').is_some_and(|(name, _)| known(name)) {
            return Err("a trait that is not counted");
        }
        let blank = |words: &str| words.trim().is_empty();
        if blank(&self.theme) || blank(&self.definition) || blank(&self.source) {
            return Err("no theme, definition or source");
        }
        Ok(())
    }
}
