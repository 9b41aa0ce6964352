//! The knowledge shelf.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::Choice;

/// Something to read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Type)]
pub struct ShelfItem {
    /// `pack:<code>`, or a document's id.
    pub id: String,
    pub kind: String,
    pub kind_name: String,
    pub title: String,
    pub summary: String,
    /// Code of the language that it is in.
    pub language: String,
    /// That language in the one that was asked for.
    pub language_name: String,
    /// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; "" unknown.
    pub date: String,
    pub source: String,
    /// `pack`: came with the program; `department`: added by supervisors here.
    pub origin: String,
    pub has_text: bool,
    pub file: Option<ShelfFile>,
    pub withdrawn: bool,
    /// Nobody who knows has reviewed the text or translation yet.
    pub unreviewed: bool,
}

/// A PDF; it is whole here once `here` is `pieces`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Type)]
pub struct ShelfFile {
    pub bytes: u32,
    pub here: u32,
    pub pieces: u32,
}

/// Everything on the shelf; what was withdrawn only for those who keep it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Type)]
pub struct ShelfView {
    pub items: Vec<ShelfItem>,
    pub kinds: Vec<Choice>,
    pub languages: Vec<Choice>,
    pub can_tend: bool,
    /// Characters of a text.
    pub text_limit: u32,
    /// Bytes of a PDF.
    pub file_limit: u32,
}

/// Something to read, with its text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Type)]
pub struct ShelfPage {
    pub item: ShelfItem,
    /// Markdown (CommonMark, no HTML).
    pub text: String,
}

/// Something that was found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Type)]
pub struct ShelfHit {
    pub id: String,
    pub title: String,
    pub kind: String,
    pub kind_name: String,
    /// Some words around the first hit.
    pub snippet: String,
}

/// What a supervisor adds or changes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ShelfInput {
    /// "" for a new one.
    pub id: String,
    pub kind: String,
    pub title: String,
    pub summary: String,
    pub language: String,
    pub date: String,
    pub source: String,
    /// Markdown.
    pub text: String,
    pub withdrawn: bool,
}
