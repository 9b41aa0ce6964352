//! What is answered: the least that lets somebody decide, and what a person lets leave.

use std::fmt;

use minicbor::{Decode, Encode};
use posta_identity::Reference;

use super::flat::FlatFields;
use crate::cbor::{self, DecodeError, VERSION};
use crate::limits;

const FORMAT: &str = "answer";
const CANDIDATES: u8 = 1;
const TAKEN: u8 = 2;
const PROPOSALS: u8 = 3;
/// Longest month, as `2026-11`. Bytes.
const MONTH: usize = 7;

/// An answer, one form for each kind of question.
#[derive(Clone, PartialEq)]
pub enum ElsewhereAnswer {
    /// At most [`limits::CANDIDATES`], the likeliest first.
    Candidates(Vec<Candidate>),
    Taken(Taken),
    Proposals(Proposals),
}

/// Somebody of another department who may be the person asked about. Nothing else is told of them.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
pub struct Candidate {
    /// How this department may name them.
    #[n(0)]
    pub reference: Reference,
    /// Code of their department in the pack.
    #[n(1)]
    pub department: String,
    /// First letters of the names, in order; blank without a name.
    #[n(2)]
    pub initials: String,
    #[n(3)]
    pub birth_year: Option<i32>,
    /// `female`, `male`, `unknown`.
    #[n(4)]
    pub sex: String,
    /// Code of the post of registration; may be blank.
    #[n(5)]
    pub post: String,
    /// Month of registration, `YYYY-MM`; may be blank.
    #[n(6)]
    pub month: String,
    /// `certain` or `possible`.
    #[n(7)]
    pub decision: String,
    /// Codes of what the comparison found, each once.
    #[n(8)]
    pub reasons: Vec<String>,
    /// Whether the person lets what they told there be brought here.
    #[n(9)]
    pub may_bring: bool,
}

/// What a person of another department lets this one have.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
pub struct Taken {
    /// Code of the department that they come from.
    #[n(0)]
    pub department: String,
    /// As the document of a person holds them.
    #[n(1)]
    pub fields: FlatFields,
}

/// A person here who may be one of another department.
#[derive(Clone, PartialEq, Encode, Decode)]
pub struct Proposal {
    /// Id of the person here.
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub person: [u8; 16],
    /// Who they may be, with decision and reasons of the pair.
    #[n(1)]
    pub candidate: Candidate,
    /// Match weight. Bits.
    #[n(2)]
    pub weight: f64,
    #[n(3)]
    pub probability: f64,
    /// What the other department wrote about this pair: `same`, `different`, `later`, `open`, or nothing.
    #[n(4)]
    pub theirs: String,
}

/// Pairs across departments.
#[derive(Clone, PartialEq, Encode, Decode)]
pub struct Proposals {
    /// At most [`limits::PROPOSALS`], the likeliest first.
    #[n(0)]
    pub pairs: Vec<Proposal>,
    /// How many come after these.
    #[n(1)]
    pub left: u32,
    /// When they were found, by the server's clock. Seconds since 1970; 0 when none were found yet.
    #[n(2)]
    pub at: i64,
    /// Something has changed since, and the comparison is still going on.
    #[n(3)]
    pub stale: bool,
}

#[derive(Encode, Decode)]
struct Fields {
    #[n(0)]
    v: u8,
    #[n(1)]
    kind: u8,
    #[n(2)]
    #[cbor(with = "minicbor::bytes")]
    body: Vec<u8>,
}

impl ElsewhereAnswer {
    pub fn encode(&self) -> Vec<u8> {
        let (kind, body) = match self {
            Self::Candidates(candidates) => (CANDIDATES, cbor::encode(candidates)),
            Self::Taken(taken) => (TAKEN, cbor::encode(taken)),
            Self::Proposals(proposals) => (PROPOSALS, cbor::encode(proposals)),
        };
        cbor::encode(&Fields { v: VERSION, kind, body })
    }

    /// Reads an answer of at most [`limits::ANSWER`] bytes.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        if bytes.len() > limits::ANSWER {
            return Err(DecodeError::TooLarge { format: FORMAT });
        }
        let Fields { kind, body, .. } = cbor::decode_versioned(FORMAT, bytes)?;
        match kind {
            CANDIDATES => {
                let candidates: Vec<Candidate> = cbor::decode(FORMAT, &body)?;
                bounded(candidates.len(), limits::CANDIDATES)?;
                candidates.iter().try_for_each(Candidate::check)?;
                Ok(Self::Candidates(candidates))
            }
            TAKEN => {
                let Taken { department, fields } = cbor::decode(FORMAT, &body)?;
                bounded(department.len(), limits::CODE)?;
                Ok(Self::Taken(Taken { department, fields: fields.check()? }))
            }
            PROPOSALS => {
                let proposals: Proposals = cbor::decode(FORMAT, &body)?;
                bounded(proposals.pairs.len(), limits::PROPOSALS)?;
                proposals.pairs.iter().try_for_each(Proposal::check)?;
                Ok(Self::Proposals(proposals))
            }
            found => Err(DecodeError::UnknownVersion { format: FORMAT, found }),
        }
    }
}

impl Candidate {
    fn check(&self) -> Result<(), DecodeError> {
        let short = [&self.department, &self.initials, &self.sex, &self.post];
        short.into_iter().try_for_each(|text| bounded(text.len(), limits::CODE))?;
        bounded(self.month.len(), MONTH)?;
        bounded(self.reasons.len(), limits::REASONS)?;
        let codes = self.reasons.iter().all(|code| cbor::is_code(code));
        if codes && matches!(self.decision.as_str(), "certain" | "possible") { Ok(()) } else { malformed() }
    }
}

impl Proposal {
    fn check(&self) -> Result<(), DecodeError> {
        self.candidate.check()?;
        let said = self.theirs.is_empty() || cbor::is_code(&self.theirs);
        if said && self.weight.is_finite() && (0.0..=1.0).contains(&self.probability) {
            Ok(())
        } else {
            malformed()
        }
    }
}

fn malformed() -> Result<(), DecodeError> {
    Err(DecodeError::Malformed { format: FORMAT })
}

fn bounded(length: usize, most: usize) -> Result<(), DecodeError> {
    if length <= most { Ok(()) } else { Err(DecodeError::TooLarge { format: FORMAT }) }
}

/// Shows the type alone: what is told of people is theirs.
macro_rules! only_type {
    ($($name:ident),+) => {$(
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($name)).finish_non_exhaustive()
            }
        }
    )+};
}
only_type!(ElsewhereAnswer, Candidate, Taken, Proposal, Proposals);
