//! Text that would be markup, code or a trap stays text.

use super::samples::{registration, sheet, slip_of};
use crate::{Language, Paper, Review};

const PAYLOADS: [&str; 44] = [
    "#eval(\"1+1\")",
    "#panic(\"x\")",
    "#read(\"/etc/passwd\")",
    "#import \"@preview/x:1.0.0\": y",
    "#include \"slip.typ\"",
    "#image(\"/etc/hosts\")",
    "#json(\"data.json\")",
    "#plugin(\"x.wasm\")",
    "#set page(width: 1pt)",
    "#show: it => none",
    "#let d = none",
    "#sys.inputs",
    "#raw(\"x\")",
    "#link(\"https://example.org\")",
    "#place(dx: 500pt)[out]",
    "#while true {}",
    "$x^2$",
    "$ sum_(i=0)^n $",
    "]",
    "[",
    "]]]]",
    "}",
    "{",
    "\\",
    "\\u{41}",
    "\\#",
    "\"",
    "\", \"name\": \"other",
    "'; DROP TABLE person; --",
    "*bold* _emph_",
    "= Heading",
    "- item",
    "+ item",
    "/ Term: x",
    "`raw` ```typ #panic() ```",
    "<label>",
    "@reference",
    "// comment",
    "/* comment */",
    "--- -- ... ~",
    "https://example.org/?q=1",
    "<script>alert(1)</script>",
    "${jndi:ldap://x}",
    "%s%n%x",
];

/// Controls and what hides; the second is what is left.
const TRAPS: [(&str, &str); 6] = [
    ("a\0b", "a b"),
    ("a\u{1b}[2Jb", "a [2Jb"),
    ("a\u{202e}b\u{202c}", "ab"),
    ("a\u{2028}b\u{2029}c", "a b c"),
    ("a\r\n\t\u{b}\u{c}\u{85}b", "a b"),
    ("a\u{200b}\u{2060}\u{feff}b", "ab"),
];

/// The words of a print without blanks and cuts, so that only their characters count.
fn squeezed(text: &str) -> String {
    text.chars().filter(|character| !character.is_whitespace() && *character != '\u{ad}').collect()
}

fn printed(payload: &str) -> String {
    let mut held = registration(Language::Spanish);
    held.name = payload.into();
    held.program = payload.into();
    held.missing = vec![payload.into()];
    held.next_step = payload.into();
    held.coverage.sentence = payload.into();
    held.coverage.norm = payload.into();
    let facility = crate::FacilityAddress { name: payload.into(), lines: vec![payload.into()] };
    let mut slip = slip_of(Language::Spanish, held, Some(facility));
    slip.post = payload.into();
    let print = slip.lay_out(Paper::A5).unwrap();
    assert_eq!(print.pages().len(), 1);
    print.pdf(super::samples::day()).unwrap();
    print.texts().concat()
}

#[test]
fn what_looks_like_markup_is_printed_as_it_was_typed() {
    for payload in PAYLOADS {
        let text = squeezed(&printed(payload));
        let times = text.matches(&squeezed(payload)).count();
        assert!(times >= 9, "{payload}: {times} of 9 in {text}");
    }
}

#[test]
fn what_hides_or_controls_is_not_printed() {
    for (payload, left) in TRAPS {
        let text = printed(payload);
        assert!(text.contains(left), "{left:?} in {text:?}");
        assert!(!text.contains(|c: char| c.is_control() && c != '\n'), "{text:?}");
    }
}

#[test]
fn a_sheet_takes_the_same_texts() {
    for payload in PAYLOADS {
        let mut sheet = sheet(Language::Spanish, Review::NotReviewed);
        sheet.title = payload.into();
        sheet.edition = payload.into();
        sheet.sections[0].heading = payload.into();
        sheet.sections[0].paragraphs = vec![payload.into()];
        let text = squeezed(&sheet.lay_out(Paper::A4).unwrap().texts().concat());
        assert!(text.matches(&squeezed(payload)).count() >= 4, "{payload} in {text}");
    }
}
