//! One person with what is kept of them, as the application found it.

use posta_domain::{Consent, Consents, Consultation, DocumentId, Enrollment, Person, Referral, Screening};

/// A record with its id and who wrote it.
#[derive(Clone, Default)]
pub struct Kept<T> {
    /// The record's id.
    pub id: DocumentId,
    /// Who wrote it first.
    pub origin: Origin,
    /// What it says.
    pub value: T,
}

/// Who wrote a record, where and when.
#[derive(Clone, Default)]
pub struct Origin {
    /// When, Unix seconds by the clock of the device.
    pub at: i64,
    /// Who, as shown to people.
    pub by: String,
    /// Code of the post.
    pub post: String,
}

/// One person with what is kept of them. It says nothing of what may leave: see [`crate::Leaving`].
#[derive(Clone, Default)]
pub struct Subject {
    /// The person.
    pub person: Kept<Person>,
    /// Ways into programmes, the latest first.
    pub enrollments: Vec<Kept<Enrollment>>,
    /// Conversations about what may be done with the data.
    pub consents: Vec<Kept<Consent>>,
    /// Where those stand, by all records of the person.
    pub decided: Consents,
    /// What whoever answers for a minor decided, if they are registered themselves.
    pub guardian: Option<Consents>,
    /// What care teams keep; empty for whoever has no such scope open.
    pub care: Care,
}

/// What care teams keep of a person.
#[derive(Clone, Default)]
pub struct Care {
    /// Attentions.
    pub consultations: Vec<Kept<Consultation>>,
    /// Answers to instruments.
    pub screenings: Vec<Kept<Screening>>,
    /// Referrals.
    pub referrals: Vec<Kept<Referral>>,
}
