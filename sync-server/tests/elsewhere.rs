//! Somebody whom another department registered: found with the least that decides, and taken over as they allow.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use common::neighbours::*;
use common::{World, entry, serve};
use posta_documents::Document;
use posta_documents::admission::admit_all;
use posta_domain::ConsentDecision::{self, Given, Refused, Withdrawn};
use posta_domain::{Consent, Linkage, LinkageDecision, Person, Purpose, Scalar};
use posta_identity::{EntryBody, Role};
use posta_protocol::{Candidate, FlatValue, Question, Sought, SoughtDocument, code};
use sync_server::init_department;

fn holds(haystack: &[u8], needle: &str) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle.as_bytes())
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_typed_at_another_department_is_found_with_the_least_that_decides_and_nothing_more() {
    let mut both = Neighbours::with_rosa(Role::Registrar).await;
    let url = both.url();
    let asked = ask(&mut both.here, &url, Question::LookUp(rosa_typed())).await;
    let words =
        ["Rosa", "Elena", "uispealta", "amanirio", "7731942", "71299431", "07-23", "11-18", "passport"];
    for word in words.into_iter().chain(["ROSA", "Canaria", VILLAZON, "abab"]) {
        assert!(!holds(&asked.bytes, word), "{word}");
    }
    let (asking, scope) = (both.here.log.department(), both.there.registry());
    let expected = Candidate {
        reference: both.reference(asking, scope, ROSA),
        department: "05".into(),
        initials: "REQM".into(),
        birth_year: Some(1991),
        sex: "female".into(),
        post: "villazon".into(),
        month: "2026-11".into(),
        decision: "certain".into(),
        reasons: ["document_equal", "given_name_equal", "birth_same_year"].map(str::to_owned).to_vec(),
        may_bring: true,
    };
    let found = candidates(asked);
    assert_eq!(found.len(), 1);
    assert!(found[0] == expected, "{:?}", found[0].reasons);
}

