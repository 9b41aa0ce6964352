//! Names: surnames as a set, given names as an assigned list, and both with their fields exchanged.

use super::Lookup;
use crate::evidence::Evidence;
use crate::nicknames::{is_shortened, stands_for};
use crate::profile::{MOST_WORDS, NONE, Profile};
use crate::similarity::{jaro_winkler, may_be_similar, one_edit};
use crate::vocabulary::{Role, Word};
use crate::weights::{Bits, MOST_OF_A_WORD, Reason, bits};

type Tokens = [u32; MOST_WORDS];

/// How two words agree, from the best on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
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
    if straight.stranger < 4.0 && may_be_inverted(a, b) {
        let inverted = inverted(a, b, lookup);
        if inverted.stranger > straight.stranger {
            return evidence.add_all(&inverted);
        }
    }
    evidence.add_all(&straight);
}

/// Whether a given name of one sounds like a surname of the other.
fn may_be_inverted(a: &Profile, b: &Profile) -> bool {
    let meet = |one: &[u16; MOST_WORDS], other: &[u16; MOST_WORDS]| {
        one.iter().any(|mark| *mark != 0 && other.contains(mark))
    };
    meet(&a.given_marks, &b.surname_marks) || meet(&a.surname_marks, &b.given_marks)
}

fn both(
    given_a: &Tokens,
    surnames_a: &Tokens,
    given_b: &Tokens,
    surnames_b: &Tokens,
    lookup: &Lookup,
) -> Evidence {
    let mut evidence = Evidence::default();
    compare_role(surnames_a, surnames_b, Role::Surname, lookup, &mut evidence);
    compare_role(given_a, given_b, Role::Given, lookup, &mut evidence);
    evidence
}

/// With the fields of one record exchanged: as a whole, or the given name and the first surname ("González | María |
/// Pérez"). The reading that agrees best, whichever record it is of.
fn inverted(a: &Profile, b: &Profile, lookup: &Lookup) -> Evidence {
    let mut best: Option<Evidence> = None;
    for (one, other) in [(a, b), (b, a)] {
        let [name, ..] = one.given;
        let [surname, rest @ ..] = one.surnames;
        let mut surnames = [name, NONE, NONE, NONE];
        surnames.iter_mut().skip(1).zip(rest).for_each(|(to, word)| *to = word);
        for (given, surnames) in [(one.surnames, one.given), ([surname, NONE, NONE, NONE], surnames)] {
            let read = both(&given, &surnames, &other.given, &other.surnames, lookup);
            let better = |best: &Evidence| (read.stranger, read.relative) > (best.stranger, best.relative);
            if best.as_ref().is_none_or(better) {
                best = Some(read);
            }
        }
    }
    let mut best = best.unwrap_or_default();
    best.add(Reason::NamesInverted);
    best
}

