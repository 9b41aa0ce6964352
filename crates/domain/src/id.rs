//! Ids and kinds of documents. `(kind, id)` identifies a document within a scope.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

use crate::words::words;

/// The id of a document: 16 bytes that the caller draws; shown as 32 lowercase hex digits.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentId(pub [u8; 16]);

/// A text is not an id of 32 hex digits. It does not repeat the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("an id has 32 hexadecimal digits")]
pub struct NotAnId;

impl DocumentId {
    /// All zeros: stands for "no document" where a record lacks the id it should have.
    pub const NONE: Self = Self([0; 16]);

    /// Whether this is [`DocumentId::NONE`].
    pub fn is_none(&self) -> bool {
        *self == Self::NONE
    }

    /// The 16 bytes.
    pub fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl From<[u8; 16]> for DocumentId {
    fn from(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }
}

impl From<DocumentId> for [u8; 16] {
    fn from(id: DocumentId) -> Self {
        id.0
    }
}

impl fmt::Display for DocumentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for DocumentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for DocumentId {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        // from_str_radix alone would let a sign through.
        if text.len() != 32 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(NotAnId);
        }
        u128::from_str_radix(text, 16).map(|number| Self(number.to_be_bytes())).map_err(|_| NotAnId)
    }
}

impl Serialize for DocumentId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for DocumentId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

words! {
    /// What a document is about.
    Kind, default Person {
        /// Somebody registered at a post.
        Person = "person",
        /// A person's way into a programme.
        Enrollment = "enrollment",
        /// A conversation about what may be done with a person's data.
        Consent = "consent",
        /// An attention given to a person: confidential.
        Consultation = "consultation",
        /// That a hand-over was taken care of; its id is the hash of the hand-over's record.
        Notice = "notice",
        /// Answers to an instrument: confidential.
        Screening = "screening",
        /// From a need to a service, and what became of it: confidential.
        Referral = "referral",
        /// An answer to a referral by the code of its letter; names nobody. Its id is made from the code.
        ReferralAnswer = "referral_answer",
        /// Something to do about a person on a day: confidential.
        FollowUp = "follow_up",
        /// An entry of the directory.
        Service = "service",
        /// What people decided of two records; its id is made from theirs.
        Linkage = "linkage",
        /// What a care team tells of a week: counts without anybody; its id is made from both.
        Aggregate = "aggregate",
        /// A training of staff and allies.
        Training = "training",
        /// Somebody who takes part in a training: never somebody attended.
        Participant = "participant",
        /// A work plan with an institution.
        Plan = "plan",
        /// A meeting of a table or network of allies.
        Meeting = "meeting",
        /// What somebody agreed to do, in a plan or a meeting.
        Commitment = "commitment",
        /// Something to read on the knowledge shelf.
        Publication = "publication",
        /// A piece of its PDF; its id is made from the publication, the file and its place.
        PublicationPiece = "publication_piece",
    }
}
