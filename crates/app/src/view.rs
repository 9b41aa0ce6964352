//! What a screen shows: plain values, already decided and worded by code. Generated into `ui/src/lib/bindings.ts`.
//!
//! Times are RFC 3339 UTC text, days are `YYYY-MM-DD`, ids are 32 hex digits, counts are `u32`.

use serde::{Deserialize, Serialize};
use specta::Type;

/// One user of this device, for the unlock list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct UserCard {
    pub id: String,
    pub name: String,
    /// `registrar`, `care`, `supervisor`, or a word of a later version.
    pub role: String,
    /// Name of the municipality or department that the role is for.
    pub place: String,
}

/// A post that a session can work at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct PostCard {
    pub code: String,
    pub name: String,
    /// `border`, `facility`, `mobile`, `office`.
    pub kind: String,
    pub municipality: String,
    pub department: String,
}

/// What the window knows before anyone unlocks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct ProfileView {
    /// False until this device has joined a department.
    pub joined: bool,
    pub users: Vec<UserCard>,
    /// Present while a session is open.
    pub session: Option<SessionView>,
}

/// The open session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct SessionView {
    pub user: UserCard,
    pub post: PostCard,
    pub can_register: bool,
    pub can_attend: bool,
    pub can_supervise: bool,
}

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
}

/// A value with where it came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct SourcedValue {
    pub value: String,
    pub author: String,
    pub post: String,
    pub at: String,
    /// The one that lists show meanwhile.
    pub shown: bool,
}

/// A field with more than one value, written without knowing each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct ConflictView {
    /// `person`, `enrollment`, ... and its id, so that the decision goes to the right document.
    pub kind: String,
    pub id: String,
    pub field: String,
    pub values: Vec<SourcedValue>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct IdentityDocumentView {
    pub key: String,
    pub kind: String,
    pub country: String,
    pub number: String,
    pub state: String,
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
}

/// A field's problem: an `error` keeps the form open, a `warning` never blocks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct ProblemView {
    pub field: String,
    pub code: String,
    pub severity: String,
}

/// The person half of the registration form, in flat words; empty text means not told.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(default)]
pub struct PersonInput {
    pub given_names: String,
    pub surname1: String,
    pub surname2: String,
    pub name_undeclared: bool,
    /// `female`, `male`, `unknown`.
    pub sex: String,
    /// "", "1990-05-17", "1990-05", "1990" or "age:34" (today's date is added when saved).
    pub birth: String,
    pub nationality: String,
    pub documents: Vec<IdentityDocumentView>,
    pub without_documents: bool,
    pub languages: Vec<String>,
    pub phone: String,
    pub residence: String,
    pub guardian_name: String,
    pub guardian_relation: String,
    pub guardian_person: String,
}

/// Registration: a person and, usually, their enrollment, saved in one transaction.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(default)]
pub struct RegistrationInput {
    pub person: PersonInput,
    /// Program code, or "" to register without enrolling.
    pub program: String,
    /// Facility code, or "".
    pub facility: String,
    /// The draft that this registration came from, or "".
    pub draft: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct FieldEdit {
    /// Flat key: `phone`, `residence`, `language/es`, `document/1/number`, ...
    pub field: String,
    pub value: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(default)]
pub struct ConsultationInput {
    pub person: String,
    pub reason: String,
    pub needs: Vec<String>,
    pub note: String,
    pub draft: String,
}

/// A durable save. Given only after the transaction has reached the disk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct Saved {
    pub id: String,
    pub warnings: Vec<ProblemView>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(default)]
pub struct DraftInput {
    /// "" for a new draft.
    pub id: String,
    /// `registration`, `consultation` or `edit`.
    pub kind: String,
    /// The form as JSON, kept as it is.
    pub form: String,
}

/// A draft in a list. Another user's draft shows only who and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct DraftCard {
    pub id: String,
    pub kind: String,
    pub owner: String,
    pub mine: bool,
    pub at: String,
    /// Name typed so far; empty when not mine or nothing typed.
    pub title: String,
    /// The form as JSON; empty when not mine.
    pub form: String,
    /// Older than 72 hours.
    pub stale: bool,
}

/// Inicio.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct HomeView {
    pub today: String,
    pub registered_today: u32,
    pub attended_today: u32,
    pub people: u32,
    pub conflicts: u32,
    /// Records whose last change the server has not acknowledged.
    pub pending: u32,
    pub last_contact: Option<String>,
    pub recent: Vec<PersonCard>,
    pub drafts: Vec<DraftCard>,
}

/// One exchange with the server, as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct SyncReport {
    pub at: String,
    pub ok: bool,
    /// Problem code, "" when all went well.
    pub code: String,
    pub bytes_up: u32,
    pub bytes_down: u32,
    pub requests: u32,
    pub batches_up: u32,
    pub batches_down: u32,
    /// Changes acknowledged by the server for the first time, and changes that arrived.
    pub records_up: u32,
    pub records_down: u32,
    pub milliseconds: u32,
    pub refused: u32,
    pub quarantined: u32,
}

/// Something that was not taken in, kept aside with its reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct QuarantineCard {
    pub at: String,
    /// `change` or `batch`.
    pub what: String,
    pub reason: String,
    pub bytes: u32,
    pub from_device: String,
}

/// Sincronización.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct SyncView {
    pub server: String,
    pub pending: u32,
    pub last_contact: Option<String>,
    pub history: Vec<SyncReport>,
    pub waiting: Vec<PersonCard>,
    /// Records that wait and are not in `waiting`: enrollments, consultations, and people beyond those listed.
    pub waiting_others: u32,
    pub quarantine: Vec<QuarantineCard>,
    /// This device found its own feed continued elsewhere (a restored or cloned disk) and took a new incarnation.
    pub forked: bool,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(default)]
pub struct RegisterFilter {
    pub text: String,
    /// Post code or "".
    pub post: String,
    /// Days, inclusive, or "".
    pub from: String,
    pub to: String,
    pub only_conflicts: bool,
    /// `registered_at`, `name`, `post`; a leading `-` reverses.
    pub order: String,
    pub offset: u32,
    /// At most 200.
    pub limit: u32,
}

/// A page of the department's register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct RegisterPage {
    pub total: u32,
    pub rows: Vec<PersonCard>,
    pub posts: Vec<PostCard>,
}

/// A code with its Spanish label.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct Choice {
    pub code: String,
    pub label: String,
    /// Shown first.
    pub common: bool,
}

/// The pack's words that forms need, for this session's department.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct Catalogue {
    pub countries: Vec<Choice>,
    pub languages: Vec<Choice>,
    pub document_kinds: Vec<Choice>,
    pub document_states: Vec<Choice>,
    /// All municipalities: code, "Sabaya, Oruro".
    pub municipalities: Vec<Choice>,
    pub facilities: Vec<Choice>,
    pub programs: Vec<Choice>,
    pub needs: Vec<Choice>,
    pub reasons: Vec<Choice>,
}
