//! Some words around the first one that was looked for, as they are written.

use posta_domain::fold;

/// About how many characters are shown.
const LENGTH: usize = 120;
/// Of them, before the word.
const BEFORE: usize = 40;

/// The words around the first of a text that begins as one of `wanted` (folded) does; none where there is none. Marks of
/// Markdown are left out, and what was cut is said by an ellipsis.
pub(super) fn snippet(text: &str, wanted: &[&str]) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().map(plain).filter(|word| !word.is_empty()).collect();
    let is_wanted =
        |word: &&str| fold(word).split(' ').any(|part| wanted.iter().any(|wanted| part.starts_with(wanted)));
    let hit = words.iter().position(is_wanted)?;
    let length = |word: &&str| word.chars().count() + 1;
    let (mut first, mut before) = (hit, 0);
    while let Some(word) = first.checked_sub(1).and_then(|at| words.get(at)) {
        before += length(word);
        if before > BEFORE {
            break;
        }
        first -= 1;
    }
    let (mut shown, mut characters) = (Vec::new(), 0);
    for word in words.iter().skip(first) {
        characters += length(word);
        if characters > LENGTH && !shown.is_empty() && first + shown.len() > hit {
            break;
        }
        shown.push(*word);
    }
    let cut_before = if first > 0 { "… " } else { "" };
    let cut_after = if first + shown.len() < words.len() { " …" } else { "" };
    // One word may be longer than everything.
    let shown: String = shown.join(" ").chars().take(2 * LENGTH).collect();
    Some(format!("{cut_before}{shown}{cut_after}"))
}

/// A word without what Markdown puts around it.
fn plain(word: &str) -> &str {
    word.trim_matches(|c| matches!(c, '#' | '*' | '_' | '`' | '>' | '|' | '[' | ']'))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_words_around_a_hit_keep_their_accents_and_lose_their_marks() {
        let text = "# Guía\n\n- **Adscripción** paso a paso: primero la *atención*.";
        assert_eq!(
            snippet(text, &["adscri"]).unwrap(),
            "Guía - Adscripción paso a paso: primero la atención*."
        );
        assert_eq!(snippet(text, &["nunca"]), None);
    }

    #[test]
    fn what_is_long_is_cut_on_both_sides_and_holds_the_word() {
        let text = format!("{} aquí está {}", "antes ".repeat(200), "después ".repeat(200));
        let shown = snippet(&text, &["aqui"]).unwrap();
        assert!(shown.starts_with("… antes") && shown.ends_with("después …"), "{shown}");
        assert!(shown.contains("aquí está") && shown.chars().count() <= LENGTH + 4, "{shown}");
        let long = "a".repeat(100_000);
        assert!(snippet(&long, &["a"]).unwrap().chars().count() <= 2 * LENGTH);
    }
}