fn compare_role(a: &Tokens, b: &Tokens, role: Role, lookup: &Lookup, evidence: &mut Evidence) {
    let count = |tokens: &Tokens| tokens.iter().filter(|token| **token != NONE).count();
    let (mut left_a, mut left_b) = (count(a), count(b));
    if left_a == 0 || left_b == 0 {
        return;
    }
    let (mut agreements, found) = agreements(a, b, role, lookup);
    let agreements = agreements.get_mut(..found).unwrap_or_default();
    if role == Role::Surname
        && left_a != left_b
        && agreements.iter().any(|(level, ..)| *level == Level::Similar)
    {
        let words = |tokens: &Tokens| tokens.map(|token| lookup.words.word(token));
        let (one, other) = (words(a), words(b));
        if joined(&one, &other) {
            let all = one.iter().chain(&other).flatten();
            let rarest = all.map(|word| lookup.frequency.of(word, role)).fold(1.0, f64::min);
            return evidence.add_common(Reason::SurnameJoined, rarest, MOST_OF_A_WORD);
        }
    }
    agreements.sort_unstable_by_key(|(level, i, j)| (*level, i.abs_diff(*j), *i.min(j), *i));
    let (mut used_a, mut used_b) = ([false; MOST_WORDS], [false; MOST_WORDS]);
    let mut matched = 0;
    let mut crossed = false;
    // The best agreement left is taken first, and each word once.
    let mut relative: f64 = 0.0;
    for (level, i, j) in agreements.iter().map(|(level, i, j)| (*level, usize::from(*i), usize::from(*j))) {
        let word = |tokens: &Tokens, place: usize| lookup.words.word(*tokens.get(place)?);
        let (Some(x), Some(y)) = (word(a, i), word(b, j)) else { break };
        let (Some(used_i), Some(used_j)) = (used_a.get_mut(i), used_b.get_mut(j)) else { break };
        if *used_i || *used_j {
            continue;
        }
        (*used_i, *used_j) = (true, true);
        left_a -= 1;
        left_b -= 1;
        crossed |= i != j;
        let bits = word_bits(level, x, y, role, lookup);
        relative = if matched == 0 { bits.1.relative } else { relative.max(bits.1.relative) };
        evidence.add_bits(bits.0, Bits { relative: 0.0, ..bits.1 });
        matched += 1;
    }
    evidence.add_relative(relative);
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

type Agreements = [(Level, u8, u8); MOST_WORDS * MOST_WORDS];

/// Which words of one agree with which of the other, and how many these are.
fn agreements(a: &Tokens, b: &Tokens, role: Role, lookup: &Lookup) -> (Agreements, usize) {
    let mut all = [(Level::None, 0, 0); MOST_WORDS * MOST_WORDS];
    let mut found = 0;
    for (i, one) in a.iter().enumerate().filter(|(_, one)| **one != NONE) {
        for (j, other) in b.iter().enumerate().filter(|(_, other)| **other != NONE) {
            let find = || match (lookup.words.word(*one), lookup.words.word(*other)) {
                (Some(x), Some(y)) => level(x, y, role),
                _ => Level::None,
            };
            let level = if one == other {
                Level::Equal
            } else {
                lookup.seen.level(*one, *other, role == Role::Given, find)
            };
            if level != Level::None
                && let Some(free) = all.get_mut(found)
            {
                *free = (level, i as u8, j as u8);
                found += 1;
            }
        }
    }
    (all, found)
}

/// How two words agree in a role.
fn level(x: &Word, y: &Word, role: Role) -> Level {
    if x.sound == y.sound {
        return if x.text == y.text { Level::Equal } else { Level::Sounds };
    }
    let (one, other) = (x.text.as_bytes(), y.text.as_bytes());
    if one.len() == 1 || other.len() == 1 {
        return if role == Role::Given && one.first() == other.first() {
            Level::Initial
        } else {
            Level::None
        };
    }
    if role == Role::Given
        && (stands_for(x.short, y.sound) || stands_for(y.short, x.sound) || is_shortened(&x.text, &y.text))
    {
        return Level::Short;
    }
    if role == Role::Surname && is_part(&x.text, &y.text) {
        return Level::Similar;
    }
    let spelt = may_be_similar(&x.text, x.letters, &y.text, y.letters);
    let heard = may_be_similar(&x.heard, x.heard_letters, &y.heard, y.heard_letters);
    if !spelt && !heard {
        return Level::None;
    }
    let (heard_one, heard_other) = (x.heard.as_bytes(), y.heard.as_bytes());
    let heard_alike = heard_one.len().min(heard_other.len()) >= 5 && one_edit(heard_one, heard_other);
    if one.len().min(other.len()) >= 3 && (one_edit(one, other) || heard_alike) {
        return if one.len().min(other.len()) > 3 { Level::Near } else { Level::Similar };
    }
    let alike = |may: bool, one: &[u8], other: &[u8]| if may { jaro_winkler(one, other) } else { 0.0 };
    match (alike(spelt, one, other), alike(heard, heard_one, heard_other)) {
        (spelt, _) if spelt >= 0.93 => Level::Near,
        (spelt, heard) if spelt >= 0.85 || heard >= 0.90 => Level::Similar,
        _ => Level::None,
    }
}

/// Whether one surname begins or ends another that has at least four letters more: one of two written together.
fn is_part(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    short.len() >= 4 && long.len() >= short.len() + 4 && (long.starts_with(short) || long.ends_with(short))
}

/// What the agreement of two words says: the more common of the two says how much it is worth.
fn word_bits(level: Level, x: &Word, y: &Word, role: Role, lookup: &Lookup) -> (Reason, Bits) {
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
        Level::Sounds => 0.35 * common(&|word| lookup.frequency.of_sound(word, role)),
        Level::Near => 0.5 * common(&|word| lookup.frequency.of_sound(word, role)) + 0.0005,
        _ => 0.0,
    };
    let of_table = bits(reason);
    let (m, _, _) = reason.shares();
    let stranger =
        if frequency > 0.0 { (m / frequency).log2().min(MOST_OF_A_WORD) } else { of_table.stranger };
    let relative = if reason == Reason::GivenEqual {
        let (_, _, namesake) = reason.shares();
        (m / (namesake + frequency)).log2()
    } else {
        of_table.relative
    };
    (reason, Bits { stranger, relative })
}

/// Whether a word of one side is two of the other written together.
fn joined(one: &[Option<&Word>], other: &[Option<&Word>]) -> bool {
    let is = |whole: &[Option<&Word>], parts: &[Option<&Word>]| {
        whole.iter().flatten().filter(|word| word.text.len() >= 8).any(|word| {
            parts.iter().flatten().any(|first| {
                word.text.strip_prefix(&*first.text).is_some_and(|rest| {
                    rest.len() >= 3 && parts.iter().flatten().any(|second| *second.text == *rest)
                })
            })
        })
    };
    is(one, other) || is(other, one)
}
