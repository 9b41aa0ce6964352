//! What can be asked.

use std::fmt;

use minicbor::{Decode, Encode};
use posta_identity::Reference;

use crate::cbor::{self, DecodeError};
use crate::limits;

const FORMAT: &str = "question";
const LOOK_UP: u8 = 1;
const TAKE: u8 = 2;
const PROPOSALS: u8 = 3;

/// A question about people of other departments.
#[derive(Clone, PartialEq, Eq)]
pub enum Question {
    /// Who in another department may be this person.
    LookUp(Sought),
    /// What a person of another department lets this one have.
    Take(Reference),
    /// Which people here may be people of other departments, the likeliest first.
    Proposals {
        /// How many of them to pass over: those that came before.
        after: u32,
    },
}

/// Somebody as typed. Any field may be blank.
#[derive(Clone, Default, PartialEq, Eq, Encode, Decode)]
pub struct Sought {
    #[n(0)]
    pub given_names: String,
    #[n(1)]
    pub surname1: String,
    #[n(2)]
    pub surname2: String,
    /// As a form takes it: `1990-05-17`, `17/05/1990`, `1990-05`, `1990`, `age:34@2026-11-21`.
    #[n(3)]
    pub birth: String,
    /// `female`, `male`, `unknown`.
    #[n(4)]
    pub sex: String,
    /// ISO 3166-1 alpha-2.
    #[n(5)]
    pub nationality: String,
    /// Of more than [`limits::SOUGHT_DOCUMENTS`] with a number, the first are looked for: nobody tries several at once.
    #[n(6)]
    pub documents: Vec<SoughtDocument>,
    #[n(7)]
    pub phone: String,
}

/// An identity document as typed.
#[derive(Clone, Default, PartialEq, Eq, Encode, Decode)]
pub struct SoughtDocument {
    #[n(0)]
    pub kind: String,
    #[n(1)]
    pub country: String,
    #[n(2)]
    pub number: String,
}

#[derive(Encode, Decode)]
struct TakeFields {
    #[n(0)]
    reference: Reference,
}

#[derive(Encode, Decode)]
struct ProposalsFields {
    #[n(0)]
    after: u32,
}

impl Question {
    /// Its kind, and its body.
    pub(super) fn encode(&self) -> (u8, Vec<u8>) {
        match self {
            Self::LookUp(sought) => (LOOK_UP, cbor::encode(sought)),
            Self::Take(reference) => (TAKE, cbor::encode(&TakeFields { reference: *reference })),
            Self::Proposals { after } => (PROPOSALS, cbor::encode(&ProposalsFields { after: *after })),
        }
    }

    pub(super) fn decode(kind: u8, body: &[u8]) -> Result<Self, DecodeError> {
        Ok(match kind {
            LOOK_UP => Self::LookUp(Sought::decode_bounded(body)?),
            TAKE => Self::Take(cbor::decode::<TakeFields>(FORMAT, body)?.reference),
            PROPOSALS => Self::Proposals { after: cbor::decode::<ProposalsFields>(FORMAT, body)?.after },
            found => return Err(DecodeError::UnknownVersion { format: FORMAT, found }),
        })
    }
}

impl Sought {
    fn decode_bounded(body: &[u8]) -> Result<Self, DecodeError> {
        let mut sought: Self = cbor::decode(FORMAT, body)?;
        let fits = sought.texts().all(|text| text.len() <= limits::SOUGHT_TEXT);
        sought.documents.retain(|one| !one.number.trim().is_empty());
        sought.documents.truncate(limits::SOUGHT_DOCUMENTS);
        if fits { Ok(sought) } else { Err(DecodeError::TooLarge { format: FORMAT }) }
    }

    fn texts(&self) -> impl Iterator<Item = &str> {
        let own = [
            &self.given_names,
            &self.surname1,
            &self.surname2,
            &self.birth,
            &self.sex,
            &self.nationality,
            &self.phone,
        ];
        let documents = self.documents.iter().flat_map(|one| [&one.kind, &one.country, &one.number]);
        own.into_iter().chain(documents).map(String::as_str)
    }
}

impl fmt::Debug for Question {
    /// The kind alone.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::LookUp(_) => "LookUp",
            Self::Take(_) => "Take",
            Self::Proposals { .. } => "Proposals",
        })
    }
}

impl fmt::Debug for Sought {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sought").finish_non_exhaustive()
    }
}

impl fmt::Debug for SoughtDocument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SoughtDocument").finish_non_exhaustive()
    }
}
