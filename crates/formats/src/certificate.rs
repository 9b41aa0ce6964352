//! The certificate of a training: for staff and allies who took part, never for people who are attended.

use chrono::NaiveDate;
use serde::Serialize;

use crate::page::Furniture;
use crate::press::{Press, Template};
use crate::printable::{Printable, printed};
use crate::{Language, Print, PrintError};

/// A certificate, on A4 across.
pub struct Certificate {
    /// Language of our words.
    pub language: Language,
    /// Who took part.
    pub name: String,
    /// Title of the training.
    pub training: String,
    /// Names of its themes, in the language.
    pub themes: Vec<String>,
    /// Whole hours; 0 where nobody said.
    pub hours: u32,
    /// Day.
    pub on: NaiveDate,
    /// City; may be blank.
    pub city: String,
    /// Institution that it was held for; may be blank.
    pub institution: String,
    /// Who taught; may be blank.
    pub trainers: String,
}

impl Certificate {
    /// Lays the certificate out.
    ///
    /// # Errors
    /// [`PrintError::Layout`].
    pub fn lay_out(&self) -> Result<Print, PrintError> {
        let words = self.language.certificate_words();
        let day = self.language.words().day(self.on);
        let place = if self.city.trim().is_empty() { day } else { format!("{}, {day}", self.city) };
        let hours = if self.hours == 0 { String::new() } else { (words.hours)(self.hours) };
        let facts = [
            (words.themes, self.themes.join(" · ")),
            (words.duration, hours),
            (words.institution, self.institution.clone()),
            (words.trainers, self.trainers.clone()),
        ];
        let fact = |(title, value): &(&'static str, String)| Fact { title, value: value.into() };
        let page = Page {
            furniture: Furniture::of(self.language, words.title, Language::Spanish.certificate_words().title),
            says_that: words.says_that,
            name: (&self.name).into(),
            took_part: words.took_part,
            training: (&self.training).into(),
            facts: facts.iter().map(fact).filter(|fact| !fact.value.is_empty()).collect(),
            place: printed(&[place]),
            signature: words.signature,
        };
        Press::get().lay_out(Template::Certificate, &page)
    }
}

/// What `templates/certificate.typ` reads.
#[derive(Serialize)]
struct Page {
    #[serde(flatten)]
    furniture: Furniture,
    says_that: &'static str,
    name: Printable,
    took_part: &'static str,
    training: Printable,
    facts: Vec<Fact>,
    place: Vec<Printable>,
    signature: &'static str,
}

#[derive(Serialize)]
struct Fact {
    title: &'static str,
    value: Printable,
}
