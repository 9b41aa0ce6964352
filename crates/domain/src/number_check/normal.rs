//! One spelling of a number for comparing, as `fold` is for names.

use super::{bolivia, checked, is_digits};
use crate::Pack;
use crate::pack::CardOf;

/// The kind and country under which a document's numbers are compared and checked. A card that a country issues, as
/// its pack says, is the national document of that country, or its card for foreigners.
pub(crate) fn family<'a>(kind: &'a str, country: &'a str) -> (&'a str, &'a str) {
    let card = |pack: &'static Pack| Some((pack.document_kind(kind)?.card_of?, pack.country.as_str()));
    match Pack::all().iter().find_map(card) {
        Some((CardOf::Nationals, issuer)) => ("national_id", issuer),
        Some((CardOf::Foreigners, issuer)) => ("foreigner_card", issuer),
        None => (kind, country),
    }
}

/// Whether a card of this kind and country has a complement beside its number.
pub(crate) fn has_complement(kind: &str, country: &str) -> bool {
    family(kind, country) == ("national_id", "BO")
}

/// A number in the one spelling by which two documents of a kind and country are the same: capital letters and digits
/// only, without what does not say who it is (a Bolivian department's letters, a check character that can be left
/// out, leading zeros). Blank when there is nothing to compare. Applied twice it gives the same.
///
/// A Bolivian complement is part of it, wherever it was written: `1234567-1A LP` and `1234567` with complement `1A`
/// are `1234567-1A`.
pub fn normal_number(kind: &str, country: &str, number: &str, complement: &str) -> String {
    let plain = plain(number);
    if plain.is_empty() {
        return plain;
    }
    let extra = self::plain(complement);
    match family(kind, country) {
        ("national_id", "BO") => bolivian(number, &plain, &extra),
        ("foreigner_card", "BO") => {
            let bare = plain.strip_prefix('E').filter(|rest| is_digits(rest, 1, 8));
            bare.unwrap_or(&plain).to_owned()
        }
        // A cédula without its letter is taken for a citizen's.
        ("national_id", "VE") => {
            let (letter, number) = match plain.strip_prefix('E') {
                Some(rest) => ("E", rest),
                None => ("V", plain.strip_prefix('V').unwrap_or(&plain)),
            };
            if is_digits(number, 1, 8) { format!("{letter}{}", unpadded(number)) } else { plain }
        }
        ("national_id", "PE") => match checked::pe_body(&plain) {
            Some((body, true)) => body.to_owned(),
            _ => plain,
        },
        ("national_id", "AR") => match checked::ar_cuil_body(&plain) {
            Some((body, true)) => unpadded(body).to_owned(),
            _ if is_digits(&plain, 1, 8) => unpadded(&plain).to_owned(),
            _ => plain,
        },
        ("national_id", "CL") => unpadded(&plain).to_owned(),
        _ => plain,
    }
}

fn bolivian(number: &str, plain: &str, complement: &str) -> String {
    // What is between the characters may be anything; where it is no card as written, it may be one without that.
    let Some(parts) = bolivia::read_card(number).or_else(|| bolivia::read_card(plain)) else {
        return format!("{plain}{complement}");
    };
    let complement = if complement.is_empty() { &parts.complement } else { complement };
    if complement.is_empty() { parts.digits } else { format!("{}-{complement}", parts.digits) }
}

/// Capital letters and digits, without accents or anything between.
fn plain(text: &str) -> String {
    crate::fold(text).to_uppercase().chars().filter(|c| c.is_alphanumeric()).collect()
}

fn unpadded(number: &str) -> &str {
    let bare = number.trim_start_matches('0');
    if bare.is_empty() { number } else { bare }
}
