use posta_domain::{
    CONFIDENTIAL_NEED, DocumentState, EnrollmentStatus, FILE_BYTES_MAX, Outcome, PURPOSES, Pack, check_packs,
    normal_number,
};

use crate::day;

#[test]
fn the_pack_of_bolivia_is_whole() {
    let pack = Pack::find("bo").unwrap();
    assert_eq!((pack.id.as_str(), pack.country.as_str()), ("bo", "BO"));
    assert_eq!(pack.departments.len(), 9);
    assert_eq!(pack.municipalities.len(), 335);
    assert_eq!(pack.posts.len(), 31);
    assert_eq!(pack.facilities.len(), 329);
    assert_eq!(pack.countries.len(), 250);
    assert!(pack.needs.iter().any(|need| need.code == CONFIDENTIAL_NEED));
    assert!(pack.programs.iter().any(|program| program.code == "sus"));
    let oruro = pack.department("04").unwrap();
    assert_eq!((oruro.iso.as_str(), oruro.letters.as_str()), ("BO-O", "OR"));
    assert_eq!(pack.municipality("040901").unwrap().name, "Sabaya");
    assert_eq!(pack.municipality("010101").unwrap().name, "Sucre");
}

#[test]
fn every_pack_of_the_program_reads_and_can_be_found() {
    assert_eq!(check_packs(), []);
    let ids: Vec<&str> = Pack::all().iter().map(|pack| pack.id.as_str()).collect();
    assert_eq!(ids, ["bo", "cl"]);
    assert!(ids.iter().all(|id| Pack::find(id).is_some()));
    assert_eq!(Pack::default_id(), "bo");
    assert_eq!(Pack::find("xx"), None);
}

#[test]
fn a_pdf_of_a_pack_belongs_to_an_item_and_is_one() {
    let pdf: &[u8] = b"%PDF-1.7 ...";
    let code = Pack::find("cl").unwrap().shelf.items[0].code.clone();
    let code: &'static str = code.leak();
    let large: &[u8] = [pdf, &[0; FILE_BYTES_MAX]].concat().leak();
    let mut shelf = Pack::find("cl").unwrap().shelf.clone();
    shelf.take_pdfs(&[(code, pdf)]).unwrap();
    assert_eq!(shelf.item(code).unwrap().pdf, pdf);
    let most: &[u8] = [pdf, &[0; FILE_BYTES_MAX - 12]].concat().leak();
    assert_eq!(shelf.take_pdfs(&[(code, most); 5]).unwrap_err().reason, "PDFs that are too large together");
    for (code, bytes, reason) in [
        ("of_nothing", pdf, "a PDF of no item of the shelf"),
        (code, b"<html>".as_slice(), "not a PDF"),
        (code, large, "a PDF that is too large"),
    ] {
        let error = shelf.take_pdfs(&[(code, bytes)]).unwrap_err();
        assert_eq!((error.file, error.reason.as_str()), (format!("shelf/{code}.pdf"), reason));
    }
}

#[test]
fn a_skeleton_of_another_country_reads_and_decides() {
    let pack = Pack::find("cl").unwrap();
    assert!(pack.document_kind("cl_run").is_some() && pack.document_kind("bo_ci").is_none());
    let facts = |birth: &str| posta_domain::Facts {
        birth: posta_domain::Birth::parse(birth).unwrap(),
        on: day("2026-11-29"),
        ..Default::default()
    };
    let child = pack.decide("fonasa", &facts("2010-06"));
    assert_eq!((child.outcome, child.groups[0].source.as_str()), (Outcome::Covered, "acceso_salud"));
    assert_eq!(pack.decide("fonasa", &facts("")).ask, ["birth"]);
    let grown = pack.decide("fonasa", &facts("1990"));
    assert_eq!(grown.outcome, Outcome::Orientation);
    assert!(!grown.orientation.is_empty());
    assert_eq!(pack.posts_of("01101")[0].code, "iquique-01101");
    assert_eq!(pack.municipality("01403").unwrap().department(), "01");
}

#[test]
fn a_pack_says_complement_of_exactly_those_kinds_whose_numbers_keep_one() {
    for kind in Pack::all().iter().flat_map(|pack| &pack.document_kinds) {
        let number = |complement| {
            normal_number(&kind.code, kind.country.as_deref().unwrap_or_default(), "1234567", complement)
        };
        assert_eq!(number("1A") != number(""), kind.complement, "{}", kind.code);
        assert!(kind.complement || !kind.hint.contains("1A"), "{}", kind.code);
    }
}

