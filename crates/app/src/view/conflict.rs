//! Fields with several values.

use serde::Serialize;
use specta::Type;

use super::PersonCard;

/// A value with where it came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct SourcedValue {
    pub value: String,
    /// Of a value that is a person's id: what they are called; else "".
    pub name: String,
    pub author: String,
    pub post: String,
    pub at: String,
    /// The one that lists show meanwhile.
    pub shown: bool,
    /// Kinds of identity documents that the author had seen of this person.
    pub seen: Vec<String>,
}

/// A field with more than one value, written without knowing each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct ConflictView {
    /// `person`, `enrollment`, ... and its id, so that the decision goes to the right document.
    pub kind: String,
    pub id: String,
    pub field: String,
    pub values: Vec<SourcedValue>,
    /// Whether it holds an enrollment up.
    pub critical: bool,
    /// Who kept both for later; none where nobody did.
    pub later: Option<PutOff>,
}

/// Who kept both values for later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct PutOff {
    pub author: String,
    pub post: String,
    pub at: String,
}

/// What somebody decided between several values of a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct DecidedConflict {
    pub kind: String,
    pub id: String,
    pub field: String,
    pub value: String,
    /// The values that it was chosen over.
    pub over: Vec<String>,
    pub author: String,
    pub post: String,
    pub at: String,
}

/// A record with undecided fields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct ConflictRow {
    /// `person`, `enrollment`, `consultation`, or of the office: `training`, `participant`, `plan`, `meeting`,
    /// `commitment`.
    pub kind: String,
    pub id: String,
    /// Whose it is; none of somebody attended without identity, and of the office.
    pub person: Option<PersonCard>,
    /// What a record of the office is called; "" of the others.
    pub title: String,
    /// Flat keys.
    pub fields: Vec<String>,
    /// Whether one of them holds an enrollment up.
    pub critical: bool,
    /// The last change of the record.
    pub at: String,
}

/// The undecided fields of a record of the office.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct OfficeConflicts {
    /// `training`, `participant`, `plan`, `meeting` or `commitment`, and its id.
    pub kind: String,
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Where it is seen: `training`, `plan` or `meeting`, and that one's id.
    pub of_kind: String,
    pub of: String,
    pub fields: Vec<OfficeConflict>,
}

/// An undecided field of a record of the office.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct OfficeConflict {
    /// Of an answer, the question; of a theme, its name; else "".
    pub about: String,
    /// Values that are codes have their names, which never tell what answer is right.
    pub conflict: ConflictView,
}

/// A page of records with undecided fields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct ConflictsPage {
    pub rows: Vec<ConflictRow>,
    pub total: u32,
    /// How many are open, and how many were put off.
    pub open: u32,
    pub later: u32,
}
