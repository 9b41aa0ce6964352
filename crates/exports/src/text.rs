//! Text as files need it.

use chrono::{DateTime, SecondsFormat};

/// An instant of UTC: `2026-11-29T15:04:05Z`.
pub(crate) fn instant(at: i64) -> String {
    DateTime::from_timestamp(at, 0).unwrap_or_default().to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// A text that no spreadsheet takes for a formula: with an apostrophe before what it would begin with (OWASP, CSV
/// injection), also behind what separates cells in other countries' spreadsheets, `;` and tabs.
pub(crate) fn harmless(text: &str) -> std::borrow::Cow<'_, str> {
    if !text.split_inclusive(SEPARATORS).any(is_formula) {
        return text.into();
    }
    let parts = text.split_inclusive(SEPARATORS);
    parts
        .map(|part| if is_formula(part) { format!("'{part}") } else { part.to_owned() })
        .collect::<String>()
        .into()
}

/// What ends a cell where the comma does not.
const SEPARATORS: [char; 4] = [';', '\t', '\r', '\n'];

/// Whether a spreadsheet may take a text for a formula. Blanks before it do not make it another, and East Asian forms of
/// the signs count too.
pub(crate) fn is_formula(text: &str) -> bool {
    let starts =
        |c: char| matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠');
    text.trim_start_matches(' ').starts_with(starts)
}

/// Text or the value of an attribute in XML 1.0, which has no words for most control characters: they become blanks.
pub(crate) fn xml(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' => escaped.push_str("&#10;"),
            '\t' => escaped.push_str("&#9;"),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_compute_gets_an_apostrophe() {
        for text in ["=1+1", "+591 700", "-2", "@SUM(A1)", "\tx", "\rx", "\nx", "  =HYPERLINK(\"x\")", "＝1"]
        {
            assert_eq!(harmless(text), format!("'{text}"));
        }
        assert_eq!(harmless("Ana;=HYPERLINK(\"x\")"), "Ana;'=HYPERLINK(\"x\")");
        assert_eq!(harmless("Ana; @x\t-1"), "Ana;' @x\t'-1");
        for text in ["", "Yuleisy", "a=b", "O'Higgins", "1-2"] {
            assert_eq!(harmless(text), text);
        }
    }

    #[test]
    fn no_sign_of_xml_and_no_control_character_is_left() {
        assert_eq!(xml("<a b=\"&\">\u{b}\n"), "&lt;a b=&quot;&amp;&quot;&gt; &#10;");
    }

    #[test]
    fn an_instant_is_of_utc_and_of_whole_seconds() {
        assert_eq!(instant(1_795_964_645), "2026-11-29T15:04:05Z");
    }
}
