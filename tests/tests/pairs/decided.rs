//! The supervisor's list after exchanges: proposals, decisions that merge, and undoing them.

use posta_app::Error;
use posta_app::view::{PairRow, PersonInput, RegistrationInput};
use posta_tests::people::{newcomer, with_passport};
use posta_tests::world::{ANA, CARMEN, ELENA, Invited, LUIS};
use posta_tests::{Device, World};

pub const OMAR: Invited = Invited::new("Omar Choque", "supervisor", posta_tests::ORURO);

/// As the other post typed her.
pub fn typed_again() -> PersonInput {
    PersonInput {
        given_names: "Yuleisi Carolina".into(),
        surname1: "Rondon".into(),
        surname2: "Penia".into(),
        birth: "1996-02-03".into(),
        ..with_passport()
    }
}

pub fn register(device: &Device, person: PersonInput) -> String {
    device.register(&RegistrationInput { person, program: "sus".into(), ..RegistrationInput::default() })
}

fn open_pairs(device: &Device) -> Vec<PairRow> {
    device.app.look_for_pairs().unwrap();
    device.app.pairs_page("open", 0, 50).unwrap().rows
}

/// Pairs as two devices can compare them.
fn said(rows: &[PairRow]) -> Vec<(String, String, String, Vec<String>)> {
    rows.iter()
        .map(|row| (row.a.id.clone(), row.b.id.clone(), row.standing.clone(), row.reasons.clone()))
        .collect()
}

fn in_order(a: &str, b: &str) -> (String, String) {
    if a <= b { (a.into(), b.into()) } else { (b.into(), a.into()) }
}

#[test]
fn after_an_exchange_the_supervisor_sees_who_was_registered_at_two_posts() {
    let world = World::new();
    let (carmen, luis, elena) =
        (world.device("pisiga", CARMEN), world.device("tambo", LUIS), world.device("oruro", ELENA));
    let (one, other) = (register(&carmen, with_passport()), register(&luis, typed_again()));
    (0..30).for_each(|number| drop(carmen.register(&newcomer(number))));
    assert!(open_pairs(&elena).is_empty());
    carmen.sync();
    luis.sync();
    elena.sync();
    assert!(elena.app.pairs_page("open", 0, 50).unwrap().stale, "nobody has looked since");
    let pairs = open_pairs(&elena);
    assert_eq!(in_order(&pairs[0].a.id, &pairs[0].b.id), in_order(&one, &other));
    assert_eq!(pairs[0].standing, "certain");
    assert!(pairs[0].reasons.contains(&"document_equal".into()), "{:?}", pairs[0].reasons);
    let page = elena.app.pairs_page("open", 0, 50).unwrap();
    assert!(!page.stale);
    assert_eq!(page.total, page.counts.certain + page.counts.possible);
    let pair = elena.app.pair(&one, &other).unwrap();
    assert_eq!((pair.proposal.as_str(), pair.standing.as_str()), ("certain", "certain"));
    let of = |field: &str| pair.fields.iter().find(|line| line.field == field).unwrap().agreement.clone();
    assert_eq!(
        (of("given_names"), of("surname1"), of("birth"), of("document")),
        ("near".into(), "same".into(), "near".into(), "same".into())
    );
    assert!(matches!(carmen.app.pairs_page("open", 0, 5), Err(Error::NotAllowed)));
    assert!(matches!(carmen.app.look_for_pairs(), Err(Error::NotAllowed)));
}

#[test]
fn two_devices_with_equal_documents_propose_the_same() {
    let world = World::new();
    let (carmen, luis) = (world.device("pisiga", CARMEN), world.device("tambo", LUIS));
    let (elena, omar) = (world.device("oruro", ELENA), world.device("oruro2", OMAR));
    for number in 0..60 {
        carmen.register(&newcomer(number));
        let again = newcomer(number);
        let person = PersonInput { surname2: String::new(), ..again.person.clone() };
        luis.register(&RegistrationInput { person, ..again });
        if number == 30 {
            carmen.sync();
            elena.sync();
            open_pairs(&elena);
        }
    }
    for device in [&carmen, &luis, &elena, &omar] {
        device.sync();
    }
    let (one, other) = (open_pairs(&elena), open_pairs(&omar));
    assert!(!one.is_empty());
    assert_eq!(said(&one), said(&other), "one looked twice, in another order");
}

