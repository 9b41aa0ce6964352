//! Registering here a person of another department, with what they let be shared.

use posta_domain::{AuditAct, DocumentId, Fields, Kind, Linkage, LinkageDecision, Person, Scalar};
use posta_protocol::{ElsewhereAnswer, FlatFields, FlatValue, Question};
use posta_store::Write;

use crate::app::App;
use crate::error::Error;
use crate::id::{random_document, read_id};
use crate::open::Open;
use crate::permission::Act;
use crate::person::view_problem;
use crate::scope::Deed;
use crate::view::Saved;

impl App {
    /// Registers here a person of another department: a new record, with what they let be shared, that says where it
    /// comes from and is decided to be theirs. Whom this device brought before is answered again, and nothing is asked.
    /// It is noted before, here and by the server. Needs the network.
    ///
    /// # Errors
    /// [`Error::BadInput`] (they did not allow it; too many), [`Error::NotFound`], [`Error::Unreachable`],
    /// [`Error::NotOurServer`], [`Error::NotAllowed`], [`Error::Locked`], [`Error::Storage`].
    pub async fn bring_person(&self, reference: &str) -> Result<Saved, Error> {
        let now = self.now();
        let reference = read_id(reference)?;
        if let Some(saved) = self.with(|open| open.brought(&reference))? {
            return Ok(saved);
        }
        let noted = |open: &mut Open| {
            open.allow(Act::LookUpElsewhere)?;
            open.allow(Act::RegisterPerson)?;
            open.note_in(open.registry()?, AuditAct::Brought, "person", vec![reference], now)
        };
        let ElsewhereAnswer::Taken(taken) = self.ask(Question::Take(reference.0.into()), noted).await? else {
            return Err(Error::NotOurServer);
        };
        self.with(|open| {
            open.allow(Act::RegisterPerson)?;
            if let Some(saved) = open.brought(&reference)? {
                return Ok(saved);
            }
            let person = Person {
                registered_post: open.desk.post.code.clone(),
                registered_on: Some(now.today),
                origin: reference.to_string(),
                ..shared(taken.fields)
            };
            // What was odd there does not keep it from being brought.
            let odd = person.problems(open.desk.pack, now.today).into_iter();
            let mut warnings: Vec<_> = odd.map(view_problem).collect();
            warnings.retain(|problem| problem.severity == "warning");
            let id = random_document()?;
            let linkage =
                Linkage { decision: LinkageDecision::Same, ..Linkage::with_elsewhere(id, reference) };
            let writes = vec![
                Write { kind: Kind::Person, id, fields: person.to_fields() },
                Write { kind: Kind::Linkage, id: linkage.id(), fields: linkage.to_fields() },
            ];
            open.registry()?.commit(&open.desk, &[Deed { writes, draft: None }], now.at)?;
            Ok(Saved { id: id.to_string(), warnings })
        })
    }
}

/// Only what may cross: whatever else an answer holds is dropped.
fn shared(fields: FlatFields) -> Person {
    let scalar = |value| match value {
        FlatValue::Text(text) => Scalar::from(text),
        FlatValue::Flag(flag) => Scalar::from(flag),
        FlatValue::Number(number) => Scalar::from(number),
    };
    let fields: Fields = fields.0.into_iter().map(|(key, value)| (key, scalar(value))).collect();
    let told = Person::from_fields(&fields);
    Person {
        given_names: told.given_names,
        surname1: told.surname1,
        surname2: told.surname2,
        name_undeclared: told.name_undeclared,
        sex: told.sex,
        birth: told.birth,
        nationality: told.nationality,
        documents: told.documents,
        without_documents: told.without_documents,
        languages: told.languages,
        phone: told.phone,
        ..Person::default()
    }
}

impl Open {
    /// The record of this register that a person of another department has already.
    fn brought(&self, reference: &DocumentId) -> Result<Option<Saved>, Error> {
        self.allow(Act::LookUpElsewhere)?;
        let known = self.registry()?.file.linked_elsewhere(&reference.to_string())?;
        Ok(known.map(|id| Saved { id: id.to_string(), warnings: Vec::new() }))
    }
}
