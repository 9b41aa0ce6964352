//! What is compared of registry documents, written with each of them: of a person the fields that linkage compares and
//! the month and post of registration, of a conversation about consent what was decided, of a decision what it says.
//!
//! Whatever takes a document away takes this along: the schema does that.

use super::connection::{Connection, Row, Transaction, named_params};
use posta_documents::Document;
use posta_domain::{Consent, Fields, IdentityDocument, Kind, Linkage, LinkageDecision, Person, Scalar};
use posta_identity::ids::ScopeId;
use posta_linkage::DOCUMENTS;
use posta_protocol::{FlatFields, FlatValue};

use super::saved;
use crate::error::Error;

/// The kind of documents that say what people decided of two records.
pub const LINKAGE: &str = "linkage";

/// What is compared of one document.
pub struct Compared {
    /// The registry.
    pub scope: ScopeId,
    /// `person`, `consent` or `linkage`.
    pub kind: String,
    /// The document.
    pub id: [u8; 16],
    /// Whom it is about.
    pub person: [u8; 16],
    /// Flat fields of that kind, as far as they are compared.
    pub fields: Fields,
}

/// Keeps what is compared of a document as saved; of other kinds nothing.
pub fn keep_compared(
    transaction: &Transaction<'_>,
    scope: ScopeId,
    kind: &str,
    id: [u8; 16],
    saved: &[u8],
) -> Result<(), Error> {
    if !is_compared(kind) {
        return Ok(());
    }
    let compared = Document::load(saved).ok().and_then(|document| of_document(kind, id, &document));
    let Some(Written { person, other, fields }) = compared else {
        transaction.execute(
            "DELETE FROM compared WHERE scope = :scope AND kind = :kind AND id = :id",
            named_params! { ":scope": scope.as_bytes(), ":kind": kind, ":id": id },
        )?;
        return Ok(());
    };
    transaction.execute(
        "INSERT INTO compared (scope, kind, id, person, other, bytes)
             VALUES (:scope, :kind, :id, :person, :other, :bytes)
             ON CONFLICT (scope, kind, id) DO UPDATE
             SET person = excluded.person, other = excluded.other, bytes = excluded.bytes
             WHERE compared.person <> excluded.person OR compared.other IS DISTINCT FROM excluded.other
                 OR compared.bytes <> excluded.bytes",
        named_params! {
            ":scope": scope.as_bytes(),
            ":kind": kind,
            ":id": id,
            ":person": person,
            ":other": other,
            ":bytes": flat(&fields).encode(),
        },
    )?;
    Ok(())
}

/// Does the same for all documents that were there before.
pub fn keep_compared_of_all(transaction: &Transaction<'_>) -> Result<(), Error> {
    let all: Vec<(ScopeId, String, [u8; 16])> = transaction.rows(
        "SELECT scope, kind, id FROM document WHERE kind IN ('person', 'consent', 'linkage')",
        named_params! {},
        |row| Ok((ScopeId::from(row.get::<[u8; 16]>("scope")?), row.get("kind")?, row.get("id")?)),
    )?;
    for (scope, kind, id) in all {
        if let Some(saved) = saved(transaction, scope, &kind, id)? {
            keep_compared(transaction, scope, &kind, id, &saved)?;
        }
    }
    Ok(())
}

/// How often what is compared has moved.
pub fn compared_moved(connection: &Connection) -> Result<i64, Error> {
    connection.one("SELECT moved FROM compared_state", named_params! {}, |row| row.get("moved"))
}

/// All of it, person by person.
pub fn each_compared(connection: &Connection, mut take: impl FnMut(Compared)) -> Result<(), Error> {
    connection.each(
        "SELECT scope, kind, id, person, bytes FROM compared ORDER BY scope, person, kind, id",
        named_params! {},
        |row| {
            take(read_row(row)?);
            Ok(())
        },
    )
}

/// What is known of one person.
pub fn compared_of(
    connection: &Connection,
    scope: ScopeId,
    person: [u8; 16],
) -> Result<Vec<Compared>, Error> {
    connection.rows(
        "SELECT scope, kind, id, person, bytes FROM compared WHERE scope = :scope AND person = :person
         ORDER BY kind, id",
        named_params! { ":scope": scope.as_bytes(), ":person": person },
        read_row,
    )
}

/// The person for whom this holds, of all that are compared.
pub fn find_person(
    connection: &Connection,
    is_meant: impl Fn(ScopeId, &[u8; 16]) -> bool,
) -> Result<Option<(ScopeId, [u8; 16])>, Error> {
    let mut found = None;
    connection.each("SELECT scope, id FROM compared WHERE kind = 'person'", named_params! {}, |row| {
        let (scope, id) = (ScopeId::from(row.get::<[u8; 16]>("scope")?), row.get("id")?);
        if found.is_none() && is_meant(scope, &id) {
            found = Some((scope, id));
        }
        Ok(())
    })?;
    Ok(found)
}

