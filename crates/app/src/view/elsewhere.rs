//! People of other departments, with the least that decides.

use serde::Serialize;
use specta::Type;

use super::PersonCard;

/// Somebody of another department, with the least that decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct ElsewhereCandidate {
    /// Opaque; says nothing of anybody.
    pub reference: String,
    /// Name of the department.
    pub department: String,
    /// As `J. Q. M.`
    pub initials: String,
    pub birth_year: Option<i32>,
    pub sex: String,
    pub post_name: String,
    /// Month of registration, `YYYY-MM`.
    pub month: String,
    pub certain: bool,
    /// Codes, the strongest first.
    pub reasons: Vec<String>,
    /// Whether they allowed that their record be shared with another department.
    pub may_bring: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct ElsewherePair {
    pub card: PersonCard,
    pub other: ElsewhereCandidate,
    /// `certain`, `possible`, `later`, `same`, `different`, `contradicted`.
    pub standing: String,
    /// What the other department said: `same`, `different`; "" if nothing.
    pub theirs: String,
    pub decided_by: String,
    pub decided_at: String,
}

/// People of this department who may be registered in another one too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct ElsewherePage {
    pub rows: Vec<ElsewherePair>,
    /// When the server was asked last; "" if never.
    pub asked_at: String,
}
