//! What a person lets the next post know: carried by them on paper, or handed on to another team of the department.

mod page;
mod read;
mod release;

use posta_domain::{Pack, Summary};
pub(crate) use posta_formats::Language;
use posta_formats::summary_lines;

use crate::app::App;
use crate::view::SummaryLineView;

impl App {
    /// The language of the window's words; Spanish where none was chosen.
    pub(crate) fn words_language(&self) -> Language {
        Language::from_code(&self.look().language).unwrap_or(Language::Spanish)
    }
}

/// What a summary says, in words.
pub(crate) fn lines_of(pack: &Pack, language: Language, summary: &Summary) -> Vec<SummaryLineView> {
    let line = |line: posta_formats::SummaryLine| SummaryLineView {
        item: line.item.to_string(),
        title: line.title.to_owned(),
        values: line.values,
    };
    summary_lines(pack, language, summary).into_iter().map(line).collect()
}
