//! Errors within the words of a name.

use crate::damage::Desk;
use crate::errors::Error;
use crate::names::{nickname, variant};
use crate::person::Person;
use crate::spelling::{mistype, respell, without_accents};

/// Given names, first and second surname as a desk writes them.
pub fn written(person: &Person, desk: &mut Desk) -> (String, String, String) {
    let mut given = given_names(person, desk);
    let (mut first, mut second) = surnames(person, desk);
    for field in [&mut given, &mut first, &mut second] {
        *field = words(field, desk);
    }
    if desk.errs(Error::Inverted) {
        std::mem::swap(&mut given, &mut first);
    }
    if desk.loses_accents {
        for field in [&mut given, &mut first, &mut second] {
            *field = without_accents(field);
        }
    }
    if desk.capitals {
        for field in [&mut given, &mut first, &mut second] {
            *field = field.to_uppercase();
        }
    }
    (given, first, second)
}

fn given_names(person: &Person, desk: &mut Desk) -> String {
    let mut given = person.given.clone();
    if given.len() > 1 {
        if desk.errs(Error::GivenCut) {
            given.truncate(1);
        } else if desk.errs(Error::GivenSecondOnly) {
            given.remove(0);
        } else if desk.errs(Error::GivenReordered) {
            given.reverse();
        } else if desk.errs(Error::GivenInitial)
            && let Some(last) = given.last_mut()
        {
            *last = last.chars().next().map(|first| format!("{first}.")).unwrap_or_default();
        }
    }
    for name in &mut given {
        if let Some(called) = nickname(name, &mut desk.random)
            && desk.errs(Error::Nickname)
        {
            *name = called;
        }
    }
    given.join(" ")
}

fn surnames(person: &Person, desk: &mut Desk) -> (String, String) {
    let (mut first, mut second) = (person.surname1.clone(), person.surname2.clone());
    if second.is_empty() {
        if first.contains([' ', '-']) && desk.errs(Error::SurnamesJoined) {
            first = first.replace(['-', ' '], desk.random.pick(&["", " ", "-"]).copied().unwrap_or(""));
        }
        return (first, second);
    }
    if !person.husbands_surname.is_empty() && desk.errs(Error::HusbandsSurname) {
        second = format!("de {}", person.husbands_surname);
    } else if desk.second_surname_dropped() {
        second.clear();
    } else if desk.errs(Error::SurnamesSwapped) {
        std::mem::swap(&mut first, &mut second);
    } else if desk.errs(Error::SurnamesJoined) {
        first = format!("{first}{}{second}", desk.random.pick(&["", " ", "-", "-"]).copied().unwrap_or("-"));
        second.clear();
    }
    (first, second)
}

/// Each word by itself: a variant of the table, else a sound written otherwise, else a slip of the hand.
fn words(text: &str, desk: &mut Desk) -> String {
    let mut written = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let mut word = word.to_owned();
        if word.chars().count() > 3 {
            if let Some(other) = variant(&word, &mut desk.random)
                && desk.errs(Error::Variant)
            {
                word = other;
            } else if desk.errs(Error::Respelled) {
                word = respell(&word, &mut desk.random).unwrap_or(word);
            }
            if desk.errs(Error::Mistyped) {
                word = mistype(&word, &mut desk.random);
            }
        }
        written.push(word);
    }
    written.join(" ")
}
