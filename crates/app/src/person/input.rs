//! What a form says about a person, turned into a person.

use chrono::NaiveDate;
use posta_domain::{Birth, DocumentState, IdentityDocument, Pack, Person, Problem, Severity, Sex};

use crate::error::Error;
use crate::view::{IdentityDocumentView, PersonInput, ProblemView};

/// Reads the form. `today` completes an estimated age ("age:34"). Problems of single fields that cannot be
/// read at all come back beside the person.
pub(crate) fn read_input(input: &PersonInput, today: NaiveDate) -> (Person, Vec<Problem>) {
    let mut problems = Vec::new();
    let birth = read_birth(&input.birth, today).unwrap_or_else(|| {
        problems.push(Problem { field: "birth".into(), code: "birth_unreadable", severity: Severity::Error });
        Birth::Unknown
    });
    let person = Person {
        given_names: input.given_names.trim().into(),
        surname1: input.surname1.trim().into(),
        surname2: input.surname2.trim().into(),
        name_undeclared: input.name_undeclared,
        sex: if input.sex.is_empty() { Sex::default() } else { Sex::from_word(&input.sex) },
        birth,
        nationality: input.nationality.clone(),
        documents: read_documents(&input.documents),
        without_documents: input.without_documents,
        languages: input.languages.iter().filter(|code| !code.is_empty()).cloned().collect(),
        phone: input.phone.trim().into(),
        residence: input.residence.clone(),
        guardian_name: input.guardian_name.trim().into(),
        guardian_relation: input.guardian_relation.clone(),
        guardian_person: input.guardian_person.clone(),
        ..Person::default()
    };
    (person, problems)
}

/// The documents of a form; a line left blank is none.
pub(crate) fn read_documents(documents: &[IdentityDocumentView]) -> Vec<IdentityDocument> {
    let typed = documents.iter().filter(|d| !d.kind.is_empty() || !d.number.trim().is_empty());
    typed
        .map(|d| IdentityDocument {
            // A key becomes part of field names, which errors tell.
            key: if IdentityDocument::is_key(&d.key) {
                d.key.clone()
            } else {
                IdentityDocument::key_with_complement(&d.kind, &d.country, &d.number, &d.complement)
            },
            kind: d.kind.clone(),
            country: d.country.clone(),
            number: d.number.trim().into(),
            state: DocumentState::from_word(&d.state),
            complement: d.complement.trim().into(),
            mrz_given: d.mrz_given.trim().into(),
            mrz_surname: d.mrz_surname.trim().into(),
        })
        .collect()
}

/// A birth as typed: an estimated age without its day counts from `today`.
pub(crate) fn read_birth(text: &str, today: NaiveDate) -> Option<Birth> {
    let text = text.trim();
    let text =
        if text.starts_with("age:") && !text.contains('@') { format!("{text}@{today}") } else { text.into() };
    Birth::parse(&text).ok()
}

/// Splits problems: `Err` when one of them keeps the record from being saved, else the warnings.
pub(crate) fn only_warnings(problems: Vec<Problem>) -> Result<Vec<ProblemView>, Error> {
    let blocking = problems.iter().any(|problem| problem.severity == Severity::Error);
    let views: Vec<ProblemView> = problems.into_iter().map(view_problem).collect();
    if blocking { Err(Error::BadInput(views)) } else { Ok(views) }
}

pub(crate) fn view_problem(problem: Problem) -> ProblemView {
    let severity = match problem.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    ProblemView { field: problem.field, code: problem.code.into(), severity: severity.into() }
}

/// All problems of a form, for showing beside the fields while it is filled in.
pub(crate) fn check_input(input: &PersonInput, pack: &Pack, today: NaiveDate) -> Vec<ProblemView> {
    let (person, mut problems) = read_input(input, today);
    problems.extend(person.problems(pack, today));
    problems.into_iter().map(view_problem).collect()
}
