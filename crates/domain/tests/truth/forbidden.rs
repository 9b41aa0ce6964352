//! What must never be collected at a registration post, read off every key and every word of the pack.

use posta_domain::synthetic::Synthetic;
use posta_domain::{Consultation, Enrollment, Pack, fold};

/// Beginnings of folded words, English for keys and Spanish for screens.
const FORBIDDEN: &[&str] = &[
    "route",
    "ruta",
    "coyote",
    "smuggl",
    "traffick",
    "trafico",
    "trata",
    "irregular",
    "migration",
    "migrator",
    "situacion migr",
    "estatus",
    "asylum",
    "asilo",
    "refug",
    "flight",
    "huida",
    "persecu",
    "violen",
    "gbv",
    "perpetrat",
    "agresor",
    "victim",
    "hiv",
    "vih",
    "sti",
    "its",
    "abort",
    "religi",
    "ethnic",
    "etni",
    "raza",
    "race",
    "orientacion sex",
    "sexual",
    "gender",
    "genero",
    "politic",
    "armed",
    "armado",
    "biometr",
    "fingerprint",
    "huella",
    "face",
    "rostro",
    "photo",
    "gps",
    "latitud",
    "longitud",
    "coordinate",
    "entry",
    "ingreso",
    "crossing",
    "cruce",
];

fn concept_in(text: &str) -> Option<&'static str> {
    let folded = format!(" {}", fold(text));
    FORBIDDEN.iter().copied().find(|word| folded.contains(&format!(" {word}")))
}

#[test]
fn no_flat_key_asks_for_what_must_not_be_collected() {
    let mut invented = Synthetic::new(1);
    let line = invented.person();
    let mut person = line.to_person().unwrap();
    person.set("document/a1/number", "1").unwrap();
    for key in
        ["surname2", "phone", "residence", "guardian_name", "guardian_relation", "guardian_person", "birth"]
    {
        person.set(key, if key == "birth" { "1990" } else { "x" }).unwrap();
    }
    person.name_undeclared = true;
    person.without_documents = true;
    let mut keys: Vec<String> = person.to_fields().into_keys().collect();
    let id = posta_domain::DocumentId([1; 16]);
    let enrollment = Enrollment {
        recorder: "x".into(),
        facility: "x".into(),
        ..invented.enrollment(&line).to_enrollment(id).unwrap()
    };
    keys.extend(enrollment.to_fields().into_keys());
    let consultation: Consultation = invented.consultation(&line).to_consultation(id).unwrap();
    keys.extend(consultation.to_fields().into_keys());
    assert!(keys.len() > 25);
    for key in keys {
        assert_eq!(concept_in(&key), None, "{key}");
    }
}

#[test]
fn no_word_of_the_pack_asks_for_what_must_not_be_collected() {
    let pack = Pack::find("bo").unwrap();
    let words = [&pack.document_states, &pack.needs, &pack.programs, &pack.reasons, &pack.relations];
    let mut texts: Vec<&str> =
        words.into_iter().flatten().flat_map(|word| [word.code.as_str(), &word.name]).collect();
    texts.extend(pack.document_kinds.iter().flat_map(|kind| [kind.code.as_str(), &kind.name]));
    texts.extend(pack.posts.iter().map(|post| post.kind.as_str()));
    assert!(texts.len() > 70);
    for text in texts {
        assert_eq!(concept_in(text), None, "{text}");
    }
}

#[test]
fn the_test_itself_would_notice() {
    for text in [
        "Ruta de ingreso",
        "route",
        "estatus migratorio",
        "Víctima de violencia",
        "VIH",
        "huella",
        "migration_status",
    ] {
        assert!(concept_in(text).is_some(), "{text}");
    }
    assert_eq!(concept_in("Derecho a la identidad"), None);
}
