//! A country pack: the words, places and rules of one country, as data.

mod campaign;
mod care;
mod check;
mod check_rules;
mod embedded;
mod entries;
pub(crate) mod files;
mod names;
mod read;
mod sheet;
mod shelf;
mod training;

use std::collections::BTreeMap;

use thiserror::Error;

use crate::eligibility::rule::{AskedFact, Norm, Orientation, OutcomeWord, Rule};
use crate::{Indicator, Instrument, Post, Requirement, Retention};

pub use campaign::Campaign;
pub use care::{Alert, Guide};
pub use embedded::check_packs;
pub use entries::{CardOf, Department, DocumentKind, Facility, Municipality, Word};
pub use files::PackFile;
pub use sheet::{ConsentText, PURPOSES, Section, Sheet};
pub use shelf::{PackPdf, Shelf, ShelfEntry};
pub use training::{TrainingBank, TrainingOption, TrainingQuestion};

/// The need that says nothing: "pedir hablar en privado con un profesional". Never shown on slips, lists or
/// exports.
pub const CONFIDENTIAL_NEED: &str = "atencion_confidencial";

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

/// The words, places and rules of one country.
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
    /// Norms that rules rest on.
    pub norms: Vec<Norm>,
    /// Who is covered by which programme.
    pub rules: Vec<Rule>,
    /// What is asked for the rules, in the order in which it is asked.
    pub facts: Vec<AskedFact>,
    /// The outcomes in words.
    pub outcomes: Vec<OutcomeWord>,
    /// Where people can go.
    pub orientations: Vec<Orientation>,
    /// Papers of the checklist.
    pub requirements: Vec<Requirement>,
    /// Campaigns with their days and posts.
    pub campaigns: Vec<Campaign>,
    /// Kinds of services and allies of the directory.
    pub service_kinds: Vec<Word>,
    /// Alerts of a consultation.
    pub alerts: Vec<Alert>,
    /// What an observer looks for; shown and never stored.
    pub guides: Vec<Guide>,
    /// Chronic illnesses.
    pub chronic: Vec<Word>,
    /// Needs of water, sanitation and hygiene.
    pub hygiene: Vec<Word>,
    /// How somebody is.
    pub states: Vec<Word>,
    /// Who or what supports somebody.
    pub supports: Vec<Word>,
    /// Screening instruments.
    pub instruments: Vec<Instrument>,
    /// Indicators, in the order in which they are shown.
    pub indicators: Vec<Indicator>,
    /// What staff and allies are trained in, and asked.
    pub trainings: TrainingBank,
    /// What the knowledge shelf holds from the beginning.
    pub shelf: Shelf,
    /// Rights sheets, the pack's own language first; also those that are not offered yet.
    sheets: Vec<Sheet>,
    /// Every word by language, list and code, see [`Pack::name_of`].
    names: BTreeMap<String, names::Lists>,
    /// Whether it is meant where none is named.
    is_default: bool,
    /// The language of the lists.
    language: String,
    /// Posts made from names of municipalities that declare none.
    made_posts: Vec<Post>,
}

impl Pack {
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

    /// An asked fact by its code.
    pub fn fact(&self, code: &str) -> Option<&AskedFact> {
        self.facts.iter().find(|fact| fact.code == code)
    }

    /// A norm by its code.
    pub fn norm(&self, code: &str) -> Option<&Norm> {
        self.norms.iter().find(|norm| norm.code == code)
    }

    /// A paper of the checklist by its code.
    pub fn requirement(&self, code: &str) -> Option<&Requirement> {
        self.requirements.iter().find(|requirement| requirement.code == code)
    }

    /// Where to go, by its code.
    pub fn orientation(&self, code: &str) -> Option<&Orientation> {
        self.orientations.iter().find(|orientation| orientation.code == code)
    }

    /// Declared posts, then made ones.
    pub fn all_posts(&self) -> impl Iterator<Item = &Post> {
        self.posts.iter().chain(&self.made_posts)
    }
}
