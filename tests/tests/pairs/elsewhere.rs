//! People of another department of the server: looked up at the counter, brought, and proposed to supervisors.

use std::collections::BTreeSet;

use posta_app::Error;
use posta_app::view::{
    AuditFilter, ConsentDecision, ConsentInput, ElsewhereCandidate, ElsewherePair, PersonInput,
    RegistrationInput,
};
use posta_domain::DocumentId;
use posta_tests::Fault;
use posta_tests::people::{newcomer, with_passport};
use posta_tests::world::{ANA, CARMEN, ELENA, Invited};
use posta_tests::{Device, OpenHome, World, runtime};

use crate::decided::{register, typed_again};

/// Villazón, in Potosí.
const VICTOR: Invited = Invited::new("Víctor Cruz", "registrar", "051501");
const INES: Invited = Invited::new("Inés Mendoza", "supervisor", "05");

/// Potosí beside Oruro, on one server.
fn neighbours() -> World {
    let world = World::new();
    world.server.add_department("05");
    world
}

fn look_up(device: &Device, input: &PersonInput) -> Result<Vec<ElsewhereCandidate>, Error> {
    runtime().block_on(device.app.look_up_elsewhere(input))
}

fn bring(device: &Device, reference: &str) -> Result<String, Error> {
    runtime().block_on(device.app.bring_person(reference)).map(|saved| saved.id)
}

fn proposals(device: &Device) -> Vec<ElsewherePair> {
    runtime().block_on(device.app.ask_elsewhere()).unwrap().rows
}

fn agreed(purposes: &[&str]) -> ConsentInput {
    let yes = |purpose: &&str| ConsentDecision { purpose: (*purpose).into(), decision: "given".into() };
    ConsentInput {
        language: "es".into(),
        decisions: purposes.iter().map(yes).collect(),
        ..ConsentInput::default()
    }
}

fn registered_in_potosi(world: &World, purposes: &[&str]) -> (Device, String) {
    let victor = world.device("villazon", VICTOR);
    let input = RegistrationInput {
        person: with_passport(),
        consent: agreed(purposes),
        household: "new".into(),
        household_role: "head".into(),
        ..RegistrationInput::default()
    };
    let person = victor.register(&input);
    victor.sync();
    (victor, person)
}

fn code(error: &Error) -> String {
    match error {
        Error::BadInput(problems) => problems[0].code.clone(),
        other => other.code().into(),
    }
}

#[test]
fn who_moved_on_is_found_with_the_least_that_decides_and_brought_with_what_they_allowed() {
    let world = neighbours();
    let (_victor, there) = registered_in_potosi(&world, &["register", "share_referral"]);
    let (ana, elena) = (world.device("pisiga", ANA), world.device("oruro", ELENA));
    let found = look_up(&ana, &typed_again()).unwrap();
    assert_eq!(found.len(), 1);
    let one = &found[0];
    assert_eq!((one.department.as_str(), one.birth_year, one.certain), ("Potosí", Some(1996), true));
    assert!(one.may_bring && one.initials.starts_with('Y') && one.month.len() == 7);
    let told = format!("{one:?}");
    assert!(
        ["Yuleis", "Rond", "Peña", "142000087", "1996-03", there.as_str()]
            .iter()
            .all(|word| !told.contains(word))
    );
    let here = bring(&ana, &one.reference).unwrap();
    let brought = ana.person(&here);
    assert_eq!((brought.surname1.as_str(), brought.card.birth.as_str()), ("Rondón", "1996-03-02"));
    assert_eq!(brought.documents[0].state, "declarado", "nobody here has seen it");
    assert_eq!(brought.origin, one.reference);
    assert!(brought.phone.is_empty(), "she did not allow to be called");
    assert!(brought.household.is_empty() && brought.consents.is_empty(), "she is asked here");
    assert_eq!(bring(&ana, &one.reference).unwrap(), here, "once");
    ana.sync();
    elena.sync();
    let rows = elena.app.audit_page(&AuditFilter { limit: 50, ..AuditFilter::default() }).unwrap().rows;
    let noted = |act: &str| rows.iter().filter(|row| row.act == act && row.user == ANA.name).count();
    assert_eq!((noted("looked_up"), noted("brought")), (1, 1));
    let pair = proposals(&elena).remove(0);
    assert_eq!((pair.card.id.as_str(), pair.standing.as_str()), (here.as_str(), "same"));
    [&ana, &elena].into_iter().for_each(Device::assert_sound);
}

#[test]
fn who_did_not_allow_it_is_not_brought_and_too_little_finds_nobody() {
    let world = neighbours();
    registered_in_potosi(&world, &["register"]);
    let ana = world.device("pisiga", ANA);
    let found = look_up(&ana, &typed_again()).unwrap();
    assert!(!found[0].may_bring);
    assert_eq!(code(&bring(&ana, &found[0].reference).unwrap_err()), "not_consented");
    assert_eq!(ana.app.home().unwrap().people, 0);
    let little = PersonInput { given_names: "Y".into(), ..PersonInput::default() };
    assert_eq!(code(&look_up(&ana, &little).unwrap_err()), "too_little");
    world.network.set(Fault::Down);
    assert!(matches!(look_up(&ana, &typed_again()), Err(Error::Unreachable)));
}

