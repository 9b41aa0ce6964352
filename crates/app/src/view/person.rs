//! People in lists and whole, with conflicts and timeline.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{
    ConflictView, ConsentView, DecidedConflict, EnrollmentView, HandedCard, HouseholdMember,
    PairContradiction, PersonSource,
};

/// A person in a list or in search results.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct PersonCard {
    pub id: String,
    /// "Sin nombre declarado" is decided by the screen when `name` is empty.
    pub name: String,
    pub sex: String,
    /// As stored: "", "1990-05-17", "1990-05", "1990", "age:34@2026-11-21".
    pub birth: String,
    /// Completed years today, lower bound when the date is partial.
    pub age: Option<u32>,
    pub nationality: String,
    /// First document as "kind country number", or "".
    pub document: String,
    pub post: String,
    pub post_name: String,
    pub registered_by: String,
    pub registered_at: String,
    pub conflicts: u32,
    /// False while some change of it waits to be received by the server.
    pub sent: bool,
    /// Other records that are held to be the same person.
    pub sources: u32,
}

/// Somebody who may be the person of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct SamePersonView {
    pub card: PersonCard,
    /// Whether linkage is sure; a person decides all the same.
    pub certain: bool,
    /// Codes of what speaks for it, the strongest first; none of somebody whom only a search for the name found.
    pub reasons: Vec<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct IdentityDocumentView {
    pub key: String,
    pub kind: String,
    pub country: String,
    pub number: String,
    /// What a Bolivian card adds to its number, as `1A`; it tells two people apart.
    #[serde(default)]
    pub complement: String,
    pub state: String,
    /// Names as the machine-readable lines of the document write them; they never replace the typed ones.
    #[serde(default)]
    pub mrz_given: String,
    #[serde(default)]
    pub mrz_surname: String,
}

/// One event of a person's timeline, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct TimelineEntry {
    /// `registered`, `enrollment`, `consultation`, `edited`.
    pub kind: String,
    pub id: String,
    pub at: String,
    /// The day it is about, when it differs from `at`.
    pub on: String,
    pub author: String,
    pub post: String,
    /// Program and status of an enrollment; changed fields of an edit; reason of a consultation.
    pub words: Vec<String>,
    pub needs: Vec<String>,
    pub note: String,
    pub facility: String,
    /// Its words, needs and note are shown after a reason has been given.
    pub restricted: bool,
    /// What is restricted is shown here.
    pub opened: bool,
}

/// Everything this user may see of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct PersonView {
    pub card: PersonCard,
    pub given_names: String,
    pub surname1: String,
    pub surname2: String,
    pub name_undeclared: bool,
    pub documents: Vec<IdentityDocumentView>,
    pub without_documents: bool,
    pub languages: Vec<String>,
    pub phone: String,
    pub residence: String,
    pub residence_name: String,
    pub guardian_name: String,
    pub guardian_relation: String,
    pub guardian_person: String,
    pub conflicts: Vec<ConflictView>,
    pub timeline: Vec<TimelineEntry>,
    /// The newest first.
    pub enrollments: Vec<EnrollmentView>,
    /// What holds now, one a purpose that was spoken of.
    pub consents: Vec<ConsentView>,
    /// Id of the family group, or "".
    pub household: String,
    /// `head`, `partner`, `child`, `other`; "" without a group.
    pub household_role: String,
    /// The others of the group.
    pub household_members: Vec<HouseholdMember>,
    /// Attention the same day. A neutral flag: it tells no reason.
    pub same_day: bool,
    /// What the person's card shows and its picture holds. No personal datum.
    pub card_code: String,
    /// What other teams handed on to this user's teams, the last first.
    pub handed: Vec<HandedCard>,
    /// Other records that are held to be the same person. Enrollments, consents and timeline are those of all.
    pub sources: Vec<PersonSource>,
    /// Why records that were said to be one are not shown as one.
    pub contradictions: Vec<PairContradiction>,
    /// What was decided between several values, the last first.
    pub decided_conflicts: Vec<DecidedConflict>,
    /// Where another department's record of the same person is, opaque; "" of who was registered here.
    pub origin: String,
}
