//! What is known of one person for questions across departments, and what they allow.

use std::sync::Arc;

use crate::database::Connection;
use chrono::NaiveDate;
use posta_domain::{
    Consent, ConsentDecision, Consents, Fields, Kind, LinkageDecision, Person, Purpose, Scalar, Sex,
};
use posta_identity::ids::{Reference, ScopeId};
use posta_protocol::{Candidate, limits};

use super::across::{Conversations, consents_across};
use super::found::Found;
use crate::database::{self as db, Compared, LINKAGE};
use crate::error::Error;

/// Longest code that is told. Bytes.
const CODE: usize = limits::CODE;
/// First letters that are told, at most.
const INITIALS: usize = 8;

/// Records that are taken to be of one person at most: more are a mistake or worse, and nobody of them is found.
const TOGETHER: usize = 100;

/// Somebody of a registry.
pub struct Known {
    pub person: Person,
    /// What was said with each record that decisions hold to be theirs.
    said: Arc<Vec<Conversations>>,
    /// What was decided of them and somebody elsewhere: reference and word.
    decided: Vec<(String, String)>,
}

impl Known {
    /// Reads what is known of a person now; none when they are not there (any more).
    pub fn read(connection: &Connection, scope: ScopeId, person: [u8; 16]) -> Result<Option<Self>, Error> {
        let held = db::held_together(connection, scope, person, TOGETHER)?;
        let mut all = Self::read_together(connection, scope, &held)?.into_iter();
        Ok(all.find(|(id, _)| *id == person).map(|(_, known)| known))
    }

    /// Of everybody whom decisions hold together, each with what was said with any of them; nobody of too many.
    pub fn read_together(
        connection: &Connection,
        scope: ScopeId,
        held: &[[u8; 16]],
    ) -> Result<Vec<([u8; 16], Self)>, Error> {
        if held.len() > TOGETHER {
            return Ok(Vec::new());
        }
        let (mut here, mut said) = (Vec::new(), Vec::new());
        for id in held {
            let rows = Rows::of(db::compared_of(connection, scope, *id)?);
            said.push(rows.said);
            here.extend(rows.person.map(|person| (*id, person, rows.decided)));
        }
        let said = Arc::new(said);
        let known = |(id, person, decided)| (id, Self { person, said: Arc::clone(&said), decided });
        Ok(here.into_iter().map(known).collect())
    }

    /// From the rows of one person whom no decision holds together with anybody.
    pub fn of(rows: impl IntoIterator<Item = Compared>) -> Option<Self> {
        let Rows { person, said, decided } = Rows::of(rows);
        Some(Self { person: person?, said: Arc::new(vec![said]), decided })
    }

    /// Where the person's decisions stand.
    pub fn consents(&self, today: NaiveDate) -> Consents {
        consents_across(&self.said, today)
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

    /// What their department wrote of them and whom it names so; blank where it contradicts itself.
    pub fn decision_about(&self, elsewhere: &Reference) -> String {
        let elsewhere = elsewhere.to_string();
        let known = |word: &&String| LinkageDecision::WORDS.contains(&word.as_str());
        let said = self.decided.iter().find(|(about, _)| *about == elsewhere).map(|(_, word)| word);
        said.filter(known).cloned().unwrap_or_default()
    }

    /// The least that lets somebody decide, told to whoever asked about somebody born in `year`.
    pub fn candidate(
        &self,
        reference: Reference,
        department: &str,
        found: &Found,
        year: Option<i32>,
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
            reasons: found.reasons(year, birth.year()),
            may_bring: self.may_bring(today),
        }
    }
}

/// What the rows of one person say.
#[derive(Default)]
struct Rows {
    person: Option<Person>,
    said: Conversations,
    decided: Vec<(String, String)>,
}

impl Rows {
    fn of(rows: impl IntoIterator<Item = Compared>) -> Self {
        let mut read = Self::default();
        for row in rows {
            match Kind::from_word(&row.kind) {
                Kind::Person => read.person = Some(Person::from_fields(&row.fields)),
                Kind::Consent => read.said.push((row.id.into(), Consent::from_fields(&row.fields))),
                _ if row.kind == LINKAGE => {
                    read.decided.push((text(&row.fields, "elsewhere"), text(&row.fields, "decision")));
                }
                _ => {}
            }
        }
        read
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
