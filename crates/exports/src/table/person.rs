//! One row a person.

use posta_domain::{Birth, HouseholdRole, IdentityDocument, Pack, Person, Purpose};

use super::words::{LANGUAGE, decided, names, sex};
use super::{Cell, columns, enrollment};
use crate::subject::Subject;

columns! { COLUMNS:
    "Identificador" 34,
    "Nombre completo" 32,
    "Nombres" 22,
    "Primer apellido" 18,
    "Segundo apellido" 18,
    "Sexo según documento" 12,
    "Nacimiento" 12,
    "Precisión del nacimiento" 16,
    "Edad al registro (años)" 10,
    "Nacionalidad" 18,
    "Nacionalidad (ISO 3166-1)" 10,
    "Documento" 26,
    "País del documento" 18,
    "Número de documento" 18,
    "Estado del documento" 16,
    "Otros documentos" 30,
    "Dijo no tener documentos" 12,
    "Idiomas" 20,
    "Teléfono" 18,
    "Municipio de residencia" 22,
    "Municipio (código)" 10,
    "Persona responsable" 28,
    "Relación" 16,
    "Grupo familiar" 34,
    "Papel en el grupo" 16,
    "Puesto" 22,
    "Puesto (código)" 16,
    "Registro" 12,
    "Registrado por" 24,
    "Programa" 24,
    "Adscripción" 12,
    "Estado de la adscripción" 16,
    "Resultado" 16,
    "Establecimiento" 28,
    "Establecimiento (código)" 12,
    "Número oficial" 18,
    "Derivaciones" 14,
    "Estadística" 14,
    "Contacto" 14,
}

pub(super) fn row(subject: &Subject, pack: &Pack) -> Vec<Cell> {
    let (kept, person) = (&subject.person, &subject.person.value);
    let name = |list, code| Cell::from(pack.name_of(list, code, LANGUAGE));
    let mut cells = vec![
        kept.id.to_string().into(),
        person.display_name().into(),
        person.given_names.as_str().into(),
        person.surname1.as_str().into(),
        person.surname2.as_str().into(),
        sex(&person.sex).into(),
    ];
    cells.extend(birth(person));
    cells.extend([name("countries", &person.nationality), person.nationality.as_str().into()]);
    cells.extend(documents(person, pack));
    cells.extend([
        person.without_documents.into(),
        names(pack, "languages", &person.languages).into(),
        person.phone.as_str().into(),
        name("municipalities", &person.residence),
        person.residence.as_str().into(),
        person.guardian_name.as_str().into(),
        name("relations", &person.guardian_relation),
        person.household.as_str().into(),
        role(person.household_role.as_ref()).into(),
        name("posts", &person.registered_post),
        person.registered_post.as_str().into(),
        person.registered_on.into(),
        kept.origin.by.as_str().into(),
    ]);
    cells.extend(enrollment::of_person(subject.enrollments.first(), pack));
    for purpose in [Purpose::ShareReferral, Purpose::Statistics, Purpose::Contact] {
        cells.push(decided(subject, &purpose).into());
    }
    cells
}

/// When, how precisely known, and the age on the day of registration.
fn birth(person: &Person) -> [Cell; 3] {
    let (when, precision) = match person.birth {
        Birth::Unknown => (Cell::Blank, "No se sabe"),
        Birth::Date(day) => (Cell::Day(day), "Día"),
        Birth::YearMonth { .. } => (person.birth.to_string().into(), "Mes"),
        Birth::Year(_) => (person.birth.to_string().into(), "Año"),
        Birth::EstimatedAge { .. } => {
            (person.birth.year().map(|year| year.to_string()).unwrap_or_default().into(), "Edad estimada")
        }
    };
    let age = person.registered_on.and_then(|day| person.birth.age_on(day));
    [when, precision.into(), age.map_or(Cell::Blank, |years| Cell::Number(years.into()))]
}

/// The first document, and the others in one text.
fn documents(person: &Person, pack: &Pack) -> Vec<Cell> {
    let name = |list: &str, code: &str| pack.name_of(list, code, LANGUAGE).to_owned();
    let Some((first, others)) = person.documents.split_first() else { return vec![Cell::Blank; 5] };
    let line = |document: &IdentityDocument| {
        let words = [name("document_kinds", &document.kind), document.country.clone(), number(document)];
        words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
    };
    vec![
        name("document_kinds", &first.kind).into(),
        name("countries", &first.country).into(),
        number(first).into(),
        name("document_states", first.state.as_str()).into(),
        others.iter().map(line).collect::<Vec<_>>().join("; ").into(),
    ]
}

/// The number with its complement.
pub(crate) fn number(document: &IdentityDocument) -> String {
    match document.complement.as_str() {
        "" => document.number.clone(),
        complement => format!("{}-{complement}", document.number),
    }
}

fn role(role: Option<&HouseholdRole>) -> &str {
    match role {
        None => "",
        Some(HouseholdRole::Head) => "Responsable",
        Some(HouseholdRole::Partner) => "Pareja",
        Some(HouseholdRole::Child) => "Hija, hijo o menor a cargo",
        Some(HouseholdRole::Unlisted) => "Otro",
        Some(HouseholdRole::Other(word)) => word,
    }
}
