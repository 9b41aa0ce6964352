//! Whom a minor came with, as told at registration. Sealed to the care team; the registry never holds it, and whoever
//! wrote it cannot read it back.

use minicbor::{Decode, Encode};

use crate::words::words;
use crate::{DocumentId, Problem};

/// The longest bytes that are read as an accompaniment.
pub const MAX_ACCOMPANIMENT: usize = 512;

const VERSION: u8 = 1;

words! {
    /// Whom a minor came with. Nothing more is asked of a child.
    Company, default WithParent {
        /// With mother or father.
        WithParent = "with_parent",
        /// With another relative or adult.
        WithRelative = "with_relative",
        /// Alone.
        Alone = "alone",
    }
}

/// One answer. Who wrote it, where and on which device is said by the batch that carries it, signed.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Accompaniment {
    /// The minor.
    pub person: DocumentId,
    /// The answer.
    pub answer: Company,
    /// When, Unix seconds by the device's clock.
    pub at: i64,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct Form {
    #[n(0)]
    v: u8,
    #[cbor(n(1), with = "minicbor::bytes")]
    person: [u8; 16],
    #[n(2)]
    answer: String,
    #[n(3)]
    at: i64,
}

impl Accompaniment {
    /// An answer as typed.
    ///
    /// # Errors
    /// Code `accompaniment_unknown`.
    pub fn new(person: DocumentId, answer: &str, at: i64) -> Result<Self, Problem> {
        match Company::from_word(answer) {
            Company::Other(_) => Err(Problem::error("accompaniment", "accompaniment_unknown")),
            answer => Ok(Self { person, answer, at }),
        }
    }

    /// Whether the team is to see the person the same day: a child without mother or father.
    pub fn is_same_day(&self) -> bool {
        self.answer != Company::WithParent
    }

    /// The bytes that are sealed. What seals them pads to 512 bytes, so that their length tells no answer.
    pub fn encode(&self) -> Vec<u8> {
        let form =
            Form { v: VERSION, person: self.person.0, answer: self.answer.as_str().to_owned(), at: self.at };
        minicbor::to_vec(form).unwrap_or_default()
    }

    /// Reads such bytes; none when they are no accompaniment of this version, or too long.
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        if bytes.len() > MAX_ACCOMPANIMENT {
            return None;
        }
        let form: Form = crate::whole::decode(bytes)?;
        (form.v == VERSION).then(|| Self {
            person: DocumentId(form.person),
            answer: Company::from_word(&form.answer),
            at: form.at,
        })
    }
}

impl std::fmt::Debug for Accompaniment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Accompaniment").finish_non_exhaustive()
    }
}
