//! The sheets of the packs themselves, on every paper that they are made for.

use posta_domain::Pack;

use crate::{Language, Paper, Review, Section, Sheet};

/// Without spaces and the hyphens of a line's end.
fn bare(text: &str) -> String {
    text.replace(['-', '\u{ad}', '\u{2010}'], "").split_whitespace().collect()
}

#[test]
fn every_sheet_of_a_pack_is_laid_out_whole_on_every_paper() {
    let mut sheets = 0;
    for pack in Pack::all() {
        for told in pack.sheets() {
            let section = |one: &posta_domain::Section| Section {
                heading: one.title.clone(),
                paragraphs: one.lines.clone(),
            };
            let sheet = Sheet {
                language: Language::from_code(&told.language).unwrap(),
                title: told.title.clone(),
                sections: told.sections.iter().map(section).collect(),
                review: if told.reviewed { Review::Reviewed } else { Review::NotReviewed },
                edition: format!("{} {}", pack.id, pack.version),
            };
            for paper in [Paper::A4, Paper::A5, Paper::Receipt] {
                let print = sheet.lay_out(paper).unwrap();
                let text = bare(&print.texts().concat());
                let last = told.sections.last().unwrap();
                for words in [&told.title, &last.title, last.lines.last().unwrap(), &sheet.edition] {
                    assert!(text.contains(&bare(words)), "{} {} {paper:?}: {words}", pack.id, told.language);
                }
            }
            sheets += 1;
        }
    }
    assert!(sheets >= 6, "{sheets}");
}
