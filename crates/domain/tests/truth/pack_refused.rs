//! What makes a pack one that no program is built with.

use posta_domain::Pack;

use crate::small_pack::*;

#[test]
fn a_small_pack_reads_and_makes_posts() {
    let pack = read("municipalities.json", r#"[{"code":"010101","name":"San José \"K\""}]"#).unwrap();
    assert_eq!(pack.posts_of("010101")[0].code, "san-jose-k-010101");
}

#[test]
fn a_pack_that_contradicts_itself_is_refused_with_file_and_line() {
    for (file, text, line, reason) in [
        (
            "needs.json",
            "[\n{\"code\":\"a\",\"name\":\"A\"},\n{\"code\":\"a\",\"name\":\"B\"}\n]",
            3,
            "repeated",
        ),
        ("needs.json", "[\n{\"code\":\"a\",\"name\":\" \"}\n]", 2, "blank"),
        ("needs.json", "[\n{\"code\":\"a\",\"name\":\"A\",\"colour\":1}\n]", 2, "unknown field"),
        ("needs.json", "[\n", 1, "EOF"),
        ("trainings.json", r#"{"renew_months": 0, "themes": [], "questions": []}"#, 0, "1 to 120 months"),
        ("trainings.json", &bank(r#""theme": "b""#, ""), 4, "no theme"),
        ("trainings.json", &bank("", r#""right": "c""#), 4, "none of its options"),
        ("trainings.json", &bank("", r#""source": " ""#), 4, "without a source"),
        (
            "trainings.json",
            &bank("", r#""options": [{"code": "a", "text": "A"}]"#),
            4,
            "two different options",
        ),
        (
            "trainings.json",
            &bank("", r#""options": [{"code": "a", "text": "A"}, {"code": "dont_know", "text": "B"}]"#),
            4,
            "an option of its own for not knowing",
        ),
        (
            "trainings.json",
            "{\"renew_months\": 24, \"themes\": [\n{\"code\": \"a\", \"name\": \"A\"}], \"questions\": []}",
            2,
            "without questions",
        ),
        ("shelf.json", &shelf("").replace("norm", "law"), 0, "each kind of publication once"),
        ("shelf.json", &shelf("").replacen("K", " ", 1), 1, "without a name"),
        ("shelf.json", &shelf(r#""code": "A a""#), 4, "without a code"),
        ("shelf.json", &shelf(r#""title": " ""#), 4, "a title or a summary"),
        ("shelf.json", &shelf(r#""kind": "rumour""#), 4, "of no kind"),
        ("shelf.json", &shelf(r#""language": "xx""#), 4, "in no language"),
        ("shelf.json", &shelf(r#""date": "2026-13""#), 4, "no year, month or day"),
        ("shelf.json", &shelf(r#""source": """#), 4, "without a source"),
        ("shelf.json", &shelf(r#""text": ["", " "]"#), 4, "without a text"),
        ("shelf.json", &shelf(&format!(r#""text": ["{}"]"#, "a".repeat(60_000))), 4, "too long"),
        ("shelf.json", &shelf(r#""text": ["a <b>c</b>"]"#), 4, "HTML"),
        (
            "retention.json",
            "[\n{\"code\":\"care\",\"years\":0,\"verified\":false,\"source\":\"x\"}\n]",
            2,
            "1 to 100 years",
        ),
        (
            "retention.json",
            "[{\"code\":\"care\",\"years\":5,\"verified\":false,\"source\":\" \"}]",
            1,
            "no source",
        ),
        (
            "retention.json",
            "[{\"code\":\"food\",\"years\":5,\"verified\":false,\"source\":\"x\"}]",
            1,
            "no sensitivity",
        ),
        ("municipalities.json", "[\n\n{\"code\":\"020101\",\"name\":\"A\"}\n]", 3, "no department"),
        (
            "municipalities.json",
            "[{\"code\":\"010101\",\"name\":\"A\"},\n{\"code\":\"0102\",\"name\":\"B\"}]",
            2,
            "not as long as the others",
        ),
        ("municipalities.json", "[{\"code\":\"01o101\",\"name\":\"A\"}]", 1, "in digits"),
        (
            "posts.json",
            "[{\"code\":\"a\",\"name\":\"A\",\"kind\":\"border\",\"municipality\":\"010101\"}]",
            1,
            "no municipality",
        ),
        (
            "facilities.json",
            "[{\"code\":\"1\",\"name\":\"A\",\"kind\":\"\",\"level\":1,\"municipality\":\"1\"}]",
            1,
            "no municipality",
        ),
        (
            "facilities.json",
            "[{\"code\":\"1\",\"name\":\"A\",\"kind\":\"\",\"level\":4,\"municipality\":\"1\"}]",
            1,
            "1, 2 or 3",
        ),
        ("pack.json", &PACK.replace("2026-11-29", "1"), 1, "not a date"),
        ("norms.json", &NORMS.replace("de memoria", ""), 3, "a norm without a source"),
        ("facts.json", &FACTS.replace("sex", "size"), 0, "no question for the field: sex"),
        ("facts.json", &FACTS.replace("insured", "Is insured"), 5, "part of a key"),
        ("outcomes.json", &OUTCOMES.replace("orientacion", "rechazada"), 0, "without words: orientacion"),
        ("outcomes.json", &OUTCOMES.replace("P.", " "), 3, "without a sentence"),
    ] {
        refused(file, text, line, reason);
    }
    assert_eq!(Pack::from_json(&[]).unwrap_err().line, 0);
}

#[test]
fn a_rule_without_source_norm_programme_or_sense_is_refused_at_its_line() {
    use serde_json::json;
    assert!(read("rules.json", &rules(&[])).unwrap_err().reason.contains("not translated: groups all"));
    for (key, value, reason) in [
        ("source", json!(" "), "a rule without a source"),
        ("sentence", json!(""), "a rule without a sentence"),
        ("norm", json!("decree"), "not in norms.json"),
        ("norm", json!("rumour"), "nobody has verified"),
        ("program", json!("school"), "no programme"),
        ("extent", json!("half"), "neither integral nor limitada"),
        ("code", json!("All of them"), "part of a key"),
        ("when", json!({"fact": "rich"}), "not in facts.json"),
        ("when", json!({"fact": "birth"}), "a field of the person is not a fact"),
        ("when", json!({"all": []}), "a condition of nothing"),
        ("when", json!({"not": {"any": [{"sex": "other"}]}}), "female or male"),
        ("when", json!({"nationality": ["YY"]}), "not in countries.json"),
        ("when", json!({"nationality": []}), "no country"),
        ("when", json!({"age": {}}), "an age without a bound"),
        ("when", json!({"age": {"from_years": 5, "below_years": 5}}), "holds nobody"),
        ("when", json!({"age": {"from_years": 5, "from_months": 5}}), "in years and in months"),
        ("when", json!({"document": ["card"]}), "a paper is never asked for"),
        ("when", json!({"any": [{"documents": "none"}]}), "a paper is never asked for"),
        ("when", json!({"moon": "full"}), "unknown variant"),
        ("when", json!({"age": {"over": 5}}), "unknown field"),
    ] {
        refused("rules.json", &rules(&[(key, value)]), 3, reason);
    }
    // What a slip says to whom only such rules cover.
    let error = read("rules.json", &rules(&[("extent", json!("limitada"))])).unwrap_err();
    assert_eq!((error.file.as_str(), error.line), ("outcomes.json", 2), "{error}");
    assert!(error.reason.contains("only limited rules cover"), "{error}");
    let twice = rules(&[]).replace("\n]", &format!(",{}", &rules(&[])[1..]));
    refused("rules.json", &twice, 5, "repeated");
}

#[test]
fn advice_questions_and_campaigns_that_point_nowhere_are_refused_at_their_line() {
    for (file, entry, reason) in [
        ("orientations.json", r#"{"code":"a","name":"A","text":"T","source":""}"#, "without a source"),
        ("orientations.json", r#"{"code":"a","name":"A","text":" ","source":"s"}"#, "without a text"),
        (
            "orientations.json",
            r#"{"code":"a","name":"A","text":"T","source":"s","outcomes":["rechazada"]}"#,
            "for no outcome",
        ),
        (
            "orientations.json",
            r#"{"code":"a","name":"A","text":"T","source":"s","when":{"document":["visa"]}}"#,
            "not in document_kinds.json",
        ),
        (
            "requirements.json",
            r#"{"code":"a","program":"care","name":"A","need":"asked","source":" "}"#,
            "without a source",
        ),
        (
            "requirements.json",
            r#"{"code":"a","program":"school","name":"A","need":"asked","source":"s"}"#,
            "no programme",
        ),
        (
            "requirements.json",
            r#"{"code":"a","program":"care","name":"A","need":"asked","source":"s","documents":["visa"]}"#,
            "no kind of document",
        ),
        (
            "requirements.json",
            r#"{"code":"a","program":"care","name":"A","need":"must","source":"s"}"#,
            "unknown variant",
        ),
        (
            "campaigns.json",
            r#"{"code":"a","name":"A","from":"2021-09-01","to":"2021-08-01","source":"s"}"#,
            "ends before it begins",
        ),
        (
            "campaigns.json",
            r#"{"code":"a","name":"A","from":"2021-08-01","to":"2021-09-01","posts":["x"],"source":"s"}"#,
            "not in posts.json",
        ),
        (
            "campaigns.json",
            r#"{"code":"a","name":"A","from":"2021-08-01","to":"2021-09-01","source":""}"#,
            "source",
        ),
    ] {
        refused(file, &format!("[\n{entry}\n]"), 2, reason);
    }
    let hanging = |when: &str| FACTS.replace(r#""name":"I""#, &format!(r#""name":"I","asked_when":{when}"#));
    refused("facts.json", &hanging(r#"{"fact":"insured"}"#), 5, "hangs on another");
    refused("facts.json", &hanging(r#"{"documents":"none"}"#), 5, "never asked for");
    let old = FACTS.replace(r#""name":"I""#, r#""name":"I","valid_days":0"#);
    refused("facts.json", &old, 5, "counts for one day or more");
    let many: Vec<String> = (0..17).map(|n| format!(r#"{{"code":"f{n}","name":"F"}}"#)).collect();
    refused("facts.json", &format!("[{}]", many.join(",")), 0, "more than 16");
}

#[test]
fn a_translation_that_lacks_adds_repeats_or_blanks_a_word_is_refused_at_its_line() {
    for (from, to, line, reason) in [
        (r#""XX": "Xis""#, r#""YY": "Xis""#, 4, "a word is not translated: countries XX"),
        (r#""XX": "Xis""#, "\"XX\": \"Xis\",\n    \"YY\": \"Outro\"", 6, "does not have: countries YY"),
        (r#""XX": "Xis""#, r#""XX": " ""#, 5, "a blank word"),
        (r#""XX": "Xis""#, "\"XX\": \"Xis\",\n    \"XX\": \"Xis\"", 6, "a repeated word: XX"),
        ("\"programs\"", "\"posts\"", 1, "not translated: programs care"),
        ("\"programs\"", "\"posts\": {},\n\"programs\"", 3, "proper names: posts"),
        ("\"programs\"", "\"colours\": {},\n\"programs\"", 3, "no such list"),
    ] {
        refused("words.pt.json", &WORDS.replace(from, to), line, reason);
    }
}

#[test]
fn a_sheet_that_is_missing_half_written_or_in_another_language_is_refused() {
    let files = files();
    let text = |name: &str| files.iter().find(|(file, _)| *file == name).unwrap().1.clone();
    let (es, pt) = (text("sheet.es.json"), text("sheet.pt.json"));
    let with = |from: &str, to: &str| pt.replacen(from, to, 1);
    let line_of = |text: &str, wanted: &str| text.lines().position(|line| line.contains(wanted)).unwrap() + 1;
    refused("sheet.pt.json", &es, line_of(&es, "\"es\""), "another language");
    refused("sheet.pt.json", &with("true", "false"), 0, "no sheet is offered");
    refused("sheet.pt.json", &with("\"I\"", "\"\""), line_of(&pt, "\"pt\""), "blank name, title");
    refused("sheet.pt.json", &with("Una.", " "), line_of(&pt, "\"code\""), "blank title or line");
    refused("sheet.pt.json", &with("\"a\"", "\"b\""), 0, "not those of the pack's own");
    refused("sheet.pt.json", &with("statistics", "marketing"), line_of(&pt, "statistics"), "no purpose");
    refused("sheet.pt.json", &with("statistics", "contact"), line_of(&pt, "\"pt\""), "each purpose");
}

#[test]
fn a_file_that_no_pack_has_is_refused() {
    for name in ["rule.json", "words.fr.json", "words.pt", "sheet"] {
        let mut files = files();
        files.push((name, "[]".to_owned()));
        let error = read_files(&files).unwrap_err();
        assert_eq!((error.file.as_str(), error.line), (name, 0), "{error}");
    }
    for name in ["rules.json", "words.pt.json", "sheet.es.json"] {
        let files: Vec<_> = files().into_iter().filter(|(file, _)| *file != name).collect();
        let error = read_files(&files).unwrap_err();
        assert_eq!((error.file.as_str(), error.line), (name, 0), "{error}");
    }
}
