//! Rows of what care teams keep. Free words (complaint, note, message), signs and alerts stay where they are.

use posta_domain::{AttentionMode, Consultation, DocumentId, Pack, REFUSED, Referral, Screening};

use super::words::{LANGUAGE, names, readable, urgency};
use super::{Cell, columns};
use crate::subject::Kept;

columns! { CONSULTATION:
    "Persona" 34,
    "Consulta" 34,
    "Fecha" 12,
    "Puesto" 22,
    "Lugar" 16,
    "Motivo" 26,
    "Necesidades" 40,
}

columns! { SCREENING:
    "Persona" 34,
    "Instrumento" 14,
    "Versión" 12,
    "Fecha" 12,
    "Puesto" 22,
    "Preguntas respondidas" 12,
    "No quiso responder" 12,
    "Puntaje" 10,
}

columns! { REFERRAL:
    "Persona" 34,
    "Derivación" 34,
    "Fecha" 12,
    "Puesto" 22,
    "Necesidad" 26,
    "Servicio" 30,
    "Clase de servicio" 22,
    "Municipio del servicio" 22,
    "Urgencia" 12,
    "Estado" 14,
}

pub(super) fn consultation(owner: DocumentId, kept: &Kept<Consultation>, pack: &Pack) -> Vec<Cell> {
    let one = &kept.value;
    vec![
        owner.to_string().into(),
        kept.id.to_string().into(),
        one.on.into(),
        pack.name_of("posts", &one.post, LANGUAGE).into(),
        mode(&one.mode).into(),
        pack.name_of("reasons", &one.reason, LANGUAGE).into(),
        names(pack, "needs", &one.needs).into(),
    ]
}

pub(super) fn screening(owner: DocumentId, kept: &Kept<Screening>, pack: &Pack) -> Vec<Cell> {
    let one = &kept.value;
    let refused = one.answers.values().filter(|code| *code == REFUSED).count();
    let instrument = pack.instrument(&one.instrument);
    let score = instrument.map(|known| known.score(&one.answers)).unwrap_or_default();
    vec![
        owner.to_string().into(),
        instrument.map_or(one.instrument.as_str(), |known| known.name.as_str()).into(),
        one.version.as_str().into(),
        one.on.into(),
        pack.name_of("posts", &one.post, LANGUAGE).into(),
        count(score.answered),
        count(refused),
        score.total.map_or(Cell::Blank, |total| Cell::Number(total.into())),
    ]
}

pub(super) fn referral(owner: DocumentId, kept: &Kept<Referral>, pack: &Pack) -> Vec<Cell> {
    let one = &kept.value;
    let standing = one.standing();
    let name = |list, code| Cell::from(pack.name_of(list, code, LANGUAGE));
    vec![
        owner.to_string().into(),
        kept.id.to_string().into(),
        one.on.into(),
        name("posts", &one.post),
        name("needs", &one.need),
        one.service_name.as_str().into(),
        name("service_kinds", &one.service_kind),
        name("municipalities", &one.place),
        urgency(&one.urgency).into(),
        readable(standing.state.as_str()).into(),
    ]
}

fn mode(mode: &AttentionMode) -> &str {
    match mode {
        AttentionMode::Post => "Puesto",
        AttentionMode::Street => "Calle",
        AttentionMode::Shelter => "Albergue",
        AttentionMode::Phone => "Teléfono",
        AttentionMode::Other(word) => word,
    }
}

fn count(count: usize) -> Cell {
    Cell::Number(i64::try_from(count).unwrap_or(i64::MAX))
}
