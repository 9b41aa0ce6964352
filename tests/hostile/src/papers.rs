//! What is read off documents and cards: machine-readable zones, codes of our own cards, numbers of identity.

use chrono::NaiveDate;
use posta_domain::{
    CardCode, DocumentId, IdentityDocument, Mrz, Pack, Person, Severity, born_in_number, compare_names,
    looks_like_mrz, normal_number, odd_number, read_card,
};

use crate::cut::{Cut, piece};

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 29).unwrap()
}

/// A text that may be a machine-readable zone. What is read of one that is in order, written again, reads the same;
/// only warnings come of it, and none holds a word of the text.
pub(crate) fn mrz(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let read = Mrz::read(&text, today());
    match &read {
        Ok(_) => assert!(looks_like_mrz(&text)),
        Err(problem) => assert_eq!(looks_like_mrz(&text), problem.code == "mrz_visa"),
    }
    let Ok(mrz) = read else { return };
    let known =
        ["", "/number", "/birth", "/expiry", "/optional", "/issuer", "/nationality", "/sex", "/names"];
    for problem in &mrz.problems {
        assert_eq!(problem.severity, Severity::Warning);
        assert!(problem.field.strip_prefix("mrz").is_some_and(|part| known.contains(&part)));
    }
    assert!(mrz.birth.earliest().is_none_or(|first| first <= today()));
    let (one, two) = mrz.surnames();
    assert_eq!(format!("{one} {two}").trim(), mrz.surname);
    let document = mrz.document(Pack::find("bo").unwrap(), today());
    assert!(IdentityDocument::is_key(&document.key));
    let person = Person {
        given_names: mrz.given_names.clone(),
        surname1: one,
        surname2: two,
        nationality: mrz.nationality_code(),
        documents: vec![document],
        ..Person::default()
    };
    assert!(Person::from_fields(&person.to_fields()) == person);
    let differs = |problem: &posta_domain::Problem| problem.code == "name_differs_from_document";
    assert!(
        !person.problems(Pack::find("bo").unwrap(), today()).iter().any(differs),
        "a name differs from itself"
    );
    if mrz.problems.is_empty() {
        let again = mrz.compose().map(|lines| Mrz::read(&lines.join("\n"), today()));
        assert!(again.is_some_and(|again| again.is_ok_and(|again| again == mrz)), "{text}");
    }
}

pub(crate) fn zones() -> Vec<Vec<u8>> {
    [
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10",
        "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<",
        "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<D231458907UTO7408122F1204159<<<<<<<6",
        "I<UTOD23145890<7349<<<<<<<<<<<\n3407127M9507122UTO<<<<<<<<<<<2\nSTEVENSON<<PETER<JOHN",
        "P<VENPEREZ<<LUIS<<<<<<<<<<<<<<<<<<<<<<<<<<<<\n1234567897VEN90<<<<3M3001318<<<<<<<<<<<<<<08",
        "p;bol de la cruz;mamani;;\r\n1234567897bol9oo5178m3001318;;;;;;;;;;;;;;08",
    ]
    .map(|text| text.as_bytes().to_vec())
    .to_vec()
}

/// A code of a card: as text, and the bytes as an id that is given its check.
pub(crate) fn card(bytes: &[u8]) {
    let mut id = [0; 16];
    id.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
    let made = CardCode(DocumentId(id)).to_string();
    for text in [String::from_utf8_lossy(bytes).into_owned(), made.clone()] {
        match CardCode::parse(&text) {
            Ok(code) => {
                let shown = code.to_string();
                assert_eq!(shown.len(), 38);
                assert!(CardCode::parse(&shown.to_lowercase()).is_ok_and(|again| again == code));
            }
            Err(problem) => {
                assert!(text != made && problem.field == "card", "{problem}");
            }
        }
    }
}

pub(crate) fn cards() -> Vec<Vec<u8>> {
    let code = CardCode(DocumentId(*b"0123456789abcdef")).to_string();
    let bare = code.replace('-', "").to_lowercase();
    let later = code.replace("POSTA1", "POSTA2");
    [code.clone(), bare, later, code.replace('0', " o–"), "POSTA1-".into()].map(String::into_bytes).to_vec()
}

