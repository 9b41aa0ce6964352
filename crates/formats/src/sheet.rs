//! The sheet of rights and requirements, in large type.

use serde::Serialize;

use crate::page::{Furniture, Unreviewed};
use crate::press::{Press, Template};
use crate::printable::Printable;
use crate::{Language, Paper, Print, PrintError};

/// What the foot of the smallest page holds, in characters.
const LONGEST_EDITION: usize = 60;

/// A sheet of a pack, to be read by the person across the table.
pub struct Sheet {
    /// Language of the text.
    pub language: Language,
    /// Title.
    pub title: String,
    /// What it says.
    pub sections: Vec<Section>,
    /// Whether people of the language have read the text.
    pub review: Review,
    /// Which edition of which pack, e.g. "bo 2026-11-29"; may be blank. The first 60 characters are printed.
    pub edition: String,
}

/// A heading and what stands under it.
pub struct Section {
    /// Heading; may be blank.
    pub heading: String,
    /// Paragraphs.
    pub paragraphs: Vec<String>,
}

/// Whether people of a language have read a translation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Review {
    /// They have.
    Reviewed,
    /// They have not: the sheet says so on every page.
    NotReviewed,
}

impl Sheet {
    /// Lays the sheet out.
    ///
    /// # Errors
    /// [`PrintError::Layout`].
    pub fn lay_out(&self, paper: Paper) -> Result<Print, PrintError> {
        let sections = self.sections.iter().map(|section| PageSection {
            heading: (&section.heading).into(),
            paragraphs: section.paragraphs.iter().map(Printable::from).collect(),
        });
        let page = Page {
            furniture: Furniture {
                unreviewed: match self.review {
                    Review::Reviewed => None,
                    Review::NotReviewed => Some(Unreviewed::of(self.language)),
                },
                ..Furniture::titled(self.language, &self.title)
            },
            paper: paper.code(),
            sections: sections.collect(),
            edition: self.edition.chars().take(LONGEST_EDITION).collect::<String>().as_str().into(),
        };
        Press::get().lay_out(Template::Sheet, &page)
    }
}

/// What `templates/sheet.typ` reads.
#[derive(Serialize)]
struct Page {
    #[serde(flatten)]
    furniture: Furniture,
    paper: &'static str,
    sections: Vec<PageSection>,
    edition: Printable,
}

#[derive(Serialize)]
struct PageSection {
    heading: Printable,
    paragraphs: Vec<Printable>,
}
