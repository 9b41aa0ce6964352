//! Text that came from people, made fit for paper.

use serde::Serialize;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::press::Press;

/// Longest text that is printed, in characters; what is longer ends in "…". Above any text that can be saved.
const LONGEST: usize = 4200;
/// Most marks on one letter: more are not a language's, and climb into the lines above.
const MOST_MARKS: usize = 3;
/// Stands for a character that no bundled font has.
const NO_GLYPH: char = '\u{fffd}';

/// Text with nothing in it but characters that print: no controls, nothing that turns the direction of writing or
/// hides, and nothing that the bundled fonts lack. Reaches the template as a string, never as markup.
#[derive(Clone, Default, Serialize)]
#[serde(transparent)]
pub(crate) struct Printable(String);

impl Printable {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<&str> for Printable {
    fn from(text: &str) -> Self {
        Self(printable(text, Press::get()))
    }
}

impl From<&String> for Printable {
    fn from(text: &String) -> Self {
        text.as_str().into()
    }
}

/// Lines that say something.
pub(crate) fn printed(lines: &[String]) -> Vec<Printable> {
    lines.iter().map(Printable::from).filter(|line| !line.is_empty()).collect()
}

fn printable(text: &str, press: &Press) -> String {
    let mut fit = String::with_capacity(text.len());
    let (mut marks, mut gap, mut length) = (0, false, 0);
    for character in text.nfc() {
        if character.is_whitespace() || character.is_control() {
            gap = true;
            continue;
        }
        if is_invisible(character) {
            continue;
        }
        marks = if is_combining_mark(character) { marks + 1 } else { 0 };
        if marks > MOST_MARKS || (marks > 0 && (gap || fit.is_empty())) {
            continue;
        }
        if length == LONGEST {
            fit.push('…');
            break;
        }
        length += 1;
        if gap && !fit.is_empty() {
            fit.push(' ');
        }
        gap = false;
        push(&mut fit, character, press);
    }
    fit
}

/// The letter itself if the first font has it, else its parts if the first font has them (ẽ of Guaraní), else the
/// letter of the second font, else the sign for a lacking one.
fn push(fit: &mut String, character: char, press: &Press) {
    let parts: Vec<char> = std::iter::once(character).nfd().collect();
    if press.first_font_has(character) {
        fit.push(character);
    } else if parts.iter().all(|part| press.first_font_has(*part)) {
        fit.extend(parts);
    } else {
        fit.push(if press.any_font_has(character) { character } else { NO_GLYPH });
    }
}

/// Characters that change how others look or where they stand, without being seen.
fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{3164}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> String {
        Printable::from(text).0
    }

    #[test]
    fn names_of_the_region_stay_as_they_are() {
        for name in [
            "Yuleisy Carolina Rondón Peña",
            "Ñandutí Güemes",
            "Ch’oque Mamani",
            "Conceição Araújo",
            "Jean-Baptiste",
            "Qalaqʼaya",
        ] {
            assert_eq!(of(name), name);
        }
    }

    #[test]
    fn a_letter_that_the_first_font_lacks_is_put_together_from_its_parts() {
        assert_eq!(of("Tekoporãve g\u{303}uarã"), "Tekoporãve g\u{303}uarã");
        assert_eq!(of("mitã’ĩ"), "mitã’i\u{303}");
    }

    #[test]
    fn controls_become_blanks_and_what_hides_or_turns_goes() {
        assert_eq!(of("  Ana\0\u{7}\tLuz\r\nQuispe \u{1b}[31m "), "Ana Luz Quispe [31m");
        assert_eq!(of("Ana\u{202e}zuL\u{200b}\u{feff}"), "AnazuL");
    }

    #[test]
    fn marks_do_not_climb_and_do_not_stand_alone() {
        // The first mark makes one letter with the a.
        assert_eq!(of(&format!("a{}b", "\u{303}".repeat(90))), format!("ã{}b", "\u{303}".repeat(MOST_MARKS)));
        assert_eq!(of("\u{303}\u{303}Ana"), "Ana");
    }

    #[test]
    fn what_no_font_has_is_seen_to_lack() {
        assert_eq!(of("Wei 偉 🙂"), "Wei \u{fffd} \u{fffd}");
    }

    #[test]
    fn a_text_without_end_ends() {
        assert_eq!(of(&"a".repeat(1_000_000)).chars().count(), LONGEST + 1);
    }
}
