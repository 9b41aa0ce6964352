//! A PDF that belongs to a publication: what is known of it before its pieces are here.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{DocumentId, Fields};

/// Largest PDF. Bytes: two minutes and a half at 64 kbit/s (ADR 0028).
pub const FILE_BYTES_MAX: usize = 1024 * 1024;
/// What one piece holds, but for the last one. Bytes: two fields of 16 KB in base64.
pub const PIECE_BYTES: usize = 24 * 1024;

/// A PDF by its content. Stored as `<hash in hex> <bytes>`, one value, so that two files that were added at once are never
/// mixed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicationFile {
    /// SHA-256 of it, 64 hexadecimal digits.
    pub sha256: String,
    /// How long it is.
    pub bytes: u32,
}

/// Whether bytes begin as a PDF does.
pub fn is_pdf(bytes: &[u8]) -> bool {
    bytes.starts_with(b"%PDF-")
}

impl PublicationFile {
    /// What is to be known of a file; none where it is empty or too large.
    pub fn of(content: &[u8]) -> Option<Self> {
        let hash = Sha256::digest(content);
        let sha256 = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        let bytes = u32::try_from(content.len()).ok()?;
        let file = Self { sha256, bytes };
        file.is_possible().then_some(file)
    }

    /// Reads the stored value; none where it says nothing of use.
    pub fn parse(stored: &str) -> Option<Self> {
        let (sha256, bytes) = stored.split_once(' ')?;
        let is_hash = sha256.len() == 64
            && sha256.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'a'..=b'f'));
        let file = Self { sha256: sha256.to_owned(), bytes: bytes.parse().ok()? };
        (is_hash && file.is_possible()).then_some(file)
    }

    fn is_possible(&self) -> bool {
        usize::try_from(self.bytes).is_ok_and(|bytes| (1..=FILE_BYTES_MAX).contains(&bytes))
    }

    /// The fields of a publication that name this file, and nothing else of it.
    pub fn to_fields(&self) -> Fields {
        [("file".to_owned(), self.to_string().into())].into()
    }

    /// How many pieces it has.
    pub fn pieces(&self) -> u32 {
        self.bytes.div_ceil(u32::try_from(PIECE_BYTES).unwrap_or(u32::MAX))
    }

    /// Whether these bytes are the file: its length, its hash, and the beginning of a PDF.
    pub fn is(&self, content: &[u8]) -> bool {
        is_pdf(content) && Self::of(content).as_ref() == Some(self)
    }

    /// The id of the document of a piece, so that the same PDF of a publication is the same documents wherever it is added.
    pub fn piece_id(&self, publication: &DocumentId, number: u32) -> DocumentId {
        let mut hash = Sha256::new();
        hash.update(b"posta publication piece 1");
        hash.update(publication.as_bytes());
        hash.update(self.sha256.as_bytes());
        hash.update(number.to_be_bytes());
        let mut id = [0; 16];
        id.iter_mut().zip(hash.finalize()).for_each(|(to, byte)| *to = byte);
        DocumentId(id)
    }
}

impl fmt::Display for PublicationFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.sha256, self.bytes)
    }
}
