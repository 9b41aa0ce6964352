//! Who in another department may be somebody as typed.

use std::collections::BTreeMap;

use posta_domain::{IdentityDocument, Person};
use posta_linkage::{Decided, Decision, records_of};
use posta_protocol::{Candidate, Sought, limits};

use super::found::Found;
use super::known::Known;
use super::register::{Register, found_in};
use super::{Noted, Others};
use crate::database::Whom;
use crate::error::Error;
use crate::server::Server;

/// Letters of a name, and letters and digits of a number, that say anything.
const LETTERS: usize = 2;
const DIGITS: usize = 5;

/// What a question says enough of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Enough {
    /// A name and a year of birth.
    Person,
    /// The number of a document alone: whoever does not have it is not told of.
    Number,
}

/// Somebody as typed, cleaned as a form is. What cannot be read counts as not said.
pub fn person_of(sought: &Sought) -> Person {
    let mut person = Person::default();
    let typed = [
        ("given_names", &sought.given_names),
        ("surname1", &sought.surname1),
        ("surname2", &sought.surname2),
        ("birth", &sought.birth),
        ("sex", &sought.sex),
        ("nationality", &sought.nationality),
        ("phone", &sought.phone),
    ];
    for (key, value) in typed {
        let _ = person.set(key, value);
    }
    person.documents = sought
        .documents
        .iter()
        .map(|one| IdentityDocument {
            kind: one.kind.trim().to_owned(),
            country: one.country.trim().to_uppercase(),
            number: one.number.trim().to_owned(),
            ..IdentityDocument::default()
        })
        .collect();
    person
}

/// What is said that means one person; none when it is too little. That would be leafing through another department's
/// register.
pub fn says_enough(person: &Person) -> Option<Enough> {
    let names = [&person.given_names, &person.surname1, &person.surname2];
    let mut words = names.into_iter().flat_map(|name| name.split_whitespace());
    let is_named = words.any(|word| word.chars().filter(|letter| letter.is_alphabetic()).count() >= LETTERS);
    let is_numbered = person.documents.iter().any(|document| {
        let plain = document.number.bytes().filter(u8::is_ascii_alphanumeric);
        plain.skip_while(|byte| *byte == b'0').count() >= DIGITS
    });
    match (is_named && person.birth.year().is_some(), is_numbered) {
        (true, _) => Some(Enough::Person),
        (false, true) => Some(Enough::Number),
        (false, false) => None,
    }
}

/// The likeliest people of other departments, each once.
pub fn look_up(
    server: &Server,
    noted: &Noted,
    others: &Others,
    person: &Person,
) -> Result<Vec<Candidate>, Error> {
    let find = |register: Option<&Register>| {
        let register = register.filter(|register| register.edition.covers(&noted.edition));
        register.map(|register| find(others, register, person))
    };
    let found = server.elsewhere.register.with(find).ok_or(Error::Late)?;
    server.database.read(|connection| {
        let mut candidates = Vec::new();
        for ((scope, id), found) in found {
            if candidates.len() >= limits::CANDIDATES {
                break;
            }
            // As they are now: the register may be of a moment ago.
            let known =
                Known::read(connection, scope, id)?.filter(|known| known.may_be_found(noted.edition.day));
            if let (Some(known), Some((_, code))) = (known, others.get(&scope)) {
                let reference = server.elsewhere.key.reference(&noted.asker.department, &scope, &id);
                let year = person.birth.year();
                candidates.push(known.candidate(reference, code, &found, year, noted.edition.day));
            }
        }
        Ok(candidates)
    })
}

/// The likeliest people of a register who are of other departments.
fn find(others: &Others, register: &Register, person: &Person) -> Vec<(Whom, Found)> {
    let is_number_alone = says_enough(person) == Some(Enough::Number);
    let decided = Decided::default();
    let mut best = BTreeMap::<Whom, Found>::new();
    for record in records_of("", person) {
        for pair in register.index.query(&record, &decided, usize::MAX) {
            let whom = found_in(&pair).filter(|(scope, _)| others.contains_key(scope));
            let Some(whom) = whom.filter(|_| pair.decision != Decision::No) else { continue };
            let found = Found::of(&pair);
            let is_less = best.get(&whom).is_some_and(|known| known.weight >= found.weight);
            if !is_less && (found.is_numbered || !is_number_alone) {
                best.insert(whom, found);
            }
        }
    }
    let mut found: Vec<_> = best.into_iter().collect();
    found.sort_by(|(_, one), (_, other)| other.weight.total_cmp(&one.weight));
    found
}
