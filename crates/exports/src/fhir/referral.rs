//! ServiceRequest and Task of a referral.

use posta_domain::{Pack, Referral, ReferralState, Urgency};
use serde::Serialize;

use super::element::{Coding, Concept, Reference};
use super::task::Task;
use super::{LANGUAGE, id, systems};
use crate::subject::{Kept, Subject};
use crate::text::instant;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ServiceRequest {
    resource_type: &'static str,
    id: String,
    status: &'static str,
    intent: &'static str,
    priority: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<Concept>,
    subject: Reference,
    #[serde(skip_serializing_if = "Option::is_none")]
    encounter: Option<Reference>,
    #[serde(skip_serializing_if = "String::is_empty")]
    authored_on: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    performer_type: Option<Concept>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    performer: Vec<Reference>,
}

pub(super) fn request(subject: &Subject, kept: &Kept<Referral>, pack: &Pack) -> ServiceRequest {
    let one = &kept.value;
    let kind = pack.name_of("service_kinds", &one.service_kind, LANGUAGE);
    let place = pack.name_of("municipalities", &one.place, LANGUAGE);
    let service = [one.service_name.as_str(), place];
    let service = service.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(", ");
    ServiceRequest {
        resource_type: "ServiceRequest",
        id: id::of_record(&kept.id),
        status: match one.standing().state {
            ReferralState::Prepared => "draft",
            ReferralState::Withdrawn | ReferralState::Rejected => "revoked",
            ReferralState::Attended | ReferralState::Closed => "completed",
            ReferralState::Other(_) => "unknown",
            ReferralState::Sent | ReferralState::Received | ReferralState::Accepted => "active",
        },
        intent: "order",
        priority: match one.urgency {
            Urgency::Now => "stat",
            Urgency::Soon => "urgent",
            Urgency::Normal | Urgency::Other(_) => "routine",
        },
        code: (!one.need.is_empty()).then(|| {
            Concept::of(Coding::new(systems::NEED, &one.need, pack.name_of("needs", &one.need, LANGUAGE)))
        }),
        subject: Reference::to(&id::of_record(&subject.person.id)),
        encounter: subject
            .care
            .consultations
            .iter()
            .find(|consultation| consultation.id == one.consultation)
            .map(|consultation| Reference::to(&id::of_record(&consultation.id))),
        authored_on: one.on.map(|day| day.to_string()).unwrap_or_default(),
        performer_type: (!one.service_kind.is_empty())
            .then(|| Concept::of(Coding::new(systems::SERVICE_KIND, &one.service_kind, kind))),
        performer: (!service.is_empty()).then(|| Reference::named(&service)).into_iter().collect(),
    }
}

/// Where it stands.
pub(super) fn task(subject: &Subject, kept: &Kept<Referral>, pack: &Pack) -> Task {
    let one = &kept.value;
    let standing = one.standing();
    let last = standing.last.iter().map(|(_, event)| event.at).max().filter(|at| *at > 0);
    Task {
        resource_type: "Task",
        id: id::derived("Task", &kept.id.to_string()),
        status: match standing.state {
            ReferralState::Prepared => "draft",
            ReferralState::Sent => "requested",
            ReferralState::Received => "received",
            ReferralState::Accepted => "accepted",
            ReferralState::Rejected => "rejected",
            ReferralState::Attended | ReferralState::Closed => "completed",
            ReferralState::Withdrawn => "cancelled",
            ReferralState::Other(_) => "in-progress",
        },
        status_reason: None,
        business_status: Some(Concept::of(Coding::new(systems::REFERRAL_STATE, standing.state.as_str(), ""))),
        intent: "order",
        code: Concept::text("Seguimiento de la derivación"),
        description: String::new(),
        focus: Reference::to(&id::of_record(&kept.id)),
        subject: Reference::to(&id::of_record(&subject.person.id)),
        authored_on: one.on.map(|day| day.to_string()).unwrap_or_default(),
        last_modified: last.map(instant).unwrap_or_default(),
        location: super::place::post_reference(&one.post, pack),
        input: Vec::new(),
    }
}