/// The code of a department in its pack, and the pack.
pub fn code_of_department(
    connection: &Connection,
    department: posta_identity::ids::DepartmentId,
) -> Result<Option<(String, String)>, Error> {
    connection.row(
        "SELECT code, pack FROM department WHERE id = :id",
        named_params! { ":id": department.as_bytes() },
        |row| Ok((row.get("code")?, row.get("pack")?)),
    )
}

fn read_row(row: &Row<'_>) -> Result<Compared, Error> {
    let bytes: Vec<u8> = row.get("bytes")?;
    let fields = FlatFields::decode(&bytes).map_err(|_| Error::Damaged("compared fields"))?;
    Ok(Compared {
        scope: ScopeId::from(row.get::<[u8; 16]>("scope")?),
        kind: row.get("kind")?,
        id: row.get("id")?,
        person: row.get("person")?,
        fields: unflat(fields),
    })
}

fn is_compared(kind: &str) -> bool {
    kind == LINKAGE || matches!(Kind::from_word(kind), Kind::Person | Kind::Consent)
}

/// What is kept of one document.
struct Written {
    /// Whom it is about.
    person: [u8; 16],
    /// Of a decision: who is held to be the same person here.
    other: Option<[u8; 16]>,
    fields: Fields,
}

/// What of a document is compared. None for one that is about nobody.
fn of_document(kind: &str, id: [u8; 16], document: &Document) -> Option<Written> {
    let fields = document.fields();
    if kind == LINKAGE {
        let decided = Linkage::from_fields(&fields);
        let is_disputed = document.conflicts().iter().any(|conflict| conflict.field == "decision");
        return decided.is_sound(&id.into()).then(|| decision(&decided, is_disputed));
    }
    match Kind::from_word(kind) {
        Kind::Person => {
            let fields = compared_person(Person::from_fields(&fields)).to_fields();
            Some(Written { person: id, other: None, fields })
        }
        Kind::Consent => {
            let Consent { person, on, purposes, replaces, .. } = Consent::from_fields(&fields);
            let decided = Consent { person, on, purposes, replaces, ..Consent::default() };
            (!person.is_none()).then(|| Written {
                person: person.0,
                other: None,
                fields: decided.to_fields(),
            })
        }
        _ => None,
    }
}

/// Of a decision that contradicts itself the word is blank: it says nothing until somebody decides again.
fn decision(decided: &Linkage, is_disputed: bool) -> Written {
    let word = if is_disputed { "" } else { decided.decision.as_str() };
    let holds = !is_disputed && decided.decision == LinkageDecision::Same && !decided.other.is_none();
    let said = [("elsewhere", decided.elsewhere.as_str()), ("decision", word)];
    Written {
        person: decided.person.0,
        other: holds.then_some(decided.other.0),
        fields: said.map(|(key, value)| (key.to_owned(), Scalar::from(value))).into(),
    }
}

/// The same to linkage as the whole person.
fn compared_person(person: Person) -> Person {
    let number = |one: IdentityDocument| IdentityDocument {
        key: one.key,
        kind: one.kind,
        country: one.country,
        number: one.number,
        ..IdentityDocument::default()
    };
    let numbered = person.documents.into_iter().filter(|one| !one.number.is_empty());
    Person {
        given_names: person.given_names,
        surname1: person.surname1,
        surname2: person.surname2,
        sex: person.sex,
        birth: person.birth,
        nationality: person.nationality,
        documents: numbered.map(number).take(DOCUMENTS).collect(),
        phone: person.phone,
        registered_post: person.registered_post,
        registered_on: person.registered_on,
        household: person.household,
        ..Person::default()
    }
}

/// As they travel. What this version cannot read is left out.
pub fn flat(fields: &Fields) -> FlatFields {
    let value = |scalar: &Scalar| match scalar {
        Scalar::Text(text) => Some(FlatValue::Text(text.clone())),
        Scalar::Flag(flag) => Some(FlatValue::Flag(*flag)),
        Scalar::Number(number) => Some(FlatValue::Number(*number)),
        Scalar::Unreadable => None,
    };
    let readable = fields.iter().filter_map(|(key, scalar)| Some((key.clone(), value(scalar)?)));
    FlatFields(readable.take(posta_protocol::limits::FLAT_FIELDS).collect())
}

fn unflat(fields: FlatFields) -> Fields {
    let scalar = |value| match value {
        FlatValue::Text(text) => Scalar::Text(text),
        FlatValue::Flag(flag) => Scalar::Flag(flag),
        FlatValue::Number(number) => Scalar::Number(number),
    };
    fields.0.into_iter().map(|(key, value)| (key, scalar(value))).collect()
}