#[test]
fn every_word_has_a_name_in_each_language_and_falls_back_to_the_packs_own() {
    let pack = Pack::find("bo").unwrap();
    assert_eq!(pack.name_of("countries", "BR", "pt"), "Brasil");
    assert_eq!(pack.name_of("countries", "DE", "en"), "Germany");
    assert_eq!(pack.name_of("countries", "DE", "es"), "Alemania");
    assert_eq!(pack.name_of("countries", "DE", "ht"), "Alemania");
    assert_eq!(pack.name_of("countries", "ZZ", "pt"), "ZZ");
    assert_eq!(pack.name_of("nothing", "x", "pt"), "x");
    assert_eq!(pack.name_of("facility_kinds", "Puesto de salud", "pt"), "Posto de saúde");
    assert_eq!(pack.name_of("facilities", "400107", "en"), "Pisiga Bolívar");
    assert_eq!(pack.name_of("groups", "under_5", "en"), "Children under 5");
    for language in ["pt", "en"] {
        let same = |country: &&posta_domain::Word| {
            pack.name_of("countries", &country.code, language) == country.name
        };
        assert!(pack.countries.iter().filter(same).count() < 130, "{language}");
    }
}

#[test]
fn the_sheets_are_whole_in_five_languages_of_which_nobody_has_reviewed_a_translation_and_empty_in_three() {
    let pack = Pack::find("bo").unwrap();
    let offered: Vec<(&str, bool)> =
        pack.sheets().map(|sheet| (sheet.language.as_str(), sheet.reviewed)).collect();
    assert_eq!(offered, [("es", true), ("en", false), ("fr", false), ("ht", false), ("pt", false)]);
    for sheet in pack.sheets() {
        assert_eq!(sheet.sections.len(), 8, "{}", sheet.language);
        assert!(PURPOSES.iter().all(|purpose| sheet.consent_to(purpose).is_some()), "{}", sheet.language);
        assert_eq!(sheet.consent_to("photograph"), None);
    }
    for slot in ["ay", "qu", "gn"] {
        assert_eq!(pack.sheet(slot), None, "{slot}");
    }
}

#[test]
fn the_insurance_that_is_asked_about_is_one_of_this_country() {
    let pack = Pack::find("bo").unwrap();
    for (language, country) in [("es", "Bolivia"), ("pt", "Bolívia"), ("en", "Bolivian")] {
        let question = pack.name_of("facts", "short_term_insurance", language);
        assert!(question.contains(country), "{question}");
    }
    // Somebody insured at home is not to read that it is not for them, in no language.
    for (language, fund, country) in [
        ("es", "caja", "de Bolivia"),
        ("pt", "caixa", "da Bolívia"),
        ("en", "fund", "Bolivian"),
        ("fr", "caisse", "de Bolivie"),
        ("ht", "kès", "Bolivi"),
    ] {
        let sheet = pack.sheet(language).unwrap();
        let lines = sheet.sections.iter().flat_map(|section| &section.lines);
        let of_funds: Vec<_> = lines.filter(|line| line.contains(fund)).collect();
        assert_eq!(of_funds.len(), 3, "{language}");
        assert!(of_funds.iter().all(|line| line.contains(country)), "{of_funds:?}");
    }
}

#[test]
fn a_sheet_that_says_a_line_less_than_the_pack_s_own_is_refused() {
    let mut files = files();
    let spanish = files.iter_mut().find(|(name, _)| *name == "sheet.es.json").unwrap();
    spanish.1 = spanish.1.replace("\"Una.\"", "\"Una.\", \"Otra.\"");
    let error = read_files(&files).expect_err("the Portuguese sheet lacks a line");
    assert_eq!(error.file, "sheet.pt.json");
    assert!(error.reason.contains("line for line"), "{error}");
}

#[test]
fn the_campaign_of_2021_had_days_and_posts() {
    let pack = Pack::find("bo").unwrap();
    let on = |post: &str, text: &str| pack.campaign_on(post, day(text)).map(|one| one.code.as_str());
    assert_eq!(on("desaguadero", "2021-07-28"), Some("adscripcion_2021"));
    assert_eq!(on("desaguadero", "2021-09-22"), Some("adscripcion_2021"));
    assert_eq!(on("desaguadero", "2021-09-23"), None);
    assert_eq!(on("pisiga", "2021-08-01"), None);
}

#[test]
fn the_posts_of_the_journey_are_where_they_should_be() {
    let pack = Pack::find("bo").unwrap();
    let pisiga = pack.post("pisiga").unwrap();
    assert_eq!(
        (pisiga.name.as_str(), pisiga.kind.as_str(), pisiga.municipality.as_str()),
        ("Pisiga", "border", "040901")
    );
    assert_eq!(pisiga.facility.as_deref(), Some("400107"));
    assert_eq!(pack.post("tambo-quemado").unwrap().municipality, "040402");
    assert_eq!(pack.posts_of("040901"), [pisiga]);
    assert!(pack.facilities_of("040901").iter().any(|facility| facility.name == "Pisiga Bolívar"));
}

