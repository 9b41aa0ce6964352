//! What every print has around its content.

use serde::Serialize;

use crate::Language;
use crate::printable::Printable;

/// Language, title, numbers of pages, and the mark of a text that nobody of the language has read.
#[derive(Serialize)]
pub(crate) struct Furniture {
    /// Code of the language, by which words are cut.
    pub lang: &'static str,
    /// Names the print and not the person: programs show it in lists and windows.
    pub title: Printable,
    /// The title in Spanish where it differs, for those who work at the posts.
    pub title_es: &'static str,
    pub page_word: &'static str,
    pub of_word: &'static str,
    pub unreviewed: Option<Unreviewed>,
}

/// Says twice that a text has not been reviewed.
#[derive(Serialize)]
pub(crate) struct Unreviewed {
    /// In the language of the text.
    own: &'static str,
    /// In Spanish; blank when that is the language.
    es: &'static str,
}

impl Furniture {
    /// Around our own words, which say themselves whether they are reviewed.
    pub fn of(language: Language, title: &'static str, title_es: &'static str) -> Self {
        Self {
            title_es: if title == title_es { "" } else { title_es },
            unreviewed: (!language.words_are_reviewed()).then(|| Unreviewed::of(language)),
            ..Self::titled(language, title)
        }
    }

    /// Around a text of a pack.
    pub fn titled(language: Language, title: &str) -> Self {
        let words = language.words();
        let title = Printable::from(title);
        Self {
            lang: language.code(),
            title: if title.is_empty() { words.sheet_title.into() } else { title },
            title_es: "",
            page_word: words.page_word,
            of_word: words.of_word,
            unreviewed: None,
        }
    }
}

impl Unreviewed {
    pub fn of(language: Language) -> Self {
        let (own, es) = (language.words().not_reviewed, Language::Spanish.words().not_reviewed);
        Self { own, es: if own == es { "" } else { es } }
    }
}
