//! A piece of a publication's PDF, as a document of its own.

use std::fmt;

use crate::fields::{Reader, Writer};
use crate::{DocumentId, Fields};

use super::PublicationFile;

/// Characters of one field: as many as a value may have.
const FIELD: usize = 16 * 1024;
/// Fields of a piece, at most.
const FIELDS: usize = 2;

/// A piece. Never changed once it is written: another file has other pieces, and those of before stay.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct PublicationPiece {
    /// The publication.
    pub publication: DocumentId,
    /// Hash of the whole file.
    pub sha256: String,
    /// Its place, from 0.
    pub number: u32,
    /// Its bytes, in base64.
    pub data: String,
}

impl PublicationPiece {
    /// Reads flat fields; total and tolerant.
    pub fn from_fields(fields: &Fields) -> Self {
        let read = Reader(fields);
        Self {
            publication: read.str("publication").parse().unwrap_or_default(),
            sha256: read.text("sha256"),
            number: u32::try_from(read.number("number")).unwrap_or(u32::MAX),
            data: (0..FIELDS).map(|place| read.str(&format!("data/{place}"))).collect(),
        }
    }

    /// Writes flat fields.
    pub fn to_fields(&self) -> Fields {
        let mut write = Writer::default();
        write.text("publication", &self.publication.to_string());
        write.text("sha256", &self.sha256);
        write.number("number", i64::from(self.number));
        let mut left = self.data.as_str();
        for place in 0..FIELDS {
            let (part, rest) = left.split_at_checked(FIELD).unwrap_or((left, ""));
            write.text(&format!("data/{place}"), part);
            left = rest;
        }
        write.0
    }

    /// Whether a document of this id may be the piece that it says: its id follows from what it says, and it holds something.
    pub fn is_at(&self, id: &DocumentId) -> bool {
        let file = PublicationFile { sha256: self.sha256.clone(), bytes: 1 };
        !self.data.is_empty() && file.piece_id(&self.publication, self.number) == *id
    }
}

/// Shows no content.
impl fmt::Debug for PublicationPiece {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PublicationPiece").field("number", &self.number).finish_non_exhaustive()
    }
}
