//! A record made ready for comparison: folded, split, and each word a number of the vocabulary.

use posta_domain::fold;

use crate::birth::Birth;
use crate::hash::hash;
use crate::record::Record;
use crate::vocabulary::{Role, Vocabulary, Word};

/// Words of a name that are compared; more are left out.
pub const MOST_WORDS: usize = 4;
/// No word, in a list of words.
pub const NONE: u32 = u32::MAX;

/// A record in some 110 bytes.
#[derive(Clone, Debug)]
pub struct Profile {
    pub given: [u32; MOST_WORDS],
    pub surnames: [u32; MOST_WORDS],
    /// Marks of the sounds of given names and surnames: equal for words that sound alike, and seldom for others. 0 is none.
    pub given_marks: [u16; MOST_WORDS],
    pub surname_marks: [u16; MOST_WORDS],
    pub birth: Birth,
    pub sex: u8,
    pub nationality: u32,
    pub city: u32,
    pub document_kind: u32,
    /// Letters and digits of the document, from the left; 0 after its end.
    pub document: [u8; 16],
    /// The last nine digits; 0 when missing.
    pub phone: u32,
    /// 0 when not known.
    pub group: u64,
}

/// Words that a profile may name: those of the vocabulary, then those of a query that no record has.
#[derive(Clone, Copy)]
pub struct Words<'a> {
    pub vocabulary: &'a Vocabulary,
    pub extra: &'a [Word],
}

impl<'a> Words<'a> {
    pub fn word(&self, place: u32) -> Option<&'a Word> {
        let vocabulary: &'a Vocabulary = self.vocabulary;
        vocabulary.word(place).or_else(|| self.extra.get((place as usize).checked_sub(vocabulary.len())?))
    }
}

/// Little words that come and go between names.
const PARTICLES: &[&str] =
    &["de", "del", "la", "las", "los", "el", "da", "das", "do", "dos", "e", "y", "di", "du", "viuda", "vda"];

impl Profile {
    /// With the words taken into the vocabulary.
    pub fn learn(record: &Record, vocabulary: &mut Vocabulary) -> Self {
        let mut profile = Self::read(record, &mut |text| vocabulary.learn(text));
        profile.mark(&Words { vocabulary, extra: &[] });
        profile
    }

    /// With the vocabulary as it is, and the words that it lacks.
    pub fn look(record: &Record, vocabulary: &Vocabulary) -> (Self, Vec<Word>) {
        let mut extra: Vec<Word> = Vec::new();
        let profile = Self::read(record, &mut |text| {
            vocabulary.find(text).unwrap_or_else(|| {
                let at = extra.iter().position(|word| *word.text == *text).unwrap_or_else(|| {
                    extra.push(vocabulary.strange(text));
                    extra.len() - 1
                });
                (vocabulary.len() + at) as u32
            })
        });
        let mut profile = profile;
        profile.mark(&Words { vocabulary, extra: &extra });
        (profile, extra)
    }

    fn mark(&mut self, words: &Words) {
        let marks = |tokens: [u32; MOST_WORDS]| {
            tokens.map(|token| words.word(token).map_or(0, |word| word.sound as u16 | 1))
        };
        (self.given_marks, self.surname_marks) = (marks(self.given), marks(self.surnames));
    }

    fn read(record: &Record, place: &mut impl FnMut(&str) -> u32) -> Self {
        let given = words([&record.given_names, ""], place);
        let surnames = words([&record.surname1, &record.surname2], place);
        let mut whole = |text: &str| {
            let folded = fold(text);
            if folded.is_empty() { NONE } else { place(&folded) }
        };
        Self {
            given,
            surnames,
            given_marks: [0; MOST_WORDS],
            surname_marks: [0; MOST_WORDS],
            birth: Birth::read(&record.dob, &record.dob_approx),
            sex: sex(&record.sex),
            nationality: whole(&record.nationality),
            city: whole(&record.birth_city),
            document_kind: whole(&record.doc_type),
            document: document(&record.doc_number),
            phone: phone(&record.phone),
            group: if record.group_id.trim().is_empty() {
                0
            } else {
                hash(record.group_id.trim().as_bytes()) | 1
            },
        }
    }

    /// Each word with what it is part of, for counting.
    pub fn roles(&self) -> impl Iterator<Item = (u32, Role)> {
        let given = self.given.into_iter().map(|word| (word, Role::Given));
        let surnames = self.surnames.into_iter().map(|word| (word, Role::Surname));
        let places = [self.nationality, self.city].into_iter().map(|word| (word, Role::Place));
        given.chain(surnames).chain(places).filter(|(word, _)| *word != NONE)
    }

    pub fn document(&self) -> &[u8] {
        let end = self.document.iter().position(|byte| *byte == 0).unwrap_or(self.document.len());
        self.document.get(..end).unwrap_or_default()
    }
}

/// Words of one or two fields, each once, without particles (unless there is nothing else).
fn words(fields: [&str; 2], place: &mut impl FnMut(&str) -> u32) -> [u32; MOST_WORDS] {
    let folded = fields.map(fold);
    let all = || folded.iter().flat_map(|field| field.split(' ')).filter(|word| !word.is_empty());
    let mut found = [NONE; MOST_WORDS];
    let mut used = 0;
    let only_particles = all().all(|word| PARTICLES.contains(&word));
    for word in all().filter(|word| only_particles || !PARTICLES.contains(word)) {
        let word = place(word);
        if !found.contains(&word)
            && let Some(free) = found.get_mut(used)
        {
            *free = word;
            used += 1;
        }
    }
    found
}

/// 1 female, 2 male, 3 another word, 0 missing.
fn sex(text: &str) -> u8 {
    match fold(text).as_str() {
        "" | "u" | "unknown" | "desconocido" | "na" => 0,
        "f" | "female" | "femenino" | "feminino" | "mujer" | "mulher" => 1,
        "m" | "male" | "masculino" | "hombre" | "homem" | "varon" | "h" => 2,
        _ => 3,
    }
}

/// Letters and digits in capitals, without the letter that says who is a foreigner in Venezuela (`V-`, `E-`), and without
/// zeros in front.
fn document(text: &str) -> [u8; 16] {
    let plain: Vec<u8> =
        text.bytes().filter(u8::is_ascii_alphanumeric).map(|b| b.to_ascii_uppercase()).collect();
    let mut rest = plain.as_slice();
    if let [b'V' | b'E', digits @ ..] = rest
        && digits.len() >= 5
        && digits.iter().all(u8::is_ascii_digit)
    {
        rest = digits;
    }
    while let [b'0', more @ ..] = rest {
        rest = more;
    }
    let mut document = [0; 16];
    if rest.len() >= 3 {
        document.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
    }
    document
}

/// The last nine digits; fewer than six are no number.
fn phone(text: &str) -> u32 {
    let digits: Vec<u32> = text.chars().filter_map(|c| c.to_digit(10)).collect();
    if digits.len() < 6 {
        0
    } else {
        digits.iter().skip(digits.len().saturating_sub(9)).fold(0, |n, d| n * 10 + d)
    }
}
