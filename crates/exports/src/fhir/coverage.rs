//! Coverage and Task of an enrollment. EnrollmentRequest is a stub in R4 and not used.

use posta_domain::{Enrollment, EnrollmentStatus, Outcome, Pack, RequirementState};
use serde::Serialize;

use super::element::{Coding, Concept, Extension, Period, Reference};
use super::task::{Input, Task};
use super::{LANGUAGE, id, systems};
use crate::subject::{Kept, Subject};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Coverage {
    resource_type: &'static str,
    id: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    extension: Vec<Extension>,
    status: &'static str,
    #[serde(rename = "type")]
    kind: Concept,
    #[serde(skip_serializing_if = "String::is_empty")]
    subscriber_id: String,
    beneficiary: Reference,
    #[serde(skip_serializing_if = "Option::is_none")]
    period: Option<Period>,
    payor: Vec<Reference>,
}

/// The coverage that an enrollment prepares: a draft until the programme confirms it.
pub(super) fn coverage(subject: &Subject, kept: &Kept<Enrollment>, pack: &Pack) -> Coverage {
    let one = &kept.value;
    let program = pack.name_of("programs", &one.program, LANGUAGE);
    let confirmed = one.status == EnrollmentStatus::Confirmed;
    let at = |facility: &str| Extension {
        url: systems::FACILITY_OF_COVERAGE,
        value_reference: Some(super::place::facility_reference(facility, pack)),
        ..Extension::default()
    };
    Coverage {
        resource_type: "Coverage",
        id: id::of_record(&kept.id),
        extension: (!one.facility.is_empty()).then(|| at(&one.facility)).into_iter().collect(),
        status: if confirmed { "active" } else { "draft" },
        kind: Concept::of(Coding::new(systems::PROGRAM, &one.program, program)),
        subscriber_id: one.official_number.clone(),
        beneficiary: Reference::to(&id::of_record(&subject.person.id)),
        period: one.on.filter(|_| confirmed).map(|day| Period { start: day.to_string() }),
        payor: vec![super::place::program_reference(&one.program, pack)],
    }
}

/// What is still to be done for it.
pub(super) fn task(subject: &Subject, kept: &Kept<Enrollment>, pack: &Pack) -> Task {
    let one = &kept.value;
    let input = one.requirements.iter().map(|(code, seen)| Input {
        kind: Concept::of(Coding::new(
            systems::REQUIREMENT,
            code,
            pack.name_of("requirements", code, LANGUAGE),
        )),
        value_string: match &seen.state {
            RequirementState::Have => "Tiene",
            RequirementState::Copy => "Copia o fotografía",
            RequirementState::Missing => "Falta",
            RequirementState::NotNeeded => "No hace falta",
            RequirementState::Other(word) => word,
        }
        .to_owned(),
    });
    let outcome = one.outcome.as_ref().map_or("", Outcome::as_str);
    Task {
        resource_type: "Task",
        id: id::derived("Task", &kept.id.to_string()),
        status: match one.status {
            EnrollmentStatus::Prepared => "ready",
            EnrollmentStatus::Submitted => "requested",
            EnrollmentStatus::Confirmed => "completed",
            EnrollmentStatus::Observed => "on-hold",
            EnrollmentStatus::Other(_) => "in-progress",
        },
        status_reason: (!one.observation.is_empty()).then(|| Concept::text(&one.observation)),
        business_status: Some(Concept::of(Coding::new(systems::ENROLLMENT_STATUS, one.status.as_str(), ""))),
        intent: "proposal",
        code: Concept::text("Adscripción al programa"),
        description: pack.name_of("outcomes", outcome, LANGUAGE).to_owned(),
        focus: Reference::to(&id::of_record(&kept.id)),
        subject: Reference::to(&id::of_record(&subject.person.id)),
        authored_on: one.on.map(|day| day.to_string()).unwrap_or_default(),
        last_modified: String::new(),
        location: super::place::post_reference(&one.post, pack),
        input: input.collect(),
    }
}
