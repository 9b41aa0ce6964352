//! The PDF as a file.

use chrono::NaiveDate;

use super::reader::{letters, pictures};
use super::samples::{CODE, GALLERY, card, day, least, most, sheet, slip};
use crate::{Language, Paper, Review};

fn holds(pdf: &[u8], needle: &str) -> bool {
    pdf.windows(needle.len()).any(|window| window == needle.as_bytes())
}

#[test]
fn the_same_print_on_the_same_day_is_the_same_file() {
    let pdf = || slip(Language::Spanish).lay_out(Paper::A5).unwrap().pdf(day()).unwrap();
    assert_eq!(pdf(), pdf());
    let other = NaiveDate::from_ymd_opt(2026, 11, 15).unwrap();
    assert_ne!(pdf(), slip(Language::Spanish).lay_out(Paper::A5).unwrap().pdf(other).unwrap());
}

#[test]
fn every_print_is_a_tagged_file_with_title_and_language_and_without_the_name() {
    let prints = [
        (slip(Language::Spanish).lay_out(Paper::A5).unwrap(), "es"),
        (slip(Language::Portuguese).lay_out(Paper::A6).unwrap(), "pt"),
        (most(Language::English).lay_out(Paper::Receipt).unwrap(), "en"),
        (least().lay_out(Paper::A4).unwrap(), "es"),
        (card("Yuleisy Carolina Rondón Peña").lay_out().unwrap(), "es"),
        (sheet(Language::HaitianCreole, Review::NotReviewed).lay_out(Paper::A4).unwrap(), "ht"),
    ];
    for (print, language) in prints {
        let pdf = print.pdf(day()).unwrap();
        assert!(pdf.starts_with(b"%PDF-1.7"));
        for mark in ["<pdfuaid:part>1</pdfuaid:part>", "<dc:title>", "2026-11-14"] {
            assert!(holds(&pdf, mark), "{language}: {mark}");
        }
        assert!(holds(&pdf, &format!("<rdf:li>{language}</rdf:li>")), "{language}");
        assert!(!holds(&pdf, "Yuleisy") && !holds(&pdf, "Rondón"), "metadata name nobody");
        assert!(pdf.len() < 120_000, "{} bytes", pdf.len());
    }
}

#[test]
fn another_program_reads_the_same_words_and_the_same_code_from_the_file() {
    for paper in Paper::ALL {
        let pdf = slip(Language::Spanish).lay_out(paper).unwrap().pdf(day()).unwrap();
        let read = letters(&pdf).replace(' ', "");
        for words in ["YuleisyCarolinaRondónPeña", "Ley1152", "14denoviembrede2026", CODE] {
            assert!(read.contains(words), "{paper:?}: {words} in {read}");
        }
        let codes: Vec<String> = pictures(&pdf, 203.0).iter().flat_map(|page| page.codes()).collect();
        assert_eq!(codes, [CODE], "{paper:?}");
    }
}

#[test]
fn no_letter_of_any_file_is_unreadable() {
    for (name, print) in GALLERY.iter() {
        assert!(!letters(&print.pdf(day()).unwrap()).contains('\u{fffd}'), "{name}");
    }
}
