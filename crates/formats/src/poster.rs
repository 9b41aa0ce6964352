//! A poster for a wall: a few lines of a country pack, read from across a waiting room.

use serde::Serialize;

use crate::page::Furniture;
use crate::press::{Press, Template};
use crate::printable::{Printable, printed};
use crate::{Language, Print, PrintError};

/// A poster, on one page of A4. Its text is for everybody's eyes: nothing of a person stands on it.
pub struct Poster {
    /// Language of the text.
    pub language: Language,
    /// What is read first.
    pub title: String,
    /// What it says, a sentence each: up to about six.
    pub lines: Vec<String>,
    /// In small type below, e.g. of which day the text is; may be blank.
    pub foot: String,
}

impl Poster {
    /// Lays the poster out.
    ///
    /// # Errors
    /// [`PrintError::Layout`].
    pub fn lay_out(&self) -> Result<Print, PrintError> {
        let page = Page {
            furniture: Furniture::titled(self.language, &self.title),
            lines: printed(&self.lines),
            foot: (&self.foot).into(),
        };
        Press::get().lay_out(Template::Poster, &page)
    }
}

/// What `templates/poster.typ` reads.
#[derive(Serialize)]
struct Page {
    #[serde(flatten)]
    furniture: Furniture,
    lines: Vec<Printable>,
    foot: Printable,
}
