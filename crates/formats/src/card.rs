//! The card: the size of a bank card, with the code that any post reads.

use posta_domain::Released;
use serde::Serialize;

use crate::page::Furniture;
use crate::press::{Press, Template};
use crate::printable::Printable;
use crate::qr::Qr;
use crate::{Language, Print, PrintError, PrintedCode};

/// The card.
pub struct Card {
    /// Language of our words.
    pub language: Language,
    /// The code.
    pub code: PrintedCode,
    /// The name as the person wishes it, if they want it on the card; released for `register`.
    pub name: Option<Released<String>>,
}

impl Card {
    /// Lays the card out: 85.6 by 53.98 mm (ISO/IEC 7810 ID-1).
    ///
    /// # Errors
    /// [`PrintError::Layout`].
    pub fn lay_out(&self) -> Result<Print, PrintError> {
        let words = self.language.words();
        let page = Page {
            furniture: Furniture::of(self.language, words.card_title, Language::Spanish.words().card_title),
            name: self.name.as_ref().map(|name| name.get().into()).unwrap_or_default(),
            line: words.card_line,
            qr: Qr::of(&self.code)?,
            qr_alt: format!("{} {}", words.qr_alt, self.code),
            code_groups: self.code.groups(),
        };
        Press::get().lay_out(Template::Card, &page)
    }
}

/// What `templates/card.typ` reads.
#[derive(Serialize)]
struct Page<'a> {
    #[serde(flatten)]
    furniture: Furniture,
    name: Printable,
    line: &'static str,
    qr: Qr,
    qr_alt: String,
    code_groups: [Vec<&'a str>; 4],
}
