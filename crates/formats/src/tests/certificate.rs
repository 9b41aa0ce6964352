//! What a certificate says.

use super::samples::{LONG_NAME, certificate};
use crate::{Certificate, Language, Print};

fn running(print: &Print) -> String {
    print.texts().concat().split_whitespace().collect::<Vec<_>>().join(" ").replace('\u{ad}', "")
}

#[test]
fn a_certificate_says_who_took_part_in_what_when_and_for_how_long_on_one_page() {
    let print = certificate("Yuleisy Carolina Rondón Peña").lay_out().unwrap();
    let text = running(&print);
    for words in [
        "Constancia de participación",
        "Yuleisy Carolina Rondón Peña",
        "Redes saludables: atención sin discriminación",
        "Derechos · Género · Xenofobia",
        "8 horas",
        "Hospital General San Juan de Dios",
        "Oruro, 14 de noviembre de 2026",
        "Firma y sello",
    ] {
        assert!(text.contains(words), "{words} in {text}");
    }
    assert_eq!(print.pages().len(), 1);
}

#[test]
fn what_nobody_said_leaves_no_empty_heading_and_the_longest_names_stay_on_the_page() {
    let bare = Certificate {
        themes: vec![],
        hours: 0,
        city: String::new(),
        institution: String::new(),
        trainers: String::new(),
        ..certificate("Ana")
    };
    let text = running(&bare.lay_out().unwrap());
    for heading in ["Temas", "Duración", "Institución", "Facilitación"] {
        assert!(!text.contains(heading), "{heading} in {text}");
    }
    let most = Certificate {
        training: "capacitación ".repeat(15),
        themes: vec!["Derechos humanos".into(); 6],
        institution: "x".repeat(200),
        trainers: "palabra ".repeat(25),
        ..certificate(LONG_NAME)
    };
    assert_eq!(most.lay_out().unwrap().pages().len(), 1);
}

#[test]
fn a_certificate_of_one_hour_says_hour_in_each_language() {
    for (language, hour) in
        [(Language::Spanish, "1 hora"), (Language::Portuguese, "1 hora"), (Language::English, "1 hour")]
    {
        let text = running(&Certificate { language, hours: 1, ..certificate("Ana") }.lay_out().unwrap());
        assert!(text.contains(hour) && !text.contains("1 horas") && !text.contains("1 hours"), "{text}");
    }
}

#[test]
fn what_is_printed_in_a_practice_says_so_across_every_page_and_is_a_whole_pdf() {
    let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 30).unwrap();
    for print in [
        certificate("Ana").lay_out().unwrap(),
        super::samples::slip(Language::English).lay_out(crate::Paper::Receipt).unwrap(),
    ] {
        let plain = print.texts().concat();
        assert!(!plain.contains("PRÁCTICA") && !plain.contains("PRACTICE"));
        let marked = print.as_practice().unwrap();
        for page in marked.texts() {
            assert!(page.contains("PRÁCTICA") || page.contains("PRACTICE"), "{page}");
        }
        assert!(marked.pdf(day).unwrap().starts_with(b"%PDF"));
    }
}
