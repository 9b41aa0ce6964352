//! Taking a person over: what they let another department have, and nothing that was said about them since.

use posta_documents::Document;
use posta_domain::{IdentityDocument, Kind, Person, Purpose};
use posta_identity::ids::{DepartmentId, Reference};
use posta_protocol::Taken;

use super::known::Known;
use super::{Noted, Others};
use crate::database as db;
use crate::error::Error;
use crate::server::Server;

/// What came of it.
pub enum Outcome {
    /// From this department.
    Taken(DepartmentId, Taken),
    /// The person of this department did not agree.
    NotConsented(DepartmentId),
    /// Nobody is named so, or nobody who may be found.
    NotFound,
}

/// Resolves a reference by making that of everybody who could be meant: it cannot be read backwards.
pub fn take(server: &Server, noted: &Noted, others: &Others, reference: Reference) -> Result<Outcome, Error> {
    let key = &server.elsewhere.key;
    let asking = noted.asker.department;
    server.database.read(|connection| {
        let meant = db::find_person(connection, |scope, id| {
            others.contains_key(&scope) && key.reference(&asking, &scope, id) == reference
        })?;
        let Some((scope, id)) = meant else { return Ok(Outcome::NotFound) };
        let known = Known::read(connection, scope, id)?.filter(|known| known.may_be_found(noted.edition.day));
        let (Some(known), Some((department, code))) = (known, others.get(&scope)) else {
            return Ok(Outcome::NotFound);
        };
        if !known.may_bring(noted.edition.day) {
            return Ok(Outcome::NotConsented(*department));
        }
        let Some(saved) = db::saved(connection, scope, Kind::Person.as_str(), id)? else {
            return Ok(Outcome::NotFound);
        };
        let document = Document::load(&saved).map_err(|_| Error::Damaged("document"))?;
        let phone = known.consents(noted.edition.day).is_given(&Purpose::Contact);
        let brought = brought(Person::from_fields(&document.fields()), phone);
        let taken = Taken { department: code.clone(), fields: db::flat(&brought.to_fields()) };
        Ok(Outcome::Taken(*department, taken))
    })
}

/// Who the person is, and how to speak with them. Not where they live or were registered, with whom, or what is theirs to
/// be attended the same day; the telephone if they agreed to be called.
fn brought(person: Person, phone: bool) -> Person {
    let plain = |one: IdentityDocument| IdentityDocument {
        mrz_given: String::new(),
        mrz_surname: String::new(),
        ..one
    };
    Person {
        given_names: person.given_names,
        surname1: person.surname1,
        surname2: person.surname2,
        name_undeclared: person.name_undeclared,
        sex: person.sex,
        birth: person.birth,
        nationality: person.nationality,
        documents: person.documents.into_iter().map(plain).collect(),
        without_documents: person.without_documents,
        languages: person.languages,
        phone: if phone { person.phone } else { String::new() },
        ..Person::default()
    }
}
