//! What becomes of the work of those who are revoked.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use common::{Device, SABAYA, TURCO, World, digest_of, entry, named, person};
use posta_documents::Document;
use posta_identity::{Cut, EntryBody, Revoked, Role};
use posta_protocol::{AsideLine, SignedBatch, Vector, code};
use sync_server::{batches_aside, held_back};

fn cut(batch: &SignedBatch) -> Cut {
    let header = batch.decode_header().unwrap();
    Cut { feed: *header.feed().as_bytes(), n: header.n, hash: batch.hash() }
}

fn revoke(who: Revoked, cuts: &[&SignedBatch]) -> EntryBody {
    EntryBody::Revoke { who, cuts: cuts.iter().map(|batch| cut(batch)).collect(), destroy: false }
}

/// A registrar with three batches of one person each on the server, and a witness.
struct Scene {
    world: World,
    gone: Device,
    witness: Device,
    people: Vec<Document>,
    batches: Vec<SignedBatch>,
}

impl Scene {
    async fn new() -> Self {
        let world = World::start().await;
        let mut gone = world.join(Role::Registrar, SABAYA).await;
        let witness = world.join(Role::Registrar, TURCO).await;
        let registry = gone.registry();
        let (mut people, mut batches) = (Vec::new(), Vec::new());
        for id in 1..=3_u8 {
            let (made, change) = person(gone.actor(), [id; 16], "Rosa");
            people.push(made);
            batches.push(gone.batch(registry, &[change]));
        }
        let all: Vec<&SignedBatch> = batches.iter().collect();
        gone.exchange(&world.running.url(), registry, &all).await;
        Self { world, gone, witness, people, batches }
    }

    fn documents(&self, count: usize) -> posta_identity::Hash32 {
        let all: Vec<_> = (1..=3_u8).zip(&self.people).collect();
        let first: Vec<_> = all[..count].iter().map(|(id, made)| ("person", [*id; 16], *made)).collect();
        digest_of(&first)
    }

    fn aside(&self) -> u64 {
        batches_aside(&self.world.data(), self.gone.registry()).unwrap()
    }

