//! Lean rows: changes without what can be worked out from what stands before them.
//!
//! An Automerge change chunk repeats its author, its causes, its field names and its checksum. A row holds the rest:
//! which document, when, and which field got which value. The reader builds the chunk again, byte by byte, and its hash
//! comes out as it was; a chunk that would not is carried whole, so that a foreign writer's layout costs bytes and nothing
//! else. What is "worked out" comes from a [`Context`] that writer and reader keep alike: what was said before in the same
//! body, or in the same stream.

mod asker;
mod bytes;
mod certificate;
mod chunk;
mod context;
mod header;
mod name;
mod pack;
mod past;
mod prepared;
mod read;
mod recall;
mod reference;
mod row;
mod value;
mod vocabulary;
mod write;

pub use asker::Asker;
pub use pack::PackError;
pub use prepared::Prepared;
pub use read::PackReader;
pub use recall::Recall;
pub use vocabulary::{DICTIONARY, Effort};
pub use write::PackWriter;

pub(crate) use bytes::{Bytes, Malformed, Out};
pub(crate) use context::Context;
pub(crate) use pack::Item;
pub(crate) use row::{ids_of, names_of, read_changes, write_changes};
pub(crate) use vocabulary::{compress, compress_kept, decompress, decompress_sealed};

#[cfg(test)]
mod tests {
    /// Writer and reader must forget alike, of whichever release they are.
    #[test]
    fn what_is_remembered_is_a_format() {
        use super::context::{ALL_VALUES, HEADS, IDS, VALUES, WORDS};
        assert_eq!((IDS, WORDS, HEADS, VALUES, ALL_VALUES), (8192, 4096, 8, 2048, 131_072));
        assert_eq!((super::header::FEEDS, super::past::KEPT), (4096, 131_072));
    }
}
