use posta_domain::{Birth, DocumentState, Mrz, MrzForm, Pack, Sex, alpha2, check_digit, looks_like_mrz};
use proptest::prelude::*;

use crate::day;

pub const TD3: &str =
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10";
pub const TD1: &str =
    "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<";
pub const TD2: &str = "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6";
/// A number of 12 characters: ICAO 9303-5.
pub const LONG: &str =
    "I<UTOD23145890<7349<<<<<<<<<<<\n3407127M9507122UTO<<<<<<<<<<<2\nSTEVENSON<<PETER<JOHN<<<<<<<<<";

pub fn read(text: &str) -> Mrz {
    Mrz::read(text, day("2026-11-29")).unwrap()
}

pub fn codes(mrz: &Mrz) -> Vec<(&str, &str)> {
    mrz.problems.iter().map(|problem| (problem.field.as_str(), problem.code)).collect()
}

const SPECIMEN: [(&str, &str); 2] = [("mrz/issuer", "mrz_specimen"), ("mrz/nationality", "mrz_specimen")];

#[test]
fn the_specimens_of_the_domain_notes_are_read() {
    let notes: serde_json::Value =
        serde_json::from_str(include_str!("../fixtures/id_test_vectors.json")).unwrap();
    for (name, held, form, number) in [
        ("mrz_td3", TD3, MrzForm::Td3, "L898902C3"),
        ("mrz_td1", TD1, MrzForm::Td1, "D23145890"),
        ("mrz_td2", TD2, MrzForm::Td2, "D23145890"),
    ] {
        let lines: Vec<String> = serde_json::from_value(notes[name].clone()).unwrap();
        assert_eq!(lines.join("\n"), held);
        let mrz = read(held);
        assert_eq!((mrz.form, mrz.number.as_str(), mrz.issuer.as_str()), (form, number, "UTO"));
        assert_eq!((mrz.surname.as_str(), mrz.given_names.as_str()), ("ERIKSSON", "ANNA MARIA"));
        assert!(mrz.birth == Birth::Date(day("1974-08-12")) && mrz.sex == Sex::Female);
        assert_eq!(mrz.expiry, Some(day("2012-04-15")));
        assert_eq!(codes(&mrz), SPECIMEN, "a specimen is of no country");
        assert_eq!(mrz.compose().unwrap().join("\n"), held);
    }
    assert_eq!(read(TD3).optional1, "ZE184226B");
}

#[test]
fn a_long_number_goes_on_in_the_optional_part() {
    let mrz = read(LONG);
    assert_eq!((mrz.number.as_str(), mrz.optional1.as_str()), ("D23145890734", ""));
    assert_eq!(codes(&mrz), SPECIMEN);
    assert_eq!(mrz.compose().unwrap().join("\n"), LONG);
    let wrong = read(&LONG.replace("7349", "7359"));
    assert!(codes(&wrong).contains(&("mrz/number", "mrz_check_digit")));
}

#[test]
fn a_zone_is_read_however_it_was_typed_or_pasted() {
    for clean in [TD3, TD1, TD2, LONG] {
        let wanted = read(clean);
        for text in [
            clean.to_lowercase(),
            clean.replace('\n', ""),
            clean.replace('\n', "\r\n"),
            clean.replace('\n', "\r"),
            clean.replace('\n', "\n\n"),
            clean.chars().map(|c| format!("{c} ")).collect(),
            clean.replace('<', ";"),
            clean.replace('<', "&lt;"),
            clean.replace("<<", "«"),
            format!("\u{feff} Pasaporte:\n{clean}\nhola"),
            clean.lines().map(|line| line.trim_end_matches('<')).collect::<Vec<_>>().join("\n"),
        ] {
            assert!(looks_like_mrz(&text), "{text}");
            assert!(read(&text) == wanted, "{text}");
        }
    }
    assert!(read(TD1.replace('\n', "").trim_end_matches('<')) == read(TD1));
}

