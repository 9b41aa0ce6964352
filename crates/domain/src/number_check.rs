//! Plain checks of national numbers. They only warn: a card can be misread, and some are issued wrong.
//!
//! Rules in own words after the public descriptions of each country's registry (see `packs/README.md`).

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
    let plain: String = number.chars().filter(|c| !matches!(c, '.' | '-' | ' ' | '/')).collect();
    match (kind, country) {
        ("bo_ci", _) | ("national_id", "BO") => (!is_bo_ci(&number)).then_some(FORMAT),
        ("bo_cie", _) => (!is_bo_cie(&plain)).then_some(FORMAT),
        ("national_id", "CL") => cl_run(&plain),
        ("national_id", "BR") => br_cpf(&plain),
        ("national_id", "EC") => ec_ci(&plain),
        ("national_id", "DO") => do_cedula(&plain),
        ("national_id", "PE") => pe_dni(&plain),
        ("national_id", "VE") => (!is_ve_cedula(&plain)).then_some(FORMAT),
        ("national_id", "AR") => (!is_digits(&plain, 7, 8)).then_some(FORMAT),
        ("national_id", "CO") => (!is_digits(&plain, 6, 10)).then_some(FORMAT),
        _ => None,
    }
}

fn is_digits(text: &str, least: usize, most: usize) -> bool {
    (least..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn digits(text: &str) -> Vec<u32> {
    text.chars().filter_map(|c| c.to_digit(10)).collect()
}

fn unless(good: bool) -> Option<&'static str> {
    (!good).then_some(CHECK)
}

/// Bolivia: 4 to 8 digits, perhaps a complement (digit and letter), perhaps a department's letters.
fn is_bo_ci(number: &str) -> bool {
    let mut parts: Vec<&str> = number.split([' ', '-', '.']).filter(|part| !part.is_empty()).collect();
    let letters = |part: &str| matches!(part, "LP" | "CB" | "SC" | "OR" | "PT" | "TJ" | "CH" | "BE" | "PD");
    if parts.last().is_some_and(|part| letters(part)) {
        parts.pop();
    } else if parts.first().is_some_and(|part| letters(part)) {
        parts.remove(0);
    }
    let complement = |part: &str| {
        let mut chars = part.chars();
        let pair = (chars.next(), chars.next(), chars.next());
        matches!(pair, (Some(a), Some(b), None) if a.is_ascii_digit() && b.is_ascii_uppercase())
    };
    match parts.as_slice() {
        // The letters may follow the digits without a space.
        [only] => {
            let bare = only.trim_end_matches(|c: char| c.is_ascii_uppercase());
            let rest = only.strip_prefix(bare).unwrap_or_default();
            is_digits(bare, 4, 8) && (rest.is_empty() || letters(rest))
        }
        [main, extra] => is_digits(main, 4, 8) && complement(extra),
        _ => false,
    }
}

/// Bolivia, foreigner's card: `E-` or letters, then digits; at most 8 digits.
fn is_bo_cie(plain: &str) -> bool {
    let bare = plain.trim_start_matches(|c: char| c.is_ascii_uppercase());
    plain.len() - bare.len() <= 2 && is_digits(bare, 4, 8)
}

/// Venezuela: `V` or `E` (or neither), then 6 to 8 digits.
fn is_ve_cedula(plain: &str) -> bool {
    is_digits(plain.strip_prefix(['V', 'E']).unwrap_or(plain), 6, 8)
}

/// Chile, RUN: 7 or 8 digits and a check character; weights 2 to 7 from the right, modulus 11.
fn cl_run(plain: &str) -> Option<&'static str> {
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
    unless(check == expected)
}

/// Brazil: only the 11 digits of a CPF are checked; a state's RG has no one rule.
fn br_cpf(plain: &str) -> Option<&'static str> {
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
    unless(!repeated && all.get(9) == Some(&check(9)) && all.get(10) == Some(&check(10)))
}

/// Ecuador: 10 digits; province 01 to 24, 30 or 50; weights 2 and 1, modulus 10.
fn ec_ci(plain: &str) -> Option<&'static str> {
    if !is_digits(plain, 10, 10) {
        return Some(FORMAT);
    }
    let province: u32 = plain.get(..2).and_then(|text| text.parse().ok()).unwrap_or_default();
    if !matches!(province, 1..=24 | 30 | 50) {
        return Some(FORMAT);
    }
    unless(luhn(&digits(plain), 2))
}

/// Dominican Republic: 11 digits, Luhn. Some old ones break the rule, one more reason only to warn.
fn do_cedula(plain: &str) -> Option<&'static str> {
    if !is_digits(plain, 11, 11) {
        return Some(FORMAT);
    }
    unless(luhn(&digits(plain), 1))
}

/// Digits with alternate weights from the left, nines cast out: a multiple of ten.
fn luhn(digits: &[u32], first: u32) -> bool {
    let weights = [first, 3 - first];
    let cast = |product: u32| if product > 9 { product - 9 } else { product };
    digits.iter().zip(weights.iter().cycle()).map(|(digit, weight)| cast(digit * weight)).sum::<u32>() % 10
        == 0
}

/// Peru: 8 digits, perhaps with the check character that the card prints after them.
fn pe_dni(plain: &str) -> Option<&'static str> {
    if is_digits(plain, 8, 8) {
        return None;
    }
    let Some((body, check)) = plain.split_at_checked(8) else { return Some(FORMAT) };
    let mut rest = check.chars();
    let (Some(check), None) = (rest.next(), rest.next()) else { return Some(FORMAT) };
    if !is_digits(body, 8, 8) || !check.is_ascii_alphanumeric() {
        return Some(FORMAT);
    }
    let weights = [3, 2, 7, 6, 5, 4, 3, 2];
    let sum: usize = digits(body).iter().zip(weights).map(|(digit, weight)| *digit as usize * weight).sum();
    let at = sum % 11;
    unless("65432110987".chars().nth(at) == Some(check) || "KJIHGFEDCBA".chars().nth(at) == Some(check))
}
