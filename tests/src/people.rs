//! Invented people as a form tells them.

use posta_app::view::{IdentityDocumentView, PersonInput, RegistrationInput};

/// The `n`-th invented person, enrolled in the SUS.
pub fn newcomer(n: usize) -> RegistrationInput {
    let given = ["Yuleisy", "Wilner", "Ñusta", "João", "Marie", "Amaru"][n % 6];
    let surname = ["Rondón", "Jean-Baptiste", "Choque", "da Silva", "Pierre"][n % 5];
    RegistrationInput {
        person: PersonInput {
            given_names: given.into(),
            surname1: surname.into(),
            surname2: format!("Inventada{n}"),
            nationality: ["VE", "HT", "BO", "BR"][n % 4].into(),
            birth: format!("{}", 1950 + n % 60),
            phone: format!("7{n:07}"),
            ..PersonInput::default()
        },
        program: "sus".into(),
        ..RegistrationInput::default()
    }
}

/// With an expired passport, a language and a telephone.
pub fn with_passport() -> PersonInput {
    PersonInput {
        given_names: "Yuleisy Carolina".into(),
        surname1: "Rondón".into(),
        surname2: "Peña".into(),
        sex: "female".into(),
        birth: "1996-03-02".into(),
        nationality: "VE".into(),
        documents: vec![IdentityDocumentView {
            key: String::new(),
            kind: "passport".into(),
            country: "VE".into(),
            number: "142000087".into(),
            state: "vencido".into(),
            ..IdentityDocumentView::default()
        }],
        languages: vec!["es".into()],
        phone: "72418830".into(),
        ..PersonInput::default()
    }
}

/// Said no name and has no document.
pub fn without_any_document() -> PersonInput {
    PersonInput { name_undeclared: true, without_documents: true, ..PersonInput::default() }
}

/// Knows only the year of birth.
pub fn with_a_year_of_birth() -> PersonInput {
    named("Ñusta", "Choque", "1971", "BO")
}

/// A name, a birth and a nationality.
pub fn named(given: &str, surname: &str, birth: &str, nationality: &str) -> PersonInput {
    PersonInput {
        given_names: given.into(),
        surname1: surname.into(),
        birth: birth.into(),
        nationality: nationality.into(),
        ..PersonInput::default()
    }
}
