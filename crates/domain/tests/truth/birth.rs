use posta_domain::Birth;

use crate::day;

#[test]
fn every_stored_form_reads_back_as_it_was_written() {
    for text in ["", "1990-05-17", "1990-05", "1990", "age:34@2026-11-21", "2024-02-29", "age:0@2026-01-31"] {
        assert_eq!(Birth::parse(text).unwrap().to_string(), text);
    }
}

#[test]
fn dates_typed_day_first_are_understood() {
    assert_eq!(Birth::parse("17/05/1990").unwrap().to_string(), "1990-05-17");
    assert_eq!(Birth::parse(" 7/5/1990 ").unwrap().to_string(), "1990-05-07");
    assert_eq!(Birth::parse("05/1990").unwrap().to_string(), "1990-05");
}

#[test]
fn what_is_no_birth_is_refused_without_repeating_it() {
    for text in [
        "ayer",
        "90",
        "1990-13",
        "1990-02-30",
        "1990-5-7",
        "0000",
        "19900517",
        "age:",
        "age:x@2026-01-01",
        "age:-1@2026-01-01",
        "age:34",
        "31/02/1990",
        "13/1990",
        "1990-05-17T00:00",
        "+199",
        "1990-+5",
        "////",
        "--",
        "age:9999@2026-01-01",
        "１９９０",
    ] {
        let problem = Birth::parse(text).unwrap_err();
        assert_eq!(problem.code, "birth_unreadable", "{text}");
        assert_eq!(problem.to_string(), "birth: birth_unreadable");
    }
}

#[test]
fn the_age_is_the_lowest_that_the_known_parts_allow() {
    let today = day("2026-11-21");
    let age = |text: &str| Birth::parse(text).unwrap().age_on(today);
    assert_eq!(age(""), None);
    assert_eq!(age("1990-11-21"), Some(36));
    assert_eq!(age("1990-11-22"), Some(35));
    assert_eq!(age("1990-11"), Some(35));
    assert_eq!(age("1990"), Some(35));
    assert_eq!(age("2026"), Some(0));
    assert_eq!(age("2026-11"), Some(0));
    assert_eq!(age("age:34@2024-11-21"), Some(36));
    assert_eq!(age("age:34@2024-11-22"), Some(35));
    assert_eq!(age("2027"), None);
    assert_eq!(age("2026-11-22"), None);
}

#[test]
fn a_minor_is_only_who_surely_is_one() {
    let today = day("2026-11-21");
    let minor = |text: &str| Birth::parse(text).unwrap().is_minor_on(today);
    assert_eq!(minor(""), None);
    assert_eq!(minor("2008-11-21"), Some(false));
    assert_eq!(minor("2008-11-22"), Some(true));
    assert_eq!(minor("2008"), None);
    assert_eq!(minor("2007"), Some(false));
    assert_eq!(minor("2009"), Some(true));
    assert_eq!(minor("age:17@2026-11-21"), Some(true));
    assert_eq!(minor("age:17@2025-11-21"), Some(false));
}

#[test]
fn no_age_of_any_size_makes_it_overflow() {
    let on = day("2026-11-21");
    for years in [0, 130, 999, u32::MAX] {
        let birth = Birth::EstimatedAge { years, on };
        let _ = (birth.year(), birth.age_on(on), birth.is_minor_on(on), birth.earliest(), birth.latest());
    }
}

#[test]
fn the_year_is_known_even_when_the_day_is_not() {
    let year = |text: &str| Birth::parse(text).unwrap().year();
    assert_eq!(year("1990-05-17"), Some(1990));
    assert_eq!(year("1990-05"), Some(1990));
    assert_eq!(year("1990"), Some(1990));
    assert_eq!(year("age:34@2026-11-21"), Some(1992));
    assert_eq!(year(""), None);
}
