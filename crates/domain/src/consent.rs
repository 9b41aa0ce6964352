//! A conversation about what may be done with a person's data. Written once and never edited: who thinks otherwise
//! later has another conversation (ADR 0014).

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::fields::{Reader, Writer};
use crate::words::words;
use crate::{ConsentDecision, Consents, DocumentId, Fields, Problem, Purpose, text};

words! {
    /// How the person said so. A word is enough.
    ConsentMode, default Oral {
        /// Said.
        Oral = "oral",
        /// Signed.
        Written = "written",
    }
}

/// One conversation.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Consent {
    /// Who decided.
    pub person: DocumentId,
    /// Day.
    pub on: Option<NaiveDate>,
    /// Language it was explained in, ISO 639; may be blank.
    pub language: String,
    /// Whether somebody interpreted.
    pub interpreter: bool,
    /// How it was said.
    pub mode: ConsentMode,
    /// Who explained it, as shown to people.
    pub explained_by: String,
    /// Of a minor: whether the child agrees too.
    pub assent: bool,
    /// The adult who answers for a minor, if registered.
    pub caregiver: DocumentId,
    /// What was decided, of the purposes that were spoken of.
    pub purposes: BTreeMap<Purpose, ConsentDecision>,
    /// Earlier conversations that this one knew of: on what both speak of, it stands in their place.
    pub replaces: BTreeSet<DocumentId>,
}

impl Consent {
    /// Reads flat fields; total and tolerant.
    pub fn from_fields(fields: &Fields) -> Self {
        let read = Reader(fields);
        let decided = |(code, value): (&str, &crate::Scalar)| {
            let word = value.as_text().filter(|word| !word.is_empty())?;
            Some((Purpose::from_word(code), ConsentDecision::from_word(word)))
        };
        Self {
            person: read.str("person").parse().unwrap_or_default(),
            on: read.date("on"),
            language: read.text("language"),
            interpreter: read.flag("interpreter"),
            mode: match read.str("mode") {
                "" => ConsentMode::default(),
                word => ConsentMode::from_word(word),
            },
            explained_by: read.text("explained_by"),
            assent: read.flag("assent"),
            caregiver: read.str("caregiver").parse().unwrap_or_default(),
            purposes: read.items("purpose/").filter_map(decided).collect(),
            replaces: read.set("replaces/").iter().filter_map(|id| id.parse().ok()).collect(),
        }
    }

    /// Writes flat fields, only those that say something.
    pub fn to_fields(&self) -> Fields {
        let mut write = Writer::default();
        for (key, id) in [("person", self.person), ("caregiver", self.caregiver)] {
            if !id.is_none() {
                write.text(key, &id.to_string());
            }
        }
        write.date("on", self.on);
        write.text("language", &self.language);
        write.flag("interpreter", self.interpreter);
        write.text("mode", self.mode.as_str());
        write.text("explained_by", &self.explained_by);
        write.flag("assent", self.assent);
        for (purpose, decision) in &self.purposes {
            write.text(&format!("purpose/{purpose}"), decision.as_str());
        }
        for id in &self.replaces {
            write.flag(&format!("replaces/{id}"), true);
        }
        write.0
    }

    /// Adds a decision as typed.
    ///
    /// # Errors
    /// Codes `purpose_unknown`, `consent_decision_unknown`.
    pub fn decide(&mut self, purpose: &str, decision: &str) -> Result<(), Problem> {
        let (purpose, decision) = (Purpose::from_word(purpose), ConsentDecision::from_word(decision));
        if matches!(purpose, Purpose::Other(_)) {
            return Err(Problem::error("consent", "purpose_unknown"));
        }
        if matches!(decision, ConsentDecision::Other(_)) {
            return Err(Problem::error(format!("consent/{purpose}"), "consent_decision_unknown"));
        }
        self.purposes.insert(purpose, decision);
        Ok(())
    }

    /// Problems on a day. Nothing that a person decides blocks anything, but for a conversation about nothing.
    pub fn problems(&self, today: NaiveDate) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (key, value) in [
            ("language", self.language.as_str()),
            ("mode", self.mode.as_str()),
            ("explained_by", &self.explained_by),
        ] {
            text::check_line(key, value, &mut problems);
        }
        if self.person.is_none() {
            problems.push(Problem::error("person", "person_missing"));
        }
        if self.purposes.is_empty() {
            problems.push(Problem::error("consent", "consent_blank"));
        }
        let mut warn = |odd: bool, field: &str, code: &'static str| {
            if odd {
                problems.push(Problem::warning(field, code));
            }
        };
        warn(self.on.is_some_and(|day| day > today), "on", "date_in_future");
        warn(self.language.is_empty(), "language", "consent_language_missing");
        warn(matches!(self.mode, ConsentMode::Other(_)), "mode", "consent_mode_unknown");
        problems
    }

    /// The conversation that holds for a purpose, of all of one person, if it was ever spoken of.
    pub fn standing<'a>(
        all: &'a [(DocumentId, Self)],
        purpose: &Purpose,
        today: NaiveDate,
    ) -> Option<&'a (DocumentId, Self)> {
        let consents = Self::consents(all, today);
        let (decision, day) = consents.standing(purpose)?;
        let saying_so = || {
            Self::not_replaced(all, purpose).filter(|(_, one)| one.purposes.get(purpose) == Some(decision))
        };
        // Of several records the one whose word it is; its day tells, unless it has none or is of a clock ahead.
        let of_day = saying_so().filter(|(_, one)| one.on == Some(day)).max_by_key(|(id, _)| *id);
        of_day.or_else(|| saying_so().max_by_key(|(id, consent)| (consent.on, *id)))
    }

    /// Where a person's decisions stand on a day, by all of their conversations: of those that none replaced, the
    /// latest for each purpose, and of one day the stricter. Of conversations with several records of one person the
    /// stricter whatever the day: who spoke with one did not know what was said with the other.
    pub fn consents(all: &[(DocumentId, Self)], today: NaiveDate) -> Consents {
        let purposes: BTreeSet<&Purpose> =
            all.iter().flat_map(|(_, consent)| consent.purposes.keys()).collect();
        let mut decided: BTreeMap<DocumentId, Vec<_>> = BTreeMap::new();
        for purpose in purposes {
            for (_, consent) in Self::not_replaced(all, purpose) {
                if let Some(decision) = consent.purposes.get(purpose) {
                    let said = (purpose.clone(), decision.clone(), consent.on);
                    decided.entry(consent.person).or_default().push(said);
                }
            }
        }
        Consents::strictest(decided.into_values().map(|said| Consents::on(today, said)))
    }

    /// Those that speak of a purpose and that no later one which speaks of it knew.
    fn not_replaced<'a>(
        all: &'a [(DocumentId, Self)],
        purpose: &Purpose,
    ) -> impl Iterator<Item = &'a (DocumentId, Self)> {
        let speaking = || all.iter().filter(|(_, consent)| consent.purposes.contains_key(purpose));
        let replaced: BTreeSet<DocumentId> =
            speaking().flat_map(|(_, consent)| consent.replaces.iter().copied()).collect();
        let open: Vec<_> = speaking().filter(|(id, _)| !replaced.contains(id)).collect();
        open.into_iter()
    }
}