#[test]
fn every_municipality_has_a_post_that_can_be_found_by_its_code() {
    let pack = Pack::find("bo").unwrap();
    for place in &pack.municipalities {
        let posts = pack.posts_of(&place.code);
        assert!(!posts.is_empty(), "{}", place.code);
        for post in posts {
            assert_eq!(pack.post(&post.code), Some(post));
            assert_eq!(post.municipality, place.code);
            assert!(
                post.code.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-')),
                "{}",
                post.code
            );
        }
    }
    assert!(pack.posts_of("999999").is_empty());
}

#[test]
fn the_words_that_the_program_stores_have_a_name_in_the_pack() {
    let pack = Pack::find("bo").unwrap();
    for state in DocumentState::WORDS {
        assert!(pack.document_states.iter().any(|word| word.code == *state), "{state}");
    }
    assert_eq!(EnrollmentStatus::WORDS.len(), 4);
}

#[test]
fn codes_of_needs_and_languages_may_be_part_of_a_key() {
    let pack = Pack::find("bo").unwrap();
    for word in &pack.needs {
        let mut consultation = posta_domain::Consultation::default();
        consultation.set(&format!("need/{}", word.code), "true").unwrap();
    }
    for word in &pack.languages {
        let mut person = posta_domain::Person::default();
        person.set(&format!("language/{}", word.code), "true").unwrap();
    }
}

#[test]
fn lists_offer_the_region_first() {
    let countries = &Pack::find("bo").unwrap().countries;
    assert_eq!(countries[0].code, "BO");
    assert!(countries.iter().take_while(|country| country.common).count() >= 12);
    assert!(countries.iter().skip_while(|country| country.common).all(|country| !country.common));
}

/// A small pack in which everything is there, to be broken in one place.
fn files() -> Vec<(&'static str, String)> {
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

const PACK: &str = r#"{"id":"xx","version":"2026-11-29","name":"X","country":"XX","language":"es","translations":["pt"],"sources":[]}"#;
const NORMS: &str = r#"[
{"code":"law","name":"Ley","verified":true,"source":"leída"},
{"code":"rumour","name":"Rumor","verified":false,"source":"de memoria"}
]"#;
const FACTS: &str = r#"[
{"code":"birth","name":"B"},
{"code":"sex","name":"S"},
{"code":"nationality","name":"N"},
{"code":"insured","name":"I"}
]"#;
const OUTCOMES: &str = r#"[
{"code":"cubierta","name":"C","sentence":"C."},
{"code":"por_confirmar","name":"P","sentence":"P."},
{"code":"orientacion","name":"O","sentence":"O."}
]"#;
const WORDS: &str = r#"{
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
fn shelf(changed: &str) -> String {
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

fn read_files(files: &[(&str, String)]) -> Result<Pack, posta_domain::PackError> {
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    Pack::from_json(&files)
}

fn read(change: &str, text: &str) -> Result<Pack, posta_domain::PackError> {
    let mut files = files();
    files.iter_mut().find(|(name, _)| *name == change).unwrap().1 = text.to_owned();
    read_files(&files)
}

/// A rule on the third line of its file, with parts of it changed.
fn rules(changes: &[(&str, serde_json::Value)]) -> String {
    let mut rule = serde_json::json!({
        "code": "all", "program": "care", "name": "Todas", "extent": "integral", "extent_verified": false,
        "norm": "law", "source": "leída", "when": {"age": {"below_years": 5}}, "sentence": "Le corresponde.",
    });
    for (key, value) in changes {
        rule[*key] = value.clone();
    }
    format!("[\n\n{rule}\n]")
}

#[test]
fn a_small_pack_reads_and_makes_posts() {
    let pack = read("municipalities.json", r#"[{"code":"010101","name":"San José \"K\""}]"#).unwrap();
    assert_eq!(pack.posts_of("010101")[0].code, "san-jose-k-010101");
}

/// A bank of one theme and, on the fourth line, one question with a part of it changed.
fn bank(theme: &str, changed: &str) -> String {
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
fn refused(file: &str, text: &str, line: usize, reason: &str) {
    let error = read(file, text).expect_err(reason);
    assert_eq!((error.file.as_str(), error.line), (file, line), "{error}");
    assert!(error.reason.contains(reason), "{error} is not: {reason}");
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
