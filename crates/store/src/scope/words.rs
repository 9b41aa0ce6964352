//! The words under which a person is found.

use std::collections::BTreeSet;

use posta_documents::FieldConflict;
use posta_domain::{Birth, Person, Scalar, fold};

/// Shortest part of a number that is a word of its own.
const PART: usize = 2;
/// A telephone is also found without its country's prefix: by its last digits.
const LOCAL_PHONE: usize = 8;

/// Every word of a person, each once, separated by spaces. Of a field in conflict, those of all its values.
pub(super) fn of_person(person: &Person, conflicts: &[FieldConflict]) -> String {
    let mut words = BTreeSet::new();
    for name in [&person.given_names, &person.surname1, &person.surname2] {
        add_name(&mut words, name);
    }
    for paper in &person.documents {
        add_number(&mut words, &paper.number);
    }
    add_phone(&mut words, &person.phone);
    add_year(&mut words, &person.birth);
    for conflict in conflicts {
        for value in &conflict.values {
            if let Scalar::Text(text) = &value.value {
                add_field(&mut words, &conflict.field, text);
            }
        }
    }
    words.into_iter().collect::<Vec<_>>().join(" ")
}

fn add_field(words: &mut BTreeSet<String>, field: &str, text: &str) {
    match field {
        "given_names" | "surname1" | "surname2" => add_name(words, text),
        "phone" => add_phone(words, text),
        "birth" => add_year(words, &Birth::parse(text).unwrap_or_default()),
        _ if field.starts_with("document/") && field.ends_with("/number") => add_number(words, text),
        _ => {}
    }
}

fn add_name(words: &mut BTreeSet<String>, name: &str) {
    words.extend(fold(name).split(' ').filter(|word| !word.is_empty()).map(str::to_owned));
}

/// The number without punctuation, and its parts.
fn add_number(words: &mut BTreeSet<String>, number: &str) {
    let folded = fold(number);
    let joined = folded.replace(' ', "");
    words.extend(folded.split(' ').filter(|part| part.len() >= PART).map(str::to_owned));
    if !joined.is_empty() {
        words.insert(joined);
    }
}

fn add_phone(words: &mut BTreeSet<String>, phone: &str) {
    add_number(words, phone);
    let digits: Vec<char> = phone.chars().filter(char::is_ascii_digit).collect();
    if let Some(local) = digits.len().checked_sub(LOCAL_PHONE).and_then(|from| digits.get(from..)) {
        words.insert(local.iter().collect());
    }
}

fn add_year(words: &mut BTreeSet<String>, birth: &Birth) {
    if let Some(year) = birth.year() {
        words.insert(year.to_string());
    }
}

/// The words with digits of a listed person, for ranking. `papers`: one a line, "kind country number".
pub(super) fn of_numbers(papers: &str, phone: &str, birth_year: Option<i32>) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for paper in papers.lines() {
        add_number(&mut words, paper.splitn(3, ' ').nth(2).unwrap_or_default());
    }
    add_phone(&mut words, phone);
    words.extend(birth_year.map(|year| year.to_string()));
    words
}
