//! The languages that prints are made in.

use crate::words::{EN, ES, FR, HT, PT, Words};

/// A language of a print. Words of our own exist in Spanish, Portuguese and English, and unreviewed in French and
/// Haitian Creole; a sheet in another language has its own text and our Spanish words around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Spanish.
    Spanish,
    /// Portuguese.
    Portuguese,
    /// English.
    English,
    /// French.
    French,
    /// Haitian Creole.
    HaitianCreole,
    /// Aymara.
    Aymara,
    /// Quechua.
    Quechua,
    /// Guaraní.
    Guarani,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Spanish,
        Self::Portuguese,
        Self::English,
        Self::French,
        Self::HaitianCreole,
        Self::Aymara,
        Self::Quechua,
        Self::Guarani,
    ];

    /// The ISO 639-1 code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Spanish => "es",
            Self::Portuguese => "pt",
            Self::English => "en",
            Self::French => "fr",
            Self::HaitianCreole => "ht",
            Self::Aymara => "ay",
            Self::Quechua => "qu",
            Self::Guarani => "gn",
        }
    }

    /// Reads an ISO 639-1 code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.code() == code)
    }

    /// Our words in this language, else in Spanish.
    pub(crate) fn words(self) -> &'static Words {
        match self {
            Self::Portuguese => &PT,
            Self::English => &EN,
            Self::French => &FR,
            Self::HaitianCreole => &HT,
            Self::Spanish | Self::Aymara | Self::Quechua | Self::Guarani => &ES,
        }
    }

    /// Whether people of the language have read [`Language::words`].
    pub(crate) fn words_are_reviewed(self) -> bool {
        !matches!(self, Self::French | Self::HaitianCreole)
    }
}