#[test]
fn same_shows_one_person_everywhere_and_undoing_restores_both() {
    let world = World::new();
    let (carmen, luis, elena) =
        (world.device("pisiga", CARMEN), world.device("tambo", LUIS), world.device("oruro", ELENA));
    let (one, other) = (register(&carmen, with_passport()), register(&luis, typed_again()));
    for device in [&carmen, &luis, &elena, &carmen] {
        device.sync();
    }
    let before = (carmen.person(&one), carmen.person(&other), carmen.app.home().unwrap().people);
    assert_eq!(before.2, 2);
    assert_eq!(open_pairs(&elena).len(), 1);
    elena.app.decide_pair(&other, &one, "same").unwrap();
    assert!(open_pairs(&elena).is_empty());
    let decided = elena.app.pairs_page("decided", 0, 5).unwrap();
    assert_eq!(
        (decided.rows[0].standing.as_str(), decided.rows[0].decided_by.as_str()),
        ("same", ELENA.name)
    );
    elena.sync();
    carmen.sync();
    let person = carmen.person(&one);
    assert_eq!(person.sources.len(), 1);
    assert_eq!(
        (person.sources[0].card.id.as_str(), person.sources[0].decided_by.as_str()),
        (other.as_str(), ELENA.name)
    );
    assert!(person.sources[0].direct);
    assert_eq!(person.enrollments.len(), 2, "what both posts prepared");
    assert_eq!(person.enrollments.iter().filter(|one| one.source == other).count(), 1);
    assert_eq!(carmen.app.home().unwrap().people, 1);
    assert_eq!(carmen.app.find_people("rondon", 10).unwrap().len(), 1);
    assert_eq!(carmen.app.find_people("rondon", 10).unwrap()[0].sources, 1);
    elena.app.decide_pair(&one, &other, "open").unwrap();
    elena.sync();
    carmen.sync();
    assert_eq!((carmen.person(&one), carmen.person(&other), carmen.app.home().unwrap().people), before);
    assert_eq!(open_pairs(&elena).len(), 1, "it waits again");
    [&carmen, &elena].into_iter().for_each(Device::assert_sound);
}

#[test]
fn different_is_never_proposed_again_and_later_waits_apart() {
    let world = World::new();
    let elena = world.device("oruro", ELENA);
    let (one, other) = (register(&elena, with_passport()), register(&elena, typed_again()));
    assert_eq!(open_pairs(&elena)[0].standing, "certain");
    elena.app.decide_pair(&one, &other, "later").unwrap();
    assert!(open_pairs(&elena).is_empty());
    assert_eq!(elena.app.pairs_page("later", 0, 5).unwrap().rows.len(), 1);
    elena.app.decide_pair(&one, &other, "different").unwrap();
    elena.edit(&other, &[("given_names", "Yuleisy Carolina"), ("birth", "1996-03-02")]);
    (0..20).for_each(|number| drop(elena.register(&newcomer(number))));
    assert!(open_pairs(&elena).iter().all(|pair| in_order(&pair.a.id, &pair.b.id) != in_order(&one, &other)));
    assert_eq!(elena.app.pair(&one, &other).unwrap().standing, "different");
    assert!(matches!(elena.app.decide_pair(&one, &one, "same"), Err(Error::BadInput(_))));
    assert!(matches!(elena.app.decide_pair(&one, &other, "perhaps"), Err(Error::BadInput(_))));
    assert!(matches!(elena.app.decide_pair(&one, &"0c".repeat(16), "same"), Err(Error::NotFound)));
}

