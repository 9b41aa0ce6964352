//! Pairs across departments: what a device that held both registries would find, told to the supervisors of each.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::collections::BTreeMap;

use common::neighbours::*;
use common::{SABAYA, entry};
use posta_documents::Document;
use posta_domain::{Birth, DocumentId, Fields, IdentityDocument, Linkage, LinkageDecision, Person, Scalar};
use posta_identity::Role;
use posta_identity::ids::{Reference, ScopeId};
use posta_linkage::{Decided, Decision, Index, person_of, records_of};
use posta_protocol::{Proposal, Question, code};

/// Given names, surnames, birth, document numbers.
type Line = (&'static str, &'static str, &'static str, &'static str, &'static [&'static str]);

const HERE: &[Line] = &[
    ("Rosa Elena", "Quispealta", "Mamanirio", "1991-07-23", &["X7731942"]),
    ("Jhon", "Guanca", "Flores", "1985-03-02", &["V1234567", "88123"]),
    ("Marta", "Pérez", "", "1990-11-04", &[]),
    ("Luis", "Rojas", "Choque", "1979-01-01", &["5566778"]),
    ("Ana", "López", "Soto", "2001-05-05", &[]),
];
const THERE: &[Line] = &[
    ("Rosa", "Quispealta", "", "1991-07-23", &["X7731942"]),
    ("John", "Huanca", "Flores", "1985-02-03", &["88123", "V1234561"]),
    ("Marta Inés", "Peres", "Arce", "1990-11-04", &[]),
    ("Luisa", "Rojas", "Choque", "2010-09-09", &["5566779"]),
    ("Ana", "López", "Soto", "2001-05-05", &[]),
    ("Ana", "López", "Soto", "2001-05-05", &[]),
];

fn person((given, surname1, surname2, birth, numbers): &Line, household: u8) -> Person {
    let document = |(place, number): (usize, &&str)| IdentityDocument {
        key: format!("k{place}"),
        kind: if place == 0 { "passport" } else { "id_card" }.into(),
        country: "VE".into(),
        number: (*number).into(),
        ..IdentityDocument::default()
    };
    Person {
        given_names: (*given).into(),
        surname1: (*surname1).into(),
        surname2: (*surname2).into(),
        birth: Birth::parse(birth).unwrap(),
        documents: numbers.iter().enumerate().map(document).collect(),
        household: format!("{household:032x}"),
        nationality: "VE".into(),
        ..Person::default()
    }
}

/// Numbered from here on.
fn people(lines: &[Line], from: u8) -> BTreeMap<[u8; 16], Person> {
    (from..).zip(lines).map(|(number, line)| ([number; 16], person(line, number))).collect()
}

async fn registers() -> (Neighbours, BTreeMap<[u8; 16], Person>, BTreeMap<[u8; 16], Person>) {
    let mut both = Neighbours::start(Role::Supervisor).await;
    let url = both.url();
    let (here, there) = (people(HERE, 0x10), people(THERE, 0x40));
    for (device, all) in [(&mut both.here, &here), (&mut both.there, &there)] {
        let changes: Vec<_> = all
            .iter()
            .map(|(id, one)| {
                let made = Document::create(*device.actor().as_bytes(), &one.to_fields(), 1).unwrap();
                entry("person", *id, &made.1)
            })
            .collect();
        let registry = device.registry();
        let batch = device.batch(registry, &changes);
        device.exchange(&url, registry, &[&batch]).await;
    }
    (both, here, there)
}

fn key(scope: ScopeId, id: &[u8; 16]) -> String {
    format!("{scope}:{}", posta_domain::DocumentId::from(*id))
}

