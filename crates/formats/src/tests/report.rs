//! The report of figures, laid out and read again.

#![allow(clippy::unwrap_used)]

use chrono::NaiveDate;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn report(language: Language, rows: usize) -> Report {
    let row = |at: usize| {
        (format!("Valor {at} de nombre largo y más largo todavía"), [Counted::Known(40), Counted::Small])
    };
    let part = |theme: &str, name: &str, tables| ReportPart {
        theme: theme.into(),
        name: name.into(),
        is_percent: false,
        counted: [Counted::Known(12_345), Counted::AtLeast(20)],
        definition: "Personas registradas, cada una una sola vez.".into(),
        source: "Registros del departamento.".into(),
        limits: String::new(),
        tables,
    };
    let tables = vec![ReportTable { by: "sex".into(), rows: (0..rows).map(row).collect() }];
    Report {
        language,
        place: "Departamento inventado".into(),
        period: (day("2026-11-01"), day("2026-11-30")),
        before: (day("2026-10-01"), day("2026-10-31")),
        made_on: day("2026-12-01"),
        below: 5,
        care_weeks: 4,
        parts: vec![part("register", "Personas registradas", tables), part("care", "Atenciones", Vec::new())],
        posts: vec![ReportPost { name: "Puesto uno".into(), people: Counted::Small, heard_on: None }],
    }
}

#[test]
fn it_says_numbers_method_and_limits_in_each_language_and_is_a_readable_pdf() {
    for language in [Language::Spanish, Language::English, Language::Portuguese] {
        let words = language.report_words();
        let print = report(language, 3).lay_out().unwrap();
        let text = print.texts().join("\n").replace(['\u{202f}', '\u{ad}', '\n', '-'], " ");
        for said in [
            "12 345",
            "Personas registradas",
            "Departamento inventado",
            words.small,
            words.at_least,
            words.method,
        ] {
            assert!(text.contains(said), "{}: {said}: {text}", language.code());
        }
        assert!(print.pdf(day("2026-12-01")).unwrap().starts_with(b"%PDF"));
    }
}

#[test]
fn two_hundred_values_go_on_over_pages_with_their_heads() {
    let print = report(Language::Spanish, 200).lay_out().unwrap();
    let texts = print.texts();
    assert!(texts.len() >= 4, "{}", texts.len());
    assert!(texts.iter().filter(|text| text.contains("En el período")).count() >= 4);
}

#[test]
fn numbers_are_grouped_from_five_digits_on() {
    assert_eq!(
        [grouped(9_999), grouped(10_000), grouped(1_234_567)],
        ["9999", "10\u{202f}000", "1\u{202f}234\u{202f}567"]
    );
}
