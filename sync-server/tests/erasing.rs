//! Erasure: what two persons ordered away is gone from the whole data folder and does not come back.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use common::{SABAYA, World, beside, body_of, digest_of, entry, erase, named, person};
use posta_documents::Document;
use posta_domain::{DocumentId, Scalar};
use posta_identity::ids::Hash32;
use posta_identity::{EntryBody, Revoked, Role};
use posta_protocol::{ChangeEntry, SignedBatch, Vector};
use sync_server::held_back;

const CANARY: &str = "CANARIO-borrada-7731-en-todas-partes";

fn holds(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erased_person_is_in_no_file_the_others_stay_and_the_chain_can_still_be_checked() {
    let world = World::start().await;
    let url = world.running.url();
    let mut one = world.join(Role::Supervisor, "04").await;
    let other = world.join(Role::Supervisor, "04").await;
    let mut witness = world.join(Role::Registrar, SABAYA).await;
    let registry = one.registry();
    one.exchange(&url, registry, &[]).await;
    let (mut erased, made) = person(one.actor(), [1; 16], CANARY);
    let (kept, made_too) = person(one.actor(), [2; 16], "Inés");
    let waits = {
        // A change of the erased person whose cause never comes: it waits in `pending`.
        erased.edit(*one.actor().as_bytes(), &named("first"), 2).unwrap().unwrap();
        erased.edit(*one.actor().as_bytes(), &named(&format!("{CANARY} otra vez")), 3).unwrap().unwrap()
    };
    let mixed = one.batch(registry, &[made, made_too, entry("person", [1; 16], &waits)]);
    let second = one.batch(
        registry,
        &[ChangeEntry {
            kind: "person".into(),
            document: [1; 16],
            bytes: format!("no change: {CANARY}").into_bytes(),
        }],
    );
    let third = one.batch(registry, &[]);
    one.exchange(&url, registry, &[&mixed, &second, &third]).await;
    assert_eq!(held_back(&world.data(), registry).unwrap(), (vec!["not_a_change".to_owned()], 1));
    let needle = CANARY.as_bytes();
    assert!(holds(&beside::contents(&world.data()), needle), "the search would find it");

    let entries = erase(&one, &other, registry, &[mixed.hash(), second.hash()]);
    // The rest of the mixed batch goes on in a checkpoint before it goes.
    let (eva, change) = person(other.actor(), [3; 16], "Eva");
    let rest = one.batch(registry.checkpoint(), &[change]);
    let lanes = [(registry, Vector::new()), (registry.checkpoint(), Vector::new())];
    assert!(one.exchange_from(&url, &lanes, &[&rest]).await.covers(&rest));
    one.bring(&url, &entries).await;
    assert!(one.log.membership().is_erased(registry, "person", [1; 16]), "the log took the orders");

    // A later exchange empties the write-ahead log if a reader was in the way.
    witness.exchange(&url, registry, &[]).await;
    assert!(!holds(&beside::contents(&world.data()), needle), "content of the erased person is in a file");
    assert_eq!(held_back(&world.data(), registry).unwrap(), (Vec::new(), 0));
    let answer = witness.exchange(&url, registry, &[]).await;
    let received: Vec<Hash32> = answer.batches.iter().map(SignedBatch::hash).collect();
    assert_eq!(received, [mixed.hash(), second.hash(), third.hash()]);
    assert!(answer.batches[0].is_bodyless() && answer.batches[1].is_bodyless());
    assert!(answer.batches[0].verify_bodyless(&one.session.certificate.session_public).is_ok());
    assert!(!answer.batches[2].is_bodyless());
    let documents = digest_of(&[("person", [2; 16], &kept), ("person", [3; 16], &eva)]);
    assert_eq!(world.digest(registry), documents, "the others stay");

    // Whoever still offers the old bodies changes nothing; neither does the person made anew.
    one.exchange(&url, registry, &[&mixed, &second]).await;
    let (_, again) = person(witness.actor(), [1; 16], CANARY);
    let back = witness.batch(registry, &[again]);
    witness.exchange(&url, registry, &[&back]).await;
    assert_eq!(world.digest(registry), documents);
    assert_eq!(held_back(&world.data(), registry).unwrap(), (Vec::new(), 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_that_mixes_an_erased_person_and_comes_late_brings_the_others_and_leaves_no_body() {
    let world = World::start().await;
    let url = world.running.url();
    let mut one = world.join(Role::Supervisor, "04").await;
    let other = world.join(Role::Supervisor, "04").await;
    let registry = one.registry();
    one.exchange(&url, registry, &[]).await;
    let (_, made) = person(one.actor(), [1; 16], CANARY);
    let (ines, made_too) = person(one.actor(), [2; 16], "Inés");
    let mixed = one.batch(registry, &[made.clone(), made_too]);
    let named_later = one.batch(registry, &[made]);
    one.bring(&url, &erase(&one, &other, registry, &[named_later.hash()])).await;
    let answer = one.exchange(&url, registry, &[&mixed, &named_later]).await;
    assert!(answer.covers(&named_later), "the chain goes on");
    assert!(answer.batches[1].is_bodyless());
    assert_eq!(world.digest(registry), digest_of(&[("person", [2; 16], &ines)]));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_erases_alone_and_no_scope_empties_another_scope_s_batches() {
    let world = World::start().await;
    let url = world.running.url();
    let mut one = world.join(Role::Supervisor, "04").await;
    let other = world.join(Role::Supervisor, "04").await;
    let mut care = world.join(Role::Care, SABAYA).await;
    let registry = one.registry();
    one.exchange(&url, registry, &[]).await;
    let (rosa, made) = person(one.actor(), [1; 16], "Rosa");
    let batch = one.batch(registry, &[made]);
    one.exchange(&url, registry, &[&batch]).await;
    let expected = digest_of(&[("person", [1; 16], &rosa)]);
    // The first person alone, agreeing with herself.
    let order =
        EntryBody::Erase { scope: registry, kind: "person".into(), document: [1; 16], basis: "x".into() };
    let order = one.entry_by(order, &one.secrets.sign);
    let agree = EntryBody::Agree { order: Hash32::of(&order) };
    let agree =
        posta_identity::Entry::sign(one.log.department(), vec![Hash32::of(&order)], agree, &one.secrets.sign);
    one.bring(&url, &[order, agree.encode()]).await;
    assert_eq!(world.digest(registry), expected);
    // Two persons order something of the care scope; its member names the registry's batch in it.
    let scope = care.care();
    care.exchange(&url, registry, &[]).await;
    let mut log = care.log.clone();
    let order = EntryBody::Erase { scope, kind: "consultation".into(), document: [9; 16], basis: "x".into() };
    let order = log.append(order, &one.secrets.sign).unwrap();
    let agreed = log.append(EntryBody::Agree { order: order.hash() }, &other.secrets.sign).unwrap();
    let documents = vec![("consultation".to_owned(), [9; 16])];
    let done = EntryBody::Erased { order: order.hash(), scope, documents, batches: vec![batch.hash()] };
    let done = log.append(done, &care.secrets.sign).unwrap();
    care.bring(&url, &[order.encode(), agreed.encode(), done.encode()]).await;
    assert_eq!(care.exchange(&url, registry, &[]).await.batches, [batch]);
    assert_eq!(world.digest(registry), expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_supervisor_names_beyond_the_order_keeps_its_document_and_its_body() {
    let world = World::start().await;
    let url = world.running.url();
    let mut one = world.join(Role::Supervisor, "04").await;
    let other = world.join(Role::Supervisor, "04").await;
    let mut witness = world.join(Role::Registrar, SABAYA).await;
    let registry = one.registry();
    one.exchange(&url, registry, &[]).await;
    let actor = one.actor();
    let enrolled = |number: u8, person: [u8; 16]| {
        let of = [("person".to_owned(), Scalar::Text(DocumentId::from(person).to_string()))].into();
        let (made, change) = Document::create(*actor.as_bytes(), &of, 1).unwrap();
        (made, entry("enrollment", [number; 16], &change))
    };
    let ((theirs, made), (_, of_gone)) = (enrolled(12, [2; 16]), enrolled(11, [1; 16]));
    let ((later, late_made), (_, late_of_gone)) = (enrolled(14, [2; 16]), enrolled(13, [1; 16]));
    let (_, gone) = person(one.actor(), [1; 16], CANARY);
    let (kept, stays) = person(one.actor(), [2; 16], "Inés");
    let first = one.batch(registry, &[gone, of_gone]);
    let second = one.batch(registry, &[stays, made]);
    // Not here yet when they are named.
    let third = one.batch(registry, &[late_made]);
    let fourth = one.batch(registry, &[late_of_gone]);
    one.exchange(&url, registry, &[&first, &second]).await;
    let mut entries = erase(&one, &other, registry, &[first.hash()]);
    let mut log = one.log.clone();
    for bytes in &entries {
        log.insert(bytes).unwrap();
    }
    let documents = [11, 12, 13, 14].map(|number| ("enrollment".to_owned(), [number; 16])).to_vec();
    let batches = [&first, &second, &third, &fourth].map(SignedBatch::hash).to_vec();
    let order = Hash32::of(&entries[0]);
    let beyond = EntryBody::Erased { order, scope: registry, documents, batches };
    entries.push(log.append(beyond, &one.secrets.sign).unwrap().encode());
    one.bring(&url, &entries).await;
    one.exchange(&url, registry, &[&third, &fourth]).await;
    let answer = witness.exchange(&url, registry, &[]).await;
    let bodiless: Vec<bool> = answer.batches.iter().map(SignedBatch::is_bodyless).collect();
    assert_eq!(bodiless, [true, false, false, true], "of the ordered person's, and no others");
    let documents =
        [("person", [2; 16], &kept), ("enrollment", [12; 16], &theirs), ("enrollment", [14; 16], &later)];
    assert_eq!(world.digest(registry), digest_of(&documents));
    // The enrollment made anew is refused all the same.
    let back = one.batch(registry, &[enrolled(11, [1; 16]).1]);
    one.exchange(&url, registry, &[&back]).await;
    assert_eq!(world.digest(registry), digest_of(&documents));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_named_batch_that_comes_and_lies_aside_loses_its_body_too() {
    let world = World::start().await;
    let url = world.running.url();
    let mut one = world.join(Role::Supervisor, "04").await;
    let other = world.join(Role::Supervisor, "04").await;
    let mut revoked = world.join(Role::Registrar, SABAYA).await;
    let registry = one.registry();
    one.exchange(&url, registry, &[]).await;
    let (_, made) = person(revoked.actor(), [1; 16], CANARY);
    let (_, made_too) = person(revoked.actor(), [2; 16], "Inés");
    let (gone, stays) = (revoked.batch(registry, &[made]), revoked.batch(registry, &[made_too]));
    one.bring(&url, &erase(&one, &other, registry, &[gone.hash(), stays.hash()])).await;
    let end = EntryBody::Revoke { who: Revoked::Device(revoked.device()), cuts: Vec::new(), destroy: false };
    let end = world.entry(&one, end);
    one.bring(&url, &[end]).await;
    revoked.exchange(&url, registry, &[&gone, &stays]).await;
    assert_eq!(sync_server::batches_aside(&world.data(), registry).unwrap(), 2);
    assert_eq!(body_of(&world, &gone), 0);
    assert!(body_of(&world, &stays) > 0, "it is about somebody else");
}