    async fn tell(&mut self, body: EntryBody) {
        let entry = self.world.entry(&self.witness, body);
        self.witness.bring(&self.world.running.url(), &[entry]).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_lies_beyond_the_cut_is_taken_out_kept_and_still_passed_on() {
    let mut scene = Scene::new().await;
    let registry = scene.gone.registry();
    assert_eq!(scene.world.digest(registry), scene.documents(3));
    let body = revoke(Revoked::Device(scene.gone.device()), &[&scene.batches[0]]);
    scene.tell(body).await;
    assert_eq!(scene.world.digest(registry), scene.documents(1));
    assert_eq!(scene.aside(), 2);
    let url = scene.world.running.url();
    let answer = scene.witness.exchange(&url, registry, &[]).await;
    assert_eq!(answer.batches, scene.batches);
    assert!(answer.covers(&scene.batches[2]));
}

/// A member of a care team who wrote two sealed batches, the second beyond the cut of a revocation that the witness
/// brings.
async fn cut_in_care(world: &World, witness: &mut Device) -> Device {
    let url = world.running.url();
    let mut gone = world.join(Role::Care, SABAYA).await;
    let care = gone.care();
    let (_, change) = person(gone.actor(), [7; 16], "Rosa");
    let batches = [gone.batch(care, std::slice::from_ref(&change)), gone.batch(care, &[change])];
    gone.exchange(&url, care, &batches.iter().collect::<Vec<_>>()).await;
    witness.exchange(&url, witness.registry(), &[]).await;
    let body = revoke(Revoked::User(gone.secrets.user), &[&batches[0]]);
    let entry = world.entry(witness, body);
    witness.bring(&url, &[entry]).await;
    gone
}

#[tokio::test(flavor = "multi_thread")]
async fn a_supervisor_is_told_that_sealed_batches_lie_aside_and_nothing_of_them() {
    let world = World::start().await;
    let url = world.running.url();
    let mut witness = world.join(Role::Registrar, TURCO).await;
    let mut supervisor = world.join(Role::Supervisor, "04").await;
    let registry = supervisor.registry();
    assert_eq!(supervisor.exchange(&url, registry, &[]).await.aside, [], "everybody stands");
    let mut gone = cut_in_care(&world, &mut witness).await;
    let told = supervisor.exchange(&url, registry, &[]).await;
    let (care, user, device) = (gone.care(), gone.secrets.user, gone.device());
    let line = AsideLine { scope: care, user, device, batches: 1, from_hour: 1, to_hour: 1 };
    assert_eq!(told.aside, std::slice::from_ref(&line));
    assert!(told.batches.is_empty());
    // What was found is remembered, until somebody who was cut off brings more.
    let again = supervisor.exchange(&url, registry, &[]).await;
    assert_eq!(again.aside, std::slice::from_ref(&line));
    let (_, change) = person(gone.actor(), [8; 16], "Rosa");
    let late = gone.batch(care, &[change]);
    gone.exchange(&url, care, &[&late]).await;
    let told = supervisor.exchange(&url, registry, &[]).await;
    assert_eq!(told.aside, [AsideLine { batches: 2, ..line }]);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_but_supervisors_is_told_what_lies_aside_and_of_their_own_scopes_nobody() {
    let mut scene = Scene::new().await;
    let url = scene.world.running.url();
    let mut supervisor = scene.world.join(Role::Supervisor, "04").await;
    let mut administrator = scene.world.join(Role::Administrator, "04").await;
    let mut colleague = scene.world.join(Role::Care, SABAYA).await;
    cut_in_care(&scene.world, &mut scene.witness).await;
    let body = revoke(Revoked::Device(scene.gone.device()), &[&scene.batches[0]]);
    scene.tell(body).await;
    assert_eq!(scene.aside(), 2, "the registry has some too, which every device of it sees on its shelf");
    let registry = scene.gone.registry();
    for other in [&mut scene.witness, &mut administrator, &mut colleague] {
        assert_eq!(other.exchange(&url, registry, &[]).await.aside, []);
    }
    assert_eq!(supervisor.exchange(&url, registry, &[]).await.aside.len(), 1);
    // Nor a supervisor who was cut off.
    let body = revoke(Revoked::User(supervisor.secrets.user), &[]);
    scene.tell(body).await;
    assert_eq!(supervisor.exchange(&url, registry, &[]).await.aside, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_user_of_a_shared_device_takes_nobody_else_along() {
    let mut scene = Scene::new().await;
    let (url, registry) = (scene.world.running.url(), scene.gone.registry());
    let issued = scene.world.invite(Role::Care, SABAYA);
    let (care, join) = scene.world.accept(&issued, scene.gone.keys.clone()).await;
    let mut care = care.finish_join(&url, &join).await;
    // The next batch of the same feed, by the other user.
    (care.incarnation, care.last) = (scene.gone.incarnation, scene.gone.last.clone());
    let (ines, change) = person(care.actor(), [9; 16], "Inés");
    let batch = care.batch(registry, &[change]);
    care.exchange(&url, registry, &[&batch]).await;
    let body = revoke(Revoked::User(scene.gone.secrets.user), &[&scene.batches[0]]);
    scene.tell(body).await;
    let expected = digest_of(&[("person", [1; 16], &scene.people[0]), ("person", [9; 16], &ines)]);
    assert_eq!(scene.world.digest(registry), expected);
    assert_eq!(scene.aside(), 2);
    // The device is another user's still.
    assert!(care.exchange(&url, registry, &[]).await.refused.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn documents_that_others_went_on_with_are_built_again_without_what_fell() {
    let mut scene = Scene::new().await;
    let (url, registry) = (scene.world.running.url(), scene.gone.registry());
    // The witness edits the third person, which falls, and the first, which stays.
    let mut fallen = Document::load(&scene.people[2].save()).unwrap();
    let mut kept = Document::load(&scene.people[0].save()).unwrap();
    let actor = *scene.witness.actor().as_bytes();
    let on_fallen = fallen.edit(actor, &named("Rosa María"), 2).unwrap().unwrap();
    let on_kept = kept.edit(actor, &named("Rosa Inés"), 2).unwrap().unwrap();
    let changes = [entry("person", [3; 16], &on_fallen), entry("person", [1; 16], &on_kept)];
    let edits = scene.witness.batch(registry, &changes);
    scene.witness.exchange(&url, registry, &[&edits]).await;
    let everything = scene.world.digest(registry);
    let body = revoke(Revoked::Device(scene.gone.device()), &[&scene.batches[1]]);
    scene.tell(body).await;
    let expected = digest_of(&[("person", [1; 16], &kept), ("person", [2; 16], &scene.people[1])]);
    assert_eq!(scene.world.digest(registry), expected);
    assert_eq!(held_back(&scene.world.data(), registry).unwrap(), (Vec::new(), 1), "waits for its cause");
    // A supervisor's admission brings all of it back.
    let Cut { feed, n, hash } = cut(&scene.batches[2]);
    scene.tell(EntryBody::Admit { feed, n, hash, of: None }).await;
    assert_eq!(scene.world.digest(registry), everything);
    assert_eq!(held_back(&scene.world.data(), registry).unwrap(), (Vec::new(), 0));
    assert_eq!(scene.aside(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fork_below_the_cut_does_not_count() {
    let mut scene = Scene::new().await;
    let (url, registry) = (scene.world.running.url(), scene.gone.registry());
    let body = revoke(Revoked::Device(scene.gone.device()), &[&scene.batches[2]]);
    scene.tell(body).await;
    assert_eq!(scene.world.digest(registry), scene.documents(3), "all that was accepted stays");
    // Whoever has the keys goes back and writes beside what counts, with numbers below the cut.
    let (_, change) = person(scene.gone.actor(), [7; 16], "Forjada");
    let fork = scene.gone.batch_at(registry, 2, scene.batches[0].hash(), &[change]);
    let answer = scene.gone.exchange(&url, registry, &[&fork]).await;
    assert!(answer.covers(&fork), "kept, so that it can be shown");
    assert_eq!(scene.world.digest(registry), scene.documents(3));
    assert_eq!(scene.aside(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_device_hands_in_its_work_and_gets_the_log_and_a_receipt_but_no_batch() {
    let mut scene = Scene::new().await;
    let (url, registry) = (scene.world.running.url(), scene.gone.registry());
    let (_, change) = person(scene.witness.actor(), [8; 16], "Eva");
    let others = scene.witness.batch(registry, &[change]);
    scene.witness.exchange(&url, registry, &[&others]).await;
    let unsent = {
        let (_, change) = person(scene.gone.actor(), [5; 16], "Luz");
        scene.gone.batch(registry, &[change])
    };
    let last = scene.batches[2].clone();
    scene.tell(revoke(Revoked::Device(scene.gone.device()), &[&last])).await;
    let answer = scene.gone.exchange(&url, registry, &[&unsent]).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.refused, [(registry, code::REVOKED.to_owned())]);
    assert!(answer.batches.is_empty() && answer.sessions.is_empty());
    assert!(
        !answer.entries.is_empty()
            && !scene.gone.log.membership().device(scene.gone.device()).unwrap().active
    );
    assert!(answer.covers(&unsent) && !answer.covers(&others), "its own feeds only");
    assert_eq!(scene.aside(), 1);
    let before = scene.world.digest(registry);
    // A supervisor admits what came late.
    let Cut { feed, n, hash } = cut(&unsent);
    scene.tell(EntryBody::Admit { feed, n, hash, of: None }).await;
    assert_ne!(scene.world.digest(registry), before);
    assert_eq!(scene.aside(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cut_whose_batch_comes_after_the_revocation_lets_it_and_what_it_builds_on_in() {
    let world = World::start().await;
    let url = world.running.url();
    let mut gone = world.join(Role::Registrar, SABAYA).await;
    let mut witness = world.join(Role::Registrar, TURCO).await;
    let registry = gone.registry();
    let (rosa, first) = person(gone.actor(), [1; 16], "Rosa");
    let (ines, second) = person(gone.actor(), [2; 16], "Inés");
    let (first, second) = (gone.batch(registry, &[first]), gone.batch(registry, &[second]));
    let entry = world.entry(&witness, revoke(Revoked::Device(gone.device()), &[&second]));
    witness.bring(&url, &[entry]).await;
    gone.exchange(&url, registry, &[&first]).await;
    assert_eq!(batches_aside(&world.data(), registry).unwrap(), 1);
    gone.exchange(&url, registry, &[&second]).await;
    let expected = digest_of(&[("person", [1; 16], &rosa), ("person", [2; 16], &ines)]);
    assert_eq!(world.digest(registry), expected);
    assert_eq!(batches_aside(&world.data(), registry).unwrap(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revocation_that_a_crash_cut_short_is_carried_out_at_the_next_start() {
    let mut scene = Scene::new().await;
    let registry = scene.gone.registry();
    let body = revoke(Revoked::Device(scene.gone.device()), &[&scene.batches[0]]);
    scene.tell(body).await;
    let expected = scene.documents(1);
    let Scene { world, mut witness, .. } = scene;
    let common::World { folder, running } = world;
    running.stop().await.unwrap();
    // As if the process had died between the entry and its consequences, and once more after them.
    for damage in [
        "UPDATE settled SET entry = 0; UPDATE batch SET merge = 'done' WHERE merge = 'aside'",
        "UPDATE settled SET entry = 0",
    ] {
        common::beside::change(&folder.path().join("data"), damage);
        let running = common::serve(&folder.path().join("data")).await;
        witness.exchange(&running.url(), registry, &[]).await;
        assert_eq!(running.document_digest(registry).unwrap(), expected);
        running.stop().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_hears_of_a_revocation_first_and_of_the_work_later_ends_the_same() {
    let scene = Scene::new().await;
    let mut late = World::start().await;
    // Another server of the same department: its folder as it was before any work came.
    let registry = scene.gone.registry();
    let revoked =
        scene.world.entry(&scene.witness, revoke(Revoked::Device(scene.gone.device()), &[&scene.batches[1]]));
    let Scene { world, mut gone, mut witness, people, batches } = scene;
    witness.bring(&world.running.url(), std::slice::from_ref(&revoked)).await;
    let digest = world.digest(registry);
    let common::World { folder, running } = world;
    running.stop().await.unwrap();
    let forget = "DELETE FROM document; DELETE FROM tip; DELETE FROM batch; DELETE FROM settled";
    common::beside::change(&folder.path().join("data"), forget);
    late.running.stop().await.unwrap();
    late = World { running: common::serve(&folder.path().join("data")).await, folder };
    let all: Vec<&SignedBatch> = batches.iter().collect();
    gone.exchange_from(&late.running.url(), &[(registry, Vector::new())], &all).await;
    assert_eq!(late.digest(registry), digest);
    let expected = digest_of(&[("person", [1; 16], &people[0]), ("person", [2; 16], &people[1])]);
    assert_eq!(digest, expected);
}
