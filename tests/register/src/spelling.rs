//! Errors within one word.

use crate::random::Random;

/// Letters that sound alike, as heard at a desk. Either may be written for the other.
const ALIKE: &[(&str, &str)] = &[
    ("b", "v"),
    ("s", "z"),
    ("ce", "se"),
    ("ci", "si"),
    ("z", "s"),
    ("ll", "y"),
    ("que", "ke"),
    ("qui", "ki"),
    ("ca", "ka"),
    ("co", "ko"),
    ("cu", "ku"),
    ("ge", "je"),
    ("gi", "ji"),
    ("hua", "gua"),
    ("hua", "wa"),
    ("hui", "wi"),
    ("i", "y"),
    ("nh", "ñ"),
    ("ç", "s"),
    ("ão", "on"),
    ("ph", "f"),
    ("x", "ch"),
    ("rr", "r"),
    ("nn", "n"),
    ("ñ", "ni"),
    ("m", "n"),
    ("ou", "u"),
    ("ai", "e"),
];

/// A word with one sound written otherwise; `None` where no letter offers itself.
pub fn respell(word: &str, random: &mut Random) -> Option<String> {
    let lower = word.to_lowercase();
    let mut ways = Vec::new();
    for (one, other) in ALIKE.iter().flat_map(|(one, other)| [(one, other), (other, one)]) {
        ways.extend(lower.match_indices(one).map(|(at, _)| (at, one.len(), *other)));
    }
    if let Some(rest) = lower.strip_prefix('h') {
        ways.push((0, lower.len() - rest.len(), ""));
    } else if lower.starts_with(['a', 'e', 'i', 'o', 'u']) && random.chance(0.3) {
        ways.push((0, 0, "h"));
    }
    let (at, length, by) = *random.pick(&ways)?;
    let respelt = format!("{}{by}{}", lower.get(..at)?, lower.get(at + length..)?);
    Some(capital(&respelt, word))
}

/// A word with one letter left out, doubled or put in, changed or moved.
pub fn mistype(word: &str, random: &mut Random) -> String {
    let mut letters: Vec<char> = word.to_lowercase().chars().collect();
    if letters.len() < 3 {
        return word.to_owned();
    }
    let at = random.below(letters.len() - 1);
    let new = random
        .pick(&['a', 'e', 'i', 'o', 'u', 'r', 'n', 's', 'l', 't', 'd', 'c', 'm'])
        .copied()
        .unwrap_or('a');
    match random.below(4) {
        0 => {
            letters.remove(at);
        }
        1 => letters.insert(at + 1, new),
        2 => letters.splice(at..=at, [new]).for_each(drop),
        _ => letters.swap(at, at + 1),
    }
    capital(&letters.into_iter().collect::<String>(), word)
}

/// With the first letter as large as it was.
fn capital(word: &str, like: &str) -> String {
    let mut letters = word.chars();
    match letters.next() {
        Some(first) if like.starts_with(char::is_uppercase) => first.to_uppercase().chain(letters).collect(),
        _ => word.to_owned(),
    }
}

/// Without accents, tilde and cedilla.
pub fn without_accents(text: &str) -> String {
    const PLAIN: &[(&str, char)] = &[
        ("áàâãä", 'a'),
        ("éèêë", 'e'),
        ("íìîï", 'i'),
        ("óòôõö", 'o'),
        ("úùûü", 'u'),
        ("ñ", 'n'),
        ("ç", 'c'),
        ("ÁÀÂÃ", 'A'),
        ("ÉÈÊ", 'E'),
        ("ÍÎ", 'I'),
        ("ÓÔÕ", 'O'),
        ("ÚÛ", 'U'),
        ("Ñ", 'N'),
        ("Ç", 'C'),
    ];
    let plain =
        |letter: char| PLAIN.iter().find(|(of, _)| of.contains(letter)).map_or(letter, |(_, plain)| *plain);
    text.chars().map(plain).collect()
}

/// A number with one digit wrong, or two neighbours moved.
pub fn mistype_number(number: &str, random: &mut Random) -> String {
    let mut digits: Vec<char> = number.chars().collect();
    let places: Vec<(usize, u32)> =
        digits.iter().enumerate().filter_map(|(at, digit)| Some((at, digit.to_digit(10)?))).collect();
    let Some(&(at, old)) = random.pick(&places) else { return number.to_owned() };
    if random.chance(0.3) && digits.get(at) != digits.get(at + 1) && at + 1 < digits.len() {
        digits.swap(at, at + 1);
    } else if let Some(digit) = digits.get_mut(at) {
        *digit = char::from_digit((old + 1 + random.below(9) as u32) % 10, 10).unwrap_or('0');
    }
    digits.into_iter().collect()
}