#[test]
fn what_is_no_zone_is_not_taken_for_one() {
    for text in [
        "",
        "quispe mamani 1990",
        "POSTA1-1G64S36D1N6RVKGE9SC5GP6SB6-ABCD",
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
        &"<".repeat(88),
        &"A".repeat(88),
        &"1".repeat(90),
        &"P".repeat(5000),
        &TD3.replace('C', "Ñ"),
    ] {
        assert!(!looks_like_mrz(text), "{text}");
        assert_eq!(Mrz::read(text, day("2026-11-29")).err().map(|p| p.code), Some("mrz_unreadable"));
    }
    let visa = TD3.replacen('P', "V", 1);
    assert!(looks_like_mrz(&visa));
    assert_eq!(Mrz::read(&visa, day("2026-11-29")).err().map(|p| p.code), Some("mrz_visa"));
}

#[test]
fn a_letter_for_a_digit_is_corrected_only_where_the_check_digit_agrees() {
    let slipped = read(&TD3.replace("7408122F12O4159", "7408122F1204159").replace("7408122F", "74O8I22F"));
    assert!(slipped.birth == Birth::Date(day("1974-08-12")));
    assert!(codes(&slipped).contains(&("mrz/birth", "mrz_corrected")));
    assert_eq!(slipped.compose().unwrap().join("\n"), TD3);
    // O for 8 is no slip of the eye, and nothing is made up.
    let wrong = read(&TD3.replace("7408122F", "74O9122F"));
    assert!(codes(&wrong).contains(&("mrz/birth", "mrz_check_digit")) && wrong.birth.is_unknown());
    // In the number a letter may be one.
    let number = read(&TD3.replace("L898902C36", "L8989O2C36"));
    assert_eq!(number.number, "L8989O2C3");
    assert!(codes(&number).contains(&("mrz/number", "mrz_check_digit")));
    let digit = read(&TD3.replace("B<<<<<10", "B<<<<<IO"));
    assert_eq!(codes(&digit)[..2], [("mrz/optional", "mrz_corrected"), ("mrz", "mrz_corrected")]);
}

fn person(birth: &str) -> Mrz {
    Mrz {
        code: "P".into(),
        issuer: "VEN".into(),
        number: "123456789".into(),
        nationality: "VEN".into(),
        birth: Birth::parse(birth).unwrap(),
        sex: Sex::Male,
        expiry: Some(day("2030-01-31")),
        surname: "PEREZ".into(),
        given_names: "LUIS".into(),
        ..Mrz::default()
    }
}

fn written(mrz: &Mrz) -> Mrz {
    read(&mrz.compose().unwrap().join("\n"))
}

#[test]
fn what_is_unknown_of_a_birth_stays_unknown() {
    for birth in ["1990-05-17", "1990-05", "1990", "", "2026-11-29", "1926-11-30", "2000-02-29"] {
        let read = written(&person(birth));
        assert_eq!(read.birth.to_string(), birth);
        assert_eq!(codes(&read), [], "{birth}");
    }
    // Some issuers write zeros.
    let zeros = written(&person("1990")).compose().unwrap().join("\n").replace("90<<<<", "900000");
    assert_eq!(read(&zeros).birth, Birth::Year(1990));
}

#[test]
fn the_century_is_the_later_one_that_is_not_in_the_future() {
    assert_eq!(written(&person("2026-11-29")).birth.to_string(), "2026-11-29");
    assert_eq!(written(&person("2026-11-30")).birth.to_string(), "1926-11-30");
    assert_eq!(written(&person("1926-11-29")).birth.to_string(), "2026-11-29", "the price of two digits");
}

#[test]
fn a_date_that_is_none_is_said_and_left_out() {
    let lines = person("1990").compose().unwrap().join("\n");
    let dated = |birth: &str| lines.replace("90<<<<", birth).replace("90<<<<", birth);
    for birth in ["901317", "900230", "90<<17", "<<0517", "9<0517"] {
        let digit = check_digit(birth);
        let text =
            dated(birth).replace(&format!("{birth}{}", check_digit("90<<<<")), &format!("{birth}{digit}"));
        let mrz = read(&text);
        assert!(mrz.birth.is_unknown());
        assert!(codes(&mrz).contains(&("mrz/birth", "mrz_birth_unreadable")), "{birth}");
    }
    let endless = written(&Mrz { expiry: None, ..person("1990") });
    assert_eq!((endless.expiry, codes(&endless)), (None, vec![]));
    let odd = read(&lines.replace("300131", "301331"));
    assert!(odd.expiry.is_none() && codes(&odd).contains(&("mrz/expiry", "mrz_expiry_unreadable")));
}

