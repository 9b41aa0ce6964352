//! Registering in one act, and what may be done to an enrollment afterwards.

use posta_app::Error;
use posta_app::view::{
    AnswerInput, ConsentDecision, ConsentInput, EligibilityInput, EligibilityView, EnrollmentInput,
    EnrollmentView, FieldEdit, IdentityDocumentView, PersonInput, RegistrationInput, RequirementMark, Saved,
};

use crate::department::{Device, MadeUp};

pub const ANA: &str = "Ana Registra";

pub fn decisions(said: &[(&str, &str)]) -> Vec<ConsentDecision> {
    let decision = |(purpose, decision): &(&str, &str)| ConsentDecision {
        purpose: (*purpose).into(),
        decision: (*decision).into(),
    };
    said.iter().map(decision).collect()
}

pub fn rosa() -> RegistrationInput {
    let passport = IdentityDocumentView {
        kind: "passport".into(),
        country: "VE".into(),
        number: "142000087".into(),
        state: "vigente".into(),
        ..IdentityDocumentView::default()
    };
    RegistrationInput {
        person: PersonInput {
            given_names: "Rosa".into(),
            surname1: "Mamani".into(),
            sex: "female".into(),
            birth: "1990-05-17".into(),
            nationality: "VE".into(),
            documents: vec![passport],
            ..PersonInput::default()
        },
        program: "sus".into(),
        facility: "400107".into(),
        answers: answers(&[("treaty", true), ("short_term_insurance", false)]),
        requirements: vec![RequirementMark { code: "identity".into(), state: "copy".into() }],
        consent: ConsentInput {
            language: "es".into(),
            interpreter: true,
            decisions: decisions(&[("register", "given"), ("share_facility", "refused")]),
            ..ConsentInput::default()
        },
        household: "new".into(),
        household_role: "head".into(),
        ..RegistrationInput::default()
    }
}

fn answers(said: &[(&str, bool)]) -> Vec<AnswerInput> {
    said.iter().map(|(fact, yes)| AnswerInput { fact: (*fact).into(), yes: *yes }).collect()
}

fn codes(saved: &Saved) -> Vec<&str> {
    saved.warnings.iter().map(|warning| warning.code.as_str()).collect()
}

fn code_of<T: std::fmt::Debug>(answer: Result<T, Error>) -> String {
    match answer.unwrap_err() {
        Error::BadInput(problems) => {
            problems.into_iter().find(|problem| problem.severity == "error").unwrap().code
        }
        error => error.code().into(),
    }
}

fn enrolled(device: &Device, person: &str) -> EnrollmentView {
    device.app.person(person).unwrap().enrollments.remove(0)
}

#[test]
fn one_act_registers_decides_marks_and_keeps_consent_and_family() {
    let device = Device::of_everybody();
    device.unlock(ANA);
    let saved = device.app.register_person(&rosa()).unwrap();
    assert_eq!(saved.warnings, []);
    let view = device.app.person(&saved.id).unwrap();
    let enrollment = &view.enrollments[0];
    assert_eq!((enrollment.program.as_str(), enrollment.status.as_str()), ("sus", "preparada"));
    assert_eq!(enrollment.next, ["presentada"]);
    let decided = &enrollment.eligibility;
    assert_eq!(decided.outcome, "cubierta");
    assert!(decided.version.starts_with("bo 20") && !decided.on.is_empty() && !decided.sentence.is_empty());
    let group = decided.groups.iter().find(|group| group.code == "treaty").unwrap();
    assert_eq!(
        (group.extent.as_str(), group.norm.as_str()),
        ("", "Ley 1152"),
        "nobody has read how far it goes"
    );
    let identity = decided.requirements.iter().find(|one| one.code == "identity").unwrap();
    assert_eq!(
        (identity.state.as_str(), identity.by.as_str(), identity.on.as_str()),
        ("copy", ANA, decided.on.as_str())
    );
    assert_eq!((enrollment.facility.as_str(), enrollment.facilities.len()), ("400107", 1));
    assert_eq!(enrollment.answers.len(), 2);
    let said: Vec<_> =
        view.consents.iter().map(|one| (one.purpose.as_str(), one.decision.as_str())).collect();
    assert_eq!(said, [("register", "given"), ("share_facility", "refused")]);
    let consent = &view.consents[0];
    assert_eq!((consent.explained_by.as_str(), consent.post.as_str()), (ANA, "Pisiga"));
    assert!(consent.interpreter && consent.mode == "oral" && consent.language == "es");
    assert_eq!((view.household.len(), view.household_role.as_str(), view.same_day), (32, "head", false));
    assert!(device.app.check().unwrap().ok);
}

