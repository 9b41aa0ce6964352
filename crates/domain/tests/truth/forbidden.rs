//! What must never be collected at a registration post, read off every key and every word of the pack.

use std::collections::BTreeSet;
use std::path::Path;

use posta_domain::synthetic::Synthetic;
use posta_domain::{Consultation, Enrollment, fold};

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

/// Folded phrases that hold one of those beginnings and ask for none of it, each with why it is there.
const ALLOWED: &[(&str, &str)] = &[
    ("etnico cirabo", "the name of a facility"),
    ("constitucion politica del estado", "the name of a norm"),
    ("tratado o reciprocidad", "a treaty"),
    ("tratado ou reciprocidade", "a treaty"),
    ("salud sexual y reproductiva", "a group of the law: that care is sought, never why"),
    ("saude sexual e reprodutiva", "as above"),
    ("sexual and reproductive health", "as above"),
    ("migration office", "where to go"),
    ("bureau des migrations", "where to go"),
    ("sea cual sea su situacion migratoria", "it says that this is not asked"),
    ("qualquer que seja a sua situacao migratoria", "as above"),
    ("whatever their migration status", "as above"),
    ("copy or photograph", "how a document was seen"),
    ("photocop", "a paper to bring"),
    ("tratarle mal", "a promise"),
    ("tratar voce mal", "a promise"),
    ("tratamento digno", "a promise"),
    ("is still to be confirmed", "an English word"),
    ("we still guide you", "an English word"),
    ("its own services", "an English word"),
];

/// What staff learn, are asked about it, and read on the shelf: it names what must not be asked of people, and nothing of
/// it is asked of anybody who is attended.
const FOR_STAFF: [&str; 2] = ["training", "shelf"];

fn is_for_staff(name: &str) -> bool {
    FOR_STAFF.iter().any(|start| name.starts_with(start))
}

/// Every key and text of a value, but where it was read and what staff are taught.
fn texts_in(value: &serde_json::Value, found: &mut Vec<String>) {
    match value {
        serde_json::Value::String(text) => found.push(text.clone()),
        serde_json::Value::Array(values) => values.iter().for_each(|value| texts_in(value, found)),
        serde_json::Value::Object(fields) => {
            let asked = |key: &str| !matches!(key, "source" | "sources") && !is_for_staff(key);
            for (key, value) in fields.iter().filter(|(key, _)| asked(key)) {
                found.push(key.clone());
                texts_in(value, found);
            }
        }
        _ => {}
    }
}

#[test]
fn no_key_or_word_of_a_pack_asks_for_what_must_not_be_collected() {
    let packs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs");
    let folders = std::fs::read_dir(packs).unwrap().map(|entry| entry.unwrap().path());
    let (mut read, mut used) = (0, BTreeSet::new());
    for folder in folders.filter(|path| path.is_dir()) {
        let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        for file in files.filter(|path| path.is_file()) {
            if is_for_staff(file.file_stem().unwrap().to_str().unwrap()) {
                continue;
            }
            let mut texts = Vec::new();
            texts_in(&serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap(), &mut texts);
            for text in &texts {
                let mut left = fold(text);
                for (phrase, _) in ALLOWED.iter().filter(|(phrase, _)| fold(text).contains(phrase)) {
                    used.insert(*phrase);
                    left = left.replace(phrase, "");
                }
                assert_eq!(concept_in(&left), None, "{}: {text}", file.display());
            }
            read += texts.len();
        }
    }
    assert!(read > 5000, "{read}");
    for (phrase, why) in ALLOWED {
        assert!(used.contains(phrase), "nothing holds it any more: {phrase} ({why})");
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
