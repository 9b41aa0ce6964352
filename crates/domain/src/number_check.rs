//! Plain checks of national numbers. They only warn: a card can be misread, and some are issued wrong.
//!
//! Rules in own words after the public descriptions of each country's registry (see `packs/README.md`). A check
//! digit is only held against a number where its rule was read in a source; where the rule is from memory, the most
//! that is said is that the form is unusual.

mod bolivia;
mod born;
mod checked;
mod normal;

pub(crate) use bolivia::is_complement;
pub use bolivia::{CardParts, read_card};
pub use born::{BornInNumber, born_in_number};
pub use normal::normal_number;
pub(crate) use normal::{family, has_complement};

/// Code for a number that does not look like one of its kind.
const FORMAT: &str = "number_format";
/// Code for a check digit that does not fit.
const CHECK: &str = "number_check_digit";

/// The code of what is odd about a number of a document kind and country: `number_format`,
/// `number_check_digit`, or nothing. Only kinds and countries with a rule are looked at.
pub fn odd_number(kind: &str, country: &str, number: &str) -> Option<&'static str> {
    let number = number.trim().to_uppercase();
    if number.is_empty() {
        return None;
    }
    let plain: String = number.chars().filter(|c| !is_separator(*c)).collect();
    match family(kind, country) {
        ("national_id", "BO") => bolivia::odd_card(&number),
        ("foreigner_card", "BO") => unusual_unless(bolivia::is_foreigner_card(&plain)),
        ("national_id", "CL") => checked::cl_run(&plain),
        ("national_id", "BR") => checked::br_cpf(&plain),
        ("national_id", "EC") => checked::ec_cedula(&plain),
        ("national_id", "DO") => checked::do_cedula(&plain),
        ("national_id", "PE") => checked::pe_dni(&plain, plain != number),
        ("national_id", "VE") => checked::ve_cedula(&plain),
        ("national_id", "AR") => checked::ar_dni(&plain),
        ("national_id", "CU") => born::odd_cu(&plain),
        ("national_id", "MX") => born::odd_mx(&plain),
        // From memory: 6 to 10 digits of the cédulas, 5 to 7 of Paraguay's, 7 and a check digit of Uruguay's (older
        // ones 6), 10 of Haiti's NIF and NINU (an older card has 17).
        ("national_id", "CO") => unusual_unless(is_digits(&plain, 6, 10)),
        ("national_id", "PY") => unusual_unless(is_digits(&plain, 5, 7)),
        ("national_id", "UY") => unusual_unless(is_digits(&plain, 7, 8)),
        ("national_id", "HT") => unusual_unless(is_digits(&plain, 10, 10) || is_digits(&plain, 17, 17)),
        // From memory: Colombia's PPT has 7 digits, Peru's CE, PTP and CPP have 9.
        ("temporary_permit", "CO") => unusual_unless(is_digits(&plain, 7, 7)),
        ("temporary_permit", "PE") => unusual_unless(is_digits(&plain, 9, 9)),
        _ => None,
    }
}

/// What people write between the characters of a number.
fn is_separator(c: char) -> bool {
    matches!(c, '.' | ',' | '-' | '‐' | '‑' | '–' | '—' | '/' | '·') || c.is_whitespace()
}

fn is_digits(text: &str, least: usize, most: usize) -> bool {
    (least..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn digits(text: &str) -> Vec<u32> {
    text.chars().filter_map(|c| c.to_digit(10)).collect()
}

fn wrong_unless(good: bool) -> Option<&'static str> {
    (!good).then_some(CHECK)
}

fn unusual_unless(good: bool) -> Option<&'static str> {
    (!good).then_some(FORMAT)
}
