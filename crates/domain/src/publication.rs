//! Something to read on the knowledge shelf: a norm, a guide, a sheet, a good practice, material of a campaign. Kept by
//! supervisors in the registry; about nobody who was attended.

mod file;
mod piece;
mod text;

use serde::{Deserialize, Serialize};

use crate::fields::{Reader, Writer, changed_fields};
use crate::words::words;
use crate::{Fields, Pack, Problem, text as typed};

pub use file::{FILE_BYTES_MAX, PIECE_BYTES, PublicationFile, is_pdf};
pub use piece::PublicationPiece;
pub use text::{SHELF_TEXT_MAX, is_shelf_date};

/// Longest summary, in characters.
const SUMMARY_MAX: usize = 500;
/// Bytes of text that one change takes: with everything else that a publication says it stays within what is admitted.
const CHANGE_BYTES: usize = 40_000;

words! {
    /// What somebody looks for on the shelf.
    PublicationKind, default Guide {
        /// A law or another rule.
        Norm = "norm",
        /// How something is done.
        Guide = "guide",
        /// One page to have at hand.
        Sheet = "sheet",
        /// What went well somewhere.
        Practice = "practice",
        /// To be hung up or handed out.
        Campaign = "campaign",
    }
}

/// A publication.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Publication {
    /// What it is.
    pub kind: PublicationKind,
    /// Title.
    pub title: String,
    /// A sentence or two, at most 500 characters.
    pub summary: String,
    /// Code of the language that it is in.
    pub language: String,
    /// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; blank where nobody knows.
    pub date: String,
    /// Who published it, and where.
    pub source: String,
    /// Markdown, at most 60,000 characters.
    pub text: String,
    /// The PDF that belongs to it.
    pub file: Option<PublicationFile>,
    /// No longer shown to those who read.
    pub withdrawn: bool,
}

impl Publication {
    /// Reads flat fields; total and tolerant. A text of which a part is missing or altered is none.
    pub fn from_fields(fields: &Fields) -> Self {
        let read = Reader(fields);
        Self {
            kind: match read.str("kind") {
                "" => PublicationKind::default(),
                word => PublicationKind::from_word(word),
            },
            title: read.text("title"),
            summary: read.text("summary"),
            language: read.text("language"),
            date: read.text("date"),
            source: read.text("source"),
            text: text::read(&read),
            file: PublicationFile::parse(read.str("file")),
            withdrawn: read.flag("withdrawn"),
        }
    }

    /// Writes flat fields, only those that say something.
    pub fn to_fields(&self) -> Fields {
        let mut write = Writer::default();
        write.text("kind", self.kind.as_str());
        write.text("title", &self.title);
        write.text("summary", &self.summary);
        write.text("language", &self.language);
        write.text("date", &self.date);
        write.text("source", &self.source);
        text::write(&self.text, &mut write);
        write.0.extend(self.file.iter().flat_map(PublicationFile::to_fields));
        write.flag("withdrawn", self.withdrawn);
        write.0
    }

    /// The text of a name, as one of two that were written at once; blank where it is not whole.
    pub fn text_named(stored: &Fields, name: &str) -> String {
        text::read_named(&Reader(stored), name)
    }

    /// The fields to put so that a document holding `stored` says what this says: only what differs, in as many changes as
    /// a long text needs, to be made in this order. What of it names a text comes after all its parts. Nothing where
    /// nothing differs. Texts of the names in `undecided` stay: somebody has to choose between them.
    pub fn changes_from(&self, stored: &Fields, undecided: &[String]) -> Vec<Fields> {
        let mut read = Self::from_fields(stored).to_fields();
        // Parts of texts that nothing names any more, e.g. of one of two that were written at once.
        let kept = stored.iter().filter(|(key, value)| {
            let is_undecided = |name: &String| key.starts_with(&format!("{}{name}/", text::PARTS));
            key.starts_with(text::PARTS)
                && value.as_text().is_some_and(|part| !part.is_empty())
                && !undecided.iter().any(is_undecided)
        });
        read.extend(kept.map(|(key, value)| (key.clone(), value.clone())));
        let all = changed_fields(stored, &read, &self.to_fields());
        let (mut changes, mut change, mut bytes) = (Vec::new(), Fields::new(), 0);
        let (parts, rest): (Fields, Fields) =
            all.into_iter().partition(|(key, _)| key.starts_with(text::PARTS));
        for (key, value) in parts {
            let more = value.as_text().map_or(0, str::len);
            if bytes > 0 && bytes + more > CHANGE_BYTES {
                changes.push(std::mem::take(&mut change));
                bytes = 0;
            }
            bytes += more;
            change.insert(key, value);
        }
        change.extend(rest);
        if !change.is_empty() {
            changes.push(change);
        }
        changes
    }

    /// Problems; a missing title, a kind or language of no list, a date that is none, and unusable text, block.
    pub fn problems(&self, pack: &Pack) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (key, value) in [("title", &self.title), ("source", &self.source)] {
            typed::check_line(key, value, &mut problems);
        }
        typed::check_long("summary", &self.summary, SUMMARY_MAX, &mut problems);
        typed::check_long("text", &self.text, SHELF_TEXT_MAX, &mut problems);
        let mut refuse = |wrong: bool, field: &str, code: &'static str| {
            if wrong {
                problems.push(Problem::error(field, code));
            }
        };
        let is_listed = pack.languages.iter().any(|language| language.code == self.language);
        refuse(self.title.is_empty(), "title", "publication_title_missing");
        refuse(matches!(self.kind, PublicationKind::Other(_)), "kind", "publication_kind_unknown");
        refuse(!is_listed, "language", "publication_language_unknown");
        refuse(!is_shelf_date(&self.date), "date", "date_unreadable");
        if self.source.is_empty() {
            problems.push(Problem::warning("source", "publication_source_missing"));
        }
        problems
    }
}
