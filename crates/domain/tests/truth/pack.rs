use posta_domain::{CONFIDENTIAL_NEED, DocumentState, EnrollmentStatus, Pack};

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

fn files() -> Vec<(&'static str, String)> {
    let names = [
        "municipalities",
        "posts",
        "facilities",
        "document_kinds",
        "document_states",
        "needs",
        "programs",
        "languages",
        "countries",
        "reasons",
        "relations",
        "retention",
        "norms",
        "rules",
        "facts",
        "outcomes",
        "orientations",
        "requirements",
        "campaigns",
    ];
    let mut files = vec![
        (
            "pack.json",
            r#"{"id":"xx","version":"1","name":"X","country":"XX","language":"es","translations":[],"sources":[]}"#.to_owned(),
        ),
        (
            "departments.json",
            "[\n{\"code\":\"01\",\"name\":\"Uno\",\"iso\":\"XX-1\",\"letters\":\"UN\"}\n]".to_owned(),
        ),
    ];
    let file = |name: &str| -> &'static str { Box::leak(format!("{name}.json").into_boxed_str()) };
    files.extend(names.map(|name| (file(name), "[]".to_owned())));
    files
}

fn read(change: &str, text: &str) -> Result<Pack, posta_domain::PackError> {
    let mut files = files();
    files.iter_mut().find(|(name, _)| *name == change).unwrap().1 = text.to_owned();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    Pack::from_json(&files)
}

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
        ("needs.json", "[\n", 2, "EOF"),
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
        ("municipalities.json", "[{\"code\":\"10101\",\"name\":\"A\"}]", 1, "no department"),
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
    ] {
        let error = read(file, text).unwrap_err();
        assert_eq!((error.file.as_str(), error.line), (file, line), "{error}");
        assert!(error.reason.contains(reason), "{error}");
    }
    assert_eq!(Pack::from_json(&[]).unwrap_err().line, 0);
}