#[test]
fn a_zone_gives_the_document_and_keeps_the_names_apart() {
    let today = day("2026-11-29");
    let document = person("1990").document(Pack::find("bo").unwrap(), today);
    assert_eq!((document.kind.as_str(), document.country.as_str()), ("passport", "VE"));
    assert_eq!((document.number.as_str(), document.state), ("123456789", DocumentState::Valid));
    assert_eq!((document.mrz_surname.as_str(), document.mrz_given.as_str()), ("PEREZ", "LUIS"));
    assert_eq!(read(TD3).document(Pack::find("bo").unwrap(), today).state, DocumentState::Expired);
    assert_eq!(Mrz { expiry: None, ..person("1990") }.state(today), None, "it was seen all the same");
    for (code, issuer, nationality, kind) in [
        ("I", "BOL", "BOL", "bo_ci"),
        ("ID", "BOL", "VEN", "bo_cie"),
        ("ID", "CHL", "CHL", "national_id"),
        ("I", "PER", "VEN", "other"),
        ("PD", "D", "D", "passport"),
    ] {
        let mrz = Mrz {
            code: code.into(),
            issuer: issuer.into(),
            nationality: nationality.into(),
            ..person("1990")
        };
        assert_eq!(mrz.document(Pack::find("bo").unwrap(), today).kind, kind, "{code} {issuer}");
        assert!(Pack::find("bo").unwrap().document_kinds.iter().any(|known| known.code == kind));
    }
}

#[test]
fn surnames_are_parted_where_people_carry_two() {
    for (surname, nationality, one, two) in [
        ("QUISPE MAMANI", "BOL", "QUISPE", "MAMANI"),
        ("DE LA CRUZ MAMANI", "PER", "DE LA CRUZ", "MAMANI"),
        ("PEREZ DE LA CRUZ", "VEN", "PEREZ", "DE LA CRUZ"),
        ("QUISPE", "BOL", "QUISPE", ""),
        ("DE LA", "BOL", "DE LA", ""),
        ("PIERRE LOUIS", "HTI", "PIERRE LOUIS", ""),
        ("DA SILVA SANTOS", "BRA", "DA SILVA SANTOS", ""),
        ("", "BOL", "", ""),
    ] {
        let mrz = Mrz { surname: surname.into(), nationality: nationality.into(), ..Mrz::default() };
        assert_eq!(mrz.surnames(), (one.to_owned(), two.to_owned()), "{surname}");
    }
}

#[test]
fn one_name_alone_a_full_field_and_odd_names_are_told() {
    let single = written(&Mrz { given_names: String::new(), ..person("1990") });
    assert_eq!(
        (single.surname.as_str(), single.given_names.as_str(), codes(&single).len()),
        ("PEREZ", "", 0)
    );
    let full = written(&Mrz { surname: "ABCDEFGHIJ".repeat(5), ..person("1990") });
    assert_eq!(codes(&full), [("mrz/names", "mrz_names_cut")]);
    assert_eq!(full.surname.len(), 39);
    let digits = read(&TD3.replace("ANNA", "4NNA"));
    assert!(codes(&digits).contains(&("mrz/names", "mrz_names_odd")));
}

#[test]
fn countries_of_the_zone_become_those_of_the_registry() {
    for (code, two) in
        [("BOL", "BO"), ("D", "DE"), ("VEN", "VE"), ("HTI", "HT"), ("XXA", "XXA"), ("XXX", "XXX")]
    {
        assert_eq!(alpha2(code), Some(two));
    }
    for none in ["UTO", "", "BO", "bol", "ZZZ", "UNO"] {
        assert_eq!(alpha2(none), None, "{none}");
    }
    let mut known: Vec<&str> = include_str!("../../src/mrz/countries.txt")
        .lines()
        .map(|line| alpha2(line.split_once(' ').unwrap().0).unwrap())
        .collect();
    known.sort_unstable();
    known.dedup();
    assert_eq!(known.len(), 249);
    for country in Pack::find("bo").unwrap().countries.iter().filter(|country| country.code.len() == 2) {
        assert!(known.contains(&country.code.as_str()), "{}", country.code);
    }
    let mrz = written(&Mrz { nationality: "XXB".into(), ..person("1990") });
    assert_eq!((mrz.nationality_code().as_str(), codes(&mrz).len()), ("XXB", 0));
    let unknown = written(&Mrz { issuer: "UNO".into(), ..person("1990") });
    assert_eq!(codes(&unknown), [("mrz/issuer", "mrz_country_unknown")]);
}

