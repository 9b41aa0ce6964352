//! What is noted of each act on a confidential record, before its content is shown. Sealed to the supervisors.

use minicbor::{Decode, Encode};

use crate::words::words;
use crate::{DocumentId, text};

/// The longest bytes that are read as an audit record.
pub const MAX_AUDIT_RECORD: usize = 2_048;

const VERSION: u8 = 1;

words! {
    /// What was done to a confidential record.
    AuditAct, default Opened {
        /// Its content was shown.
        Opened = "opened",
        /// A restricted one's content was shown, for a reason.
        OpenedRestricted = "opened_restricted",
        /// It was written.
        Recorded = "recorded",
        /// Fields of it were changed.
        Amended = "amended",
        /// It was printed.
        Printed = "printed",
        /// It was written to a file outside.
        Exported = "exported",
        /// A hand-over was marked as taken care of.
        Settled = "settled",
        /// Somebody was looked up in other departments; who, is told nowhere.
        LookedUp = "looked_up",
        /// A person of another department was registered here with what they let be shared.
        Brought = "brought",
        /// Somebody or a device was cut off.
        Revoked = "revoked",
        /// Work kept aside was let in.
        Admitted = "admitted",
        /// Erasing was ordered by one person.
        ErasureOrdered = "erasure_ordered",
        /// Erasing was agreed by another.
        ErasureAgreed = "erasure_agreed",
        /// What was named as erased, and nobody had ordered, was kept.
        ErasureRefused = "erasure_refused",
    }
}

/// One act on one record. Who did it, where and on which device is said by the batch that carries it, signed. Names the
/// record by its opaque id only.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditRecord {
    /// When, Unix seconds by the device's clock.
    pub at: i64,
    /// What was done.
    pub act: AuditAct,
    /// Sensitivity of the record: `care`, `protection`, `registry`.
    pub sensitivity: String,
    /// Place of their scope.
    pub place: String,
    /// Kind of the record: `consultation`, `notice`, `user`, `device`, ...
    pub kind: String,
    /// The record.
    pub record: DocumentId,
    /// Code of the reason, where the act needs one.
    pub reason: String,
    /// The reason in the user's own words, at most 200 characters.
    pub words: String,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct Form {
    #[n(0)]
    v: u8,
    #[n(1)]
    at: i64,
    #[n(2)]
    act: String,
    #[n(3)]
    sensitivity: String,
    #[n(4)]
    place: String,
    #[n(5)]
    kind: String,
    #[cbor(n(6), with = "minicbor::bytes")]
    record: [u8; 16],
    #[n(7)]
    reason: String,
    #[n(8)]
    words: String,
}

impl AuditRecord {
    /// The bytes that are sealed; of the words, the first 200 characters.
    pub fn encode(&self) -> Vec<u8> {
        let form = Form {
            v: VERSION,
            at: self.at,
            act: self.act.as_str().to_owned(),
            sensitivity: self.sensitivity.clone(),
            place: self.place.clone(),
            kind: self.kind.clone(),
            record: self.record.0,
            reason: self.reason.clone(),
            words: text::line(&self.words).chars().take(text::LINE_MAX).collect(),
        };
        minicbor::to_vec(form).unwrap_or_default()
    }

    /// Reads such bytes; none when they are no audit record of this version, or too long.
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        if bytes.len() > MAX_AUDIT_RECORD {
            return None;
        }
        let form: Form = crate::whole::decode(bytes)?;
        (form.v == VERSION).then(|| Self {
            at: form.at,
            act: AuditAct::from_word(&form.act),
            sensitivity: form.sensitivity,
            place: form.place,
            kind: form.kind,
            record: DocumentId(form.record),
            reason: form.reason,
            words: form.words,
        })
    }
}
