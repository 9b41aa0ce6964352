//! Consent: one conversation, with what was said of each purpose.

use posta_domain::{Consent, ConsentDecision, Pack, Purpose};
use serde::Serialize;

use super::element::{Coding, Concept, Reference};
use super::{id, systems};
use crate::subject::{Kept, Subject};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ConsentResource {
    resource_type: &'static str,
    id: String,
    status: &'static str,
    scope: Concept,
    category: Vec<Concept>,
    patient: Reference,
    #[serde(skip_serializing_if = "String::is_empty")]
    date_time: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    performer: Vec<Reference>,
    policy_rule: Concept,
    provision: Provision,
}

#[derive(Default, Serialize)]
struct Provision {
    #[serde(rename = "type", skip_serializing_if = "str::is_empty")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    code: Vec<Concept>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    provision: Vec<Provision>,
}

pub(super) fn consent(subject: &Subject, kept: &Kept<Consent>, pack: &Pack) -> ConsentResource {
    let one = &kept.value;
    let replaced = subject.consents.iter().any(|other| other.value.replaces.contains(&kept.id));
    let any_given = one.purposes.values().any(|decision| *decision == ConsentDecision::Given);
    let said = one.purposes.iter().map(|(purpose, decision)| Provision {
        kind: if *decision == ConsentDecision::Given { "permit" } else { "deny" },
        code: vec![Concept::of(Coding::new(systems::PURPOSE, purpose.as_str(), words(purpose)))],
        provision: Vec::new(),
    });
    // Of a minor the adult who answered, if they are registered.
    let performer = (!one.caregiver.is_none()).then(|| Reference::named("Persona adulta que responde"));
    ConsentResource {
        resource_type: "Consent",
        id: id::of_record(&kept.id),
        status: match (replaced, any_given) {
            (true, _) => "inactive",
            (false, true) => "active",
            (false, false) => "rejected",
        },
        scope: Concept::of(Coding::new(systems::CONSENT_SCOPE, "patient-privacy", "Privacy Consent")),
        category: vec![Concept::of(Coding::new(systems::LOINC, "59284-0", "Consent Document"))],
        patient: Reference::to(&id::of_record(&subject.person.id)),
        date_time: one.on.map(|day| day.to_string()).unwrap_or_default(),
        performer: performer.into_iter().collect(),
        policy_rule: Concept::text(&format!("Consentimiento por finalidad, {}", pack.name)),
        provision: Provision { kind: "deny", code: Vec::new(), provision: said.collect() },
    }
}

fn words(purpose: &Purpose) -> &str {
    match purpose {
        Purpose::Register => "Registro y preparación de la adscripción",
        Purpose::ShareFacility => "Compartir el expediente con el establecimiento",
        Purpose::ShareReferral => "Compartir una derivación con un servicio",
        Purpose::Statistics => "Estadística sin nombres",
        Purpose::Contact => "Contacto posterior",
        Purpose::Other(word) => word,
    }
}