#[test]
fn a_child_who_is_brought_is_seen_the_same_day_and_whoever_is_unlocked_is_told_what_was_not_asked() {
    let world = neighbours();
    let victor = world.device("villazon", VICTOR);
    let child = RegistrationInput {
        person: PersonInput { birth: "2016-03-02".into(), ..with_passport() },
        accompaniment: "with_parent".into(),
        consent: agreed(&["register", "share_facility"]),
        ..RegistrationInput::default()
    };
    victor.register(&child);
    victor.sync();
    let ana = world.device("pisiga", ANA);
    let sought = PersonInput { birth: "2016-03-02".into(), ..typed_again() };
    let found = look_up(&ana, &sought).unwrap();
    let saved = runtime().block_on(ana.app.bring_person(&found[0].reference)).unwrap();
    assert!(ana.person(&saved.id).same_day);
    let codes: Vec<_> = saved.warnings.iter().map(|warning| warning.code.as_str()).collect();
    assert!(codes.contains(&"consent_missing") && codes.contains(&"accompaniment_missing"), "{codes:?}");
}

#[test]
fn each_department_decides_for_itself_and_hears_what_the_other_said() {
    let world = neighbours();
    let (_victor, there) = registered_in_potosi(&world, &["register"]);
    let (carmen, elena, ines) =
        (world.device("pisiga", CARMEN), world.device("oruro", ELENA), world.device("potosi", INES));
    let here = register(&carmen, typed_again());
    carmen.sync();
    elena.sync();
    ines.sync();
    let pair = proposals(&elena).remove(0);
    assert_eq!(
        (pair.card.id.as_str(), pair.standing.as_str(), pair.theirs.as_str()),
        (here.as_str(), "certain", "")
    );
    elena.app.decide_elsewhere(&here, &pair.other.reference, "same").unwrap();
    let again = elena.app.elsewhere_page().unwrap();
    assert_eq!((again.rows[0].standing.as_str(), again.rows[0].decided_by.as_str()), ("same", ELENA.name));
    assert!(elena.person(&here).sources.is_empty(), "the other record is not here");
    elena.sync();
    let theirs = proposals(&ines).remove(0);
    assert_eq!(
        (theirs.card.id.as_str(), theirs.standing.as_str(), theirs.theirs.as_str()),
        (there.as_str(), "certain", "same")
    );
    assert_ne!(theirs.other.reference, pair.other.reference);
    ines.app.decide_elsewhere(&there, &theirs.other.reference, "different").unwrap();
    ines.sync();
    let pair = proposals(&elena).remove(0);
    assert_eq!((pair.standing.as_str(), pair.theirs.as_str()), ("same", "different"));
    elena.app.decide_elsewhere(&here, &pair.other.reference, "open").unwrap();
    assert_eq!(elena.app.elsewhere_page().unwrap().rows[0].standing, "certain");
    assert!(matches!(runtime().block_on(carmen.app.ask_elsewhere()), Err(Error::NotAllowed)));
    world.network.set(Fault::Down);
    assert!(runtime().block_on(elena.app.ask_elsewhere()).is_err());
    assert_eq!(elena.app.elsewhere_page().unwrap().rows.len(), 1, "what was said last is still there");
}

/// Weight, what is proposed and between whom (by the order of registration), exactly.
type Said = BTreeSet<(usize, usize, u64, String)>;

#[test]
fn the_server_proposes_exactly_what_a_device_that_holds_both_registers_does() {
    let people: Vec<RegistrationInput> = (0..24).map(newcomer).collect();
    let again: Vec<RegistrationInput> = people
        .iter()
        .map(|one| {
            let surname1 = one.person.surname1.replace('ó', "o").to_uppercase();
            let person = PersonInput { surname1, phone: String::new(), ..one.person.clone() };
            RegistrationInput { person, ..one.clone() }
        })
        .collect();

    let world = neighbours();
    let (carmen, victor, elena) =
        (world.device("pisiga", CARMEN), world.device("villazon", VICTOR), world.device("oruro", ELENA));
    let here: Vec<String> = people.iter().map(|one| carmen.register(one)).collect();
    again.iter().for_each(|one| drop(victor.register(one)));
    for device in [&carmen, &victor, &elena] {
        device.sync();
    }
    assert!(!proposals(&elena).is_empty());
    let place = |ids: &[String], id: &DocumentId| ids.iter().position(|one| *one == id.to_string());
    let rows = OpenHome::unlock(elena.home(), ELENA.name).registry().elsewhere().unwrap();
    let by_server: Vec<(usize, u64, String)> = rows
        .iter()
        .map(|row| (place(&here, &row.person).unwrap(), row.weight.to_bits(), row.proposal.clone()))
        .collect();

    let world = World::new();
    let (carmen, elena) = (world.device("pisiga", CARMEN), world.device("oruro", ELENA));
    let one: Vec<String> = people.iter().map(|one| carmen.register(one)).collect();
    let other: Vec<String> = again.iter().map(|one| carmen.register(one)).collect();
    carmen.sync();
    elena.sync();
    elena.app.look_for_pairs().unwrap();
    let pairs = OpenHome::unlock(elena.home(), ELENA.name).registry().undecided_page(0, 10_000).unwrap();
    let by_device: Said = pairs
        .iter()
        .filter_map(|pair| {
            let (a, b) = (
                place(&one, &pair.a).or(place(&one, &pair.b))?,
                place(&other, &pair.a).or(place(&other, &pair.b))?,
            );
            Some((a, b, pair.weight.to_bits(), pair.proposal.clone()))
        })
        .collect();
    let mut by_device: Vec<_> =
        by_device.into_iter().map(|(a, _, weight, proposal)| (a, weight, proposal)).collect();
    let mut by_server = by_server;
    by_device.sort();
    by_server.sort();
    assert!(by_server.len() >= people.len(), "{}", by_server.len());
    assert_eq!(by_server, by_device);
}
