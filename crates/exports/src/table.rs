//! Tables of people and of their records: columns with Spanish headings, and the rows of one person.

mod care;
mod enrollment;
mod person;
mod words;

use chrono::NaiveDate;
use posta_domain::Pack;

use crate::error::ExportError;
use crate::leaving::Leaving;

pub(crate) use person::number;
pub(crate) use words::LANGUAGE;

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Heading, in Spanish.
    pub heading: &'static str,
    /// Width on a sheet, in characters.
    pub width: u8,
}

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Blank,
    /// Text; never a formula.
    Text(String),
    /// A whole day.
    Day(NaiveDate),
    /// A whole number.
    Number(i64),
}

/// A table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Table {
    /// One row a person, with the latest way into a programme.
    People,
    /// One row an enrollment.
    Enrollments,
    /// One row a consultation: of care scopes only.
    Consultations,
    /// One row a screening: of care scopes only.
    Screenings,
    /// One row a referral: of care scopes only.
    Referrals,
}

impl Table {
    /// What whoever has no care scope open may write.
    pub const REGISTRY: [Self; 2] = [Self::People, Self::Enrollments];
    /// What comes besides with a care scope open.
    pub const CARE: [Self; 3] = [Self::Consultations, Self::Screenings, Self::Referrals];

    /// Name, in Spanish; of a sheet too.
    pub fn name(self) -> &'static str {
        match self {
            Self::People => "Personas",
            Self::Enrollments => "Adscripciones",
            Self::Consultations => "Consultas",
            Self::Screenings => "Tamizajes",
            Self::Referrals => "Derivaciones",
        }
    }

    /// The columns.
    pub fn columns(self) -> &'static [Column] {
        match self {
            Self::People => person::COLUMNS,
            Self::Enrollments => enrollment::COLUMNS,
            Self::Consultations => care::CONSULTATION,
            Self::Screenings => care::SCREENING,
            Self::Referrals => care::REFERRAL,
        }
    }

    /// Hands over the rows of a person one by one; each has a cell for each column.
    pub(crate) fn rows(
        self,
        person: &Leaving,
        pack: &Pack,
        each: &mut dyn FnMut(&[Cell]) -> Result<(), ExportError>,
    ) -> Result<(), ExportError> {
        let subject = person.get();
        let owner = subject.person.id;
        match self {
            Self::People => each(&person::row(subject, pack)),
            Self::Enrollments => {
                subject.enrollments.iter().try_for_each(|one| each(&enrollment::row(owner, one, pack)))
            }
            Self::Consultations => subject
                .care
                .consultations
                .iter()
                .try_for_each(|one| each(&care::consultation(owner, one, pack))),
            Self::Screenings => {
                subject.care.screenings.iter().try_for_each(|one| each(&care::screening(owner, one, pack)))
            }
            Self::Referrals => {
                subject.care.referrals.iter().try_for_each(|one| each(&care::referral(owner, one, pack)))
            }
        }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        if text.is_empty() { Self::Blank } else { Self::Text(text.to_owned()) }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        if text.is_empty() { Self::Blank } else { Self::Text(text) }
    }
}

impl From<Option<NaiveDate>> for Cell {
    fn from(day: Option<NaiveDate>) -> Self {
        day.map_or(Self::Blank, Self::Day)
    }
}

impl From<bool> for Cell {
    fn from(yes: bool) -> Self {
        Self::from(if yes { "Sí" } else { "No" })
    }
}

/// Columns of a heading and a width each.
macro_rules! columns {
    ($name:ident: $($heading:literal $width:literal,)+) => {
        pub(super) const $name: &[crate::table::Column] =
            &[$(crate::table::Column { heading: $heading, width: $width },)+];
    };
}
use columns;