#[test]
fn members_of_a_family_are_listed_to_each_other() {
    let device = Device::of_everybody();
    device.unlock(ANA);
    let head = device.app.register_person(&rosa()).unwrap().id;
    let household = device.app.person(&head).unwrap().household;
    let person = PersonInput { given_names: "Luis".into(), birth: "1988".into(), ..PersonInput::default() };
    let partner = RegistrationInput {
        person,
        household: household.clone(),
        household_role: "partner".into(),
        ..RegistrationInput::default()
    };
    let partner = device.app.register_person(&partner).unwrap().id;
    let members = device.app.person(&head).unwrap().household_members;
    assert_eq!(
        (members.len(), members[0].card.id.as_str(), members[0].role.as_str()),
        (1, partner.as_str(), "partner")
    );
    device.app.set_household(&partner, "", "").unwrap();
    assert!(device.app.person(&head).unwrap().household_members.is_empty());
    device.app.set_household(&partner, &household, "other").unwrap();
    assert_eq!(device.app.person(&head).unwrap().household_members[0].role, "other");
    assert_eq!(code_of(device.app.set_household(&partner, "somewhere", "other")), "household_unreadable");
    assert_eq!(code_of(device.app.set_household(&partner, "new", "boss")), "household_role_unknown");
}

#[test]
fn nobody_is_registered_who_refuses_it_and_refusing_anything_else_blocks_nothing() {
    let device = Device::of_everybody();
    device.unlock(ANA);
    let mut input = rosa();
    input.consent.decisions = decisions(&[("register", "refused")]);
    assert_eq!(code_of(device.app.register_person(&input)), "consent_register_refused");
    assert_eq!(device.app.home().unwrap().people, 0);
    let all =
        ["share_facility", "share_referral", "statistics", "contact"].map(|purpose| (purpose, "refused"));
    input.consent.decisions = decisions(&all);
    input.consent.decisions.extend(decisions(&[("register", "given")]));
    assert_eq!(device.app.register_person(&input).unwrap().warnings, []);
    // Nobody asked yet: told, and no obstacle.
    input.consent = ConsentInput::default();
    assert_eq!(codes(&device.app.register_person(&input).unwrap()), ["consent_missing"]);
}

#[test]
fn a_new_conversation_stands_in_the_place_of_the_one_before_also_on_the_same_day() {
    let device = Device::of_everybody();
    device.unlock(ANA);
    let person = device.app.register_person(&rosa()).unwrap().id;
    let say = |said: &[(&str, &str)]| {
        let input =
            ConsentInput { decisions: decisions(said), language: "pt".into(), ..ConsentInput::default() };
        device.app.record_consent(&person, &input).unwrap()
    };
    let holds = |purpose: &str| {
        let views = device.app.person(&person).unwrap().consents;
        views.into_iter().find(|view| view.purpose == purpose).map(|view| (view.decision, view.language))
    };
    let pair = |decision: &str, language: &str| Some((decision.to_owned(), language.to_owned()));
    assert_eq!(holds("share_facility"), pair("refused", "es"));
    say(&[("share_facility", "given")]);
    assert_eq!((holds("share_facility"), holds("register")), (pair("given", "pt"), pair("given", "es")));
    assert_eq!(device.app.note_printed(&person).unwrap(), ["register", "share_facility"]);
    say(&[("share_facility", "withdrawn"), ("contact", "given")]);
    assert_eq!(device.app.note_printed(&person).unwrap(), ["register", "contact"]);
    assert_eq!(codes(&say(&[("register", "withdrawn")])), ["consent_register_withdrawn"]);
    let nothing = device.app.record_consent(&person, &ConsentInput::default());
    assert_eq!(code_of(nothing), "consent_blank");
}

