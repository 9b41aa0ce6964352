use std::collections::BTreeMap;

use posta_domain::{Birth, IdentityDocument, Sex, born_in_number, normal_number, odd_number, read_card};
use proptest::prelude::*;

use crate::day;

type Vectors = BTreeMap<String, Vec<(String, String)>>;

fn vectors() -> Vectors {
    serde_json::from_str(include_str!("../fixtures/id_numbers.json")).unwrap()
}

/// The vectors of the domain notes: valid and invalid numbers by `<country>_<number>`.
fn notes(validity: &str) -> Vec<(String, String)> {
    let all: serde_json::Value =
        serde_json::from_str(include_str!("../fixtures/id_test_vectors.json")).unwrap();
    let lists: BTreeMap<String, Vec<String>> = serde_json::from_value(all[validity].clone()).unwrap();
    let country = |name: &str| name[..2].to_owned();
    lists.iter().flat_map(|(name, list)| list.iter().map(move |n| (country(name), n.clone()))).collect()
}

#[test]
fn the_vectors_of_the_domain_notes_hold() {
    let (valid, invalid) = (notes("valid"), notes("invalid"));
    assert_eq!((valid.len(), invalid.len()), (13, 7));
    for (country, number) in valid {
        assert_eq!(odd_number("national_id", &country, &number), None, "{country} {number}");
    }
    for (country, number) in invalid {
        let odd = odd_number("national_id", &country, &number);
        assert_eq!(odd, Some("number_check_digit"), "{country} {number}");
    }
}

#[test]
fn valid_numbers_raise_no_warning() {
    for (country, number) in &vectors()["valid"] {
        assert_eq!(odd_number("national_id", country, number), None, "{country} {number}");
    }
}

#[test]
fn a_wrong_check_digit_is_noticed() {
    for (country, number) in &vectors()["wrong_check_digit"] {
        assert_eq!(
            odd_number("national_id", country, number),
            Some("number_check_digit"),
            "{country} {number}"
        );
    }
}

#[test]
fn a_number_of_no_known_form_is_noticed() {
    for (country, number) in &vectors()["wrong_format"] {
        assert_eq!(odd_number("national_id", country, number), Some("number_format"), "{country} {number}");
    }
}

#[test]
fn a_blank_number_and_other_kinds_are_never_odd() {
    assert_eq!(odd_number("national_id", "CL", " "), None);
    assert_eq!(odd_number("passport", "CL", "whatever"), None);
    assert_eq!(odd_number("bo_cie", "BO", "E-12345678"), None);
    assert_eq!(odd_number("bo_cie", "BO", "ABC"), Some("number_format"));
    assert_eq!(odd_number("temporary_permit", "CO", "1234567"), None);
    assert_eq!(odd_number("temporary_permit", "CO", "12345"), Some("number_format"));
    assert_eq!(odd_number("temporary_permit", "PE", "001234567"), None);
}

#[test]
fn a_rule_from_memory_never_calls_a_check_digit_wrong() {
    for country in ["BO", "CO", "HT", "PY", "UY", "CU"] {
        for number in 0..5000_u64 {
            let number = (number * 7_919_777_333).to_string();
            assert_ne!(odd_number("national_id", country, &number), Some("number_check_digit"), "{number}");
        }
    }
    // Nine digits in a row of Peru may be a foreigner's card.
    assert_eq!(odd_number("national_id", "PE", "101174103"), Some("number_format"));
}

#[test]
fn one_changed_digit_is_always_noticed_where_there_is_a_check_digit() {
    for (country, number) in [
        ("CL", "12531909-2"),
        ("BR", "529.982.247-25"),
        ("EC", "1714307103"),
        ("DO", "00113918205"),
        ("PE", "10117410-2"),
        ("VE", "V-11470283-4"),
        ("AR", "20-05536168-2"),
    ] {
        for (at, held) in number.char_indices().filter(|(_, c)| c.is_ascii_digit()) {
            for other in ('0'..='9').filter(|other| *other != held) {
                let changed = format!("{}{other}{}", &number[..at], &number[at + 1..]);
                assert!(odd_number("national_id", country, &changed).is_some(), "{country} {changed}");
            }
        }
    }
}

#[test]
fn a_bolivian_number_is_one_however_it_is_written() {
    for spelling in [
        "1234567-1A LP",
        "1234567 1A",
        "1234567-1a",
        "LP 1234567 1A",
        "1.234.567-1A-SC",
        "12345671A",
        "12345671ALP",
        "LP1234567-1A",
        "SC-1234567-1A",
        "1.234.567\u{2}\u{0}1A",
    ] {
        for (kind, country) in [("bo_ci", "BO"), ("bo_ci", ""), ("national_id", "BO")] {
            assert_eq!(normal_number(kind, country, spelling, ""), "1234567-1A", "{spelling}");
        }
    }
    for (number, complement) in
        [("1234567", "1A"), ("1234567 LP", "1a"), ("1234567-1A LP", "1A"), ("SC 1234567", "1-A")]
    {
        assert_eq!(normal_number("bo_ci", "BO", number, complement), "1234567-1A", "{number}");
    }
    assert_eq!(normal_number("bo_ci", "BO", "1234567 LP", ""), "1234567");
    assert_ne!(normal_number("bo_ci", "BO", "1234567", "1A"), normal_number("bo_ci", "BO", "1234567", "1B"));
    assert!(read_card("1234567-1A LP").is_some_and(|card| card.extension == "LP" && card.complement == "1A"));
    assert!(
        read_card("1234567-1A LP SC").is_none() && read_card("Ñandú").is_none() && read_card("").is_none()
    );
}