#[test]
fn two_supervisors_who_decide_differently_are_both_seen_until_one_decides_for_both() {
    let world = World::new();
    let (elena, omar) = (world.device("oruro", ELENA), world.device("oruro2", OMAR));
    let (one, other) = (register(&elena, with_passport()), register(&elena, typed_again()));
    elena.sync();
    omar.sync();
    elena.app.decide_pair(&one, &other, "same").unwrap();
    omar.app.decide_pair(&one, &other, "different").unwrap();
    for device in [&elena, &omar, &elena] {
        device.sync();
    }
    for device in [&elena, &omar] {
        let page = device.app.pairs_page("open", 0, 5).unwrap();
        assert_eq!((page.counts.contradicted, page.rows[0].standing.as_str()), (1, "contradicted"));
        let pair = device.app.pair(&one, &other).unwrap();
        let mut held: Vec<_> = pair.decisions.iter().filter(|said| said.holds).collect();
        held.sort_by_key(|said| said.decision.clone());
        let words: Vec<_> = held.iter().map(|said| (said.decision.as_str(), said.author.as_str())).collect();
        assert_eq!(words, [("different", OMAR.name), ("same", ELENA.name)]);
        assert_eq!(pair.contradictions[0].cause, "decided_both");
        assert!(device.person(&one).sources.is_empty());
        assert_eq!(device.person(&one).contradictions.len(), 1);
    }
    omar.app.decide_pair(&one, &other, "same").unwrap();
    omar.sync();
    elena.sync();
    assert_eq!(elena.app.pairs_page("open", 0, 5).unwrap().counts.contradicted, 0);
    assert_eq!(elena.person(&one).sources.len(), 1);
    [&elena, &omar].into_iter().for_each(Device::assert_sound);
}

#[test]
fn who_registers_says_at_once_who_it_is_and_who_it_is_not() {
    let world = World::new();
    let (ana, elena) = (world.device("pisiga", ANA), world.device("oruro", ELENA));
    let (one, sister) = (
        register(&ana, with_passport()),
        register(
            &ana,
            PersonInput { given_names: "Yuleima".into(), documents: Vec::new(), ..with_passport() },
        ),
    );
    let input = RegistrationInput {
        person: typed_again(),
        same_as: vec![one.clone()],
        different_from: vec![sister.clone()],
        ..RegistrationInput::default()
    };
    let again = ana.register(&input);
    assert_eq!(ana.person(&again).sources[0].card.id, one);
    ana.sync();
    elena.sync();
    assert!(open_pairs(&elena).iter().all(|pair| ![&pair.a.id, &pair.b.id].contains(&&again)));
    assert_eq!(ana.app.pair(&again, &sister).unwrap().standing, "different");
    let gone = RegistrationInput { same_as: vec!["0c".repeat(16)], ..RegistrationInput::default() };
    assert!(ana.app.register_person(&gone).is_err());
    assert_eq!(ana.app.home().unwrap().people, 2);
}

#[test]
fn held_together_by_a_third_and_said_to_be_two_is_shown_and_not_guessed() {
    let world = World::new();
    let elena = world.device("oruro", ELENA);
    let (one, other, third) = (
        register(&elena, with_passport()),
        register(&elena, typed_again()),
        register(&elena, with_passport()),
    );
    for (a, b, decision) in [(&one, &other, "same"), (&other, &third, "same"), (&one, &third, "different")] {
        elena.app.decide_pair(a, b, decision).unwrap();
    }
    let page = elena.app.pairs_page("open", 0, 5).unwrap();
    assert_eq!(page.counts.contradicted, 1);
    assert_eq!(in_order(&page.rows[0].a.id, &page.rows[0].b.id), in_order(&one, &third));
    let pair = elena.app.pair(&one, &third).unwrap();
    assert_eq!((pair.others.len(), pair.contradictions[0].cause.as_str()), (1, "decided_different"));
    assert_eq!((pair.bonds.len(), pair.bonds[0].decided_by.as_str()), (2, ELENA.name));
    assert_eq!(elena.person(&other).contradictions.len(), 1);
    assert!(elena.person(&other).sources.is_empty());
    assert_eq!(elena.app.home().unwrap().people, 3);
}