#[tokio::test(flavor = "multi_thread")]
async fn proposals_are_to_the_bit_what_one_register_of_both_departments_finds() {
    let (mut both, here, there) = registers().await;
    let (own, other) = (both.here.registry(), both.there.registry());
    let records: Vec<_> = [(own, &here), (other, &there)]
        .into_iter()
        .flat_map(|(scope, all)| all.iter().map(move |(id, one)| (key(scope, id), one)))
        .flat_map(|(key, one)| records_of(&key, one))
        .collect();
    let mut expected: BTreeMap<([u8; 16], Reference), (u64, u64, &str)> = BTreeMap::new();
    let id_of =
        |key: &str| *key.split_once(':').unwrap().1.parse::<posta_domain::DocumentId>().unwrap().as_bytes();
    for pair in Index::build(&records).dedupe(&Decided::default()) {
        let (one, two) = (person_of(&pair.id_a), person_of(&pair.id_b));
        let (one, two) = if one.starts_with(&own.to_string()) { (one, two) } else { (two, one) };
        if !one.starts_with(&own.to_string()) || !two.starts_with(&other.to_string()) {
            continue;
        }
        if pair.decision == Decision::No {
            continue;
        }
        let reference = both.reference(both.here.log.department(), other, id_of(two));
        let found = (pair.weight.to_bits(), pair.probability.to_bits(), pair.decision.code());
        // They come with the likeliest first.
        expected.entry((id_of(one), reference)).or_insert(found);
    }
    let proposals = both.proposals().await;
    assert!(!proposals.stale && proposals.at > 1_700_000_000 && proposals.left == 0);
    let told = |one: &Proposal| (one.weight.to_bits(), one.probability.to_bits());
    let all: BTreeMap<_, _> = proposals
        .pairs
        .iter()
        .map(|one| {
            let (weight, probability) = told(one);
            ((one.person, one.candidate.reference), (weight, probability, one.candidate.decision.as_str()))
        })
        .collect();
    assert_eq!(all.len(), proposals.pairs.len(), "each pair of people once");
    assert_eq!(all, expected);
    assert!(all.len() >= 4, "{}", all.len());
    assert!(proposals.pairs.is_sorted_by(|a, b| a.weight >= b.weight));
}

