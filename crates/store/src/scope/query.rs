//! What was typed into the search box, as a question to the word index. Any text is a question; none is an error.

use posta_domain::fold;

/// More words than this narrow nothing.
const WORDS: usize = 12;
/// Longest text that is read, in characters.
const LENGTH: usize = 200;

/// All terms must be met.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Query(pub Vec<Term>);

/// One word, or a number that may have been typed or stored with or without punctuation.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Term {
    /// Each must be met...
    pub parts: Vec<String>,
    /// ...or this alone: the parts of a number without what separates them.
    pub joined: Option<String>,
}

impl Query {
    pub fn parse(text: &str) -> Self {
        let text: String = text.chars().take(LENGTH).collect();
        let mut terms: Vec<Term> = Vec::new();
        let mut in_number = false;
        for word in text.split_whitespace() {
            let parts: Vec<String> =
                fold(word).split(' ').filter(|part| !part.is_empty()).map(str::to_owned).collect();
            if parts.is_empty() {
                continue;
            }
            let digits = parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
            match terms.last_mut() {
                // "700 12 345" may be one telephone.
                Some(number) if in_number && digits => number.parts.extend(parts),
                _ if word.bytes().any(|byte| byte.is_ascii_digit()) => {
                    terms.push(Term { parts, joined: None })
                }
                _ => terms.extend(parts.into_iter().map(|part| Term { parts: vec![part], joined: None })),
            }
            in_number = digits;
        }
        terms.truncate(WORDS);
        for term in terms.iter_mut().filter(|term| term.parts.len() > 1) {
            term.parts.truncate(WORDS);
            term.joined = Some(term.parts.concat());
        }
        Self(terms)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether any word has a digit: only then do numbers count.
    pub fn has_digits(&self) -> bool {
        self.0.iter().flat_map(|term| &term.parts).any(|part| part.bytes().any(|byte| byte.is_ascii_digit()))
    }

    /// The question in FTS5's language, every word quoted: whole words only, or beginnings of words.
    pub fn to_match(&self, whole: bool) -> String {
        let word = |text: &String| format!("\"{text}\"{}", if whole { "" } else { "*" });
        let terms = self.0.iter().map(|term| {
            let parts = term.parts.iter().map(word).collect::<Vec<_>>().join(" AND ");
            match &term.joined {
                Some(joined) => format!("({} OR ({parts}))", word(joined)),
                None => parts,
            }
        });
        terms.collect::<Vec<_>>().join(" AND ")
    }

    /// How well a person's words meet this, whole words counting more than beginnings.
    pub fn score(&self, words: &[&str]) -> u32 {
        self.0
            .iter()
            .map(|term| {
                let parts = term.parts.iter().map(|part| quality(part, words)).sum();
                term.joined.as_ref().map_or(0, |joined| quality(joined, words)).max(parts)
            })
            .sum()
    }
}

/// 100 for a whole word; for a beginning, the more of the word the better, at most 60.
fn quality(asked: &str, words: &[&str]) -> u32 {
    let of = |word: &&str| match word.strip_prefix(asked) {
        Some("") => 100,
        Some(_) => u32::try_from(20 + 40 * asked.len() / word.len().max(1)).unwrap_or(20),
        None => 0,
    };
    words.iter().map(of).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_folded_and_numbers_may_be_whole_or_in_parts() {
        let query = Query::parse("Núñez-Quispe 12.345-6");
        assert_eq!(
            query.to_match(false),
            r#""nunez"* AND "quispe"* AND ("123456"* OR ("12"* AND "345"* AND "6"*))"#
        );
        assert_eq!(
            Query::parse("700 12 345").to_match(true),
            r#"("70012345" OR ("700" AND "12" AND "345"))"#
        );
    }

    #[test]
    fn nothing_typed_asks_nothing() {
        assert!(Query::parse(" -- \" ' * ").is_empty());
    }

    #[test]
    fn whole_words_count_more_than_beginnings() {
        let query = Query::parse("ana");
        assert!(query.score(&["ana", "quispe"]) > query.score(&["anahi", "quispe"]));
        assert!(query.score(&["anahi"]) > query.score(&["anastasia"]));
    }
}
