//! What was asked for, read.

use chrono::NaiveDate;
use posta_identity::UserId;

use crate::error::Error;
use crate::open::Open;
use crate::register::read_day;
use crate::view::{ExportRequest, ProblemView};

/// Longest purpose. Characters.
const PURPOSE: usize = 200;

/// Forms of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Csv,
    Xlsx,
    Fhir,
    Dhis2,
    Adx,
    National,
}

/// What was asked for.
#[derive(Clone)]
pub(super) struct Asked {
    /// Who asked; nobody else goes on with it.
    pub user: UserId,
    pub form: Form,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    pub post: String,
    pub purpose: String,
}

impl Form {
    /// Its word, and how its files end.
    const ALL: [(&'static str, &'static str, Self); 6] = [
        ("csv", "csv", Self::Csv),
        ("xlsx", "xlsx", Self::Xlsx),
        ("fhir", "json", Self::Fhir),
        ("dhis2", "json", Self::Dhis2),
        ("adx", "xml", Self::Adx),
        ("national", "posta-figures.json", Self::National),
    ];

    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(.., form)| *form == self).map_or("", |(word, ..)| word)
    }

    pub fn ending(self) -> &'static str {
        Self::ALL.iter().find(|(.., form)| *form == self).map_or("", |(_, ending, _)| ending)
    }

    /// Whether it holds figures and nobody.
    pub fn is_figures(self) -> bool {
        matches!(self, Self::Dhis2 | Self::Adx | Self::National)
    }

    /// Whether it takes what care teams keep.
    pub fn takes_care(self) -> bool {
        matches!(self, Self::Xlsx | Self::Fhir)
    }
}

impl Asked {
    /// Reads a request; without its purpose, which a preview does not need.
    ///
    /// # Errors
    /// [`Error::BadInput`]: `unknown_choice` of the format, `date_unreadable`, `post_unknown`.
    pub fn read(open: &Open, request: &ExportRequest) -> Result<Self, Error> {
        let known = Form::ALL.iter().find(|(word, ..)| *word == request.format);
        let (.., form) = known.ok_or_else(|| bad("format", "unknown_choice"))?;
        let post = request.post.trim();
        if !post.is_empty() && open.desk.pack.post(post).is_none() {
            return Err(bad("post", "post_unknown"));
        }
        Ok(Self {
            user: open.desk.secrets.user,
            form: *form,
            from: read_day("from", request.from.trim())?,
            to: read_day("to", request.to.trim())?,
            post: post.to_owned(),
            purpose: request.purpose.trim().to_owned(),
        })
    }

    /// Holds it to a purpose that somebody wrote.
    ///
    /// # Errors
    /// [`Error::BadInput`]: `purpose_missing`, `text_too_long`, `control_character`.
    pub fn with_purpose(self) -> Result<Self, Error> {
        if !self.purpose.chars().any(char::is_alphanumeric) {
            return Err(bad("purpose", "purpose_missing"));
        }
        if self.purpose.chars().count() > PURPOSE {
            return Err(bad("purpose", "text_too_long"));
        }
        if self.purpose.chars().any(char::is_control) {
            return Err(bad("purpose", "control_character"));
        }
        Ok(self)
    }

    pub fn filter(&self) -> posta_store::RegisterFilter {
        let (post, from, to) = (self.post.clone(), self.from, self.to);
        posta_store::RegisterFilter { post, from, to, ..Default::default() }
    }
}

pub(super) fn bad(field: &str, code: &str) -> Error {
    let (field, code, severity) = (field.into(), code.into(), "error".into());
    Error::BadInput(vec![ProblemView { field, code, severity }])
}
