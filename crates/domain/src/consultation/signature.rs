//! Who signed a part of a consultation, and what was added to it afterwards.
//!
//! A part is signed by its digest. The change that carries it is in a batch signed by that user's session; screens
//! believe a signature only when the session behind the change is that of the user it names.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Consultation, Part};
use crate::fields::{Reader, Writer};
use crate::{Fields, Problem, Scalar, text};

/// Something added to a part that was signed: it never overwrites.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Amendment {
    /// To which part.
    pub part: Part,
    /// What, at most 4000 characters.
    pub text: String,
}

/// How a signature of a part stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signed {
    /// The part says what was signed.
    Holds,
    /// It was changed by somebody who had not seen the signature.
    ChangedSince,
}

/// The part that a key belongs to: needs, alerts and the note are of the psychosocial one. What is done about a need
/// and how it stands goes on after the part was signed.
pub fn part_of(key: &str) -> Option<Part> {
    let head = key.split('/').next()?;
    match head {
        "health" => Some(Part::Health),
        "about_need" => key.ends_with("/urgency").then_some(Part::Social),
        "social" | "need" | "alert" | "note" => Some(Part::Social),
        _ => None,
    }
}

impl Consultation {
    /// What a part says now, as 32 hex digits of SHA-256 over its fields.
    pub fn digest_of(&self, part: &Part) -> String {
        digest(&self.to_fields(), part, |_| false)
    }

    /// What the form of a part is filled in over, 32 hex digits: as [`Consultation::digest_of`], how the needs stand, and
    /// `apart`, every value of the fields that two wrote without seeing each other.
    pub fn base_of(&self, part: &Part, apart: &[(String, Scalar)]) -> String {
        let mut fields = self.to_fields();
        for (number, (key, value)) in apart.iter().enumerate() {
            fields.insert(format!("{key}/apart/{number:03}"), value.clone());
        }
        digest(&fields, part, |key| *part == Part::Social && key.starts_with("about_need/"))
    }

    /// Signs a part for a user (32 hex digits).
    ///
    /// # Errors
    /// Codes `part_unknown`, `part_blank`, `part_signed` (by this user already, and nothing has changed).
    pub fn sign(&mut self, part: &Part, user: &str) -> Result<(), Problem> {
        if matches!(part, Part::Other(_)) || !text::is_code(user, 32) {
            return Err(Problem::error("part", "part_unknown"));
        }
        if !self.to_fields().keys().any(|key| part_of(key).as_ref() == Some(part)) {
            return Err(Problem::error("part", "part_blank"));
        }
        let digest = self.digest_of(part);
        let before = self.signatures.insert((part.clone(), user.to_owned()), digest.clone());
        if before == Some(digest) { Err(Problem::error("part", "part_signed")) } else { Ok(()) }
    }

    /// Whether anybody has signed a part: from then on it is amended, not changed.
    pub fn is_signed(&self, part: &Part) -> bool {
        self.signatures.keys().any(|(of, _)| of == part)
    }

    /// The signatures of a part by user.
    pub fn signatures_of(&self, part: &Part) -> Vec<(&str, Signed)> {
        let digest = self.digest_of(part);
        let of = self.signatures.iter().filter(|((of, _), _)| of == part);
        of.map(|((_, user), signed)| {
            (user.as_str(), if *signed == digest { Signed::Holds } else { Signed::ChangedSince })
        })
        .collect()
    }

    /// Adds to a signed part.
    ///
    /// # Errors
    /// Codes `part_unsigned` (change it instead), `amendment_blank`, `text_too_long`, `amendment_repeated`.
    pub fn amend(&mut self, id: &str, part: Part, words: &str) -> Result<(), Problem> {
        if !self.is_signed(&part) {
            return Err(Problem::error("part", "part_unsigned"));
        }
        let words = text::note(words);
        if words.is_empty() {
            return Err(Problem::error("text", "amendment_blank"));
        }
        let mut problems = Vec::new();
        text::check_note("text", &words, &mut problems);
        if let Some(problem) = problems.pop() {
            return Err(problem);
        }
        if !text::is_code(id, 32) || self.amendments.contains_key(id) {
            return Err(Problem::error("text", "amendment_repeated"));
        }
        self.amendments.insert(id.to_owned(), Amendment { part, text: words });
        Ok(())
    }

    /// Whether a part that somebody had signed in `before` says something else now.
    pub fn changes_signed_parts(&self, before: &Self) -> bool {
        let parts = [Part::Health, Part::Social];
        parts.iter().any(|part| before.is_signed(part) && self.digest_of(part) != before.digest_of(part))
    }
}

fn digest(fields: &Fields, part: &Part, also: impl Fn(&str) -> bool) -> String {
    let mut hash = Sha256::new().chain_update(b"posta part 1").chain_update(part.as_str());
    for (key, value) in fields.iter().filter(|(key, _)| part_of(key).as_ref() == Some(part) || also(key)) {
        let value = match value {
            Scalar::Text(text) => format!("t{text}"),
            Scalar::Flag(flag) => format!("f{flag}"),
            Scalar::Number(number) => format!("n{number}"),
            Scalar::Unreadable => "u".to_owned(),
        };
        for text in [key, &value] {
            hash.update((text.len() as u64).to_be_bytes());
            hash.update(text);
        }
    }
    hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

pub(super) fn read_signatures(read: &Reader<'_>) -> BTreeMap<(Part, String), String> {
    let keyed = read.items("signed/").filter_map(|(rest, value)| {
        let (part, user) = rest.split_once('/')?;
        let digest = value.as_text().filter(|text| !text.is_empty())?;
        Some(((Part::from_word(part), user.to_owned()), digest.to_owned()))
    });
    keyed.collect()
}

pub(super) fn read_amendments(read: &Reader<'_>) -> BTreeMap<String, Amendment> {
    let mut amendments = BTreeMap::new();
    for (rest, value) in read.items("amendment/") {
        let Some((id, "text")) = rest.split_once('/') else { continue };
        let Some(words) = value.as_text().filter(|text| !text.is_empty()) else { continue };
        let part = Part::from_word(read.str(&format!("amendment/{id}/part")));
        amendments.insert(id.to_owned(), Amendment { part, text: words.to_owned() });
    }
    amendments
}

pub(super) fn write(consultation: &Consultation, write: &mut Writer) {
    for ((part, user), digest) in &consultation.signatures {
        write.text(&format!("signed/{part}/{user}"), digest);
    }
    for (id, amendment) in &consultation.amendments {
        write.text(&format!("amendment/{id}/part"), amendment.part.as_str());
        write.text(&format!("amendment/{id}/text"), &amendment.text);
    }
}
