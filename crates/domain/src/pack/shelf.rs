//! What the knowledge shelf of a country holds from the beginning: norms in plain words, guides, material of campaigns.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::files::{Files, whole};
use super::{Pack, PackError, Word};
use crate::publication::{FILE_BYTES_MAX, PublicationKind, SHELF_TEXT_MAX, is_pdf, is_shelf_date};
use crate::text::is_code;

const FILE: &str = "shelf.json";
/// Longest code.
const LONGEST_CODE: usize = 40;

/// All PDFs of a pack: every program of ours carries them. Bytes.
const PDF_BYTES_MAX: usize = 4 * FILE_BYTES_MAX;

/// A PDF of a pack: the code of its item, and its bytes.
pub type PackPdf = (&'static str, &'static [u8]);

/// The shelf of a pack.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shelf {
    /// Every kind of publication with its name, in the order in which they are shown.
    pub kinds: Vec<Word>,
    /// What there is to read.
    pub items: Vec<ShelfEntry>,
}

/// Something to read that comes with the program.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShelfEntry {
    /// Code, unique on the shelf.
    pub code: String,
    /// What it is: a word of [`PublicationKind`].
    pub kind: String,
    /// Title.
    pub title: String,
    /// A sentence or two.
    pub summary: String,
    /// Code of the language that it is in.
    pub language: String,
    /// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; blank where nobody knows.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub date: String,
    /// Where it was read, or that it is the project's own.
    pub source: String,
    /// Whether nobody who knows has reviewed it yet: the text, or the translation.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unreviewed: bool,
    /// Lines of Markdown, without HTML.
    pub text: Vec<String>,
    /// Its PDF, `shelf/<code>.pdf` of the pack; empty where there is none.
    #[serde(skip)]
    pub pdf: &'static [u8],
}

impl ShelfEntry {
    /// Its Markdown.
    pub fn markdown(&self) -> String {
        self.text.join("\n")
    }
}

impl Shelf {
    /// An item by its code.
    pub fn item(&self, code: &str) -> Option<&ShelfEntry> {
        self.items.iter().find(|item| item.code == code)
    }

    /// Gives items the PDFs of their codes.
    ///
    /// # Errors
    /// One of an item that is not there, that is no PDF, or larger than what supervisors may add; more than 4 MiB together.
    pub fn take_pdfs(&mut self, pdfs: &[PackPdf]) -> Result<(), PackError> {
        if pdfs.iter().map(|(_, bytes)| bytes.len()).sum::<usize>() > PDF_BYTES_MAX {
            return Err(whole("shelf", "PDFs that are too large together"));
        }
        for (code, bytes) in pdfs {
            let refuse = |reason| whole(&format!("shelf/{code}.pdf"), reason);
            let item = self.items.iter_mut().find(|item| item.code == *code);
            let item = item.ok_or_else(|| refuse("a PDF of no item of the shelf"))?;
            if !is_pdf(bytes) {
                return Err(refuse("not a PDF"));
            }
            if bytes.len() > FILE_BYTES_MAX {
                return Err(refuse("a PDF that is too large"));
            }
            item.pdf = bytes;
        }
        Ok(())
    }
}

impl Files<'_> {
    /// # Errors
    /// Kinds that are not each kind once with a name; an item that is blank, repeated, too long, of no kind or language,
    /// with a date that is none, without a source, or with HTML in it.
    pub(super) fn check_shelf(&self, pack: &Pack) -> Result<(), PackError> {
        let shelf = &pack.shelf;
        let kinds: BTreeSet<&str> = shelf.kinds.iter().map(|kind| kind.code.as_str()).collect();
        let known: BTreeSet<&str> = PublicationKind::WORDS.iter().copied().collect();
        if kinds != known || shelf.kinds.len() != known.len() {
            return Err(whole(FILE, "not each kind of publication once"));
        }
        if let Some(kind) = shelf.kinds.iter().find(|kind| kind.name.trim().is_empty()) {
            return Err(self.refuse(FILE, &kind.code, "a kind without a name"));
        }
        let mut seen = BTreeSet::new();
        for item in &shelf.items {
            if let Some(reason) = fault_of(item, pack) {
                return Err(self.refuse(FILE, &item.code, reason));
            }
            if !seen.insert(&item.code) {
                return Err(self.refuse(FILE, &item.code, "a repeated code"));
            }
        }
        Ok(())
    }
}

fn fault_of(item: &ShelfEntry, pack: &Pack) -> Option<&'static str> {
    let blank = |text: &str| text.trim().is_empty();
    let characters: usize = item.text.iter().map(|line| line.chars().count() + 1).sum();
    if !is_code(&item.code, LONGEST_CODE) || blank(&item.title) || blank(&item.summary) {
        return Some("an item without a code, a title or a summary");
    }
    if !PublicationKind::WORDS.contains(&item.kind.as_str()) {
        return Some("an item of no kind");
    }
    if !pack.languages.iter().any(|language| language.code == item.language) {
        return Some("an item in no language of this pack");
    }
    if !is_shelf_date(&item.date) {
        return Some("an item whose date is no year, month or day");
    }
    if blank(&item.source) {
        return Some("an item without a source");
    }
    if item.text.iter().all(|line| blank(line)) || characters > SHELF_TEXT_MAX {
        return Some("an item without a text, or with one that is too long");
    }
    let is_html = |line: &String| {
        let after = line.split('<').skip(1).filter_map(|rest| rest.chars().next());
        after.into_iter().any(|first| first.is_alphabetic() || matches!(first, '/' | '!' | '?'))
    };
    item.text.iter().any(is_html).then_some("an item with HTML in its text")
}
