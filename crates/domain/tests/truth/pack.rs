use posta_domain::{
    CONFIDENTIAL_NEED, DocumentState, EnrollmentStatus, FILE_BYTES_MAX, Outcome, PURPOSES, Pack, check_packs,
    normal_number,
};

use crate::{
    day,
    small_pack::{files, read_files},
};

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