#[test]
fn what_is_read_of_a_zone_is_not_shown_by_debug() {
    let shown = format!("{:?}", read(TD3));
    assert!(!shown.contains("ERIKSSON") && !shown.contains("L898"), "{shown}");
}

fn any_birth() -> impl Strategy<Value = Birth> {
    let date = (0..36_000_u64).prop_map(|days| day("2026-11-29") - chrono::Days::new(days));
    (date, 0..4_usize).prop_map(|(date, parts)| {
        let text = date.to_string();
        Birth::parse(&text[..[10, 7, 4, 0][parts]]).unwrap()
    })
}

/// Any zone that reads back as written: names that fit, a number that is no shorter than it looks.
pub fn any_mrz() -> impl Strategy<Value = Mrz> {
    let form = proptest::sample::select(&[MrzForm::Td1, MrzForm::Td2, MrzForm::Td3][..]);
    let country = || proptest::sample::select(&["BOL", "VEN", "HTI", "D", "XXA", "COL"][..]);
    let word = "[A-Z]{1,6}";
    let names = (proptest::collection::vec(word, 1..3), proptest::collection::vec(word, 0..3));
    let sex = proptest::sample::select(&[0_u8, 1, 2][..]);
    let optional = ("([A-Z0-9<]{0,6}[A-Z0-9])?", "([A-Z0-9<]{0,10}[A-Z0-9])?");
    let number = ("[A-Z0-9]{1,9}", "[A-Z0-9]{0,5}");
    let expiry = proptest::option::of(0..20_000_u64);
    (form, (country(), country()), names, sex, optional, number, any_birth(), expiry).prop_map(
        |(form, (issuer, nationality), (surname, given), sex, (one, two), (number, more), birth, expiry)| {
            let long = number.len() == 9 && form != MrzForm::Td3;
            let more = if form == MrzForm::Td2 { more.get(..4).unwrap_or(&more) } else { &more };
            let number = if long { format!("{number}{more}") } else { number };
            let taken = if number.len() > 9 { number.len() - 9 + 2 } else { 0 };
            let room = [15, 7, 14][form as usize] - taken.min(7);
            Mrz {
                form,
                code: if form == MrzForm::Td3 { "P".into() } else { "ID".into() },
                issuer: issuer.into(),
                number,
                nationality: nationality.into(),
                birth,
                sex: [Sex::Female, Sex::Male, Sex::Unknown][usize::from(sex)].clone(),
                expiry: expiry.map(|days| day("2000-01-01") + chrono::Days::new(days)),
                surname: surname.join(" "),
                given_names: given.join(" "),
                optional1: if one.len() <= room { one } else { String::new() },
                optional2: if form == MrzForm::Td1 { two } else { String::new() },
                problems: Vec::new(),
            }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1000) })]

    #[test]
    fn every_zone_reads_back_as_written(mrz in any_mrz(), line_break in "[\n\r]{0,2}") {
        let lines = mrz.compose().unwrap();
        let again = read(&lines.join(&line_break));
        prop_assert!(again == mrz, "{:?} {:?}", lines, again.problems);
        prop_assert!(looks_like_mrz(&lines.concat()));
    }

    #[test]
    fn no_text_breaks_the_reader(text in "[A-Za-z0-9<; \n]{0,100}", noise in "\\PC{0,40}") {
        for text in [text.as_str(), &noise, &format!("{TD3}{noise}"), &format!("{noise}\n{TD1}")] {
            let _ = Mrz::read(text, day("2026-11-29"));
        }
    }
}
