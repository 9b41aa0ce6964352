//! Every word of names and places once, with its sound and how many records bear it.

use std::collections::HashMap;

use crate::frequency::priors;
use crate::hash::hash;
use crate::nicknames::short_form;
use crate::sound::sound;

/// What a word is part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Given,
    Surname,
    /// A city or a country, which is one word here.
    Place,
}

/// One word.
#[derive(Clone, Debug)]
pub struct Word {
    pub text: Box<str>,
    pub heard: Box<str>,
    /// Of the sound; equal for words that sound alike.
    pub sound: u64,
    /// Place of the sound among those of the vocabulary; `u32::MAX` when it is not there.
    sound_place: u32,
    /// Of the first three letters of the sound.
    pub head: u32,
    /// One bit a letter that is in it (other characters share bits).
    pub letters: u32,
    /// The same of the sound.
    pub heard_letters: u32,
    /// Its place in the table of short forms, or 0.
    pub short: u16,
    /// Records that bear it as given name, surname or place.
    pub counts: [u32; 3],
    /// Shares of people who bear it as these, before any record is counted.
    priors: [f32; 3],
}

impl Word {
    pub fn new(text: &str) -> Self {
        let heard = sound(text);
        let head =
            heard.char_indices().nth(3).map_or(heard.as_str(), |(at, _)| heard.get(..at).unwrap_or_default());
        Self {
            text: text.into(),
            sound: hash(heard.as_bytes()),
            head: hash(head.as_bytes()) as u32,
            letters: letters_of(text),
            heard_letters: letters_of(&heard),
            short: short_form(text),
            counts: [0; 3],
            priors: priors(text),
            sound_place: u32::MAX,
            heard: heard.into(),
        }
    }

    pub fn prior(&self, role: Role) -> f64 {
        self.priors.get(role as usize).copied().map_or(0.0, f64::from)
    }

    pub fn count(&self, role: Role) -> u32 {
        self.counts.get(role as usize).copied().unwrap_or(0)
    }
}

/// One bit a letter.
fn letters_of(text: &str) -> u32 {
    text.bytes().fold(0, |letters, byte| letters | 1 << (byte & 31))
}

/// All words of the records in an index. A word stays when its last record goes; its counts are then 0.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    places: HashMap<Box<str>, u32>,
    words: Vec<Word>,
    sound_places: HashMap<u64, u32>,
    /// Records by the sound of a given name or surname.
    sounds: Vec<[u32; 3]>,
}

impl Vocabulary {
    pub fn find(&self, text: &str) -> Option<u32> {
        self.places.get(text).copied()
    }

    /// The number of a word, which is taken in when it is new.
    pub fn learn(&mut self, text: &str) -> u32 {
        if let Some(place) = self.find(text) {
            return place;
        }
        let place = self.words.len() as u32;
        let mut word = Word::new(text);
        let next = self.sounds.len() as u32;
        word.sound_place = *self.sound_places.entry(word.sound).or_insert(next);
        if word.sound_place == next {
            self.sounds.push([0; 3]);
        }
        self.words.push(word);
        self.places.insert(text.into(), place);
        place
    }

    /// A word that no record has, with what is known of its sound.
    pub fn strange(&self, text: &str) -> Word {
        let word = Word::new(text);
        let sound_place = self.sound_places.get(&word.sound).copied().unwrap_or(u32::MAX);
        Word { sound_place, ..word }
    }

    pub fn word(&self, place: u32) -> Option<&Word> {
        self.words.get(place as usize)
    }

    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// One record more bears the word, or one fewer.
    pub fn count(&mut self, place: u32, role: Role, more: bool) {
        let Some(word) = self.words.get_mut(place as usize) else { return };
        let add = |count: &mut u32| *count = if more { *count + 1 } else { count.saturating_sub(1) };
        word.counts.get_mut(role as usize).map(add);
        self.sounds
            .get_mut(word.sound_place as usize)
            .and_then(|counts| counts.get_mut(role as usize))
            .map(add);
    }

    /// Records that bear a word of the same sound.
    pub fn sounding(&self, word: &Word, role: Role) -> u32 {
        self.sounds
            .get(word.sound_place as usize)
            .and_then(|counts| counts.get(role as usize))
            .copied()
            .unwrap_or(0)
    }

    /// Bytes held, about.
    pub fn bytes(&self) -> usize {
        let texts: usize = self
            .words
            .iter()
            .map(|word| 2 * (word.text.len().max(16) + 8) + word.heard.len().max(16) + 8)
            .sum();
        texts
            + self.words.capacity() * size_of::<Word>()
            + self.places.capacity() * 26
            + self.sound_places.capacity() * 14
            + self.sounds.capacity() * 12
    }
}
