//! Somebody registered at a post.

mod check;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::fields::{Reader, Writer, changed_fields};
use crate::words::words;
use crate::{Birth, Fields, HouseholdRole, IdentityDocument, Problem, text};

/// What screens show for somebody who declared no name.
pub const UNNAMED: &str = "Sin nombre declarado";

words! {
    /// Sex as the document says it.
    Sex, default Unknown {
        /// Female.
        Female = "female",
        /// Male.
        Male = "male",
        /// "No consta": not stated.
        Unknown = "unknown",
    }
}

/// Somebody registered at a post. Every field may be blank except the name, which may be declared absent.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Person {
    /// Given names.
    pub given_names: String,
    /// First surname, which may be of several words.
    pub surname1: String,
    /// Second surname.
    pub surname2: String,
    /// Whether the person declared to have no name, or none can be known (a newborn, an unconscious patient).
    pub name_undeclared: bool,
    /// Sex as in the document.
    pub sex: Sex,
    /// Birth, as precisely as known.
    pub birth: Birth,
    /// Nationality, ISO 3166-1 alpha-2 or XXA; may be blank.
    pub nationality: String,
    /// Identity documents by key, without the removed ones.
    pub documents: Vec<IdentityDocument>,
    /// Whether the person said to have no document at all.
    pub without_documents: bool,
    /// Languages spoken, ISO 639 codes.
    pub languages: BTreeSet<String>,
    /// Telephone as told.
    pub phone: String,
    /// Municipality of residence, its official code (INE: 6 digits).
    pub residence: String,
    /// Name of the guardian of a minor.
    pub guardian_name: String,
    /// What the guardian is to the minor, e.g. `madre`.
    pub guardian_relation: String,
    /// The guardian's own record, 32 hex digits, if registered.
    pub guardian_person: String,
    /// Code of the post of registration.
    pub registered_post: String,
    /// Day of registration.
    pub registered_on: Option<NaiveDate>,
    /// The family group, 32 hex digits; blank without one.
    pub household: String,
    /// What this person is in the group; none without one.
    pub household_role: Option<HouseholdRole>,
    /// Attention the same day ("atención el mismo día"). It tells no reason, and many reasons set it.
    pub same_day: bool,
    /// Where another department's record of the same person is, 32 hex digits that say nothing of anybody; blank for who
    /// was registered here.
    pub origin: String,
}

impl Person {
    /// Reads flat fields. Total: what is absent, of another type or unreadable counts as nothing.
    pub fn from_fields(fields: &Fields) -> Self {
        let read = Reader(fields);
        Self {
            given_names: read.text("given_names"),
            surname1: read.text("surname1"),
            surname2: read.text("surname2"),
            name_undeclared: read.flag("name_undeclared"),
            sex: match read.str("sex") {
                "" => Sex::Unknown,
                word => Sex::from_word(word),
            },
            birth: Birth::parse(read.str("birth")).unwrap_or_default(),
            nationality: read.text("nationality"),
            documents: IdentityDocument::read_all(fields),
            without_documents: read.flag("without_documents"),
            languages: read.set("language/"),
            phone: read.text("phone"),
            residence: read.text("residence"),
            guardian_name: read.text("guardian_name"),
            guardian_relation: read.text("guardian_relation"),
            guardian_person: read.text("guardian_person"),
            registered_post: read.text("registered_post"),
            registered_on: read.date("registered_on"),
            household: read.text("household"),
            household_role: match read.str("household_role") {
                "" => None,
                word => Some(HouseholdRole::from_word(word)),
            },
            same_day: read.flag("same_day"),
            origin: read.text("origin"),
        }
    }

    /// Writes flat fields, only those that are not the default.
    pub fn to_fields(&self) -> Fields {
        let mut write = Writer::default();
        for (key, value) in self.texts() {
            write.text(key, value);
        }
        write.flag("name_undeclared", self.name_undeclared);
        write.flag("without_documents", self.without_documents);
        if self.sex != Sex::Unknown {
            write.text("sex", self.sex.as_str());
        }
        write.text("birth", &self.birth.to_string());
        write.date("registered_on", self.registered_on);
        write.text("household_role", self.household_role.as_ref().map_or("", HouseholdRole::as_str));
        write.flag("same_day", self.same_day);
        write.set("language/", &self.languages);
        for document in &self.documents {
            document.write(&mut write);
        }
        write.0
    }

    /// Whether two values of a field hold an enrollment up until somebody decides: who somebody is for the programme.
    pub fn is_critical(field: &str) -> bool {
        let part = field.strip_prefix("document/").and_then(|rest| rest.split_once('/'));
        field == "birth" || matches!(part, Some((_, "kind" | "country" | "number" | "complement")))
    }