#[test]
fn deciding_again_keeps_the_new_answers_with_version_and_day() {
    let device = Device::of_everybody();
    device.unlock(ANA);
    let person = device.app.register_person(&rosa()).unwrap().id;
    let enrollment = enrolled(&device, &person);
    device.app.decide_eligibility(&enrollment.id, &answers(&[("short_term_insurance", true)])).unwrap();
    let after = enrolled(&device, &person);
    assert_eq!(after.answers, answers(&[("short_term_insurance", true)]));
    assert_ne!(after.eligibility.outcome, "cubierta");
    assert!(after.eligibility.groups.is_empty());
    assert_eq!(
        (&after.eligibility.version, &after.eligibility.on),
        (&enrollment.eligibility.version, &enrollment.eligibility.on)
    );
    assert_eq!(
        code_of(device.app.decide_eligibility(&after.id, &answers(&[("no code", true)]))),
        "fact_unknown"
    );
}

#[test]
fn a_mended_birth_decides_open_enrollments_again_and_confirmed_ones_say_that_they_are_old() {
    let device = Device::of_everybody();
    device.unlock(ANA);
    let mut input = rosa();
    input.answers = answers(&[("short_term_insurance", false), ("emergency", false)]);
    let person = device.app.register_person(&input).unwrap().id;
    assert_eq!(enrolled(&device, &person).eligibility.outcome, "por_confirmar");
    let edit = |field: &str, value: &str| {
        let edit = FieldEdit { field: field.into(), value: value.into() };
        device.app.edit_person(&person, &[edit]).unwrap();
        let view = enrolled(&device, &person).eligibility;
        (view.groups.into_iter().map(|group| group.code).collect::<Vec<_>>(), view.stale)
    };
    assert_eq!(edit("birth", "1950"), (vec!["from_60".to_owned()], false));
    assert_eq!(edit("nationality", "BO").0, ["from_60", "national"]);
    let id = enrolled(&device, &person).id;
    for status in ["presentada", "confirmada"] {
        device.app.set_enrollment_status(&id, status, "", "").unwrap();
    }
    assert_eq!(
        edit("birth", "1990"),
        (vec!["national".to_owned()], true),
        "the programme's word is not mended"
    );
}

#[test]
fn the_official_procedure_is_followed_step_by_step() {
    let device = Device::of_everybody();
    device.unlock(ANA);
    let person = device.app.register_person(&rosa()).unwrap().id;
    let id = enrolled(&device, &person).id;
    let step =
        |status: &str, number: &str, why: &str| device.app.set_enrollment_status(&id, status, number, why);
    assert_eq!(code_of(step("confirmada", "A-1", "")), "status_step");
    step("presentada", "", "").unwrap();
    assert_eq!(code_of(step("presentada", "A-1", "")), "official_number_unconfirmed");
    step("observada", "", "falta el sello").unwrap();
    assert_eq!(enrolled(&device, &person).observation, "falta el sello");
    step("presentada", "", "").unwrap();
    assert_eq!(codes(&step("confirmada", "", "").unwrap()), ["official_number_missing"]);
    step("confirmada", "A-1", "").unwrap();
    let done = enrolled(&device, &person);
    assert_eq!(
        (done.status.as_str(), done.official_number.as_str(), done.observation.as_str()),
        ("confirmada", "A-1", "")
    );
    assert_eq!(step("observada", "", "").unwrap_err().code(), "POSTA-B1");
    assert_eq!(done.next, ["presentada"], "a slip of the hand can be undone");
    step("presentada", "", "").unwrap();
    assert_eq!(enrolled(&device, &person).official_number, "");
}

#[test]
fn a_facility_of_before_stays_in_the_history() {
    let device = Device::of_everybody();
    device.unlock(ANA);
    let mut input = rosa();
    input.facility = String::new();
    let person = device.app.register_person(&input).unwrap().id;
    let id = enrolled(&device, &person).id;
    assert!(enrolled(&device, &person).facilities.is_empty());
    device.app.change_facility(&id, "400107").unwrap();
    let moved = enrolled(&device, &person);
    assert_eq!((moved.facility.as_str(), moved.facilities[0].code.as_str()), ("400107", "400107"));
    assert_ne!(moved.facility_name, "400107", "shown by its name");
    device.app.change_facility(&id, "400080").unwrap();
    let stays = enrolled(&device, &person).facilities;
    assert_eq!(stays.iter().map(|stay| stay.code.as_str()).collect::<Vec<_>>(), ["400080", "400107"]);
    assert_eq!(codes(&device.app.change_facility(&id, "999999").unwrap()), ["facility_unknown"]);
}

