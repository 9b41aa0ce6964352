//! The pack's words that forms need.

use posta_domain::{Facility, Pack, Post};

use crate::view::{AlertChoice, Catalogue, Choice, DocumentKindChoice, PostCard};

/// Level of care of the facilities that people are adscribed to.
const FIRST_LEVEL: u8 = 1;

pub(crate) fn choice(code: &str, label: &str, common: bool) -> Choice {
    Choice { code: code.into(), label: label.into(), common }
}

/// A list of the pack in a language.
fn words(pack: &Pack, list: &str, words: &[posta_domain::Word], language: &str) -> Vec<Choice> {
    words
        .iter()
        .map(|word| choice(&word.code, pack.name_of(list, &word.code, language), word.common))
        .collect()
}

/// Everything a form of this department offers, in a language; its own municipalities and those with facilities come
/// first. Places keep their names.
pub(crate) fn build_catalogue(
    pack: &Pack,
    department: &str,
    municipality: &str,
    language: &str,
) -> Catalogue {
    let words = |list: &str, of: &[posta_domain::Word]| words(pack, list, of, language);
    Catalogue {
        countries: words("countries", &pack.countries),
        languages: words("languages", &pack.languages),
        document_kinds: pack
            .document_kinds
            .iter()
            .map(|kind| DocumentKindChoice {
                code: kind.code.clone(),
                label: pack.name_of("document_kinds", &kind.code, language).into(),
                common: true,
                complement: kind.complement,
                hint: if kind.hint.is_empty() {
                    String::new()
                } else {
                    pack.name_of("document_kinds.hint", &kind.code, language).into()
                },
            })
            .collect(),
        document_states: words("document_states", &pack.document_states),
        municipalities: pack
            .municipalities
            .iter()
            .map(|place| {
                let home = place.department() == department;
                choice(&place.code, &municipality_name(pack, &place.code), home)
            })
            .collect(),
        facilities: pack
            .facilities
            .iter()
            .filter(|facility| facility.level == FIRST_LEVEL && facility.municipality.starts_with(department))
            .map(|facility| {
                let label = facility_label(pack, facility, language);
                choice(&facility.code, &label, facility.municipality == municipality)
            })
            .collect(),
        programs: words("programs", &pack.programs),
        needs: words("needs", &pack.needs),
        reasons: words("reasons", &pack.reasons),
        relations: words("relations", &pack.relations),
        campaigns: Vec::new(),
        service_kinds: words("service_kinds", &pack.service_kinds),
        chronic: words("chronic", &pack.chronic),
        hygiene: words("hygiene", &pack.hygiene),
        states: words("states", &pack.states),
        supports: words("supports", &pack.supports),
        alerts: pack.alerts.iter().map(|alert| alert_choice(pack, alert, language)).collect(),
        posts: pack
            .municipalities
            .iter()
            .filter(|place| place.department() == department)
            .flat_map(|place| pack.posts_of(&place.code))
            .map(|post| choice(&post.code, &post.name, post.municipality == municipality))
            .collect(),
    }
}

fn alert_choice(pack: &Pack, alert: &posta_domain::Alert, language: &str) -> AlertChoice {
    let lines = pack.guides.iter().filter(|line| !alert.guide.is_empty() && line.guide == alert.guide);
    AlertChoice {
        code: alert.code.clone(),
        label: pack.name_of("alerts", &alert.code, language).into(),
        hint: pack.name_of("alerts.hint", &alert.code, language).into(),
        guide: lines.map(|line| pack.name_of("guides", &line.code, language).to_owned()).collect(),
        service: alert.service.clone(),
        instrument: alert.instrument.clone(),
    }
}

/// Names repeat: "Calama · Centro de salud integral · El Alto".
fn facility_label(pack: &Pack, facility: &Facility, language: &str) -> String {
    let kind = pack.name_of("facility_kinds", &facility.kind, language);
    let place = pack.municipality(&facility.municipality).map_or("", |place| place.name.as_str());
    format!("{} · {kind} · {place}", facility.name)
}

