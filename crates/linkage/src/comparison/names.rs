//! Names: surnames as a set, given names as an assigned list, and both with their fields exchanged.

use super::Lookup;
use crate::evidence::Evidence;
use crate::nicknames::is_short;
use crate::profile::{MOST_WORDS, NONE, Profile};
use crate::similarity::{jaro_winkler, one_edit};
use crate::vocabulary::{Role, Word};
use crate::weights::{Bits, MOST_OF_A_WORD, Reason, bits};

type Tokens = [u32; MOST_WORDS];

/// How two words agree, from the best on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Equal,
    Sounds,
    Near,
    Short,
    Initial,
    Similar,
    None,
}

pub fn compare(a: &Profile, b: &Profile, lookup: &Lookup, evidence: &mut Evidence) {
    let straight = both(&a.given, &a.surnames, &b.given, &b.surnames, lookup);
    // Names that agree well need no other reading.
    if straight.stranger > 4.0 {
        return evidence.add_all(&straight);
    }
    let inverted = inverted(a, b, lookup);
    evidence.add_all(if inverted.stranger > straight.stranger { &inverted } else { &straight });
}

fn both(given_a: &Tokens, surnames_a: &Tokens, given_b: &Tokens, surnames_b: &Tokens, lookup: &Lookup) -> Evidence {
    let mut evidence = Evidence::default();
    compare_role(surnames_a, surnames_b, Role::Surname, lookup, &mut evidence);
    compare_role(given_a, given_b, Role::Given, lookup, &mut evidence);
    evidence
}

/// The given names of one against the surnames of the other: exchanged as a whole, or the first of each.
fn inverted(a: &Profile, b: &Profile, lookup: &Lookup) -> Evidence {
    let mut best = both(&a.surnames, &a.given, &b.given, &b.surnames, lookup);
    let exchanged = |profile: &Profile| {
        let (mut given, mut surnames) = (profile.given, profile.surnames);
        // "GONZÁLEZ | María José | Pérez": all of one field and the first word of the other.
        let first = std::mem::replace(&mut given, [NONE; MOST_WORDS])[0];
        let from = std::mem::replace(&mut surnames, [NONE; MOST_WORDS]);
        given[0] = from[0];
        surnames[0] = first;
        surnames.iter_mut().skip(1).zip(from.iter().skip(1)).for_each(|(to, word)| *to = *word);
        (given, surnames)
    };
    for (one, other) in [(a, b), (b, a)] {
        let (given, surnames) = exchanged(one);
        let whole = both(&given, &surnames, &other.given, &other.surnames, lookup);
        if whole.stranger > best.stranger {
            best = whole;
        }
    }
    best.add(Reason::NamesInverted);
    best
}

fn compare_role(a: &Tokens, b: &Tokens, role: Role, lookup: &Lookup, evidence: &mut Evidence) {
    let words = |tokens: &Tokens| tokens.map(|token| if token == NONE { None } else { lookup.words.word(token) });
    let (one, other) = (words(a), words(b));
    let count = |words: &[Option<&Word>; MOST_WORDS]| words.iter().flatten().count();
    let (mut left_a, mut left_b) = (count(&one), count(&other));
    if left_a == 0 || left_b == 0 {
        return;
    }
    let (mut used_a, mut used_b) = ([false; MOST_WORDS], [false; MOST_WORDS]);
    let mut matched = 0;
    let mut crossed = false;
    let mut found = Evidence::default();
    // The best agreement left is taken first, and each word once.
    while left_a > 0 && left_b > 0 {
        let mut best = (Level::None, 0, 0);
        for (i, x) in one.iter().enumerate() {
            let Some(x) = x.filter(|_| !used_a[i]) else { continue };
            for (j, y) in other.iter().enumerate() {
                let Some(y) = y.filter(|_| !used_b[j]) else { continue };
                let level = level(x, y, role);
                let place = (level, i + j + usize::from(i != j), i.max(j));
                if level < Level::None && (best.0 == Level::None || place < (best.0, best.1 + best.2 + usize::from(best.1 != best.2), best.1.max(best.2))) {
                    best = (level, i, j);
                }
            }
        }
        let (level, i, j) = best;
        let (Some(Some(x)), Some(Some(y))) = (one.get(i), other.get(j)) else { break };
        if level == Level::None {
            break;
        }
        used_a[i] = true;
        used_b[j] = true;
        left_a -= 1;
        left_b -= 1;
        crossed |= i != j;
        add_word(level, x, y, role, matched, lookup, &mut found);
        matched += 1;
    }
    if role == Role::Surname && left_a + left_b > 0 && left_a.min(left_b) > 0 && joined(&one, &other) {
        found = Evidence::default();
        let rarest = one.iter().chain(&other).flatten().map(|word| lookup.frequency.of(word, role)).fold(1.0, f64::min);
        found.add_common(Reason::SurnameJoined, rarest, MOST_OF_A_WORD);
        return evidence.add_all(&found);
    }
    evidence.add_all(&found);
    let rest = left_a.min(left_b) > 0;
    match (role, matched, rest) {
        (Role::Given, 0, _) => evidence.add(Reason::GivenDifferent),
        (_, 0, _) => evidence.add(Reason::SurnamesDifferent),
        (Role::Given, _, true) => evidence.add(Reason::GivenOther),
        (_, _, true) => evidence.add(Reason::SurnameOther),
        (Role::Surname, _, false) if crossed => evidence.add(Reason::SurnamesSwapped),
        _ => {}
    }
}