#[tokio::test(flavor = "multi_thread")]
async fn how_nearly_a_day_of_birth_agrees_is_told_by_no_reason() {
    let mut both = Neighbours::with_rosa(Role::Registrar).await;
    let told = ["document_equal", "given_name_equal", "birth_same_year"];
    // The day, its month, two parts of it, day and month turned, one digit; and none of that.
    let days = ["1991-07-23", "1991-07", "1991-07-02", "1991-02-23", "1991-07-24", "1991", "1991-01-01"];
    for birth in days {
        let found =
            both.look_up(Sought { birth: birth.into(), phone: "71299431".into(), ..rosa_typed() }).await;
        assert_eq!(found[0].reasons, told, "{birth}");
    }
    for birth in ["1992-07-23", "1981-07-23", "age:34@2026-11-21", "1940", ""] {
        let found = both.look_up(Sought { birth: birth.into(), ..rosa_typed() }).await;
        assert_eq!(found[0].reasons, told[..2], "{birth}");
    }
    let other = Sought {
        given_names: "Luis".into(),
        surname1: "Rojas".into(),
        surname2: String::new(),
        ..rosa_typed()
    };
    assert_eq!(both.look_up(other).await[0].reasons, ["document_equal", "birth_same_year"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_says_a_number_alone_is_told_of_who_has_it_and_of_nobody_else() {
    let mut both = Neighbours::with_rosa(Role::Registrar).await;
    let sought = |numbers: &[&str]| {
        let document =
            |number: &&str| SoughtDocument { number: (*number).into(), ..SoughtDocument::default() };
        let documents = numbers.iter().map(document).collect();
        Sought { birth: String::new(), documents, ..rosa_typed() }
    };
    for numbers in [&["00000"] as &[&str], &["X7731943"], &["Y1234567"], &["Y1234567", "X7731942"]] {
        let (named, numbered) = (sought(numbers), numbers[0] != "00000");
        let url = both.url();
        let asked = ask(&mut both.here, &url, Question::LookUp(named)).await;
        let code = if numbered { "" } else { code::TOO_LITTLE };
        assert_eq!(asked.code, code, "{numbers:?}");
        assert!(!numbered || candidates(asked).is_empty(), "{numbers:?}");
    }
    for numbers in [&["x-773.1942"] as &[&str], &["X7731942", "Y1234567"], &["", "X7731942"]] {
        assert_eq!(both.look_up(sought(numbers)).await.len(), 1, "{numbers:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_no_with_one_record_is_a_no_with_every_record_that_was_decided_to_be_the_same_person() {
    use Purpose::{Register, ShareFacility, ShareReferral};
    const AGAIN: [u8; 16] = [0x22; 16];
    let mut both = Neighbours::with_rosa(Role::Supervisor).await;
    let url = both.url();
    put(
        &mut both.here,
        &url,
        "person",
        [3; 16],
        &Person { household: String::new(), ..rosa_again() }.to_fields(),
    )
    .await;
    both.register(AGAIN, &rosa_again()).await;
    both.agree(AGAIN, &yes_to_all(), 1).await;
    let known = both.reference(both.here.log.department(), both.there.registry(), ROSA);
    let decided = Linkage { decision: LinkageDecision::Same, ..Linkage::of(ROSA.into(), AGAIN.into()) };
    put(&mut both.there, &url, "linkage", decided.id().0, &decided.to_fields()).await;
    assert_eq!(both.proposals().await.pairs.len(), 2);
    both.agree(AGAIN, &[(ShareFacility, Refused), (ShareReferral, Refused)], 2).await;
    let found = both.look_up(rosa_typed()).await;
    assert_eq!(found.iter().map(|one| one.may_bring).collect::<Vec<_>>(), [false, false]);
    assert_eq!(both.take(known).await.err().unwrap(), code::NOT_CONSENTED);
    both.agree(AGAIN, &[(Register, Withdrawn)], 3).await;
    // They did not know of each other.
    both.agree(ROSA, &[(Register, Given)], 4).await;
    assert!(both.look_up(rosa_typed()).await.is_empty());
    assert_eq!(both.take(known).await.err().unwrap(), code::NOT_FOUND);
    assert!(both.proposals().await.pairs.is_empty());
    // Who asks again knowing of it is heard, with whichever record.
    let mut withdrawn = AGAIN;
    withdrawn[15] ^= 3;
    let again = Consent {
        person: ROSA.into(),
        on: chrono::NaiveDate::from_ymd_opt(2026, 11, 5),
        purposes: [(Register, Given)].into(),
        replaces: [withdrawn.into()].into(),
        ..Consent::default()
    };
    put(&mut both.there, &url, "consent", [0x70; 16], &again.to_fields()).await;
    assert_eq!(both.look_up(rosa_typed()).await.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_own_register_strangers_and_departments_of_another_country_are_not_told_of() {
    let mut both = Neighbours::start(Role::Registrar).await;
    let url = both.url();
    init_department(&both.world.data(), &both.world.authority(), "cl", "02").unwrap();
    put(&mut both.here, &url, "person", ROSA, &rosa().to_fields()).await;
    assert!(both.look_up(rosa_typed()).await.is_empty(), "one's own is no news");
    both.register([7; 16], &Person { given_names: "Luis".into(), ..Person::default() }).await;
    assert!(both.look_up(rosa_typed()).await.is_empty());
    // Those who are of the other pack find nobody here, and whoever asks back neither.
    let invited = sync_server::invite(
        &both.world.data(),
        &both.world.authority(),
        &sync_server::InviteRequest { pack: "cl", ..common::request(Role::Registrar, "02101") },
    )
    .unwrap();
    let (device, join) = both.world.accept(&invited, posta_identity::DeviceKeys::random()).await;
    let mut abroad = device.finish_join(&url, &join).await;
    both.register(ROSA, &rosa()).await;
    assert!(candidates(ask(&mut abroad, &url, Question::LookUp(rosa_typed())).await).is_empty());
    assert_eq!(both.look_up(rosa_typed()).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn at_most_five_are_told_the_likeliest_first_and_nobody_who_is_unlikely() {
    let mut both = Neighbours::start(Role::Care).await;
    both.register([1; 16], &Person { documents: Vec::new(), ..rosa() }).await;
    let stranger = Person { given_names: "Luis".into(), surname1: "Rojas".into(), ..Person::default() };
    both.register([2; 16], &stranger).await;
    assert_eq!(both.look_up(rosa_typed()).await.len(), 1);
    for number in 3..=8 {
        both.register([number; 16], &rosa()).await;
    }
    let found = both.look_up(rosa_typed()).await;
    assert_eq!(found.len(), 5);
    assert!(found.iter().all(|one| one.reasons.contains(&"document_equal".to_owned())));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_refused_or_withdrew_from_the_register_is_found_by_nobody() {
    let mut both = Neighbours::with_rosa(Role::Registrar).await;
    let known = both.look_up(rosa_typed()).await[0].reference;
    let other: ConsentDecision = ConsentDecision::Other("later".into());
    for (number, no) in (2..).zip([Refused, Withdrawn, other]) {
        both.agree(ROSA, &[(Purpose::Register, no)], number).await;
        assert!(both.look_up(rosa_typed()).await.is_empty());
        assert_eq!(both.take(known).await.err().unwrap(), code::NOT_FOUND);
    }
    both.agree(ROSA, &[(Purpose::Register, Given)], 9).await;
    assert_eq!(both.look_up(rosa_typed()).await.len(), 1, "they thought again");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_is_brought_only_with_a_yes_to_the_register_and_to_sharing() {
    use Purpose::{Contact, Register, ShareFacility, ShareReferral, Statistics};
    let mut both = Neighbours::start(Role::Registrar).await;
    both.register(ROSA, &rosa()).await;
    let table = [
        (vec![], false),
        (vec![(Register, Given), (Contact, Given), (Statistics, Given)], false),
        (vec![(ShareFacility, Given)], true),
        (vec![(ShareFacility, Withdrawn)], false),
        (vec![(ShareReferral, Given)], true),
        (vec![(ShareReferral, Refused)], false),
    ];
    for (number, (said, may)) in (1..).zip(table) {
        if !said.is_empty() {
            both.agree(ROSA, &said, number).await;
        }
        let found = both.look_up(rosa_typed()).await;
        assert_eq!(found[0].may_bring, may, "{said:?}");
        let taken = both.take(found[0].reference).await;
        assert_eq!(taken.is_ok(), may, "{said:?}");
        assert!(may || taken.err().unwrap() == code::NOT_CONSENTED);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_yes_to_sharing_without_one_to_the_register_brings_nobody() {
    let mut both = Neighbours::start(Role::Registrar).await;
    both.register(ROSA, &rosa()).await;
    both.agree(ROSA, &[(Purpose::ShareFacility, Given), (Purpose::ShareReferral, Given)], 1).await;
    let found = both.look_up(rosa_typed()).await;
    assert!(!found[0].may_bring);
    assert_eq!(both.take(found[0].reference).await.err().unwrap(), code::NOT_CONSENTED);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_somebody_is_comes_over_and_nothing_else_the_telephone_only_if_they_may_be_called() {
    let mut both = Neighbours::with_rosa(Role::Registrar).await;
    let reference = both.look_up(rosa_typed()).await[0].reference;
    let text = |key: &str, value: &str| (key.to_owned(), FlatValue::Text(value.to_owned()));
    let mut expected = std::collections::BTreeMap::from([
        text("given_names", "Rosa Elena"),
        text("surname1", "Quispealta"),
        text("surname2", "Mamanirio"),
        text("birth", "1991-07-23"),
        text("sex", "female"),
        text("nationality", "VE"),
        text("document/k1/kind", "passport"),
        text("document/k1/country", "VE"),
        text("document/k1/number", "X7731942"),
        text("document/k1/state", "vigente"),
        text("phone", "71299431"),
        ("language/es".to_owned(), FlatValue::Flag(true)),
        ("language/gn".to_owned(), FlatValue::Flag(true)),
    ]);
    let taken = both.take(reference).await.unwrap();
    assert_eq!(taken.department, "05");
    assert!(taken.fields.0 == expected, "{:?}", taken.fields.0.keys());
    both.agree(ROSA, &[(Purpose::Contact, Withdrawn)], 2).await;
    expected.remove("phone");
    assert!(both.take(reference).await.unwrap().fields.0 == expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reference_of_nobody_or_of_another_department_takes_nothing() {
    let mut both = Neighbours::with_rosa(Role::Registrar).await;
    let theirs = both.reference(both.there.log.department(), both.there.registry(), ROSA);
    for wrong in [theirs, [0; 16].into(), ROSA.into()] {
        assert_eq!(both.take(wrong).await.err().unwrap(), code::NOT_FOUND);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn references_differ_by_department_and_are_the_same_after_a_restart() {
    let mut both = Neighbours::with_rosa(Role::Registrar).await;
    let url = both.url();
    init_department(&both.world.data(), &both.world.authority(), "bo", "07").unwrap();
    let mut third = both.world.join(Role::Registrar, "070101").await;
    let before = both.look_up(rosa_typed()).await[0].reference;
    let other = candidates(ask(&mut third, &url, Question::LookUp(rosa_typed())).await)[0].reference;
    assert_ne!(before, other);
    let Neighbours { world, here, there } = both;
    let mut both = Neighbours { world: world.restart().await, here, there };
    assert_eq!(both.look_up(rosa_typed()).await[0].reference, before);
    assert!(both.take(before).await.is_ok());
    assert_eq!(both.take(other).await.err().unwrap(), code::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_who_is_erased_is_gone_from_every_answer_at_once() {
    let mut both = Neighbours::with_rosa(Role::Supervisor).await;
    let url = both.url();
    put(&mut both.here, &url, "person", [3; 16], &rosa_again().to_fields()).await;
    let reference = both.look_up(rosa_typed()).await[0].reference;
    assert_eq!(both.proposals().await.pairs.len(), 1);
    let mut one = both.world.join(Role::Supervisor, "05").await;
    let other = both.world.join(Role::Supervisor, "05").await;
    one.exchange(&url, one.registry(), &[]).await;
    let order = EntryBody::Erase {
        scope: one.registry(),
        kind: "person".into(),
        document: ROSA,
        basis: "solicitud".into(),
    };
    let mut log = one.log.clone();
    let order = log.append(order, &one.secrets.sign).unwrap();
    let agreed = log.append(EntryBody::Agree { order: order.hash() }, &other.secrets.sign).unwrap();
    one.bring(&url, &[order.encode(), agreed.encode()]).await;
    assert!(both.look_up(rosa_typed()).await.is_empty());
    assert_eq!(both.take(reference).await.err().unwrap(), code::NOT_FOUND);
    assert!(both.proposals().await.pairs.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_registered_on_a_server_of_an_earlier_schema_is_found_after_its_upgrade() {
    let both = Neighbours::with_rosa(Role::Registrar).await;
    let Neighbours { world: World { folder, running }, here, there } = both;
    running.stop().await.unwrap();
    let file = folder.path().join("data/server.sqlite");
    let earlier = "DROP TABLE compared; DROP TABLE compared_state; DROP TABLE compared_person;
        DROP TABLE look_up; DROP TABLE server; PRAGMA user_version = 3;";
    rusqlite::Connection::open(&file).unwrap().execute_batch(earlier).unwrap();
    let running = serve(&folder.path().join("data")).await;
    let mut both = Neighbours { world: World { folder, running }, here, there };
    let found = both.look_up(rosa_typed()).await;
    assert!(found[0].may_bring, "consents were filled in too");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_corrects_counts_with_the_next_question() {
    let mut both = Neighbours::with_rosa(Role::Registrar).await;
    assert_eq!(both.look_up(rosa_typed()).await.len(), 1);
    let mario = || Sought { given_names: "Mario".into(), surname1: "Rojas".into(), ..typed_blank() };
    assert!(both.look_up(mario()).await.is_empty());
    let new =
        Person { given_names: "Mario".into(), surname1: "Rojas".into(), documents: Vec::new(), ..rosa() };
    both.register([5; 16], &new).await;
    assert_eq!(both.look_up(mario()).await[0].initials, "MRM");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_values_in_conflict_the_shown_one_is_compared_told_and_taken() {
    let mut both = Neighbours::start(Role::Registrar).await;
    let url = both.url();
    let mut colleague = both.world.join(Role::Registrar, VILLAZON).await;
    both.agree(ROSA, &yes_to_all(), 1).await;
    let registry = both.there.registry();
    let (mut made, first) = Document::create(*both.there.actor().as_bytes(), &rosa().to_fields(), 1).unwrap();
    let mut edits = Vec::new();
    let batch = both.there.batch(registry, &[entry("person", ROSA, &first)]);
    both.there.exchange(&url, registry, &[&batch]).await;
    for (device, name) in [(&mut both.there, "Alfaro"), (&mut colleague, "Beltrán")] {
        let put = [("surname1".to_owned(), Scalar::from(name))].into();
        let change = made.clone().edit(*device.actor().as_bytes(), &put, 2).unwrap().unwrap();
        let batch = device.batch(registry, &[entry("person", ROSA, &change)]);
        assert!(device.exchange(&url, registry, &[&batch]).await.covers(&batch));
        edits.push((change.bytes, *device.actor().as_bytes()));
    }
    let offered: Vec<_> = edits.iter().map(|(bytes, actor)| (bytes.as_slice(), *actor)).collect();
    let (_, merged) = admit_all(Some(&made.save()), &offered);
    let merged = merged.unwrap().1;
    assert_eq!(merged.conflicts().len(), 1);
    let shown = Person::from_fields(&merged.fields()).surname1;
    let found = both.look_up(rosa_typed()).await;
    assert_eq!(found[0].initials, format!("RE{}M", &shown[..1]));
    let taken = both.take(found[0].reference).await.unwrap();
    assert!(taken.fields.0["surname1"] == FlatValue::Text(shown));
}

fn typed_blank() -> Sought {
    Sought { birth: "1991-07-23".into(), surname2: "Mamanirio".into(), ..Sought::default() }
}
