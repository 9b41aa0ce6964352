//! Location of a post; Organization of a facility or a programme. Each is in a bundle once.

use posta_domain::Pack;
use serde::Serialize;

use super::element::{Address, Identifier, NOT_TOLD, Reference};
use super::{LANGUAGE, id, systems};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Location {
    resource_type: &'static str,
    id: String,
    identifier: Vec<Identifier>,
    status: &'static str,
    name: String,
    mode: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<Address>,
    #[serde(skip_serializing_if = "Option::is_none")]
    managing_organization: Option<Reference>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Organization {
    resource_type: &'static str,
    id: String,
    identifier: Vec<Identifier>,
    active: bool,
    name: String,
}

pub(super) fn post_id(code: &str) -> String {
    id::derived("Location", code)
}

pub(super) fn facility_id(code: &str) -> String {
    id::derived("Organization facility", code)
}

pub(super) fn program_id(code: &str) -> String {
    id::derived("Organization program", code)
}

pub(super) fn post_reference(code: &str, pack: &Pack) -> Option<Reference> {
    let name = pack.name_of("posts", code, LANGUAGE);
    (!code.is_empty()).then(|| Reference::to(&post_id(code)).shown(name))
}

pub(super) fn facility_reference(code: &str, pack: &Pack) -> Reference {
    Reference::to(&facility_id(code)).shown(pack.name_of("facilities", code, LANGUAGE))
}

pub(super) fn program_reference(code: &str, pack: &Pack) -> Reference {
    if code.is_empty() {
        return Reference::named(NOT_TOLD);
    }
    Reference::to(&program_id(code)).shown(pack.name_of("programs", code, LANGUAGE))
}

pub(super) fn post(code: &str, pack: &Pack) -> Location {
    let known = pack.post(code);
    let municipality = known.and_then(|post| pack.municipality(&post.municipality));
    let facility = known.and_then(|post| post.facility.as_deref());
    Location {
        resource_type: "Location",
        id: post_id(code),
        identifier: vec![named(systems::POST, code)],
        status: "active",
        name: pack.name_of("posts", code, LANGUAGE).to_owned(),
        mode: "instance",
        address: municipality.map(|one| Address {
            city: one.name.clone(),
            state: pack.department(one.department()).map(|known| known.name.clone()).unwrap_or_default(),
            country: pack.country.clone(),
        }),
        managing_organization: facility.map(|code| facility_reference(code, pack)),
    }
}

pub(super) fn facility(code: &str, pack: &Pack) -> Organization {
    organization(
        facility_id(code),
        named(systems::FACILITY, code),
        pack.name_of("facilities", code, LANGUAGE),
    )
}

pub(super) fn program(code: &str, pack: &Pack) -> Organization {
    organization(program_id(code), named(systems::PROGRAM, code), pack.name_of("programs", code, LANGUAGE))
}

fn organization(id: String, identifier: Identifier, name: &str) -> Organization {
    let name = name.to_owned();
    Organization { resource_type: "Organization", id, identifier: vec![identifier], active: true, name }
}

fn named(system: &str, code: &str) -> Identifier {
    Identifier { system: system.into(), value: code.into(), ..Identifier::default() }
}
