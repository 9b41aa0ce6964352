//! Registering here a person of another department, with what they let be shared.

use posta_domain::{
    AuditAct, DocumentId, DocumentState, Fields, Kind, Linkage, LinkageDecision, Person, Problem, Scalar,
    Severity,
};
use posta_protocol::{ElsewhereAnswer, FlatFields, FlatValue, Question};
use posta_store::Write;

use crate::accompaniment::read_accompaniment;
use crate::app::App;
use crate::error::Error;
use crate::id::read_id;
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
        self.refuse_in_practice()?;
        let now = self.now();
        let reference = read_id(reference)?;
        let (known, asker) = self.with(|open| Ok((open.brought(&reference)?, open.desk.secrets.user)))?;
        if let Some(saved) = known {
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
            if open.desk.secrets.user != asker {
                return Err(Error::Locked);
            }
            if let Some(saved) = open.brought(&reference)? {
                return Ok(saved);
            }
            let mut person = Person {
                registered_post: open.desk.post.code.clone(),
                registered_on: Some(now.today),
                origin: reference.to_string(),
                ..shared(taken.fields)
            };
            let id = open.new_record_id(&Kind::Person);
            // What was odd there does not keep it from being brought, and nobody was asked anything here yet.
            let mut odd = person.problems(open.desk.pack, now.today);
            odd.push(Problem::warning("consent", "consent_missing"));
            odd.extend(read_accompaniment(id, &person, "", now).1);
            // Whom a child came with is not known: the team sees them the same day. Of an adult it says nothing.
            person.same_day = person.birth.is_minor_on(now.today) == Some(true);
            odd.retain(|problem| problem.severity == Severity::Warning);
            let warnings = odd.into_iter().map(view_problem).collect();
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
    let mut told = Person::from_fields(&fields);
    // Nobody here has seen them.
    told.documents.iter_mut().for_each(|paper| paper.state = DocumentState::Declared);
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
