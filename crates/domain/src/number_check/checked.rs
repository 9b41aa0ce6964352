//! Numbers with a check digit whose rule was read in a source (domain notes, section 7).

use super::{CHECK, FORMAT, digits, is_digits, unusual_unless, wrong_unless};

fn weighted(digits: &[u32], weights: &[u32]) -> u32 {
    digits.iter().zip(weights).map(|(digit, weight)| digit * weight).sum()
}

/// Chile, RUN: 7 or 8 digits and a check character; weights 2 to 7 from the right, modulus 11.
pub(super) fn cl_run(plain: &str) -> Option<&'static str> {
    let Some((at, check)) = plain.char_indices().last() else { return Some(FORMAT) };
    let body = plain.get(..at).unwrap_or_default();
    if !is_digits(body, 7, 8) || !(check.is_ascii_digit() || check == 'K') {
        return Some(FORMAT);
    }
    let sum: u32 = digits(body).iter().rev().zip((2..=7).cycle()).map(|(digit, weight)| digit * weight).sum();
    let expected = match 11 - sum % 11 {
        11 => '0',
        10 => 'K',
        digit => char::from_digit(digit, 10).unwrap_or('?'),
    };
    wrong_unless(check == expected)
}

/// Brazil: only the 11 digits of a CPF are checked; a state's RG has no one rule. The same digit eleven times
/// satisfies the rule and is nobody's number.
pub(super) fn br_cpf(plain: &str) -> Option<&'static str> {
    if !is_digits(plain, 11, 11) {
        return None;
    }
    let all = digits(plain);
    let repeated = all.windows(2).all(|pair| pair.first() == pair.last());
    let check = |length: usize| {
        let weights = (2..=length + 1).rev();
        let sum: usize =
            all.iter().take(length).zip(weights).map(|(digit, weight)| *digit as usize * weight).sum();
        (sum * 10 % 11 % 10) as u32
    };
    wrong_unless(!repeated && all.get(9) == Some(&check(9)) && all.get(10) == Some(&check(10)))
}

/// Ecuador: 10 digits; province 01 to 24, 30 or 50; third digit 0 to 6; weights 2 and 1, modulus 10.
pub(super) fn ec_cedula(plain: &str) -> Option<&'static str> {
    if !is_digits(plain, 10, 10) {
        return Some(FORMAT);
    }
    let all = digits(plain);
    let province: u32 = all.iter().take(2).fold(0, |number, digit| number * 10 + digit);
    if !matches!(province, 1..=24 | 30 | 50) || all.get(2).is_none_or(|third| *third > 6) {
        return Some(FORMAT);
    }
    wrong_unless(luhn(&all, 2))
}

/// Dominican Republic: 11 digits, Luhn. Some old ones break the rule, one more reason only to warn.
pub(super) fn do_cedula(plain: &str) -> Option<&'static str> {
    if !is_digits(plain, 11, 11) {
        return Some(FORMAT);
    }
    wrong_unless(luhn(&digits(plain), 1))
}

/// Digits with alternate weights from the left, nines cast out: a multiple of ten.
fn luhn(digits: &[u32], first: u32) -> bool {
    let weights = [first, 3 - first];
    let cast = |product: u32| if product > 9 { product - 9 } else { product };
    digits.iter().zip(weights.iter().cycle()).map(|(digit, weight)| cast(digit * weight)).sum::<u32>() % 10
        == 0
}

/// Peru: 8 digits, perhaps with the check character that the card prints after them. Nine digits in a row that do
/// not fit may as well be a foreigner's card (CE), so only a check character that stands apart is called wrong.
pub(super) fn pe_dni(plain: &str, is_parted: bool) -> Option<&'static str> {
    if is_digits(plain, 8, 8) {
        return None;
    }
    match pe_body(plain) {
        None => Some(FORMAT),
        Some((_, true)) => None,
        Some((_, false)) if is_parted || !is_digits(plain, 9, 9) => Some(CHECK),
        Some((_, false)) => Some(FORMAT),
    }
}

/// The 8 digits before a check character, and whether it fits.
pub(super) fn pe_body(plain: &str) -> Option<(&str, bool)> {
    let (body, rest) = plain.split_at_checked(8)?;
    let mut rest = rest.chars();
    let (Some(check), None) = (rest.next(), rest.next()) else { return None };
    if !is_digits(body, 8, 8) || !check.is_ascii_alphanumeric() {
        return None;
    }
    let at = (weighted(&digits(body), &[3, 2, 7, 6, 5, 4, 3, 2]) % 11) as usize;
    let fits = ["65432110987", "KJIHGFEDCBA"].iter().any(|list| list.chars().nth(at) == Some(check));
    Some((body, fits))
}

/// Venezuela: a cédula of 6 to 8 digits after `V`, `E` or neither, which has no check digit; or a RIF, the letter, 8
/// digits and a check digit.
pub(super) fn ve_cedula(plain: &str) -> Option<&'static str> {
    let Some(number) = plain.strip_prefix(['V', 'E']) else {
        return unusual_unless(is_digits(plain, 6, 8));
    };
    if !is_digits(number, 9, 9) {
        return unusual_unless(is_digits(number, 6, 8));
    }
    let all = digits(number);
    let kind = if plain.starts_with('V') { 4 } else { 8 };
    let sum = kind + weighted(&all, &[3, 2, 7, 6, 5, 4, 3, 2]);
    let expected = "00987654321".chars().nth((sum % 11) as usize).and_then(|c| c.to_digit(10));
    wrong_unless(expected.as_ref() == all.last())
}

/// Argentina: a DNI of 7 or 8 digits, which has no check digit; or a CUIL of 11.
pub(super) fn ar_dni(plain: &str) -> Option<&'static str> {
    if is_digits(plain, 7, 8) {
        return None;
    }
    match ar_cuil_body(plain) {
        None => Some(FORMAT),
        Some((_, fits)) => wrong_unless(fits),
    }
}

/// The DNI inside a person's CUIL (prefix 20, 23, 24 or 27), and whether its check digit fits: weights 5 4 3 2 7 6 5
/// 4 3 2, modulus 11 (python-stdnum, `ar/cuit.py`).
pub(super) fn ar_cuil_body(plain: &str) -> Option<(&str, bool)> {
    let prefixed = is_digits(plain, 11, 11) && ["20", "23", "24", "27"].iter().any(|p| plain.starts_with(p));
    let body = plain.get(2..10).filter(|_| prefixed)?;
    let all = digits(plain);
    let rest = weighted(&all, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
    let expected = match 11 - rest {
        11 => 0,
        10 => 9,
        digit => digit,
    };
    Some((body, all.last() == Some(&expected)))
}