#[tokio::test(flavor = "multi_thread")]
async fn both_departments_see_the_same_pairs_each_from_its_side() {
    let (mut both, _, _) = registers().await;
    let url = both.url();
    let mut there = both.world.join(Role::Supervisor, "05").await;
    let (ours, theirs) = (both.proposals().await, proposals(&mut there, &url).await);
    let weights = |all: &[Proposal]| all.iter().map(|one| one.weight.to_bits()).collect::<Vec<_>>();
    assert_eq!(weights(&ours.pairs), weights(&theirs.pairs));
    for (mine, theirs) in ours.pairs.iter().zip(&theirs.pairs) {
        assert_eq!((mine.candidate.department.as_str(), theirs.candidate.department.as_str()), ("05", "04"));
        assert!(mine.person[0] < 0x40 && theirs.person[0] >= 0x40);
        let named = both.reference(both.here.log.department(), there.registry(), theirs.person);
        assert!(ours.pairs.iter().any(|one| one.candidate.reference == named));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pairs_come_in_pieces_after_those_that_came_before() {
    let (mut both, _, _) = registers().await;
    let url = both.url();
    let all = both.proposals().await.pairs;
    let asked = ask(&mut both.here, &url, Question::Proposals { after: 2 }).await;
    let Some(posta_protocol::ElsewhereAnswer::Proposals(rest)) = asked.answer else { panic!() };
    assert!(rest.pairs == all[2..]);
    let asked = ask(&mut both.here, &url, Question::Proposals { after: u32::MAX }).await;
    let Some(posta_protocol::ElsewhereAnswer::Proposals(rest)) = asked.answer else { panic!() };
    assert!(rest.pairs.is_empty() && rest.left == 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_supervisors_are_told_of_pairs() {
    let mut both = Neighbours::with_rosa(Role::Supervisor).await;
    let url = both.url();
    assert!(both.proposals().await.pairs.is_empty());
    for (role, place) in [
        (Role::Registrar, SABAYA),
        (Role::Care, SABAYA),
        (Role::Protection, SABAYA),
        (Role::Administrator, "04"),
    ] {
        let mut device = both.world.join(role.clone(), place).await;
        let asked = ask(&mut device, &url, Question::Proposals { after: 0 }).await;
        assert_eq!((asked.status, asked.code.as_str()), (403, code::NOT_ALLOWED), "{role}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_wishes_to_be_found_no_more_is_in_no_pair() {
    let mut both = Neighbours::with_rosa(Role::Supervisor).await;
    let url = both.url();
    put(&mut both.here, &url, "person", [3; 16], &rosa_again().to_fields()).await;
    assert_eq!(both.proposals().await.pairs.len(), 1);
    let no = posta_domain::ConsentDecision::Withdrawn;
    both.agree(ROSA, &[(posta_domain::Purpose::Register, no)], 5).await;
    assert!(both.proposals().await.pairs.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_other_department_wrote_of_a_pair_is_told_with_it_unless_it_contradicts_itself() {
    let mut both = Neighbours::with_rosa(Role::Supervisor).await;
    let url = both.url();
    put(&mut both.here, &url, "person", [3; 16], &rosa_again().to_fields()).await;
    let theirs = both.reference(both.there.log.department(), both.here.registry(), [3; 16]);
    let about = |reference: Reference, decision| Linkage {
        decision,
        ..Linkage::with_elsewhere(ROSA.into(), DocumentId::from(*reference.as_bytes()))
    };
    assert_eq!(both.proposals().await.pairs[0].theirs, "");
    // About somebody else, in our own registry, and where no decision of this pair belongs: not theirs of this pair.
    let others = about([8; 16].into(), LinkageDecision::Different);
    let different = about(theirs, LinkageDecision::Different);
    put(&mut both.there, &url, "linkage", others.id().0, &others.to_fields()).await;
    put(&mut both.here, &url, "linkage", different.id().0, &different.to_fields()).await;
    put(&mut both.there, &url, "linkage", [0x50; 16], &different.to_fields()).await;
    assert_eq!(both.proposals().await.pairs[0].theirs, "");
    let (registry, id) = (both.there.registry(), different.id().0);
    let word = |word: &str| Fields::from([("decision".to_owned(), Scalar::from(word))]);
    let actor = *both.there.actor().as_bytes();
    let open = about(theirs, LinkageDecision::Open).to_fields();
    let (mut made, mut change) = Document::create(actor, &open, 1).unwrap();
    let said = [("later", "later"), ("same", "same"), ("nonsense <b>", ""), ("different", "different")];
    for (next, told) in [("", "open")].into_iter().chain(said) {
        if !next.is_empty() {
            change = made.edit(actor, &word(next), 2).unwrap().unwrap();
        }
        let batch = both.there.batch(registry, &[entry("linkage", id, &change)]);
        assert!(both.there.exchange(&url, registry, &[&batch]).await.covers(&batch));
        assert_eq!(both.proposals().await.pairs[0].theirs, told, "{next}");
    }
    let mut colleague = both.world.join(Role::Registrar, common::neighbours::VILLAZON).await;
    for (device, next, told) in [(&mut both.there, "same", "same"), (&mut colleague, "later", "")] {
        let change = made.clone().edit(*device.actor().as_bytes(), &word(next), 3).unwrap().unwrap();
        let batch = device.batch(registry, &[entry("linkage", id, &change)]);
        assert!(device.exchange(&url, registry, &[&batch]).await.covers(&batch));
        let pairs = proposals(&mut both.here, &url).await.pairs;
        assert_eq!(pairs[0].theirs, told, "{next}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn why_two_may_be_one_is_told_of_a_pair_as_coarsely_as_of_somebody_looked_up() {
    let (mut both, _, _) = registers().await;
    let known = ["document_equal", "given_name_equal", "birth_same_year"];
    let pairs = both.proposals().await.pairs;
    assert!(pairs.iter().all(|one| one.candidate.reasons.iter().all(|code| known.contains(&code.as_str()))));
    assert!(pairs.iter().any(|one| one.candidate.reasons == known));
}
