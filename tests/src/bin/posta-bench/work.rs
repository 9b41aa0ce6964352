//! Invented work: as lines of an import, and as the acts that a user does at the window.

use std::collections::BTreeMap;
use std::fmt::Write;

use anyhow::{Context, Result};
use posta_app::App;
use posta_app::view::{
    ConsentDecision, ConsentInput, ConsultationInput, FieldEdit, IdentityDocumentView, PersonInput,
    RegistrationInput,
};
use posta_domain::import::{ImportLine, PersonLine};

/// JSON Lines.
pub fn to_text<'a>(lines: impl IntoIterator<Item = &'a ImportLine>) -> Result<String> {
    let mut text = String::new();
    for line in lines {
        writeln!(text, "{}", serde_json::to_string(line)?)?;
    }
    Ok(text)
}

/// Does lines one by one as a user would: a person with the enrollment that follows is one act, and so is each
/// consultation and each edit.
pub struct Hands<'a> {
    app: &'a App,
    ids: BTreeMap<String, String>,
}

impl<'a> Hands<'a> {
    pub fn at(app: &'a App) -> Self {
        Self { app, ids: BTreeMap::new() }
    }

    /// Does one line; an enrollment and a consent were done with their person.
    pub fn act(&mut self, line: &ImportLine) -> Result<()> {
        match line {
            ImportLine::Person(person) => {
                let saved = self.app.register_person(&registration_of(person))?;
                self.ids.insert(person.reference.clone(), saved.id);
            }
            ImportLine::Enrollment(_) | ImportLine::Consent(_) => {}
            ImportLine::Consultation(line) => {
                let (reason, needs, note) = (line.reason.clone(), line.needs.clone(), line.note.clone());
                let person = self.id(&line.person)?;
                let input = ConsultationInput {
                    person,
                    reason,
                    needs,
                    note,
                    restricted: false,
                    draft: String::new(),
                    ..ConsultationInput::default()
                };
                self.app.record_consultation(&input)?;
            }
            ImportLine::Edit(line) => {
                let edits = line.set.iter().map(|(field, value)| FieldEdit {
                    field: field.clone(),
                    value: value.as_typed().to_owned(),
                });
                self.app.edit_person(&self.id(&line.id)?, &edits.collect::<Vec<_>>())?;
            }
        }
        Ok(())
    }

    /// The id that the person of this `ref` was given.
    fn id(&self, reference: &str) -> Result<String> {
        self.ids.get(reference).cloned().context("work that points at nobody")
    }
}

/// The form that a person's line would be typed into, with the usual enrollment.
pub fn registration_of(line: &PersonLine) -> RegistrationInput {
    let documents = line.documents.iter().map(|paper| IdentityDocumentView {
        key: String::new(),
        kind: paper.kind.clone(),
        country: paper.country.clone(),
        number: paper.number.clone(),
        state: paper.state.clone(),
        ..IdentityDocumentView::default()
    });
    let person = PersonInput {
        given_names: line.given_names.clone(),
        surname1: line.surname1.clone(),
        surname2: line.surname2.clone(),
        sex: line.sex.clone(),
        birth: line.birth.clone(),
        nationality: line.nationality.clone(),
        documents: documents.collect(),
        without_documents: line.without_documents,
        languages: line.languages.clone(),
        phone: line.phone.clone(),
        residence: line.residence.clone(),
        guardian_name: line.guardian_name.clone(),
        guardian_relation: line.guardian_relation.clone(),
        ..PersonInput::default()
    };
    let decided = |purpose: &str| ConsentDecision { purpose: purpose.into(), decision: "given".into() };
    let consent = ConsentInput {
        language: "es".into(),
        decisions: ["register", "share_facility", "statistics", "contact"].map(decided).into(),
        ..ConsentInput::default()
    };
    RegistrationInput { person, program: "sus".into(), consent, ..RegistrationInput::default() }
}
