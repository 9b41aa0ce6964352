//! A hand-over: what somebody at the counter tells the care team about a person. Sealed to that team; whoever wrote it
//! cannot read it back.

use minicbor::{Decode, Encode};

use crate::{DocumentId, NoticeReason, Problem, text};

/// The longest bytes that are read as a notice: a note of 4000 characters, and the rest.
pub const MAX_NOTICE: usize = 20_000;

const VERSION: u8 = 1;

/// What is handed over. Who wrote it, where and on which device is said by the batch that carries it, signed.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Notice {
    /// Whom it is about.
    pub person: DocumentId,
    /// Why.
    pub reason: NoticeReason,
    /// Free words, at most 4000 characters.
    pub note: String,
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
    reason: String,
    #[n(3)]
    note: String,
    #[n(4)]
    at: i64,
}

impl Notice {
    /// A notice from what was typed.
    pub fn new(person: DocumentId, reason: &str, note: &str, at: i64) -> Self {
        Self { person, reason: NoticeReason::from_word(reason), note: text::note(note), at }
    }

    /// What keeps it from being handed over: an unknown reason, a note that is too long or holds control characters.
    pub fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        if matches!(self.reason, NoticeReason::Other(_)) {
            problems.push(Problem::error("reason", "reason_unknown"));
        }
        text::check_note("note", &self.note, &mut problems);
        problems
    }

    /// The bytes that are sealed.
    pub fn encode(&self) -> Vec<u8> {
        let form = Form {
            v: VERSION,
            person: self.person.0,
            reason: self.reason.as_str().to_owned(),
            note: self.note.clone(),
            at: self.at,
        };
        minicbor::to_vec(form).unwrap_or_default()
    }

    /// Reads such bytes; none when they are no notice of this version, or too long.
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        if bytes.len() > MAX_NOTICE {
            return None;
        }
        let form: Form = crate::whole::decode(bytes)?;
        (form.v == VERSION).then(|| Self {
            person: DocumentId(form.person),
            reason: NoticeReason::from_word(&form.reason),
            note: form.note,
            at: form.at,
        })
    }
}

impl std::fmt::Debug for Notice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Notice").finish_non_exhaustive()
    }
}

impl Drop for Notice {
    fn drop(&mut self) {
        // The writer keeps no copy of what only others may read.
        let mut bytes = std::mem::take(&mut self.note).into_bytes();
        bytes.fill(0);
        std::hint::black_box(&bytes);
    }
}