#[test]
fn somebody_registered_is_enrolled_later_and_told_when_they_are_already() {
    let device = Device::of_everybody();
    device.unlock(ANA);
    let mut input = rosa();
    input.program = String::new();
    let person = device.app.register_person(&input).unwrap().id;
    let form =
        EnrollmentInput { program: "sus".into(), answers: rosa().answers, ..EnrollmentInput::default() };
    device.app.enroll_person(&person, &form).unwrap();
    assert_eq!(enrolled(&device, &person).eligibility.outcome, "cubierta");
    assert_eq!(codes(&device.app.enroll_person(&person, &form).unwrap()), ["enrollment_exists"]);
}

#[test]
fn a_check_while_typing_says_what_the_programme_says_and_keeps_nothing() {
    let device = Device::of_everybody();
    device.unlock(ANA);
    let input = EligibilityInput {
        program: "sus".into(),
        birth: "2024-01-01".into(),
        sex: "female".into(),
        nationality: "HT".into(),
        answers: answers(&[("short_term_insurance", false)]),
        language: "es".into(),
        ..EligibilityInput::default()
    };
    let view = device.app.check_eligibility(&input).unwrap();
    assert_eq!(view.outcome, "cubierta");
    assert!(view.groups.iter().any(|group| group.code == "under_5"));
    let asked = |view: &EligibilityView| view.ask.iter().map(|one| one.fact.clone()).collect::<Vec<_>>();
    assert_eq!(asked(&view), ["emergency"], "asked of everybody, also of whoever is covered");
    let answered = [("short_term_insurance", false), ("emergency", false)];
    let input = EligibilityInput { answers: answers(&answered), ..input };
    assert_eq!(asked(&device.app.check_eligibility(&input).unwrap()), [""; 0]);
    let unknown =
        device.app.check_eligibility(&EligibilityInput { program: "sus".into(), ..Default::default() });
    let unknown = unknown.unwrap();
    assert_eq!(unknown.outcome, "por_confirmar");
    assert_eq!(asked(&unknown)[..2], ["emergency", "short_term_insurance"], "it stands first");
    assert!(unknown.groups.is_empty());
    assert_eq!(device.app.home().unwrap().people, 0);
}

#[test]
fn a_card_opens_its_person_from_the_search_box_too() {
    let device = Device::of_everybody();
    device.unlock(ANA);
    let person = device.app.register_person(&rosa()).unwrap().id;
    let code = device.app.person(&person).unwrap().card_code;
    assert!(code.starts_with("POSTA1-"));
    assert_eq!(device.app.open_card(&code.to_lowercase()).unwrap(), person);
    let found = device.app.find_people(&code, 5).unwrap();
    assert_eq!((found.len(), found[0].id.as_str()), (1, person.as_str()));
    assert_eq!(device.app.open_card("Rosa").unwrap_err().code(), "POSTA-Q2");
    let mut wrong = code.clone();
    let last = if wrong.ends_with('0') { "1" } else { "0" };
    wrong.replace_range(wrong.len() - 1.., last);
    assert_eq!(code_of(device.app.open_card(&wrong)), "card_code_check");
    // Of ours, but of another device's person.
    let elsewhere = Device::of_everybody();
    elsewhere.unlock(ANA);
    assert_eq!(elsewhere.app.open_card(&code).unwrap_err().code(), "POSTA-Q3");
    assert!(elsewhere.app.find_people(&code, 5).unwrap().is_empty());
}

#[test]
fn lines_of_a_passport_fill_the_form_and_find_its_owner() {
    // ICAO 9303's own specimen.
    let lines = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10";
    let device = Device::of_everybody();
    device.unlock(ANA);
    let read = device.app.read_mrz(lines).unwrap();
    assert_eq!((read.given_names.as_str(), read.surname1.as_str()), ("ANNA MARIA", "ERIKSSON"));
    assert_eq!((read.birth.as_str(), read.sex.as_str()), ("1974-08-12", "female"));
    assert_eq!((read.document.number.as_str(), read.document.state.as_str()), ("L898902C3", "vencido"));
    assert_eq!(code_of(device.app.read_mrz("Rosa Mamani")), "mrz_unreadable");
    let person = PersonInput {
        given_names: "Änna".into(),
        surname1: "Eriksson".into(),
        documents: vec![read.document],
        ..PersonInput::default()
    };
    let input = RegistrationInput { person, ..RegistrationInput::default() };
    let id = device.app.register_person(&input).unwrap().id;
    let found = device.app.find_people(lines, 5).unwrap();
    assert_eq!((found.len(), found[0].id.as_str()), (1, id.as_str()));
    let kept = &device.app.person(&id).unwrap().documents[0];
    assert_eq!((kept.mrz_given.as_str(), kept.mrz_surname.as_str()), ("ANNA MARIA", "ERIKSSON"));
    assert_eq!(device.app.person(&id).unwrap().given_names, "Änna", "what was typed stays");
}

