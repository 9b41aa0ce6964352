//! How far the names that somebody typed and the names that a document's machine-readable zone spells are apart.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What a comparison of typed and scanned names says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NamesApart {
    /// One of them is blank: nothing to compare.
    Unknown,
    /// The scanned names are a spelling of the typed ones.
    Same,
    /// The scanned names are a spelling of the beginning of the typed ones: a document cuts long names.
    Cut,
    /// The scanned names go on where the typed ones end: one surname was typed, and the document has two.
    Longer,
    /// They are different names, or something was misread.
    Different,
}

/// Compares names as typed with names as a document's machine-readable zone spells them: capital letters from A to Z,
/// where `Ñ` may be `N` or `NXX`, `Ü` may be `U`, `UE` or `UXX`, an apostrophe is left out and a hyphen is a space
/// (ICAO 9303-3, section 6). Neither is ever put in the other's place.
pub fn compare_names(typed: &str, scanned: &str) -> NamesApart {
    let typed: Vec<char> = words(typed).chars().collect();
    let scanned = words(&scanned.to_uppercase());
    if typed.is_empty() || scanned.is_empty() {
        return NamesApart::Unknown;
    }
    // Where in the scanned text each spelling of what was read so far ends.
    let mut ends = vec![0];
    let mut cut = false;
    for character in typed {
        cut |= ends.contains(&scanned.len());
        let spellings = spellings(character);
        let mut next: Vec<usize> = Vec::new();
        for end in &ends {
            let Some(rest) = scanned.get(*end..) else { continue };
            for spelling in &spellings {
                if rest.starts_with(spelling.as_str()) && !next.contains(&(end + spelling.len())) {
                    next.push(end + spelling.len());
                }
            }
        }
        if next.is_empty() {
            return if cut { NamesApart::Cut } else { NamesApart::Different };
        }
        ends = next;
    }
    if ends.contains(&scanned.len()) {
        NamesApart::Same
    } else if ends.iter().any(|end| scanned.get(*end..).is_some_and(|rest| rest.starts_with(' '))) {
        NamesApart::Longer
    } else if cut {
        NamesApart::Cut
    } else {
        NamesApart::Different
    }
}

/// Words with one space between them.
fn words(text: &str) -> String {
    let parted: String = text.nfc().map(|c| if c == '-' || c == '‐' || c == '<' { ' ' } else { c }).collect();
    parted.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How a typed character may be spelt. What has no letter from A to Z in it is left out.
fn spellings(character: char) -> Vec<String> {
    if character == ' ' {
        return vec![" ".to_owned()];
    }
    let upper: String = character.to_uppercase().collect();
    let special: &[&str] = match upper.as_str() {
        "Ñ" => &["N", "NXX"],
        "Ü" => &["U", "UE", "UXX"],
        "Ö" => &["O", "OE"],
        "Ä" => &["A", "AE"],
        "Å" => &["A", "AA"],
        "Ø" => &["O", "OE"],
        "Œ" => &["OE"],
        "Æ" => &["AE"],
        "Ł" => &["L"],
        "Đ" | "Ð" => &["D"],
        "Þ" => &["TH"],
        _ => &[],
    };
    if !special.is_empty() {
        return special.iter().map(|spelling| (*spelling).to_owned()).collect();
    }
    vec![upper.nfd().filter(|c| !is_combining_mark(*c) && c.is_alphanumeric()).collect()]
}
