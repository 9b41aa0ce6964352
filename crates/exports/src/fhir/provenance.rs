//! Provenance: who wrote a record first, where and when.

use posta_domain::Pack;
use serde::Serialize;

use super::element::Reference;
use super::id;
use crate::subject::Origin;
use crate::text::instant;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Provenance {
    resource_type: &'static str,
    pub id: String,
    target: Vec<Reference>,
    recorded: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<Reference>,
    agent: Vec<Agent>,
}

#[derive(Serialize)]
struct Agent {
    who: Reference,
}

/// Of a record by its id; none when nobody knows when it was written.
pub(super) fn provenance(record: &str, origin: &Origin, pack: &Pack) -> Option<Provenance> {
    let who = if origin.by.is_empty() { "Personal del puesto" } else { &origin.by };
    (origin.at > 0).then(|| Provenance {
        resource_type: "Provenance",
        id: id::derived("Provenance", record),
        target: vec![Reference::to(record)],
        recorded: instant(origin.at),
        location: super::place::post_reference(&origin.post, pack),
        agent: vec![Agent { who: Reference::named(who) }],
    })
}
