//! Search and register.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use chrono::NaiveDate;
use common::{Desk, consultation, enrollment, id, person};
use posta_identity::ids::ScopeId;
use posta_store::{PersonRow, RegisterFilter, RegisterOrder};

fn register() -> Desk {
    let mut desk = Desk::new(ScopeId::random());
    desk.save(&[person(
        1,
        &[
            ("given_names", "María José"),
            ("surname1", "Núñez"),
            ("surname2", "Choque"),
            ("birth", "1990-05-17"),
            ("document/a/kind", "ci"),
            ("document/a/country", "CL"),
            ("document/a/number", "12.345.678-K"),
            ("phone", "+591 700-12345"),
            ("registered_post", "pisiga"),
            ("registered_on", "2026-11-20"),
        ],
    )]);
    desk.save(&[person(
        2,
        &[
            ("given_names", "Mariano"),
            ("surname1", "Quispe"),
            ("surname2", "Mamani"),
            ("birth", "1985"),
            ("document/b/kind", "passport"),
            ("document/b/country", "VE"),
            ("document/b/number", "154987654"),
            ("registered_post", "tambo"),
            ("registered_on", "2026-11-21"),
        ],
    )]);
    desk.save(&[person(
        3,
        &[
            ("given_names", "Ana"),
            ("surname1", "Mamani"),
            ("surname2", "Quispe"),
            ("birth", "1990"),
            ("registered_post", "pisiga"),
            ("registered_on", "2026-11-21"),
        ],
    )]);
    desk.save(&[person(4, &[("name_undeclared", "true"), ("registered_post", "pisiga")])]);
    desk
}

fn found(desk: &Desk, text: &str) -> Vec<String> {
    let mut names: Vec<String> =
        desk.file.search(text, 20).unwrap().into_iter().map(|row| row.given_names).collect();
    names.sort();
    names
}

#[test]
fn a_search_is_blind_to_accents_tildes_and_case() {
    let desk = register();
    for text in ["nunez", "NÚÑEZ", "Nuñ", "maría núñez", "jose"] {
        assert_eq!(found(&desk, text), ["María José"], "{text}");
    }
}

#[test]
fn words_are_met_in_any_order_each_by_its_beginning() {
    let desk = register();
    assert_eq!(found(&desk, "quispe mamani"), ["Ana", "Mariano"]);
    assert_eq!(found(&desk, "mamani quispe ana"), ["Ana"]);
    assert_eq!(found(&desk, "mam qui mar"), ["Mariano"]);
    assert_eq!(found(&desk, "ma"), ["Ana", "Mariano", "María José"]);
    assert_eq!(found(&desk, "m"), ["Ana", "Mariano", "María José"]);
    assert_eq!(found(&desk, "mamani choque"), Vec::<String>::new());
}

#[test]
fn numbers_are_found_with_and_without_punctuation_and_by_their_beginning() {
    let desk = register();
    for text in ["12.345.678-K", "12345678k", "12345678-k", "12.345.6", "123456", "12 345 678"] {
        assert_eq!(found(&desk, text), ["María José"], "{text}");
    }
    for text in ["154987654", "154.987.654", "154 987 654", "1549"] {
        assert_eq!(found(&desk, text), ["Mariano"], "{text}");
    }
}

#[test]
fn telephones_are_found_as_written_as_digits_and_without_the_country() {
    let desk = register();
    for text in ["+591 700-12345", "59170012345", "70012345", "700 12345", "700-12345"] {
        assert_eq!(found(&desk, text), ["María José"], "{text}");
    }
}

#[test]
fn a_year_of_birth_narrows() {
    let desk = register();
    assert_eq!(found(&desk, "1990"), ["Ana", "María José"]);
    assert_eq!(found(&desk, "mamani 1990"), ["Ana"]);
    assert_eq!(found(&desk, "1985 quispe"), ["Mariano"]);
}

#[test]
fn whole_words_come_before_beginnings() {
    let mut desk = register();
    desk.save(&[person(9, &[("given_names", "Anastasia"), ("surname1", "Ríos")])]);
    let rows: Vec<PersonRow> = desk.file.search("ana", 5).unwrap();
    assert_eq!(rows.iter().map(|row| row.given_names.as_str()).collect::<Vec<_>>(), ["Ana", "Anastasia"]);
    assert_eq!(desk.file.search("ana", 1).unwrap().len(), 1);
}

