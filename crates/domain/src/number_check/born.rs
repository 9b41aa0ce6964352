//! Numbers that tell when somebody was born and their sex: Cuba's NI and Mexico's CURP.

use chrono::NaiveDate;

use super::{CHECK, FORMAT, digits, family, is_digits, is_separator};
use crate::{Birth, Sex};

/// What a number tells of its owner.
#[derive(Clone, PartialEq, Eq)]
pub struct BornInNumber {
    /// The whole date.
    pub birth: Birth,
    /// Sex, unknown when the number does not say it.
    pub sex: Sex,
}

/// When somebody was born and their sex, as a Cuban NI or a Mexican CURP tells; None for any other number, and for
/// one that is no such number.
pub fn born_in_number(kind: &str, country: &str, number: &str) -> Option<BornInNumber> {
    let plain: String = number.to_uppercase().chars().filter(|c| !is_separator(*c)).collect();
    match family(kind, country) {
        ("national_id", "CU") => read_cu(&plain),
        ("national_id", "MX") => read_mx(&plain).filter(|_| odd_mx(&plain).is_none()),
        _ => None,
    }
}

fn born(year: u32, month_day: &str, sex: Sex) -> Option<BornInNumber> {
    let (month, day) = month_day.split_at_checked(2)?;
    let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month.parse().ok()?, day.parse().ok()?)?;
    Some(BornInNumber { birth: Birth::Date(date), sex })
}

/// Cuba: year, month and day; the seventh digit is the century (0 to 5 the twentieth, 6 to 8 the twenty-first, 9 the
/// nineteenth); the tenth is odd for women (python-stdnum, `cu/ni.py`). There is no check digit.
fn read_cu(plain: &str) -> Option<BornInNumber> {
    if !is_digits(plain, 11, 11) {
        return None;
    }
    let all = digits(plain);
    let century = match all.get(6)? {
        9 => 1800,
        0..=5 => 1900,
        _ => 2000,
    };
    let year: u32 = plain.get(..2)?.parse().ok()?;
    let sex = if all.get(9)? % 2 == 1 { Sex::Female } else { Sex::Male };
    born(century + year, plain.get(2..6)?, sex)
}

/// Cuba: 11 digits that begin with a date.
pub(super) fn odd_cu(plain: &str) -> Option<&'static str> {
    read_cu(plain).is_none().then_some(FORMAT)
}

/// The places of a CURP: L letter, D digit, S sex, E letter or digit.
const CURP: &str = "LLLLDDDDDDSLLLLLED";
/// Values of the characters, from 0.
const CURP_VALUES: &str = "0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ";

fn is_curp(plain: &str) -> bool {
    let fits = |(place, c): (char, char)| match place {
        'L' => c.is_ascii_uppercase() || c == 'Ñ',
        'D' => c.is_ascii_digit(),
        'S' => matches!(c, 'H' | 'M' | 'X'),
        _ => c.is_ascii_uppercase() || c.is_ascii_digit(),
    };
    plain.chars().count() == CURP.len() && CURP.chars().zip(plain.chars()).all(fits)
}

/// Mexico, CURP: the date from the fifth character, then H or M; a digit in the last place but one is of somebody born
/// before 2000 (python-stdnum, `mx/curp.py`).
fn read_mx(plain: &str) -> Option<BornInNumber> {
    if !is_curp(plain) {
        return None;
    }
    let chars: Vec<char> = plain.chars().collect();
    let text = |from: usize, to: usize| chars.get(from..to).map(|part| part.iter().collect::<String>());
    let century = if chars.get(16)?.is_ascii_digit() { 1900 } else { 2000 };
    let year: u32 = text(4, 6)?.parse().ok()?;
    let sex = match chars.get(10)? {
        'H' => Sex::Male,
        'M' => Sex::Female,
        _ => Sex::Unknown,
    };
    born(century + year, &text(6, 10)?, sex)
}

/// Mexico: what begins like a CURP (four letters and a digit) must be one; other numbers of Mexico have no one rule.
pub(super) fn odd_mx(plain: &str) -> Option<&'static str> {
    let mut begins = plain.chars();
    let letters = begins.by_ref().take(4).filter(|c| c.is_alphabetic()).count();
    if letters < 4 || !begins.next().is_some_and(|c| c.is_ascii_digit()) {
        return None;
    }
    if read_mx(plain).is_none() {
        return Some(FORMAT);
    }
    let sum: usize = plain
        .chars()
        .take(17)
        .enumerate()
        .map(|(at, c)| CURP_VALUES.chars().position(|known| known == c).unwrap_or_default() * (18 - at))
        .sum();
    let check = plain.chars().last().and_then(|c| c.to_digit(10));
    (check != Some(((10 - sum % 10) % 10) as u32)).then_some(CHECK)
}
