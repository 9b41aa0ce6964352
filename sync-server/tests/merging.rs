//! Registry batches become documents, whatever else comes with them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use common::{Device, SABAYA, TURCO, World, beside, digest_of, entry, named, person, serve};
use posta_documents::Document;
use posta_documents::admission::precheck;
use posta_domain::Scalar;
use posta_identity::ids::{Hash32, ScopeId};
use posta_identity::{EntryBody, Role};
use posta_protocol::{ChangeEntry, SignedBatch};
use sync_server::{document_digest, held_back};

#[tokio::test(flavor = "multi_thread")]
async fn the_digest_is_that_of_the_same_documents_on_a_device() {
    let world = World::start().await;
    let mut device = world.join(Role::Registrar, SABAYA).await;
    let registry = device.registry();
    assert_eq!(world.running.document_digest(registry).unwrap(), Hash32::of(b""));
    let (mut rosa, made) = person(device.actor(), [9; 16], "Rosa");
    let (ines, made_too) = person(device.actor(), [1; 16], "Inés");
    let edit = rosa.edit(*device.actor().as_bytes(), &named("Rosa María"), 2).unwrap().unwrap();
    let edited = entry("person", [9; 16], &edit);
    let batches = [device.batch(registry, &[made, made_too]), device.batch(registry, &[edited])];
    device.exchange(&world.running.url(), registry, &[&batches[0], &batches[1]]).await;
    let expected = digest_of(&[("person", [9; 16], &rosa), ("person", [1; 16], &ines)]);
    assert_eq!(world.running.document_digest(registry).unwrap(), expected);
    assert_eq!(document_digest(&world.data(), registry).unwrap(), expected);
    assert_eq!(held_back(&world.data(), registry).unwrap(), (Vec::new(), 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn concurrent_edits_of_two_posts_make_one_document() {
    let world = World::start().await;
    let url = world.running.url();
    let mut one = world.join(Role::Registrar, SABAYA).await;
    let mut other = world.join(Role::Registrar, TURCO).await;
    let registry = one.registry();
    let (mut here, made) = person(one.actor(), [1; 16], "Rosa");
    let mut there = Document::load(&here.save()).unwrap();
    let mine = here.edit(*one.actor().as_bytes(), &named("Rosa A"), 2).unwrap().unwrap();
    let theirs = there.edit(*other.actor().as_bytes(), &named("Rosa B"), 2).unwrap().unwrap();
    let batch = one.batch(registry, &[made, entry("person", [1; 16], &mine)]);
    one.exchange(&url, registry, &[&batch]).await;
    let batch = other.batch(registry, &[entry("person", [1; 16], &theirs)]);
    other.exchange(&url, registry, &[&batch]).await;
    let mut heads = [mine.hash, theirs.hash];
    heads.sort_unstable();
    let (length, two) = (6_u32.to_le_bytes(), 2_u32.to_le_bytes());
    let formula = [&length, b"person".as_slice(), &[1; 16], &two, &heads.concat()].concat();
    assert_eq!(world.running.document_digest(registry).unwrap(), Hash32::of(&formula));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_registrar_writes_into_the_directory_is_set_aside_until_they_may_and_a_supervisor_s_is_not() {
    let world = World::start().await;
    let url = world.running.url();
    let mut registrar = world.join(Role::Registrar, SABAYA).await;
    let mut supervisor = world.join(Role::Supervisor, "04").await;
    let registry = registrar.registry();
    let service = |change: ChangeEntry| ChangeEntry { kind: "service".into(), ..change };
    let (rosa, made) = person(registrar.actor(), [1; 16], "Rosa");
    let (forged, change) = person(registrar.actor(), [2; 16], "Refugio de nadie");
    let batch = registrar.batch(registry, &[made, service(change)]);
    registrar.exchange(&url, registry, &[&batch]).await;
    let (shelter, change) = person(supervisor.actor(), [3; 16], "Casa del Migrante");
    let batch = supervisor.batch(registry, &[service(change)]);
    supervisor.exchange(&url, registry, &[&batch]).await;
    let honest = [("person", [1; 16], &rosa), ("service", [3; 16], &shelter)];
    assert_eq!(world.digest(registry), digest_of(&honest));
    assert_eq!(held_back(&world.data(), registry).unwrap().0, ["not_permitted"]);
    let body = EntryBody::Assign { user: registrar.secrets.user, role: Role::Supervisor, place: "04".into() };
    let entry = world.entry(&supervisor, body);
    supervisor.bring(&url, &[entry]).await;
    let all = [honest.as_slice(), &[("service", [2; 16], &forged)]].concat();
    assert_eq!(world.digest(registry), digest_of(&all));
    assert_eq!(held_back(&world.data(), registry).unwrap().0, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hostile_change_in_a_good_batch_is_quarantined_and_the_rest_merged() {
    let world = World::start().await;
    let mut device = world.join(Role::Registrar, SABAYA).await;
    let stranger = world.join(Role::Registrar, TURCO).await;
    let registry = device.registry();
    let (rosa, made) = person(device.actor(), [1; 16], "Rosa");
    let (ines, made_too) = person(device.actor(), [2; 16], "Inés");
    let nonsense = ChangeEntry { kind: "person".into(), document: [1; 16], bytes: b"not a change".to_vec() };
    let mut broken = made.clone();
    let last = broken.bytes.len() - 1;
    broken.bytes[last] ^= 1;
    let (_, foreign) = person(stranger.actor(), [3; 16], "Eva");
    let batch = device.batch(registry, &[nonsense, broken, made, foreign, made_too]);
    let answer = device.exchange(&world.running.url(), registry, &[&batch]).await;
    assert!(answer.covers(&batch));
    let expected = digest_of(&[("person", [1; 16], &rosa), ("person", [2; 16], &ines)]);
    assert_eq!(world.running.document_digest(registry).unwrap(), expected);
    let (reasons, pending) = held_back(&world.data(), registry).unwrap();
    assert_eq!(reasons, ["checksum", "foreign_actor", "not_a_change"]);
    assert_eq!(pending, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_whose_body_does_not_open_is_quarantined_whole_and_its_feed_goes_on() {
    let world = World::start().await;
    let mut device = world.join(Role::Registrar, SABAYA).await;
    let registry = device.registry();
    let header = device.header(registry, 1, Hash32::ZERO, false);
    let garbage = SignedBatch::sign(&header, b"no zstd frame".to_vec(), &device.session.sign);
    device.last.insert(registry, (1, garbage.hash()));
    let (rosa, made) = person(device.actor(), [1; 16], "Rosa");
    let good = device.batch(registry, &[made]);
    let answer = device.exchange(&world.running.url(), registry, &[&garbage, &good]).await;
    assert!(answer.covers(&good));
    let expected = digest_of(&[("person", [1; 16], &rosa)]);
    assert_eq!(world.running.document_digest(registry).unwrap(), expected);
    assert_eq!(held_back(&world.data(), registry).unwrap(), (vec!["compression".to_owned()], 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_waits_for_its_cause_from_another_feed() {
    let world = World::start().await;
    let url = world.running.url();
    let mut one = world.join(Role::Registrar, SABAYA).await;
    let mut other = world.join(Role::Registrar, TURCO).await;
    let registry = one.registry();
    let (mut rosa, made) = person(one.actor(), [1; 16], "Rosa");
    let edit = rosa.edit(*other.actor().as_bytes(), &named("Rosa María"), 2).unwrap().unwrap();
    let late = other.batch(registry, &[entry("person", [1; 16], &edit)]);
    other.exchange(&url, registry, &[&late]).await;
    assert_eq!(held_back(&world.data(), registry).unwrap(), (Vec::new(), 1));
    let cause = one.batch(registry, &[made]);
    one.exchange(&url, registry, &[&cause]).await;
    assert_eq!(held_back(&world.data(), registry).unwrap(), (Vec::new(), 0));
    let expected = digest_of(&[("person", [1; 16], &rosa)]);
    assert_eq!(world.running.document_digest(registry).unwrap(), expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_batches_in_one_upload_are_all_merged() {
    let world = World::start().await;
    let mut device = world.join(Role::Registrar, SABAYA).await;
    let registry = device.registry();
    let (mut batches, mut people) = (Vec::new(), Vec::new());
    for group in 0..40_u8 {
        let mut changes = Vec::new();
        for number in 0..4_u8 {
            let id = [[group; 8], [number; 8]].concat().try_into().unwrap();
            let (made, change) = person(device.actor(), id, "Rosa");
            people.push((id, made));
            changes.push(change);
        }
        batches.push(device.batch(registry, &changes));
    }
    let all: Vec<&SignedBatch> = batches.iter().collect();
    let answer = device.exchange(&world.running.url(), registry, &all).await;
    assert!(answer.covers(&batches[39]));
    // So many are acknowledged before they are merged; the next answer waits for that.
    device.exchange(&world.running.url(), registry, &[]).await;
    let documents: Vec<_> = people.iter().map(|(id, made)| ("person", *id, made)).collect();
    assert_eq!(world.running.document_digest(registry).unwrap(), digest_of(&documents));
}

/// A stopped server that died while it merged one batch of two people; returns what it should hold then.
async fn died_while_merging(deaths: u32) -> (World, ScopeId, Device, Document, Document) {
    let world = World::start().await;
    let mut device = world.join(Role::Registrar, SABAYA).await;
    let registry = device.registry();
    let (rosa, made) = person(device.actor(), [1; 16], "Rosa");
    let (ines, made_too) = person(device.actor(), [2; 16], "Inés");
    let batch = device.batch(registry, &[made.clone(), made_too]);
    device.exchange(&world.running.url(), registry, &[&batch]).await;
    let World { folder, running } = world;
    running.stop().await.unwrap();
    let data = folder.path().join("data");
    beside::change(&data, "DELETE FROM document; UPDATE batch SET merge = 'waiting'");
    let marker = [*registry.as_bytes(), [0; 16], [1; 16], *device.actor().as_bytes()];
    let [scope, run, document, actor] = marker.map(|id| beside::bytes(&id));
    let digest = beside::bytes(Hash32::of(&made.bytes).as_bytes());
    let marker = format!(
        "INSERT INTO trying (scope, run, through, kind, document, actor, digest, deaths)
         VALUES ({scope}, {run}, 1, 'person', {document}, {actor}, {digest}, {deaths})"
    );
    beside::change(&data, &marker);
    let running = serve(&data).await;
    (World { folder, running }, registry, device, rosa, ines)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_that_the_process_died_of_twice_is_quarantined_at_the_next_start() {
    let (world, registry, mut device, _, ines) = died_while_merging(1).await;
    device.exchange(&world.running.url(), registry, &[]).await;
    let expected = digest_of(&[("person", [2; 16], &ines)]);
    assert_eq!(world.running.document_digest(registry).unwrap(), expected);
    assert_eq!(held_back(&world.data(), registry).unwrap().0, ["aborted"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_power_cut_while_merging_condemns_nothing() {
    let (world, registry, mut device, rosa, ines) = died_while_merging(0).await;
    assert_eq!(device.exchange(&world.running.url(), registry, &[]).await.batches.len(), 1);
    let expected = digest_of(&[("person", [1; 16], &rosa), ("person", [2; 16], &ines)]);
    assert_eq!(world.running.document_digest(registry).unwrap(), expected);
    assert_eq!(held_back(&world.data(), registry).unwrap().0, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_server_is_there_before_what_a_crash_left_is_merged() {
    let world = World::start().await;
    let mut device = world.join(Role::Registrar, SABAYA).await;
    let registry = device.registry();
    let (rosa, made) = person(device.actor(), [1; 16], "Rosa");
    let batch = device.batch(registry, &[made]);
    device.exchange(&world.running.url(), registry, &[&batch]).await;
    let World { folder, running } = world;
    running.stop().await.unwrap();
    let data = folder.path().join("data");
    beside::change(&data, "DELETE FROM document; UPDATE batch SET merge = 'waiting'");
    // As long as somebody else writes, nothing can be merged.
    let held = beside::hold_up(&data, "trying");
    let running = serve(&folder.path().join("data")).await;
    assert_eq!(common::get(&format!("{}/v1/health", running.url())).await.0, 200);
    assert_eq!(running.document_digest(registry).unwrap(), Hash32::of(b""));
    drop(held);
    device.exchange(&running.url(), registry, &[]).await;
    let expected = digest_of(&[("person", [1; 16], &rosa)]);
    assert_eq!(running.document_digest(registry).unwrap(), expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_of_a_newer_program_waits_and_nothing_of_it_is_quarantined() {
    let world = World::start().await;
    let mut device = world.join(Role::Registrar, SABAYA).await;
    let registry = device.registry();
    let mut header = device.header(registry, 1, Hash32::ZERO, false);
    header.dictionary = 7;
    let newer = device.sign(&header, &[]);
    device.last.insert(registry, (1, newer.hash()));
    let (rosa, made) = person(device.actor(), [1; 16], "Rosa");
    let good = device.batch(registry, &[made]);
    assert!(device.exchange(&world.running.url(), registry, &[&newer, &good]).await.covers(&good));
    let expected = digest_of(&[("person", [1; 16], &rosa)]);
    let later = "SELECT count(*) AS it FROM batch WHERE n = 1 AND merge = 'later'";
    let waits = |world: &World| beside::number(&world.data(), later) == 1;
    assert!(waits(&world));
    // The next start is that of the newer program, perhaps.
    let world = world.restart().await;
    device.exchange(&world.running.url(), registry, &[]).await;
    assert!(waits(&world));
    assert_eq!(world.digest(registry), expected);
    assert_eq!(held_back(&world.data(), registry).unwrap(), (Vec::new(), 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_of_one_device_is_bounded_and_all_of_it_is_merged_once_its_causes_come() {
    let world = World::start().await;
    let url = world.running.url();
    let mut flood = world.join(Role::Registrar, SABAYA).await;
    let mut other = world.join(Role::Registrar, TURCO).await;
    let registry = flood.registry();
    // 440 edits of 45,000 bytes each, of people that nobody knows yet: 19 MiB, in some small batches.
    let (mut people, mut causes, mut edits) = (Vec::new(), Vec::new(), Vec::new());
    for number in 0..440_u128 {
        let id = number.to_be_bytes();
        let (mut made, cause) = person(other.actor(), id, "Rosa");
        let text = |letter: &str| Scalar::Text(format!("{number} {}", letter.repeat(15_000)));
        let long = [("given_names", "a"), ("surname1", "b"), ("surname2", "c")];
        let long = long.map(|(key, letter)| (key.to_owned(), text(letter))).into();
        let edit = made.edit(*flood.actor().as_bytes(), &long, 2).unwrap().unwrap();
        people.push((id, made));
        causes.push(cause);
        edits.push(entry("person", id, &edit));
    }
    let (ines, free) = person(flood.actor(), [0xee; 16], "Inés");
    let mut batches: Vec<SignedBatch> =
        edits[..420].chunks(20).map(|chunk| flood.batch(registry, chunk)).collect();
    let mixed: Vec<ChangeEntry> = edits[420..].iter().cloned().chain([free]).collect();
    batches.push(flood.batch(registry, &mixed));
    let all: Vec<&SignedBatch> = batches.iter().collect();
    flood.exchange(&url, registry, &all).await;
    let (reasons, pending) = held_back(&world.data(), registry).unwrap();
    assert!(reasons.is_empty(), "a bound is no verdict: {reasons:?}");
    let most = 16 * 1024 * 1024 / 45_000;
    assert!((1..=most).contains(&pending), "{pending}");
    assert_eq!(world.digest(registry), digest_of(&[("person", [0xee; 16], &ines)]), "the rest is merged");
    for chunk in causes.chunks(220) {
        let batch = other.batch(registry, chunk);
        other.exchange(&url, registry, &[&batch]).await;
    }
    other.exchange(&url, registry, &[]).await;
    let mut documents: Vec<_> = people.iter().map(|(id, made)| ("person", *id, made)).collect();
    documents.push(("person", [0xee; 16], &ines));
    assert_eq!(held_back(&world.data(), registry).unwrap(), (Vec::new(), 0));
    assert_eq!(world.digest(registry), digest_of(&documents));
}

/// A first change of somebody's document by a session that never wrote it, and that wins by its hash.
fn forged(actor: posta_identity::ids::Actor, wrote: &ChangeEntry) -> ChangeEntry {
    let hash = |entry: &ChangeEntry| precheck(&entry.bytes).unwrap().hash;
    let tries = (0..).map(|number| person(actor, wrote.document, &format!("Forjada {number}")).1);
    tries.into_iter().find(|entry| hash(entry) < hash(wrote)).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_writes_as_somebody_else_by_the_checkpoints_of_the_registry() {
    let world = World::start().await;
    let url = world.running.url();
    let mut one = world.join(Role::Registrar, SABAYA).await;
    let mut mallory = world.join(Role::Registrar, SABAYA).await;
    let mut elena = world.join(Role::Supervisor, "04").await;
    let registry = one.registry();
    let (rosa, made) = person(one.actor(), [1; 16], "Rosa");
    let (eva, made_late) = person(one.actor(), [2; 16], "Eva");
    let (first, second) = (
        one.batch(registry, std::slice::from_ref(&made)),
        one.batch(registry, std::slice::from_ref(&made_late)),
    );
    one.exchange(&url, registry, &[&first]).await;
    mallory.exchange(&url, registry, &[]).await;
    let batch = mallory.batch(registry.checkpoint(), &[forged(one.actor(), &made)]);
    let answer = mallory.exchange(&url, registry.checkpoint(), &[&batch]).await;
    assert!(!answer.covers(&batch), "a registrar writes no checkpoint");
    // A supervisor may, but not in the place of what somebody wrote, neither before nor after it.
    elena.exchange(&url, registry, &[]).await;
    let entries = [forged(one.actor(), &made), forged(one.actor(), &made_late)];
    let batch = elena.batch(registry.checkpoint(), &entries);
    assert!(elena.exchange(&url, registry.checkpoint(), &[&batch]).await.covers(&batch));
    assert_eq!(held_back(&world.data(), registry).unwrap().0, ["checkpoint_twin"]);
    one.exchange(&url, registry, &[&second]).await;
    let expected = digest_of(&[("person", [1; 16], &rosa), ("person", [2; 16], &eva)]);
    assert_eq!(world.digest(registry), expected);
    assert_eq!(held_back(&world.data(), registry).unwrap().0, ["checkpoint_twin", "checkpoint_twin"]);
}
