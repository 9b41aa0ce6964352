//! Names of the zone.

use super::digit::FILLER;

/// Surnames and given names of a field of names: two fillers part them, one parts words.
pub(super) fn part_names(field: &[u8]) -> (String, String) {
    let field = String::from_utf8_lossy(field);
    let (surname, given) = field.split_once("<<").unwrap_or((&field, ""));
    (words(surname), words(given))
}

/// Fillers as single spaces.
pub(super) fn words(text: &str) -> String {
    text.split(char::from(FILLER)).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// States whose citizens carry two surnames.
const TWO_SURNAMES: &[&str] = &[
    "ARG", "BOL", "CHL", "COL", "CRI", "CUB", "DOM", "ECU", "ESP", "GNQ", "GTM", "HND", "MEX", "NIC", "PAN",
    "PER", "PRY", "SLV", "URY", "VEN",
];

/// Words that begin a surname and are none.
const PARTICLES: &[&str] =
    &["DA", "DAS", "DE", "DEL", "DI", "DO", "DOS", "LA", "LAS", "LO", "LOS", "SAN", "SANTA", "VAN", "VON"];

pub(super) fn split_surname(surname: &str, nationality: &str) -> (String, String) {
    let words: Vec<&str> = surname.split(' ').filter(|word| !word.is_empty()).collect();
    let particles = words.iter().take_while(|word| PARTICLES.contains(word)).count();
    match words.split_at_checked(particles + 1) {
        Some((first, second)) if TWO_SURNAMES.contains(&nationality) => (first.join(" "), second.join(" ")),
        _ => (words.join(" "), String::new()),
    }
}
