//! A summary on paper says what was chosen, and its code is read again.

use std::collections::BTreeSet;

use posta_domain::{Pack, SummaryItem};

use super::pixels::Grey;
use super::samples::{summary, summary_full, summary_text};
use crate::{Language, Paper, SummarySheet, summary_lines};

fn items() -> Vec<SummaryItem> {
    SummaryItem::WORDS.iter().map(|word| SummaryItem::from_word(word)).collect()
}

/// What a page says of an item, without blanks: the name of the item, and the value.
fn marks(item: &SummaryItem) -> [&'static str; 2] {
    match item {
        SummaryItem::Name => ["Nombre", "YuleisyCarolinaRondónPeña"],
        SummaryItem::Birth => ["Añodenacimiento", "1987"],
        SummaryItem::Language => ["Idioma", "Quechua"],
        SummaryItem::Coverage => ["Cobertura", ":Cubierta"],
        SummaryItem::Pregnancy => ["Embarazo", "23semanas"],
        SummaryItem::Chronic => ["Enfermedadescrónicas", "Epilepsia"],
        SummaryItem::Medicines => ["Medicinasinterrumpidas", "insulina"],
        SummaryItem::Needs => ["Necesidadesabiertas", "Viviendaoalojamiento(inmediata)"],
        SummaryItem::Referral => ["Derivacionesabiertas", "Educación:enviada"],
        SummaryItem::FollowUp => ["Próximoseguimiento", "3dediciembrede2026:veralapersona"],
        SummaryItem::Other(word) => panic!("{word}"),
    }
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\u{ad}' | '-' | '‐')).collect()
}

fn assert_says_only(text: &str, chosen: &BTreeSet<SummaryItem>) {
    for item in items() {
        for mark in marks(&item) {
            assert_eq!(text.contains(mark), chosen.contains(&item), "{mark} of {chosen:?} in {text}");
        }
    }
}

#[test]
fn the_words_of_every_choice_are_those_of_the_chosen_items() {
    let (items, pack) = (items(), Pack::find("bo").unwrap());
    for bits in 0..1_u32 << items.len() {
        let places = items.iter().enumerate().filter(|(place, _)| bits >> place & 1 == 1);
        let chosen: BTreeSet<SummaryItem> = places.map(|(_, item)| item.clone()).collect();
        let lines = summary_lines(pack, Language::Spanish, &summary_full().keep(&chosen));
        let words: Vec<String> =
            lines.iter().flat_map(|line| [line.title.to_owned(), line.values.join(" ")]).collect();
        assert_says_only(&squeezed(&words.join(" ")), &chosen);
        assert!(lines.iter().all(|line| chosen.contains(&line.item)), "{chosen:?}");
    }
}

#[test]
fn a_page_says_what_was_chosen_and_nothing_of_what_was_not_on_every_paper() {
    let all: BTreeSet<SummaryItem> = items().into_iter().collect();
    let with = |item: SummaryItem| BTreeSet::from([item]);
    let without = |item: SummaryItem| all.iter().filter(|one| **one != item).cloned().collect();
    for (place, item) in items().into_iter().enumerate() {
        let paper = SummarySheet::PAPERS[place % SummarySheet::PAPERS.len()];
        for chosen in [with(item.clone()), without(item)] {
            let print = summary(Language::Spanish, paper, summary_full().keep(&chosen));
            assert_says_only(&squeezed(&print.texts().concat()), &chosen);
        }
    }
}

#[test]
fn the_longest_code_is_read_back_from_the_picture_of_every_paper() {
    for (paper, fineness) in SummarySheet::PAPERS.into_iter().flat_map(|paper| [(paper, 200), (paper, 203)]) {
        let print = summary(Language::Spanish, paper, summary_full());
        let codes: Vec<String> =
            print.png(fineness).unwrap().iter().flat_map(|page| Grey::read(page).codes()).collect();
        assert_eq!(codes, [summary_text()], "{paper:?} at {fineness}");
    }
}

#[test]
fn a_summary_is_a_tagged_file_and_every_language_has_its_words() {
    for language in Language::ALL {
        let print = summary(language, Paper::A5, summary_full());
        let text = print.texts().concat();
        assert!(!text.contains('\u{fffd}'), "{language:?}");
        assert!(
            squeezed(&text).contains(&squeezed(language.summary_words().readers)),
            "{language:?}: {text}"
        );
        assert!(print.pdf(super::samples::day()).unwrap().starts_with(b"%PDF-1.7"));
    }
}