/// How two words agree in a role.
fn level(x: &Word, y: &Word, role: Role) -> Level {
    if x.text == y.text {
        return Level::Equal;
    }
    let (one, other) = (x.text.as_bytes(), y.text.as_bytes());
    if one.len() == 1 || other.len() == 1 {
        return if role == Role::Given && one.first() == other.first() { Level::Initial } else { Level::None };
    }
    if x.sound == y.sound {
        return Level::Sounds;
    }
    if one.len().min(other.len()) >= 4 && one_edit(one, other) {
        return Level::Near;
    }
    if role == Role::Given && is_short(&x.text, &y.text) {
        return Level::Short;
    }
    let alike = jaro_winkler(one, other);
    if alike >= 0.93 {
        Level::Near
    } else if alike >= 0.85 {
        Level::Similar
    } else {
        Level::None
    }
}

/// Adds the agreement of two words: the more common of the two says how much it is worth. Of relatives, a second word of
/// the same role adds nothing.
fn add_word(level: Level, x: &Word, y: &Word, role: Role, matched: usize, lookup: &Lookup, evidence: &mut Evidence) {
    let reason = match (role, level) {
        (Role::Given, Level::Equal) => Reason::GivenEqual,
        (Role::Given, Level::Sounds) => Reason::GivenSounds,
        (Role::Given, Level::Near) => Reason::GivenNear,
        (Role::Given, Level::Short) => Reason::GivenShort,
        (Role::Given, Level::Initial) => Reason::GivenInitial,
        (Role::Given, _) => Reason::GivenSimilar,
        (_, Level::Equal) => Reason::SurnameEqual,
        (_, Level::Sounds) => Reason::SurnameSounds,
        (_, Level::Near) => Reason::SurnameNear,
        (_, _) => Reason::SurnameSimilar,
    };
    let common = |of: &dyn Fn(&Word) -> f64| of(x).max(of(y));
    let frequency = match level {
        Level::Equal => {
            // A rare spelling of a common name is not as rare as it looks.
            let exact = lookup.frequency.of(x, role);
            exact.max(lookup.frequency.of_sound(x, role) / 6.0)
        }
        Level::Sounds => common(&|word| lookup.frequency.of_sound(word, role)),
        Level::Near => common(&|word| lookup.frequency.of_sound(word, role)) + 0.001,
        _ => 0.0,
    };
    let of_table = bits(reason);
    let (m, _, _) = reason.shares();
    let stranger =
        if frequency > 0.0 { (m / frequency).log2().min(MOST_OF_A_WORD) } else { of_table.stranger };
    let relative = if matched > 0 {
        0.0
    } else if reason == Reason::GivenEqual {
        let (_, _, namesake) = reason.shares();
        (m / (namesake + frequency)).log2()
    } else {
        of_table.relative
    };
    evidence.add_bits(reason, Bits { stranger, relative });
}

/// Whether a word of one side is two of the other written together.
fn joined(one: &[Option<&Word>], other: &[Option<&Word>]) -> bool {
    let is = |whole: &[Option<&Word>], parts: &[Option<&Word>]| {
        whole.iter().flatten().filter(|word| word.text.len() >= 7).any(|word| {
            parts.iter().flatten().any(|first| {
                word.text.strip_prefix(&*first.text).is_some_and(|rest| {
                    rest.len() >= 3 && parts.iter().flatten().any(|second| *second.text == *rest)
                })
            })
        })
    };
    is(one, other) || is(other, one)
}
