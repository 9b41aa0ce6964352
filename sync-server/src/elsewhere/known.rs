//! What is known of one person for questions across departments, and what they allow.

use chrono::NaiveDate;
use posta_domain::{
    Consent, ConsentDecision, Consents, DocumentId, Fields, Kind, Person, Purpose, Scalar, Sex,
};
use posta_identity::ids::{Reference, ScopeId};
use posta_linkage::Pair;
use posta_protocol::{Candidate, limits};
use rusqlite::Connection;

use crate::database::{self as db, Compared, LINKAGE};
use crate::error::Error;

/// Longest code that is told. Bytes.
const CODE: usize = limits::CODE;
/// First letters that are told, at most.
const INITIALS: usize = 8;

/// Somebody of a registry.
pub struct Known {
    pub person: Person,
    consents: Vec<(DocumentId, Consent)>,
    /// What was decided of them and somebody elsewhere: reference and word.
    decided: Vec<(String, String)>,
}

impl Known {
    /// Reads what is known of a person now; none when they are not there (any more).
    pub fn read(connection: &Connection, scope: ScopeId, person: [u8; 16]) -> Result<Option<Self>, Error> {
        Ok(Self::of(db::compared_of(connection, scope, person)?))
    }

    /// From the rows of one person.
    pub fn of(rows: impl IntoIterator<Item = Compared>) -> Option<Self> {
        let (mut person, mut consents, mut decided) = (None, Vec::new(), Vec::new());
        for row in rows {
            match Kind::from_word(&row.kind) {
                Kind::Person => person = Some(Person::from_fields(&row.fields)),
                Kind::Consent => consents.push((row.id.into(), Consent::from_fields(&row.fields))),
                _ if row.kind == LINKAGE => {
                    decided.push((text(&row.fields, "elsewhere"), text(&row.fields, "decision")));
                }
                _ => {}
            }
        }
        Some(Self { person: person?, consents, decided })
    }

    /// Where the person's decisions stand.
    pub fn consents(&self, today: NaiveDate) -> Consents {
        Consent::consents(&self.consents, today)
    }

    /// Whether they may be found at all: not who refused to be in the register, or withdrew from it.
    pub fn may_be_found(&self, today: NaiveDate) -> bool {
        let consents = self.consents(today);
        consents.standing(&Purpose::Register).is_none_or(|(decision, _)| *decision == ConsentDecision::Given)
    }

    /// Whether what they told may be brought to another department: they agreed to be in the register, and to their
    /// file's being shared with a facility or a service (ADR 0022).
    pub fn may_bring(&self, today: NaiveDate) -> bool {
        let consents = self.consents(today);
        let shares = [Purpose::ShareFacility, Purpose::ShareReferral];
        consents.is_given(&Purpose::Register) && shares.iter().any(|purpose| consents.is_given(purpose))
    }

    /// What their department wrote of them and whom it names so. Documents that say different things decide nothing.
    pub fn decision_about(&self, elsewhere: &Reference) -> String {
        let elsewhere = elsewhere.to_string();
        let said = |word: &str| self.decided.iter().any(|(about, said)| *about == elsewhere && said == word);
        let word = match (said("same"), said("different")) {
            (true, true) => "",
            (true, false) => "same",
            (false, true) => "different",
            (false, false) => ["later", "open"].into_iter().find(|word| said(word)).unwrap_or_default(),
        };
        word.to_owned()
    }

    /// The least that lets somebody decide.
    pub fn candidate(
        &self,
        reference: Reference,
        department: &str,
        found: &Found,
        today: NaiveDate,
    ) -> Candidate {
        let Person { sex, birth, registered_post, registered_on, .. } = &self.person;
        Candidate {
            reference,
            department: department.to_owned(),
            initials: initials(&self.person),
            birth_year: birth.year(),
            sex: match sex {
                Sex::Other(_) => &Sex::Unknown,
                known => known,
            }
            .to_string(),
            post: if is_code(registered_post) { registered_post.clone() } else { String::new() },
            month: registered_on.map_or_else(String::new, |day| day.format("%Y-%m").to_string()),
            decision: found.decision.to_owned(),
            reasons: found.reasons.iter().take(limits::REASONS).map(|code| (*code).to_owned()).collect(),
            may_bring: self.may_bring(today),
        }
    }
}

/// What was found of a pair of people.
#[derive(Clone)]
pub struct Found {
    pub weight: f64,
    pub probability: f64,
    /// `certain` or `possible`.
    pub decision: &'static str,
    /// Codes, each once.
    pub reasons: Vec<&'static str>,
}

impl Found {
    pub fn of(pair: &Pair) -> Self {
        let mut reasons: Vec<&str> = pair.reasons.iter().map(|(reason, _)| reason.code()).collect();
        // In the order of the table, so that equal ones stand together.
        reasons.dedup();
        Self { weight: pair.weight, probability: pair.probability, decision: pair.decision.code(), reasons }
    }
}

/// First letters of given names and surnames, in capitals.
fn initials(person: &Person) -> String {
    let names = [&person.given_names, &person.surname1, &person.surname2];
    let words = names.into_iter().flat_map(|name| name.split_whitespace());
    let letters = words.filter_map(|word| word.chars().find(|letter| letter.is_alphabetic()));
    letters.flat_map(char::to_uppercase).take(INITIALS).collect()
}

/// Whether a text looks like the code of a post, and not like words that somebody wrote in its place.
fn is_code(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'-');
    text.len() <= CODE && text.bytes().all(plain)
}

fn text(fields: &Fields, key: &str) -> String {
    fields.get(key).and_then(Scalar::as_text).unwrap_or_default().to_owned()
}
