//! A complaint of discrimination, or a suggestion. It may be made without identity; sealed to the supervisors.

use minicbor::{Decode, Encode};

use crate::words::words;
use crate::{DocumentId, Problem, text};

/// The longest bytes that are read as a complaint: a text of 4000 characters, and the rest.
pub const MAX_COMPLAINT: usize = 20_000;

const VERSION: u8 = 1;

words! {
    /// What it is.
    ComplaintKind, default Complaint {
        /// Somebody was treated badly.
        Complaint = "complaint",
        /// How it could go better.
        Suggestion = "suggestion",
    }
}

/// A complaint or suggestion. Who wrote it down, where and on which device is said by the batch that carries it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Complaint {
    /// What it is.
    pub kind: ComplaintKind,
    /// The person's words, at most 4000 characters.
    pub text: String,
    /// Whose it is; none when it was made without identity.
    pub person: DocumentId,
    /// When, Unix seconds by the device's clock.
    pub at: i64,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct Form {
    #[n(0)]
    v: u8,
    #[n(1)]
    kind: String,
    #[n(2)]
    text: String,
    #[cbor(n(3), with = "minicbor::bytes")]
    person: [u8; 16],
    #[n(4)]
    at: i64,
}

impl Complaint {
    /// A complaint from what was typed.
    pub fn new(kind: &str, typed: &str, person: DocumentId, at: i64) -> Self {
        Self { kind: ComplaintKind::from_word(kind), text: text::note(typed), person, at }
    }

    /// What keeps it from being recorded: no such kind, no words, too many, or control characters.
    pub fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        if matches!(self.kind, ComplaintKind::Other(_)) {
            problems.push(Problem::error("kind", "complaint_kind_unknown"));
        }
        if self.text.is_empty() {
            problems.push(Problem::error("text", "complaint_blank"));
        }
        text::check_note("text", &self.text, &mut problems);
        problems
    }

    /// The bytes that are sealed.
    pub fn encode(&self) -> Vec<u8> {
        let form = Form {
            v: VERSION,
            kind: self.kind.as_str().to_owned(),
            text: self.text.clone(),
            person: self.person.0,
            at: self.at,
        };
        minicbor::to_vec(form).unwrap_or_default()
    }

    /// Reads such bytes; none when they are no complaint of this version, or too long.
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        if bytes.len() > MAX_COMPLAINT {
            return None;
        }
        let form: Form = crate::whole::decode(bytes)?;
        (form.v == VERSION).then(|| Self {
            kind: ComplaintKind::from_word(&form.kind),
            text: form.text,
            person: DocumentId(form.person),
            at: form.at,
        })
    }
}

impl std::fmt::Debug for Complaint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Complaint").finish_non_exhaustive()
    }
}

impl Drop for Complaint {
    fn drop(&mut self) {
        // The writer keeps no copy of what only others may read.
        let mut bytes = std::mem::take(&mut self.text).into_bytes();
        bytes.fill(0);
        std::hint::black_box(&bytes);
    }
}
