//! A country pack: the words and places of one country, as data.

mod read;

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{Post, Retention};

pub use read::PackFile;

/// The need that says nothing: "pedir hablar en privado con un profesional". Never shown on slips, lists or
/// exports.
pub const CONFIDENTIAL_NEED: &str = "atencion_confidencial";

/// A code with the name that people read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Word {
    /// Stored code.
    pub code: String,
    /// Name on the screen, in the pack's language.
    pub name: String,
    /// Whether lists offer it first.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub common: bool,
}

/// A first-level division of the country.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Department {
    /// Official code, two digits (INE).
    pub code: String,
    /// Name.
    pub name: String,
    /// ISO 3166-2 code, e.g. `BO-O`.
    pub iso: String,
    /// Letters printed on identity cards, e.g. `OR`.
    pub letters: String,
}

/// A municipality.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Municipality {
    /// Official code, six digits (INE); the first two are the department's.
    pub code: String,
    /// Name.
    pub name: String,
}

impl Municipality {
    /// Code of its department.
    pub fn department(&self) -> &str {
        self.code.get(..2).unwrap_or_default()
    }
}

/// A health facility.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Facility {
    /// Official code, six digits.
    pub code: String,
    /// Name.
    pub name: String,
    /// Kind in words, e.g. "Puesto de salud".
    pub kind: String,
    /// Level of care, 1 to 3.
    pub level: u8,
    /// Municipality by its official code.
    pub municipality: String,
}

/// A kind of identity document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentKind {
    /// Stored code.
    pub code: String,
    /// Name on the screen.
    pub name: String,
    /// The only country that issues it, if there is one; saves a question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
}

/// A pack could not be read. Packs hold no personal data, so the reason may quote them.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{file}, line {line}: {reason}")]
pub struct PackError {
    /// Name of the file.
    pub file: String,
    /// Line from 1; 0 when the whole file is meant.
    pub line: usize,
    /// What is wrong.
    pub reason: String,
}

/// The words and places of one country.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pack {
    /// Short id: `bo`.
    pub id: String,
    /// Date of the data.
    pub version: String,
    /// Name of the country.
    pub name: String,
    /// ISO 3166-1 alpha-2 code of the country.
    pub country: String,
    /// First-level divisions.
    pub departments: Vec<Department>,
    /// Municipalities, by code.
    pub municipalities: Vec<Municipality>,
    /// Declared posts; every other municipality has one made from its name, see [`Pack::posts_of`].
    pub posts: Vec<Post>,
    /// Health facilities known so far.
    pub facilities: Vec<Facility>,
    /// Kinds of identity documents.
    pub document_kinds: Vec<DocumentKind>,
    /// States in which a document is seen.
    pub document_states: Vec<Word>,
    /// Catalogue of needs.
    pub needs: Vec<Word>,
    /// Programmes one can be enrolled in.
    pub programs: Vec<Word>,
    /// Languages, the commonest first.
    pub languages: Vec<Word>,
    /// Countries, the region's first.
    pub countries: Vec<Word>,
    /// Reasons for a consultation.
    pub reasons: Vec<Word>,
    /// What a guardian may be to a minor.
    pub relations: Vec<Word>,
    /// How long records are kept, by the sensitivity of their scope.
    pub retention: Vec<Retention>,
    /// Posts made from names of municipalities that declare none.
    made_posts: Vec<Post>,
}

impl Pack {
    /// The pack of Bolivia, part of the program. A test proves that it reads; should it not, it is empty.
    pub fn bo() -> &'static Self {
        static PACK: OnceLock<Pack> = OnceLock::new();
        PACK.get_or_init(|| Self::from_json(read::BO).unwrap_or_default())
    }

    /// A department by its code.
    pub fn department(&self, code: &str) -> Option<&Department> {
        self.departments.iter().find(|department| department.code == code)
    }

    /// A municipality by its code.
    pub fn municipality(&self, code: &str) -> Option<&Municipality> {
        self.municipalities.iter().find(|municipality| municipality.code == code)
    }

    /// Municipalities of a department.
    pub fn municipalities_of(&self, department: &str) -> Vec<&Municipality> {
        self.municipalities.iter().filter(|municipality| municipality.department() == department).collect()
    }

    /// Posts of a municipality: never empty for one that the pack knows.
    pub fn posts_of(&self, municipality: &str) -> Vec<&Post> {
        self.all_posts().filter(|post| post.municipality == municipality).collect()
    }

    /// A post by its code, declared or made.
    pub fn post(&self, code: &str) -> Option<&Post> {
        self.all_posts().find(|post| post.code == code)
    }

    /// A facility by its code.
    pub fn facility(&self, code: &str) -> Option<&Facility> {
        self.facilities.iter().find(|facility| facility.code == code)
    }

    /// Facilities of a municipality.
    pub fn facilities_of(&self, municipality: &str) -> Vec<&Facility> {
        self.facilities.iter().filter(|facility| facility.municipality == municipality).collect()
    }

    /// How long records of a sensitivity are kept; none when the pack does not say, and then nothing is proposed.
    pub fn retention_of(&self, sensitivity: &str) -> Option<&Retention> {
        self.retention.iter().find(|rule| rule.code == sensitivity)
    }

    /// A kind of identity document by its code.
    pub fn document_kind(&self, code: &str) -> Option<&DocumentKind> {
        self.document_kinds.iter().find(|kind| kind.code == code)
    }

    /// Declared posts, then made ones.
    pub fn all_posts(&self) -> impl Iterator<Item = &Post> {
        self.posts.iter().chain(&self.made_posts)
    }
}
