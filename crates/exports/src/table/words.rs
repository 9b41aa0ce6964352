//! Words of a pack, joined for a cell.

use posta_domain::{ConsentDecision, Pack, Purpose, Sex, Urgency};

use crate::subject::Subject;

/// The language of tables.
pub(crate) const LANGUAGE: &str = "es";

/// The names of several codes of a list, in one text.
pub(super) fn names<'a>(pack: &Pack, list: &str, codes: impl IntoIterator<Item = &'a String>) -> String {
    let names = codes.into_iter().map(|code| pack.name_of(list, code, LANGUAGE));
    names.collect::<Vec<_>>().join("; ")
}

pub(super) fn sex(sex: &Sex) -> &str {
    match sex {
        Sex::Female => "Mujer",
        Sex::Male => "Hombre",
        Sex::Unknown => "No consta",
        Sex::Other(word) => word,
    }
}

pub(super) fn urgency(urgency: &Urgency) -> &str {
    match urgency {
        Urgency::Now => "Inmediata",
        Urgency::Soon => "Pronta",
        Urgency::Normal => "Normal",
        Urgency::Other(word) => word,
    }
}

/// What a person decided about a purpose.
pub(super) fn decided(subject: &Subject, purpose: &Purpose) -> &'static str {
    match subject.decided.standing(purpose).map(|(decision, _)| decision) {
        None => "No se preguntó",
        Some(ConsentDecision::Given) => "Sí",
        Some(ConsentDecision::Withdrawn) => "Retirado",
        Some(_) => "No",
    }
}

/// A stored word as people read it: `no_desea` is "No desea".
pub(super) fn readable(word: &str) -> String {
    let mut letters = word.replace('_', " ").chars().collect::<Vec<_>>().into_iter();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
