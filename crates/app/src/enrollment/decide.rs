//! Asking the pack again what a programme says, with the answers as they are now.

use std::collections::BTreeMap;

use posta_domain::{DocumentId, Enrollment, EnrollmentStatus, Facts, Kind, Person, Problem};
use posta_store::Write;

use super::change::written_fields;
use crate::app::App;
use crate::error::Error;
use crate::id::read_id;
use crate::open::Open;
use crate::permission::Act;
use crate::person::only_warnings;
use crate::time::Moment;
use crate::view::{AnswerInput, Saved};

impl App {
    /// Keeps new answers and what the pack says of them, with its version and the day; returns once that is durable. A
    /// fact that is left out is not known any more.
    ///
    /// # Errors
    /// [`Error::BadInput`], [`Error::NotFound`], [`Error::NotAllowed`], [`Error::Locked`], [`Error::Storage`].
    pub fn decide_eligibility(&self, enrollment: &str, answers: &[AnswerInput]) -> Result<Saved, Error> {
        let now = self.now();
        let id = read_id(enrollment)?;
        self.with(|open| {
            open.allow(Act::TendEnrollment)?;
            open.decide_again(id, read_answers(answers)?, now)
        })
    }
}

impl Open {
    /// Decides by these answers and the person as they are known now.
    pub(crate) fn decide_again(
        &self,
        id: DocumentId,
        answers: BTreeMap<String, bool>,
        now: Moment,
    ) -> Result<Saved, Error> {
        let registry = self.registry()?;
        let stored = registry.file.document(&Kind::Enrollment, &id)?.ok_or(Error::NotFound)?;
        let person = Enrollment::from_fields(&stored.fields()).person;
        let person = registry.file.document(&Kind::Person, &person)?.ok_or(Error::NotFound)?;
        let person = Person::from_fields(&person.fields());
        let facts = facts_of(&person, answers.clone(), now);
        self.change_enrollment(id, now, is_of_decision, |enrollment| {
            let decision =
                self.desk.pack.decide_with_documents(&enrollment.program, &facts, &person.documents);
            enrollment.decide(self.desk.pack, answers, &decision);
            Ok(())
        })
    }
}

impl Open {
    /// What a change of a person's birth, sex or nationality writes besides: their enrollments that the programme has
    /// not confirmed, decided again. An answer in conflict stays one.
    pub(crate) fn decide_with(&self, person: &Write, now: Moment) -> Result<Vec<Write>, Error> {
        if !person.fields.keys().any(|field| matches!(field.as_str(), "birth" | "sex" | "nationality")) {
            return Ok(Vec::new());
        }
        let file = &self.registry()?.file;
        let mut fields = file.document(&Kind::Person, &person.id)?.ok_or(Error::NotFound)?.fields();
        fields.extend(person.fields.clone());
        let known = Person::from_fields(&fields);
        let mut writes = Vec::new();
        for row in file.enrollments_of(&person.id)? {
            let Some(document) = file.document(&Kind::Enrollment, &row.id)? else { continue };
            let mut enrollment = Enrollment::from_fields(&document.fields());
            if enrollment.outcome.is_none() || enrollment.status == EnrollmentStatus::Confirmed {
                continue;
            }
            let pack = self.desk.pack;
            let facts = facts_of(&known, enrollment.answers_on(pack, now.today), now);
            let decision = pack.decide_with_documents(&enrollment.program, &facts, &known.documents);
            enrollment.decide_again(pack, &decision);
            let owns = |field: &str| is_of_decision(field) && !is_of_answer(field);
            let fields = written_fields(&document, &enrollment, owns);
            if !fields.is_empty() {
                writes.push(Write { kind: Kind::Enrollment, id: row.id, fields });
            }
        }
        Ok(writes)
    }
}

/// The fields that a decision writes.
fn is_of_decision(field: &str) -> bool {
    is_of_answer(field)
        || field.starts_with("group/")
        || matches!(field, "outcome" | "decided_with" | "decided_on")
}

fn is_of_answer(field: &str) -> bool {
    field.starts_with("fact/") || field.starts_with("fact_on/")
}

/// What is known of a person, for the pack's rules.
pub(crate) fn facts_of(person: &Person, answers: BTreeMap<String, bool>, now: Moment) -> Facts {
    Facts {
        birth: person.birth,
        sex: person.sex.clone(),
        nationality: person.nationality.clone(),
        on: now.today,
        answers,
    }
}

/// Answers by fact; of a repeated one the last.
pub(crate) fn read_answers(answers: &[AnswerInput]) -> Result<BTreeMap<String, bool>, Error> {
    let mut read = Enrollment::default();
    for answer in answers {
        let (key, value) = (format!("fact/{}", answer.fact), if answer.yes { "true" } else { "false" });
        read.set(&key, value)
            .or_else(|_| only_warnings(vec![Problem::error("answers", "fact_unknown")]).map(drop))?;
    }
    Ok(read.answers)
}
