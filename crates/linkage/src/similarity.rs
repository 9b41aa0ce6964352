//! How alike two words or numbers are.

/// Jaro's similarity with Winkler's prefix (Winkler 1990; scale 0.1, at most four letters), from 0 to 1. On bytes: folded
/// words have few others.
pub fn jaro_winkler(one: &[u8], other: &[u8]) -> f64 {
    const MOST: usize = 32;
    let (one, other) = (one.get(..MOST).unwrap_or(one), other.get(..MOST).unwrap_or(other));
    if one.is_empty() || other.is_empty() {
        return 0.0;
    }
    let window = (one.len().max(other.len()) / 2).saturating_sub(1);
    let (mut of_one, mut of_other) = (0_u32, 0_u32);
    for (at, letter) in one.iter().enumerate() {
        let from = at.saturating_sub(window);
        let seen = other.iter().enumerate().skip(from).take(at + window + 1 - from);
        if let Some((place, _)) =
            { seen }.find(|(place, there)| *there == letter && of_other & (1 << place) == 0)
        {
            of_one |= 1 << at;
            of_other |= 1 << place;
        }
    }
    let matches = of_one.count_ones();
    if matches == 0 {
        return 0.0;
    }
    let pick = |word: &[u8], of: u32| -> [u8; MOST] {
        let mut picked = [0; MOST];
        let chosen = word.iter().enumerate().filter(|(at, _)| of & (1 << at) != 0).map(|(_, letter)| *letter);
        picked.iter_mut().zip(chosen).for_each(|(to, from)| *to = from);
        picked
    };
    let moved = pick(one, of_one).iter().zip(pick(other, of_other)).filter(|(a, b)| **a != *b).count();
    let matches = f64::from(matches);
    let jaro = (matches / one.len() as f64
        + matches / other.len() as f64
        + (matches - moved as f64 / 2.0) / matches)
        / 3.0;
    let prefix = one.iter().zip(other).take(4).take_while(|(a, b)| a == b).count();
    jaro + prefix as f64 * 0.1 * (1.0 - jaro)
}

/// Whether one letter left out, put in, changed or moved by one place makes one of the other. Not true of equal ones.
pub fn one_edit(one: &[u8], other: &[u8]) -> bool {
    let same = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let (one, other) = (one.get(same..).unwrap_or_default(), other.get(same..).unwrap_or_default());
    match (one, other) {
        ([], []) => false,
        ([_, a @ ..], b) if one.len() == other.len() + 1 => a == b,
        (a, [_, b @ ..]) if one.len() + 1 == other.len() => a == b,
        ([a1, a2, a @ ..], [b1, b2, b @ ..]) if a1 == b2 && a2 == b1 && a == b => true,
        ([_, a @ ..], [_, b @ ..]) => a == b,
        _ => false,
    }
}

/// Whether two words are at all able to reach 0.85 in Jaro and Winkler's sense, by the letters that each has and the other
/// has not: a quick no.
pub fn may_be_similar(one: &str, letters: u32, other: &str, other_letters: u32) -> bool {
    let without = |word: &str, letters: u32| word.len().saturating_sub(letters.count_ones() as usize);
    let common = without(one, letters & !other_letters).min(without(other, other_letters & !letters));
    // Jaro is at least 0.75 then: four equal letters in front add at most 0.4 of what is missing.
    4 * common * (one.len() + other.len()) >= 5 * one.len() * other.len()
}

/// Whether two texts, as people write names, are nearly equal: for screens that mark what differs. Not true of equal ones.
pub fn is_near(one: &str, other: &str) -> bool {
    let (one, other) = (posta_domain::fold(one), posta_domain::fold(other));
    if one == other {
        return false;
    }
    let (a, b) = (one.as_bytes(), other.as_bytes());
    one_edit(a, b) || jaro_winkler(a, b) >= 0.85 || crate::sound::sound(&one) == crate::sound::sound(&other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_near_are_told_from_equal_and_other_ones() {
        for (one, other) in
            [("Yuleisy", "Juleisi"), ("Quispe", "Kispe"), ("Peña", "Penia"), ("Rondón", "Rondo")]
        {
            assert!(is_near(one, other) && is_near(other, one), "{one} {other}");
        }
        assert!(!is_near("Rondón", "rondon"), "equal but for what nobody hears");
        assert!(!is_near("Quispe", "Mamani"));
    }

    #[test]
    fn published_values_of_jaro_winkler() {
        // Winkler 1990, table of examples.
        for (one, other, value) in
            [("martha", "marhta", 0.961), ("dixon", "dicksonx", 0.813), ("dwayne", "duane", 0.840)]
        {
            assert!((jaro_winkler(one.as_bytes(), other.as_bytes()) - value).abs() < 0.001, "{one}");
        }
    }

    #[test]
    fn one_edit_is_one() {
        for (one, other) in [("quispe", "quipe"), ("ana", "anna"), ("rosa", "roza"), ("1234", "1243")] {
            assert!(one_edit(one.as_bytes(), other.as_bytes()) && one_edit(other.as_bytes(), one.as_bytes()));
        }
        for (one, other) in [("rosa", "rosa"), ("rosa", "risa ana"), ("1234", "1432")] {
            assert!(!one_edit(one.as_bytes(), other.as_bytes()));
        }
    }
}