    /// The fields to put so that a document holding `stored` says what this person says: only what differs.
    pub fn changes_from(&self, stored: &Fields) -> Fields {
        let before = Self::from_fields(stored);
        let mut changed = changed_fields(stored, &before.to_fields(), &self.to_fields());
        for gone in before.documents.iter().filter(|old| self.documents.iter().all(|new| new.key != old.key))
        {
            // A tombstone says it all: the parts stay, for whoever edits them at the same time elsewhere.
            let prefix = format!("document/{}/", gone.key);
            changed.retain(|key, _| !key.starts_with(&prefix));
            changed.insert(format!("{prefix}removed"), true.into());
        }
        for document in &self.documents {
            let tombstone = format!("document/{}/removed", document.key);
            if stored.get(&tombstone).and_then(crate::Scalar::as_flag) == Some(true) {
                changed.insert(tombstone, false.into());
            }
        }
        changed
    }

    /// "Given S1 S2", or [`UNNAMED`].
    pub fn display_name(&self) -> String {
        let parts = [&self.given_names, &self.surname1, &self.surname2];
        let name = parts
            .into_iter()
            .filter(|part| !part.is_empty())
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(" ");
        if name.is_empty() { UNNAMED.to_owned() } else { name }
    }

    /// Whether any part of a name is known.
    pub fn is_identified_by_name(&self) -> bool {
        [&self.given_names, &self.surname1, &self.surname2].into_iter().any(|part| !part.trim().is_empty())
    }

    /// Sets one flat key from typed text, as edits and the command line do. `document/<key>/<part>` makes the
    /// item when it is new; `document/<key>/removed` = true takes it away.
    ///
    /// # Errors
    /// Codes `field_unknown`, `birth_unreadable`, `date_unreadable`, `flag_unreadable`.
    pub fn set(&mut self, key: &str, value: &str) -> Result<(), Problem> {
        match key {
            "given_names" => self.given_names = text::line(value),
            "surname1" => self.surname1 = text::line(value),
            "surname2" => self.surname2 = text::line(value),
            "name_undeclared" => self.name_undeclared = text::flag(key, value)?,
            "sex" => {
                let word = text::line(value);
                self.sex = if word.is_empty() { Sex::Unknown } else { Sex::from_word(&word) };
            }
            "birth" => self.birth = Birth::parse(value)?,
            "nationality" => self.nationality = text::country(value),
            "without_documents" => self.without_documents = text::flag(key, value)?,
            "phone" => self.phone = text::line(value),
            "residence" => self.residence = text::line(value),
            "guardian_name" => self.guardian_name = text::line(value),
            "guardian_relation" => self.guardian_relation = text::line(value),
            "guardian_person" => self.guardian_person = text::line(value),
            "registered_post" => self.registered_post = text::line(value),
            "registered_on" => self.registered_on = text::date(key, value)?,
            "household" => self.household = text::line(value),
            "household_role" => {
                let word = text::line(value);
                self.household_role = (!word.is_empty()).then(|| HouseholdRole::from_word(&word));
            }
            "same_day" => self.same_day = text::flag(key, value)?,
            _ => return self.set_item(key, value),
        }
        Ok(())
    }

    fn set_item(&mut self, key: &str, value: &str) -> Result<(), Problem> {
        let unknown = || Problem::error(named(key), "field_unknown");
        if let Some(code) = key.strip_prefix("language/").filter(|code| text::is_code(code, 12)) {
            if text::flag(key, value)? {
                self.languages.insert(code.to_owned());
            } else {
                self.languages.remove(code);
            }
            return Ok(());
        }
        let (item, part) =
            key.strip_prefix("document/").and_then(|rest| rest.split_once('/')).ok_or_else(unknown)?;
        if !IdentityDocument::is_key(item) {
            return Err(unknown());
        }
        let at = self.documents.iter().position(|document| document.key == item);
        if part == "removed" {
            if text::flag(key, value)? {
                self.documents.retain(|document| document.key != item);
            }
            return Ok(());
        }
        let mut document = match at {
            Some(at) => self.documents.remove(at),
            None => IdentityDocument { key: item.to_owned(), ..IdentityDocument::default() },
        };
        let known = document.set(part, value);
        if known || at.is_some() {
            self.documents.push(document);
            self.documents.sort_by(|a, b| a.key.cmp(&b.key));
        }
        if known { Ok(()) } else { Err(unknown()) }
    }

    /// The plain texts with their flat keys.
    fn texts(&self) -> [(&'static str, &str); 12] {
        [
            ("given_names", &self.given_names),
            ("surname1", &self.surname1),
            ("surname2", &self.surname2),
            ("nationality", &self.nationality),
            ("phone", &self.phone),
            ("residence", &self.residence),
            ("guardian_name", &self.guardian_name),
            ("guardian_relation", &self.guardian_relation),
            ("guardian_person", &self.guardian_person),
            ("registered_post", &self.registered_post),
            ("household", &self.household),
            ("origin", &self.origin),
        ]
        .map(|(key, value)| (key, value.as_str()))
    }
}

/// A key as it may be repeated in a problem: only when it looks like a key (`surname1`) and not like a value typed
/// in its place.
pub(crate) fn named(key: &str) -> &str {
    let stem = key.strip_suffix(|c: char| c.is_ascii_digit()).unwrap_or(key);
    let plain = stem.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'_'));
    if plain && (1..=40).contains(&stem.len()) { key } else { "?" }
}
