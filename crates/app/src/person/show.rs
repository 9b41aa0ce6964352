//! Everything that this user may see of a person.

use posta_domain::{AuditAct, DocumentId, Kind, Person, Scalar};

use crate::app::App;
use crate::audit::cannot_show;
use crate::catalogue::municipality_name;
use crate::error::Error;
use crate::id::read_id;
use crate::open::Open;
use crate::paper::card_code;
use crate::permission::Act;
use crate::time::Moment;
use crate::view::{IdentityDocumentView, PersonView};

impl App {
    /// A person with their timeline and open conflicts. What it shows of consultations is noted for the supervisors
    /// first. Restricted ones are closed again, whatever was opened before.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Locked`], [`Error::NotAllowed`], [`Error::Unreadable`]; [`Error::Storage`] when it
    /// could not be noted, and is not shown.
    pub fn person(&self, id: &str) -> Result<PersonView, Error> {
        let now = self.now();
        let id = read_id(id)?;
        let (language, words) = (self.look().language, self.words_language());
        self.with(|open| {
            open.allow(Act::ShowPerson)?;
            open.forget_opened();
            let mut view = open.show_person(id, &language, now).map_err(cannot_show)?;
            for each in open.linked_records(&id)? {
                view.handed.extend(open.handed_of(&each, words, now)?);
            }
            open.note_shown(AuditAct::Opened, &id, now)?;
            Ok(view)
        })
    }
}

impl Open {
    fn show_person(&self, id: DocumentId, language: &str, now: Moment) -> Result<PersonView, Error> {
        let scope = self.registry()?;
        let registry = self.membership().registry();
        if self.membership().is_erased(registry, Kind::Person.as_str(), id.0) {
            return Err(Error::Erased);
        }
        let row = scope.file.person(&id)?.ok_or(Error::NotFound)?;
        let mut document = scope.file.document(&Kind::Person, &id)?.ok_or(Error::NotFound)?;
        let person = Person::from_fields(&document.fields());
        let (enrollments, consents, members) = (
            self.enrollment_views(&id, &person, language, now)?,
            self.consent_views(&id, now)?,
            self.household_members(&id)?,
        );
        let (mut conflicts, mut decided) = (Vec::new(), Vec::new());
        for each in self.linked_records(&id)? {
            let mut documents = vec![(Kind::Person, each)];
            let enrollments = scope.file.enrollments_of(&each)?.into_iter();
            documents.extend(enrollments.map(|enrollment| (Kind::Enrollment, enrollment.id)));
            for (kind, id) in documents {
                if let Some(document) = scope.file.document(&kind, &id)? {
                    conflicts.extend(self.conflicts_of(scope, &kind, id, &document)?);
                    decided.extend(self.decided_conflicts_of(scope, &kind, id, &document)?);
                }
            }
        }
        Ok(PersonView {
            card: self.card(&row, &self.covered()?)?,
            documents: person.documents.iter().map(view_document).collect(),
            given_names: person.given_names,
            surname1: person.surname1,
            surname2: person.surname2,
            name_undeclared: person.name_undeclared,
            without_documents: person.without_documents,
            languages: person.languages.into_iter().collect(),
            phone: person.phone,
            residence_name: municipality_name(self.desk.pack, &person.residence),
            residence: person.residence,
            guardian_name: person.guardian_name,
            guardian_relation: person.guardian_relation,
            guardian_person: person.guardian_person,
            conflicts,
            timeline: self.timeline(id, &row, &mut document)?,
            enrollments,
            consents,
            household: person.household,
            household_role: person.household_role.map(|role| role.to_string()).unwrap_or_default(),
            household_members: members,
            same_day: person.same_day,
            card_code: card_code(&id),
            handed: Vec::new(),
            origin: person.origin,
            sources: self.sources(&id)?,
            contradictions: self.contradictions_of(&id)?,
            decided_conflicts: decided,
        })
    }
}

pub(crate) fn view_document(document: &posta_domain::IdentityDocument) -> IdentityDocumentView {
    IdentityDocumentView {
        key: document.key.clone(),
        kind: document.kind.clone(),
        country: document.country.clone(),
        number: document.number.clone(),
        state: document.state.as_str().into(),
        complement: document.complement.clone(),
        mrz_given: document.mrz_given.clone(),
        mrz_surname: document.mrz_surname.clone(),
    }
}

/// A scalar as typed text.
pub(crate) fn scalar_text(scalar: &Scalar) -> String {
    scalar.to_typed()
}
