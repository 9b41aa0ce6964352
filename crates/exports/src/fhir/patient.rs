//! Patient, and RelatedPerson for who answers for a minor.

use posta_domain::{Birth, DocumentState, IdentityDocument, Pack, Person, Sex, alpha3};
use serde::Serialize;

use super::element::{
    Address, Beside, Coding, Concept, ContactPoint, Extension, HumanName, Identifier, Reference,
};
use super::{LANGUAGE, id, systems};
use crate::subject::{Kept, Subject};
use crate::table::number;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Patient {
    resource_type: &'static str,
    id: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    extension: Vec<Extension>,
    identifier: Vec<Identifier>,
    name: Vec<HumanName>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    telecom: Vec<ContactPoint>,
    gender: &'static str,
    #[serde(skip_serializing_if = "String::is_empty")]
    birth_date: String,
    #[serde(rename = "_birthDate", skip_serializing_if = "Option::is_none")]
    about_birth_date: Option<Beside>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    address: Vec<Address>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    communication: Vec<Communication>,
}

#[derive(Serialize)]
struct Communication {
    language: Concept,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RelatedPerson {
    resource_type: &'static str,
    pub id: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    identifier: Vec<Identifier>,
    patient: Reference,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    relationship: Vec<Concept>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    name: Vec<HumanName>,
}

pub(super) fn patient(kept: &Kept<Person>, pack: &Pack) -> Patient {
    let person = &kept.value;
    let own = Identifier {
        usage: "usual",
        system: systems::PERSON.into(),
        value: kept.id.to_string(),
        ..Identifier::default()
    };
    let documents = person.documents.iter().filter(|one| !one.number.is_empty());
    let phone = ContactPoint { system: "phone", value: person.phone.clone() };
    let (birth_date, about_birth_date) = birth(person.birth);
    let languages = person.languages.iter().map(|code| Communication {
        language: Concept::of(Coding::new(
            systems::LANGUAGE,
            code,
            pack.name_of("languages", code, LANGUAGE),
        )),
    });
    Patient {
        resource_type: "Patient",
        id: id::of_record(&kept.id),
        extension: nationality(&person.nationality, pack).into_iter().collect(),
        identifier: std::iter::once(own).chain(documents.map(|one| identifier(one, pack))).collect(),
        name: vec![name(person)],
        telecom: if person.phone.is_empty() { Vec::new() } else { vec![phone] },
        gender: match person.sex {
            Sex::Female => "female",
            Sex::Male => "male",
            Sex::Unknown | Sex::Other(_) => "unknown",
        },
        birth_date,
        about_birth_date,
        address: address(&person.residence, pack).into_iter().collect(),
        communication: languages.collect(),
    }
}

/// Who answers for a minor, if anybody is named.
pub(super) fn guardian(subject: &Subject, pack: &Pack) -> Option<RelatedPerson> {
    let person = &subject.person.value;
    if person.guardian_name.is_empty() && person.guardian_person.is_empty() {
        return None;
    }
    let relation = person.guardian_relation.as_str();
    let words = pack.name_of("relations", relation, LANGUAGE);
    let known = role(relation).map(|code| Coding::new(systems::ROLE, code, "")).into_iter().collect();
    let named = HumanName { text: person.guardian_name.clone(), ..HumanName::default() };
    let registered = Identifier {
        system: systems::PERSON.into(),
        value: person.guardian_person.clone(),
        ..Identifier::default()
    };
    Some(RelatedPerson {
        resource_type: "RelatedPerson",
        id: id::derived("RelatedPerson", &subject.person.id.to_string()),
        identifier: if registered.value.is_empty() { Vec::new() } else { vec![registered] },
        patient: Reference::to(&id::of_record(&subject.person.id)),
        relationship: if relation.is_empty() {
            Vec::new()
        } else {
            vec![Concept { coding: known, text: words.into() }]
        },
        name: if named.text.is_empty() { Vec::new() } else { vec![named] },
    })
}

fn name(person: &Person) -> HumanName {
    let text = person.display_name();
    if !person.is_identified_by_name() {
        let absent = Extension { url: systems::ABSENT, value_code: Some("unknown"), ..Extension::default() };
        return HumanName { extension: vec![absent], text, ..HumanName::default() };
    }
    let family = format!("{} {}", person.surname1, person.surname2).trim().to_owned();
    HumanName {
        text,
        family,
        given: person.given_names.split_whitespace().map(str::to_owned).collect(),
        extension: Vec::new(),
    }
}

/// As precisely as it is known, and never more; of an estimated age the likelier year, said to be one.
fn birth(birth: Birth) -> (String, Option<Beside>) {
    let Birth::EstimatedAge { years, on } = birth else { return (birth.to_string(), None) };
    let words = format!("Edad estimada: {years} años el {on}");
    let estimated = Extension { url: systems::ESTIMATED, value_string: Some(words), ..Extension::default() };
    let year = birth.year().map(|year| format!("{year:04}")).unwrap_or_default();
    (year, Some(Beside { extension: vec![estimated] }))
}

fn identifier(document: &IdentityDocument, pack: &Pack) -> Identifier {
    let words = pack.name_of("document_kinds", &document.kind, LANGUAGE);
    let national = pack.document_kind(&document.kind).and_then(|kind| kind.card_of);
    let is_national = document.kind == "national_id" || national == Some(posta_domain::CardOf::Nationals);
    let code = match alpha3(&document.country) {
        _ if document.kind == "passport" => "PPN".to_owned(),
        Some(country) if is_national => format!("NN{country}"),
        _ => String::new(),
    };
    let coding = Coding { system: systems::IDENTIFIER.into(), code, display: String::new() };
    let country = pack.name_of("countries", &document.country, LANGUAGE);
    Identifier {
        usage: match document.state {
            DocumentState::Valid => "official",
            DocumentState::Expired => "old",
            _ => "secondary",
        },
        kind: Some(Concept {
            coding: if coding.code.is_empty() { Vec::new() } else { vec![coding] },
            text: words.into(),
        }),
        system: String::new(),
        value: number(document),
        assigner: (!country.is_empty()).then(|| Reference::named(country)),
    }
}

fn nationality(code: &str, pack: &Pack) -> Option<Extension> {
    if code.is_empty() {
        return None;
    }
    let words = pack.name_of("countries", code, LANGUAGE);
    let known = alpha3(code).map(|_| Coding::new(systems::COUNTRY, code, words));
    let concept = Concept { coding: known.into_iter().collect(), text: words.into() };
    let inner = Extension { url: "code", value_codeable_concept: Some(concept), ..Extension::default() };
    Some(Extension { url: systems::NATIONALITY, extension: vec![inner], ..Extension::default() })
}

fn address(municipality: &str, pack: &Pack) -> Option<Address> {
    let known = pack.municipality(municipality)?;
    let state = pack.department(known.department()).map(|one| one.name.clone()).unwrap_or_default();
    Some(Address { city: known.name.clone(), state, country: pack.country.clone() })
}

/// HL7 v3 RoleCode of a relation of the packs.
fn role(relation: &str) -> Option<&'static str> {
    Some(match relation {
        "madre" => "MTH",
        "padre" => "FTH",
        "abuela" => "GRMTH",
        "abuelo" => "GRFTH",
        "tia" => "AUNT",
        "tio" => "UNCLE",
        "hermana" => "SIS",
        "hermano" => "BRO",
        "otro_familiar" => "FAMMEMB",
        "tutor" => "GUARD",
        _ => return None,
    })
}
