/// Why a change is not let in. Carries no content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, thiserror::Error)]
#[error("{}", self.code())]
pub enum Refusal {
    /// Not an Automerge change chunk.
    NotAChange,
    /// More bytes, or a longer message, than allowed.
    TooLarge,
    /// The bytes are not those that the checksum was made of.
    Checksum,
    /// The chunk or a column of it is compressed.
    Deflated,
    /// The change is not by the session whose batch carried it.
    ForeignActor,
    /// An actor that is not 16 bytes long.
    BadActor,
    /// More than [`super::Limits::DEPENDENCIES`] causes.
    TooManyDependencies,
    /// A counter beyond [`super::Limits::COUNTER`].
    CounterTooLarge,
    /// A few bytes declare many rows.
    Expands,
    /// A column that flat fields do not need.
    UnknownColumn,
    /// Bytes that belong to nothing.
    SpareBytes,
    /// Not what an honest writer writes: overlong numbers, columns that do not fit together, keys out of order.
    Malformed,
    /// A change that changes nothing.
    Empty,
    /// It makes, or writes into, an object below the root.
    NestedObject,
    /// An operation other than putting a value: deleting, counting, marking.
    NotAPut,
    /// A key that is empty or too long.
    KeyLength,
    /// A value that is too long.
    ValueLength,
    /// The sequence or operation numbers do not follow those of its own history.
    OutOfSequence,
    /// It replaces something that its own history does not show.
    UnknownPredecessor,
    /// The same session made another change with this number, and that one stays.
    DuplicateSequence,
    /// Automerge does not take it.
    DoesNotApply,
    /// Saved with it, the document does not load again as it was.
    DoesNotLoad,
    /// The document that is stored here cannot be read: the change is not to blame, and should be offered again
    /// when the document is rebuilt.
    StoredDocumentDamaged,
}

impl Refusal {
    /// A stable code for quarantine lists and messages.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotAChange => "not_a_change",
            Self::TooLarge => "too_large",
            Self::Checksum => "checksum",
            Self::Deflated => "deflated",
            Self::ForeignActor => "foreign_actor",
            Self::BadActor => "bad_actor",
            Self::TooManyDependencies => "too_many_dependencies",
            Self::CounterTooLarge => "counter_too_large",
            Self::Expands => "expands",
            Self::UnknownColumn => "unknown_column",
            Self::SpareBytes => "spare_bytes",
            Self::Malformed => "malformed",
            Self::Empty => "empty",
            Self::NestedObject => "nested_object",
            Self::NotAPut => "not_a_put",
            Self::KeyLength => "key_length",
            Self::ValueLength => "value_length",
            Self::OutOfSequence => "out_of_sequence",
            Self::UnknownPredecessor => "unknown_predecessor",
            Self::DuplicateSequence => "duplicate_sequence",
            Self::DoesNotApply => "does_not_apply",
            Self::DoesNotLoad => "does_not_load",
            Self::StoredDocumentDamaged => "stored_document_damaged",
        }
    }
}