#[test]
fn lines_of_a_file_bring_families_answers_papers_and_consent() {
    let device = Device::of_everybody();
    device.unlock(ANA);
    let lines = r#"{"kind":"person","ref":"a","given_names":"Rosa","nationality":"BO","birth":"1990","household":"f","household_role":"head"}
{"kind":"person","ref":"b","given_names":"Luz","birth":"2024-02-01","household":"f","household_role":"child","same_day":true}
{"kind":"enrollment","ref":"e","person":"a","program":"sus","facility":"400107","answers":{"short_term_insurance":false},"requirements":{"identity":"have"}}
{"kind":"consent","person":"a","language":"es","purposes":{"register":"given","contact":"given"}}
{"kind":"consent","person":"a","language":"es","purposes":{"contact":"withdrawn"}}
{"kind":"consent","person":"b","caregiver":"a","purposes":{"register":"given"}}
{"kind":"enrollment","person":"b","program":"sus","official_number":"1"}"#;
    let report = device.app.import(lines.as_bytes()).unwrap();
    assert_eq!((report.persons, report.enrollments, report.consents), (2, 1, 3), "{report:?}");
    assert_eq!(report.rejected[0].reason, "official_number_unconfirmed");
    let view = device.app.person(&report.refs["a"]).unwrap();
    assert_eq!(view.household_members[0].card.id, report.refs["b"]);
    assert!(device.app.person(&report.refs["b"]).unwrap().same_day);
    let enrollment = &view.enrollments[0];
    assert_eq!(
        (enrollment.id.as_str(), enrollment.eligibility.outcome.as_str()),
        (report.refs["e"].as_str(), "cubierta")
    );
    assert!(enrollment.eligibility.requirements.iter().any(|one| one.state == "have" && one.by == ANA));
    assert_eq!(enrollment.facilities.len(), 1);
    let said: Vec<_> =
        view.consents.iter().map(|one| (one.purpose.as_str(), one.decision.as_str())).collect();
    assert_eq!(said, [("register", "given"), ("contact", "withdrawn")]);
}

#[test]
fn what_was_answered_long_ago_counts_no_more_and_an_old_emergency_sends_nobody_to_a_hospital() {
    let time = MadeUp::new();
    let device = Device::of_everybody_with(time.clock());
    let seen_after = |days: u64, person: &str| {
        time.pass_days(days);
        device.unlock(ANA);
        let seen = enrolled(&device, person);
        let sends = seen.eligibility.orientation[0].code.clone();
        let known = seen.answers.iter().filter(|one| one.yes).map(|one| one.fact.clone());
        (seen.eligibility.outcome, sends, known.collect::<Vec<_>>().join(" "))
    };
    device.unlock(ANA);
    let mut input = rosa();
    input.answers =
        answers(&[("short_term_insurance", false), ("pregnant_or_recent_birth", true), ("emergency", true)]);
    let person = device.app.register_person(&input).unwrap().id;
    let told = |outcome: &str, sends: &str, known: &str| (outcome.into(), sends.into(), known.into());
    let both = "emergency pregnant_or_recent_birth";
    assert_eq!(seen_after(0, &person), told("cubierta", "emergency", both));
    assert_eq!(seen_after(2, &person), told("cubierta", "first_level", "pregnant_or_recent_birth"));
    // Somebody mends the nationality: that makes no answer younger.
    let edit = FieldEdit { field: "nationality".into(), value: "PE".into() };
    device.app.edit_person(&person, &[edit]).unwrap();
    assert_eq!(seen_after(1, &person), told("cubierta", "first_level", "pregnant_or_recent_birth"));
    let (outcome, _, known) = seen_after(455, &person);
    assert_eq!((outcome.as_str(), known.as_str()), ("por_confirmar", ""));
}