const KINDS: [&str; 6] = ["bo_ci", "bo_cie", "national_id", "passport", "temporary_permit", ""];
const COUNTRIES: [&str; 16] =
    ["BO", "CL", "BR", "EC", "PE", "DO", "CU", "MX", "AR", "VE", "UY", "PY", "CO", "HT", "FR", ""];

/// A byte for the kind, one for the country, then number, complement and names as pieces.
pub(crate) fn number(bytes: &[u8]) {
    let mut cut = Cut(bytes);
    let kind = KINDS[usize::from(cut.byte()) % KINDS.len()];
    let country = COUNTRIES[usize::from(cut.byte()) % COUNTRIES.len()];
    let mut text = || String::from_utf8_lossy(cut.piece()).into_owned();
    let (number, complement, typed, scanned) = (text(), text(), text(), text());
    let odd = odd_number(kind, country, &number);
    assert!(matches!(odd, None | Some("number_format" | "number_check_digit")));
    let normal = normal_number(kind, country, &number, "");
    assert_eq!(normal_number(kind, country, &normal, ""), normal, "{kind} {country}");
    assert!(normal.chars().all(|c| c.is_alphanumeric() || c == '-'));
    if let Some(card) = read_card(&number) {
        assert!((4..=8).contains(&card.digits.len()));
        let apart = normal_number("bo_ci", "BO", &card.digits, &card.complement);
        assert_eq!(apart, normal_number("bo_ci", "BO", &number, ""));
    }
    let key = IdentityDocument::key_for(kind, country, &number);
    assert_eq!(IdentityDocument::key_with_complement(kind, country, &number, ""), key);
    assert!(IdentityDocument::is_key(&IdentityDocument::key_with_complement(
        kind,
        country,
        &number,
        &complement
    )));
    let _ = (born_in_number(kind, country, &number), compare_names(&typed, &scanned));
    let document = IdentityDocument {
        key,
        kind: kind.into(),
        country: country.into(),
        number,
        complement,
        mrz_given: scanned,
        ..IdentityDocument::default()
    };
    assert!(
        document.is_same_as(&document)
            != normal_number(kind, country, &document.number, &document.complement).is_empty()
    );
    let person = Person { given_names: typed, documents: vec![document], ..Person::default() };
    let _ = person.problems(Pack::find("bo").unwrap(), today());
}

pub(crate) fn numbers() -> Vec<Vec<u8>> {
    let texts: [(u8, u8, &str, &str); 12] = [
        (0, 0, "1234567-1A LP", ""),
        (0, 0, "1.234.567", "1A"),
        (1, 0, "E-1234567", ""),
        (2, 1, "12.531.909-2", ""),
        (2, 2, "390.533.447-05", ""),
        (2, 3, "1714307103", ""),
        (2, 4, "10117410-G", ""),
        (2, 5, "001-1391820-5", ""),
        (2, 6, "91021027775", ""),
        (2, 7, "BOXW310820HNERXN09", ""),
        (2, 8, "20-05536168-2", ""),
        (2, 9, "V-11470283-4", ""),
    ];
    let names = [piece("María Núñez".as_bytes()), piece(b"MARIA NUNXXEZ")].concat();
    texts
        .map(|(kind, country, number, complement)| {
            [&[kind, country][..], &piece(number.as_bytes()), &piece(complement.as_bytes()), &names].concat()
        })
        .to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_texts_to_begin_with_are_read() {
        for zone in zones() {
            assert!(
                Mrz::read(std::str::from_utf8(&zone).unwrap(), today()).is_ok(),
                "{}",
                String::from_utf8_lossy(&zone)
            );
        }
        let read =
            cards().iter().filter(|code| CardCode::parse(std::str::from_utf8(code).unwrap()).is_ok()).count();
        assert_eq!(read, 3);
    }
}