/// "Sabaya, Oruro", or the code itself when the pack does not know it.
pub(crate) fn municipality_name(pack: &Pack, code: &str) -> String {
    match pack.municipality(code) {
        Some(place) => match pack.department(place.department()) {
            Some(department) => format!("{}, {}", place.name, department.name),
            None => place.name.clone(),
        },
        None => code.into(),
    }
}

/// The post that a role's place works at: the first of its municipality, or the department's office.
pub(crate) fn post_for(pack: &Pack, place: &str) -> Post {
    if let Some(post) = pack.posts_of(place).first() {
        return (*post).clone();
    }
    let name = pack.department(place).map_or_else(|| place.to_owned(), |department| department.name.clone());
    Post {
        code: format!("office-{place}"),
        name,
        kind: "office".into(),
        municipality: String::new(),
        facility: None,
        at: None,
    }
}

pub(crate) fn post_card(pack: &Pack, post: &Post) -> PostCard {
    let municipality = pack.municipality(&post.municipality);
    let department = municipality.and_then(|place| pack.department(place.department()));
    PostCard {
        code: post.code.clone(),
        name: post.name.clone(),
        kind: post.kind.clone(),
        municipality: municipality.map(|place| place.name.clone()).unwrap_or_default(),
        department: department.map(|d| d.name.clone()).unwrap_or_default(),
        facility: post.facility.clone().filter(|code| is_first_level(pack, code)).unwrap_or_default(),
    }
}

/// Whether somebody can be adscribed there.
fn is_first_level(pack: &Pack, code: &str) -> bool {
    pack.facility(code).is_some_and(|facility| facility.level == FIRST_LEVEL)
}

/// A post's name by its code, also of an office; the code when unknown.
pub(crate) fn post_name(pack: &Pack, code: &str) -> String {
    if let Some(place) = code.strip_prefix("office-") {
        return post_for(pack, place).name;
    }
    pack.post(code).map_or_else(|| code.to_owned(), |post| post.name.clone())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_pack_says_which_numbers_may_have_a_complement_and_helps_with_them() {
        for pack in Pack::all() {
            let kinds = build_catalogue(pack, "", "", "en").document_kinds;
            for (choice, kind) in kinds.iter().zip(&pack.document_kinds) {
                assert_eq!(
                    (choice.complement, choice.hint.is_empty()),
                    (kind.complement, kind.hint.is_empty())
                );
                assert!(choice.hint != kind.hint || kind.hint.is_empty(), "in the language asked for");
            }
        }
        assert!(Pack::all().iter().flat_map(|pack| &pack.document_kinds).any(|kind| kind.complement));
    }

    #[test]
    fn only_facilities_of_the_first_level_are_offered_each_told_from_the_others() {
        let mut pack = Pack::all().first().unwrap().clone();
        let place = &pack.facilities.first().unwrap().municipality;
        let department = pack.municipality(place).unwrap().department().to_owned();
        let (first, hospital) = {
            let mut here = pack.facilities.iter_mut().filter(|one| one.municipality.starts_with(&department));
            let (first, hospital) = (here.next().unwrap(), here.next().unwrap());
            (first.level, hospital.level) = (1, 2);
            (first.code.clone(), hospital.code.clone())
        };
        let offered = build_catalogue(&pack, &department, "", "es").facilities;
        let label = &offered.iter().find(|choice| choice.code == first).unwrap().label;
        assert_eq!(label.split(" · ").count(), 3, "{label}");
        assert!(offered.iter().all(|choice| choice.code != hospital));
        let post = |facility: &str| Post { facility: Some(facility.to_owned()), ..Post::default() };
        assert_eq!(post_card(&pack, &post(&hospital)).facility, "");
        assert_eq!(post_card(&pack, &post(&first)).facility, first);
    }
}
