//! What one team tells another of a referral: its opaque id, and the fields that are new to the other.

use serde::{Deserialize, Serialize};

use crate::{DocumentId, Fields, Scalar};

/// The longest bytes that are read as such a record.
pub const MAX_REFERRAL_TOLD: usize = 32 * 1024;

const VERSION: u8 = 1;

/// One record. Who told it, where and on which device is said by the batch that carries it, signed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferralTold {
    v: u8,
    /// Which referral: each team has a document of its own with this id.
    pub referral: DocumentId,
    /// The fields.
    pub fields: Fields,
}

impl ReferralTold {
    /// A record of this version.
    pub fn new(referral: DocumentId, fields: Fields) -> Self {
        Self { v: VERSION, referral, fields }
    }

    /// The bytes that are sealed: JSON.
    pub fn encode(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// Reads such bytes; none when they are no record of this version, or too long.
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        if bytes.len() > MAX_REFERRAL_TOLD {
            return None;
        }
        serde_json::from_slice(bytes).ok().filter(|told: &Self| told.v == VERSION)
    }

    /// The person, where the record names one: only the first of a referral does.
    pub fn person(&self) -> Option<DocumentId> {
        self.fields.get("person").and_then(Scalar::as_text).and_then(|text| text.parse().ok())
    }
}

impl std::fmt::Debug for ReferralTold {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ReferralTold").finish_non_exhaustive()
    }
}