#[test]
fn one_number_in_two_spellings_compares_equal_and_two_numbers_do_not() {
    for (country, one, other) in [
        ("CL", "12.531.909-2", "125319092"),
        ("CL", "5.126.663-k", "05126663-K"),
        ("VE", "V-12.345.678", "12345678"),
        ("VE", "E 01.234.567", "E1234567"),
        ("PE", "10117410-2", "10117410"),
        ("AR", "20-05536168-2", "5.536.168"),
        ("AR", "05.536.168", "5536168"),
        ("BR", "390.533.447-05", "39053344705"),
        ("MX", "boxw310820hnerxn09", "BOXW310820HNERXN09"),
    ] {
        let (one, other) = (
            normal_number("national_id", country, one, ""),
            normal_number("national_id", country, other, ""),
        );
        assert_eq!(one, other, "{country}");
    }
    let ve = |number| normal_number("national_id", "VE", number, "");
    assert_ne!(ve("V-8123456"), ve("E-8123456"));
    // A check digit that does not fit is not left out.
    assert_eq!(normal_number("national_id", "PE", "10117410-3", ""), "101174103");
    assert_eq!(normal_number("bo_cie", "BO", "E-1234567", ""), normal_number("bo_cie", "BO", "1234567", ""));
    assert_eq!(normal_number("passport", "VE", " 0l-99 ", ""), "0L99");
    assert_eq!(normal_number("passport", "VE", " - ", "1A"), "");
}

#[test]
fn cuban_and_mexican_numbers_tell_birth_and_sex() {
    for (country, number, birth, sex) in [
        ("CU", "91021027775", "1991-02-10", Sex::Female),
        ("CU", "72062506561", "1972-06-25", Sex::Male),
        ("CU", "85020291531", "1885-02-02", Sex::Female),
        ("CU", "05 02 02 61521", "2005-02-02", Sex::Male),
        ("MX", "BOXW310820HNERXN09", "1931-08-20", Sex::Male),
    ] {
        let told = born_in_number("national_id", country, number).unwrap();
        assert!(told.birth == Birth::Date(day(birth)) && told.sex == sex, "{number}");
    }
    for (country, number) in
        [("CU", "02023061531"), ("CU", "x"), ("MX", "BOXW310820HNERXN08"), ("MX", ""), ("VE", "91021027775")]
    {
        assert!(born_in_number("national_id", country, number).is_none(), "{number}");
    }
    assert!(born_in_number("passport", "CU", "91021027775").is_none());
}

const COUNTRIES: &[&str] =
    &["BO", "CL", "BR", "EC", "PE", "DO", "CU", "MX", "AR", "VE", "UY", "PY", "CO", "HT", ""];
#[test]
fn the_card_of_a_country_is_checked_and_compared_as_that_countrys_number_by_its_pack_alone() {
    assert_eq!(odd_number("cl_run", "CL", "12531909-2"), None);
    assert_eq!(odd_number("cl_run", "", "12531909-3"), Some("number_check_digit"));
    let card = |kind: &str, country: &str, number: &str| IdentityDocument {
        kind: kind.into(),
        country: country.into(),
        number: number.into(),
        ..IdentityDocument::default()
    };
    let run = card("cl_run", "CL", "12.531.909-2");
    assert!(run.is_same_as(&card("national_id", "CL", "012531909-2")));
    assert!(!run.is_same_as(&card("national_id", "PE", "12531909-2")));
    assert!(card("bo_cie", "BO", "E-1234567").is_same_as(&card("bo_cie", "", "1234567")));
}

const KINDS: &[&str] = &["bo_ci", "bo_cie", "national_id", "passport", "temporary_permit"];

fn any_number() -> impl Strategy<Value = (&'static str, &'static str, String)> {
    let kind = proptest::sample::select(KINDS);
    let texts = prop_oneof!["[ -~]{0,14}", "[0-9VELPABK .-]{0,14}", "\\PC{0,12}"];
    (kind, proptest::sample::select(COUNTRIES), texts)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

    #[test]
    fn the_normal_spelling_of_a_normal_spelling_is_itself((kind, country, number) in any_number()) {
        let normal = normal_number(kind, country, &number, "");
        prop_assert_eq!(normal_number(kind, country, &normal, ""), normal);
        let _ = (odd_number(kind, country, &number), born_in_number(kind, country, &number));
    }

    #[test]
    fn the_letters_of_the_department_change_nothing(digits in "[1-9][0-9]{3,7}", complement in "([0-9][A-Z])?", at in 0..9_usize) {
        let letters = ["LP", "CB", "SC", "OR", "PT", "TJ", "CH", "BE", "PD"][at];
        let bare = normal_number("bo_ci", "BO", &digits, &complement);
        for number in [format!("{digits}-{complement} {letters}"), format!("{letters} {digits} {complement}")] {
            prop_assert_eq!(normal_number("bo_ci", "BO", &number, ""), bare.clone());
        }
        prop_assert_eq!(bare.ends_with(&complement), true);
    }
}