#[test]
fn whatever_is_typed_is_a_question_and_never_an_error() {
    let desk = register();
    for text in [
        "",
        " ",
        "\"",
        "'",
        "\"\"\"",
        "*",
        "ana*",
        "AND",
        "OR NOT",
        "NEAR(ana mamani, 2)",
        "words:ana",
        "ana\"*",
        "-ana",
        "^ana",
        "(ana",
        "ana)",
        "ana + mamani",
        "{ana}",
        "a:b",
        "ana;DROP TABLE person",
        "\0",
        "ana\0mamani",
        "🙂",
        "الاسم",
        "名字",
        "\u{301}\u{301}",
        "%_",
        "\\",
        "..",
        "1-",
        "-",
        "ana AND",
        "NOT",
    ] {
        let rows = desk.file.search(text, 10);
        assert!(rows.is_ok(), "{text:?}: {rows:?}");
        let filter = RegisterFilter { text: text.to_owned(), ..RegisterFilter::default() };
        assert!(desk.file.register_page(&filter, RegisterOrder::Name, 0, 10).is_ok(), "{text:?}");
    }
    let long = "ana ".repeat(5_000) + &"x".repeat(100_000) + &"1-".repeat(50_000);
    assert!(desk.file.search(&long, 10).is_ok());
    assert!(desk.file.search(&"9-".repeat(90), 10).is_ok());
    assert_eq!(found(&desk, "ana\"*"), ["Ana"]);
}

#[test]
fn an_edit_moves_the_words() {
    let mut desk = register();
    desk.save(&[person(3, &[("surname1", "Huanca"), ("phone", "71234567")])]);
    assert_eq!(found(&desk, "ana mamani"), Vec::<String>::new());
    assert_eq!(found(&desk, "huanca 7123"), ["Ana"]);
    desk.file.rebuild().unwrap();
    assert_eq!(found(&desk, "ana mamani"), Vec::<String>::new());
    assert_eq!(found(&desk, "huanca 7123"), ["Ana"]);
}

#[test]
fn the_register_is_filtered_sorted_and_paged() {
    let desk = register();
    let page = |filter: &RegisterFilter, order, offset, limit| {
        let page = desk.file.register_page(filter, order, offset, limit).unwrap();
        (page.rows.iter().map(|row| row.id).collect::<Vec<_>>(), page.total)
    };
    let all = RegisterFilter::default();
    assert_eq!(page(&all, RegisterOrder::NewestFirst, 0, 10), (vec![id(4), id(3), id(2), id(1)], 4));
    assert_eq!(page(&all, RegisterOrder::NewestFirst, 1, 2), (vec![id(3), id(2)], 4));
    assert_eq!(page(&all, RegisterOrder::OldestFirst, 0, 1), (vec![id(1)], 4));
    assert_eq!(page(&all, RegisterOrder::Name, 0, 10), (vec![id(4), id(3), id(1), id(2)], 4));
    assert_eq!(page(&all, RegisterOrder::PostReversed, 0, 1), (vec![id(2)], 4));
    let day = |day| NaiveDate::from_ymd_opt(2026, 11, day);
    let at_pisiga = RegisterFilter { post: "pisiga".to_owned(), from: day(21), to: day(21), ..all.clone() };
    assert_eq!(page(&at_pisiga, RegisterOrder::NewestFirst, 0, 10), (vec![id(3)], 1));
    let until = RegisterFilter { to: day(20), ..all.clone() };
    assert_eq!(page(&until, RegisterOrder::NewestFirst, 0, 10), (vec![id(1)], 1));
    let named = RegisterFilter { text: "quispe".to_owned(), post: "tambo".to_owned(), ..all.clone() };
    assert_eq!(page(&named, RegisterOrder::NewestFirst, 0, 10), (vec![id(2)], 1));
    let torn = RegisterFilter { only_conflicts: true, ..all };
    assert_eq!(page(&torn, RegisterOrder::NewestFirst, 0, 10), (vec![], 0));
}

#[test]
fn somebody_without_a_name_has_an_empty_one_in_lists() {
    let desk = register();
    assert_eq!(desk.file.person(&id(4)).unwrap().unwrap().display_name, "");
}

#[test]
fn days_and_totals_are_counted() {
    let mut desk = register();
    desk.save(&[enrollment(20, 1), enrollment(21, 2), consultation(22, 1, "nota")]);
    let day = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
    let at_pisiga = desk.file.counts_for("pisiga", day).unwrap();
    assert_eq!((at_pisiga.registered, at_pisiga.enrollments, at_pisiga.consultations), (1, 2, 1));
    assert_eq!(desk.file.counts_for("", day).unwrap().registered, 2);
    assert_eq!(desk.file.counts_for("tambo", day).unwrap().enrollments, 0);
    let totals = desk.file.totals().unwrap();
    assert_eq!((totals.people, totals.enrollments, totals.consultations, totals.conflicts), (4, 2, 1, 0));
    assert_eq!(desk.file.consultations_of(&id(1)).unwrap()[0].needs, ["shelter"]);
}
