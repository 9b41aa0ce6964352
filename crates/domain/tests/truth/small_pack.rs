//! A small pack, of which one file at a time is changed.

use posta_domain::{PURPOSES, Pack};

/// A small pack in which everything is there, to be broken in one place.
pub fn files() -> Vec<(&'static str, String)> {
    let text = |purpose: &&str| serde_json::json!({"purpose": purpose, "title": "T", "text": "X"});
    let consent: Vec<_> = PURPOSES.iter().map(text).collect();
    let sheet = serde_json::json!({
        "language": "es", "name": "Castellano", "offered": true, "reviewed": true, "title": "T",
        "sections": [{"code": "a", "title": "A", "lines": ["Una."]}], "consent_intro": "I",
        "consent": consent,
    });
    let mut files: Vec<(&str, String)> = [
        ("pack.json", PACK),
        ("departments.json", "[\n{\"code\":\"01\",\"name\":\"Uno\",\"iso\":\"XX-1\"}\n]"),
        ("municipalities.json", "[]"),
        ("posts.json", "[]"),
        ("facilities.json", "[]"),
        ("document_kinds.json", r#"[{"code":"card","name":"Carnet"}]"#),
        ("document_states.json", "[]"),
        ("needs.json", "[]"),
        ("programs.json", r#"[{"code":"care","name":"Salud"}]"#),
        ("languages.json", r#"[{"code":"es","name":"Castellano"}]"#),
        ("countries.json", r#"[{"code":"XX","name":"Equis"}]"#),
        ("reasons.json", "[]"),
        ("relations.json", "[]"),
        ("retention.json", "[]"),
        ("norms.json", NORMS),
        ("rules.json", "[]"),
        ("facts.json", FACTS),
        ("outcomes.json", OUTCOMES),
        ("orientations.json", "[]"),
        ("requirements.json", "[]"),
        ("campaigns.json", "[]"),
        ("service_kinds.json", "[]"),
        ("alerts.json", "[]"),
        ("guides.json", "[]"),
        ("chronic.json", "[]"),
        ("hygiene.json", "[]"),
        ("states.json", "[]"),
        ("supports.json", "[]"),
        ("instruments.json", "[]"),
        ("indicators.json", "[]"),
        ("trainings.json", r#"{"renew_months": 24, "themes": [], "questions": []}"#),
        ("shelf.json", &shelf("")),
        ("words.pt.json", WORDS),
    ]
    .map(|(name, text)| (name, text.to_owned()))
    .to_vec();
    files.push(("sheet.es.json", serde_json::to_string_pretty(&sheet).unwrap()));
    files.push(("sheet.pt.json", serde_json::to_string_pretty(&sheet).unwrap().replace("\"es\"", "\"pt\"")));
    files
}

pub const PACK: &str = r#"{"id":"xx","version":"2026-11-29","name":"X","country":"XX","language":"es","translations":["pt"],"sources":[]}"#;
pub const NORMS: &str = r#"[
{"code":"law","name":"Ley","verified":true,"source":"leída"},
{"code":"rumour","name":"Rumor","verified":false,"source":"de memoria"}
]"#;
pub const FACTS: &str = r#"[
{"code":"birth","name":"B"},
{"code":"sex","name":"S"},
{"code":"nationality","name":"N"},
{"code":"insured","name":"I"}
]"#;
pub const OUTCOMES: &str = r#"[
{"code":"cubierta","name":"C","sentence":"C."},
{"code":"por_confirmar","name":"P","sentence":"P."},
{"code":"orientacion","name":"O","sentence":"O."}
]"#;
pub const WORDS: &str = r#"{
  "document_kinds": {"card": "Cartão"},
  "programs": {"care": "Saúde"},
  "countries": {
    "XX": "Xis"
  },
  "facts": {"birth": "B", "sex": "S", "nationality": "N", "insured": "I"},
  "outcomes": {"cubierta": "C", "por_confirmar": "P", "orientacion": "O"},
  "outcomes.sentence": {"cubierta": "C.", "por_confirmar": "P.", "orientacion": "O."},
  "languages": {"es": "Espanhol"},
  "shelf_kinds": {"norm": "Norma", "guide": "Guia", "sheet": "Ficha", "practice": "Boa prática", "campaign": "Campanha"}
}"#;

/// A shelf of one item, on the fourth line, with a part of it changed.
pub fn shelf(changed: &str) -> String {
    let parts = [
        r#""code": "a""#,
        r#""kind": "guide""#,
        r#""title": "T""#,
        r#""summary": "R""#,
        r#""language": "es""#,
        r#""date": "2026-11""#,
        r#""source": "leída""#,
        r##""text": ["# Uno", "", "5 < 6"]"##,
    ];
    let name = |part: &str| part.split(':').next().unwrap().to_owned();
    let parts =
        parts.map(|part| if !changed.is_empty() && name(part) == name(changed) { changed } else { part });
    let kinds = ["norm", "guide", "sheet", "practice", "campaign"];
    let kinds = kinds.map(|kind| format!("{{\"code\": \"{kind}\", \"name\": \"K\"}}")).join(", ");
    format!("{{\"kinds\": [{kinds}],\n\"items\": [\n\n{{{}}}\n]}}", parts.join(", "))
}

pub fn read_files(files: &[(&str, String)]) -> Result<Pack, posta_domain::PackError> {
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    Pack::from_json(&files)
}

pub fn read(change: &str, text: &str) -> Result<Pack, posta_domain::PackError> {
    let mut files = files();
    files.iter_mut().find(|(name, _)| *name == change).unwrap().1 = text.to_owned();
    read_files(&files)
}

/// A rule on the third line of its file, with parts of it changed.
pub fn rules(changes: &[(&str, serde_json::Value)]) -> String {
    let mut rule = serde_json::json!({
        "code": "all", "program": "care", "name": "Todas", "extent": "integral", "extent_verified": false,
        "norm": "law", "source": "leída", "when": {"age": {"below_years": 5}}, "sentence": "Le corresponde.",
    });
    for (key, value) in changes {
        rule[*key] = value.clone();
    }
    format!("[\n\n{rule}\n]")
}

/// A bank of one theme and, on the fourth line, one question with a part of it changed.
pub fn bank(theme: &str, changed: &str) -> String {
    let parts = [
        r#""text": "T""#,
        r#""options": [{"code": "a", "text": "A"}, {"code": "b", "text": "B"}]"#,
        r#""right": "a""#,
        r#""source": "leída""#,
    ];
    let name = |part: &str| part.split(':').next().unwrap().to_owned();
    let parts =
        parts.map(|part| if !changed.is_empty() && name(part) == name(changed) { changed } else { part });
    let theme = if theme.is_empty() { r#""theme": "a""# } else { theme };
    let question = format!("{{\"code\": \"q\", {theme}, {}}}", parts.join(", "));
    let asked = r#"{"code": "p", "theme": "a", "text": "T", "options": [{"code": "a", "text": "A"}, {"code": "b", "text": "B"}], "right": "a", "source": "leída"}"#;
    format!(
        "{{\"renew_months\": 24, \"themes\": [{{\"code\": \"a\", \"name\": \"A\"}}],\n\"questions\": [\n{asked},\n{question}]}}"
    )
}

/// Reads with one file changed and says what is refused; what ends too early, at its last line.
pub fn refused(file: &str, text: &str, line: usize, reason: &str) {
    let error = read(file, text).expect_err(reason);
    assert_eq!((error.file.as_str(), error.line), (file, line), "{error}");
    assert!(error.reason.contains(reason), "{error} is not: {reason}");
}
