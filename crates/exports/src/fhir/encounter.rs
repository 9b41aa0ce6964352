//! Encounter: an attention, with why and where. Free words and signs stay where they are.

use posta_domain::{AttentionMode, Consultation, Pack};
use serde::Serialize;

use super::element::{Coding, Concept, Period, Reference};
use super::{LANGUAGE, id, systems};
use crate::subject::{Kept, Subject};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Encounter {
    resource_type: &'static str,
    id: String,
    status: &'static str,
    class: Coding,
    subject: Reference,
    #[serde(skip_serializing_if = "Option::is_none")]
    period: Option<Period>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    reason_code: Vec<Concept>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    location: Vec<Location>,
}

#[derive(Serialize)]
struct Location {
    location: Reference,
}

pub(super) fn encounter(subject: &Subject, kept: &Kept<Consultation>, pack: &Pack) -> Encounter {
    let one = &kept.value;
    let coded = |system: &str, list: &'static str, code: &str| {
        Concept::of(Coding::new(system, code, pack.name_of(list, code, LANGUAGE)))
    };
    let reason = (!one.reason.is_empty()).then(|| coded(systems::REASON, "reasons", &one.reason));
    let needs = one.needs.iter().map(|code| coded(systems::NEED, "needs", code));
    Encounter {
        resource_type: "Encounter",
        id: id::of_record(&kept.id),
        status: "finished",
        class: match one.mode {
            AttentionMode::Street | AttentionMode::Shelter => Coding::new(systems::ACT, "FLD", "field"),
            AttentionMode::Phone => Coding::new(systems::ACT, "VR", "virtual"),
            _ => Coding::new(systems::ACT, "AMB", "ambulatory"),
        },
        subject: Reference::to(&id::of_record(&subject.person.id)),
        period: one.on.map(|day| Period { start: day.to_string() }),
        reason_code: reason.into_iter().chain(needs).collect(),
        location: super::place::post_reference(&one.post, pack)
            .map(|location| Location { location })
            .into_iter()
            .collect(),
    }
}
