//! What a column of people may be, and what its heading makes one guess.

use posta_domain::fold;

/// The fields of a person that a column may be, each with headings that people write, folded.
const FIELDS: &[(&str, &[&str])] = &[
    (
        "full_name",
        &[
            "nombre completo",
            "nombres y apellidos",
            "nombre y apellido",
            "apellidos y nombres",
            "full name",
            "name",
        ],
    ),
    ("given_names", &["nombres", "nombre", "primer nombre", "given names", "first name", "nomes"]),
    (
        "surname1",
        &[
            "primer apellido",
            "apellido paterno",
            "apellido 1",
            "apellido",
            "apellidos",
            "surname",
            "last name",
        ],
    ),
    ("surname2", &["segundo apellido", "apellido materno", "apellido 2"]),
    ("sex", &["sexo", "sexo segun documento", "genero", "sex"]),
    (
        "birth",
        &[
            "nacimiento",
            "fecha de nacimiento",
            "fecha nacimiento",
            "f nac",
            "fec nac",
            "birth",
            "date of birth",
        ],
    ),
    ("nationality", &["nacionalidad", "nacionalidad iso 3166 1", "pais de origen", "pais", "nationality"]),
    ("document_kind", &["documento", "tipo de documento", "tipo documento", "clase de documento"]),
    ("document_country", &["pais del documento", "pais emisor"]),
    (
        "document_number",
        &[
            "numero de documento",
            "nro de documento",
            "nro documento",
            "n documento",
            "no documento",
            "ci",
            "cedula",
            "pasaporte",
        ],
    ),
    ("without_documents", &["dijo no tener documentos", "sin documentos"]),
    ("languages", &["idiomas", "idioma", "lengua"]),
    ("phone", &["telefono", "celular", "nro de celular", "telefono celular", "phone"]),
    ("residence", &["municipio ine", "municipio de residencia", "municipio", "residencia"]),
    ("guardian_name", &["persona responsable", "responsable", "tutor", "nombre del tutor"]),
    ("guardian_relation", &["relacion", "parentesco"]),
    ("post", &["puesto codigo", "puesto", "punto de registro"]),
    ("on", &["registro", "fecha de registro", "fecha registro", "fecha"]),
];

/// The fields that a column may be.
pub fn person_fields() -> impl Iterator<Item = &'static str> {
    FIELDS.iter().map(|(field, _)| *field)
}

/// Whether there is such a field.
pub fn is_field(word: &str) -> bool {
    person_fields().any(|field| field == word)
}

/// What a heading says that a column is; blank when it says nothing known.
pub fn guess_field(heading: &str) -> &'static str {
    let heading = fold(heading);
    let known = FIELDS
        .iter()
        .find(|(field, words)| words.contains(&heading.as_str()) || *field == heading.replace(' ', "_"));
    known.map_or("", |(field, _)| field)
}
