//! One row an enrollment.

use posta_domain::{DocumentId, Enrollment, EnrollmentStatus, Outcome, Pack, RequirementState};

use super::words::{LANGUAGE, names, readable};
use super::{Cell, columns};
use crate::subject::Kept;

columns! { COLUMNS:
    "Persona" 34,
    "Programa" 24,
    "Fecha" 12,
    "Puesto" 22,
    "Campaña" 28,
    "Estado" 16,
    "Resultado" 16,
    "Grupos" 30,
    "Decidido con" 18,
    "Establecimiento" 28,
    "Establecimiento (código)" 12,
    "Número oficial" 18,
    "Requisitos que faltan" 40,
    "Preparada por" 24,
}

pub(super) fn row(owner: DocumentId, kept: &Kept<Enrollment>, pack: &Pack) -> Vec<Cell> {
    let one = &kept.value;
    let name = |list, code| Cell::from(pack.name_of(list, code, LANGUAGE));
    let missing = one.requirements.iter().filter(|(_, seen)| seen.state == RequirementState::Missing);
    vec![
        owner.to_string().into(),
        name("programs", &one.program),
        one.on.into(),
        name("posts", &one.post),
        name("campaigns", &one.campaign),
        status(one).into(),
        outcome(one, pack),
        names(pack, "groups", &one.groups).into(),
        one.decided_with.as_str().into(),
        name("facilities", &one.facility),
        one.facility.as_str().into(),
        one.official_number.as_str().into(),
        names(pack, "requirements", missing.map(|(code, _)| code)).into(),
        one.recorder.as_str().into(),
    ]
}

/// What the row of a person says of an enrollment.
pub(super) fn of_person(kept: Option<&Kept<Enrollment>>, pack: &Pack) -> Vec<Cell> {
    let Some(one) = kept.map(|kept| &kept.value) else { return vec![Cell::Blank; 7] };
    let name = |list, code| Cell::from(pack.name_of(list, code, LANGUAGE));
    vec![
        name("programs", &one.program),
        one.on.into(),
        status(one).into(),
        outcome(one, pack),
        name("facilities", &one.facility),
        one.facility.as_str().into(),
        one.official_number.as_str().into(),
    ]
}

fn status(one: &Enrollment) -> String {
    match &one.status {
        EnrollmentStatus::Other(word) => word.clone(),
        known => readable(known.as_str()),
    }
}

fn outcome(one: &Enrollment, pack: &Pack) -> Cell {
    let word = one.outcome.as_ref().map_or("", Outcome::as_str);
    pack.name_of("outcomes", word, LANGUAGE).into()
}
