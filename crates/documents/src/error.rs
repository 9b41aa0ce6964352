use crate::admission::Refusal;

/// What could not be done with a document. Carries codes only, never a key or value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The stored bytes are not a document that can be read.
    #[error("the stored document cannot be read")]
    Damaged,
    /// A document must be created with at least one writable field.
    #[error("a document cannot be created without fields")]
    Empty,
    /// A key is empty or longer than [`crate::admission::Limits::KEY_BYTES`].
    #[error("a field's key is empty or too long")]
    KeyLength,
    /// A text is longer than [`crate::admission::Limits::VALUE_BYTES`].
    #[error("a field's text is too long")]
    TextLength,
    /// The change would be refused by every replica, so it is not made.
    #[error("the change would be refused: {}", .0.code())]
    Unacceptable(Refusal),
    /// The document library met trouble; the document is as it was before.
    #[error("the document could not be changed")]
    Trouble,
}
