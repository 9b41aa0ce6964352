//! Two nodes of one server on one database.

use std::path::PathBuf;

use posta_documents::Document;
use posta_domain::{ConsentDecision, Purpose};
use posta_identity::ids::{Hash32, ScopeId};
use posta_identity::{DeviceKeys, Role};
use posta_protocol::{Question, SignedBatch, code};
use sync_server::{Running, held_back};

use crate::common::neighbours::{Neighbours, ROSA, ask, candidates, rosa_typed, yes_to_all};
use crate::common::process::Serving;
use crate::common::{
    Device, SABAYA, TURCO, World, beside, digest_of, entry, named, person, send_join, serve,
};

/// A copy of a data folder, as another node has it: the keys, and where the database is.
fn copy_of(world: &World, name: &str) -> PathBuf {
    let copy = world.folder.path().join(name).join("data");
    std::fs::create_dir_all(&copy).unwrap();
    for file in std::fs::read_dir(world.data()).unwrap() {
        let file = file.unwrap();
        std::fs::copy(file.path(), copy.join(file.file_name())).unwrap();
    }
    copy
}

async fn two_nodes() -> (World, Running) {
    let world = World::start().await;
    let other = serve(&copy_of(&world, "other")).await;
    (world, other)
}

/// People whom a device registers, one a batch.
struct Work {
    people: Vec<([u8; 16], Document)>,
    batches: Vec<SignedBatch>,
    /// SHA-256 of their changes.
    digests: Vec<Hash32>,
}

impl Work {
    fn of(device: &mut Device, first: u8, many: u8) -> Self {
        let (mut people, mut batches, mut digests) = (Vec::new(), Vec::new(), Vec::new());
        for number in first..first + many {
            let (made, change) = person(device.actor(), [number; 16], &format!("Rosa {number}"));
            digests.push(Hash32::of(&change.bytes));
            batches.push(device.batch(device.registry(), &[change]));
            people.push(([number; 16], made));
        }
        Self { people, batches, digests }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn devices_that_work_with_two_nodes_end_with_the_same_documents() {
    let (world, other) = two_nodes().await;
    let (here, there) = (world.running.url(), other.url());
    let mut one = world.join(Role::Registrar, SABAYA).await;
    let mut two = world.join(Role::Registrar, TURCO).await;
    let registry = one.registry();
    // In turns: what one node was told, the other tells; a nonce of one is known to the other.
    let (mut rosa, made) = person(one.actor(), [1; 16], "Rosa");
    let first = one.batch(registry, &[made]);
    assert!(one.exchange(&here, registry, &[&first]).await.covers(&first));
    let told = two.exchange(&there, registry, &[]).await;
    assert_eq!((told.status, told.batches.len()), (200, 1));
    let edit = rosa.edit(*two.actor().as_bytes(), &named("Rosa María"), 2).unwrap().unwrap();
    let second = two.batch(registry, &[entry("person", [1; 16], &edit)]);
    assert!(two.exchange(&there, registry, &[&second]).await.covers(&second));
    assert_eq!(one.exchange(&here, registry, &[]).await.batches.len(), 2);
    // At the same time, again and again.
    let mut documents = vec![([1; 16], rosa)];
    for round in 0..5 {
        let (mine, theirs) = (Work::of(&mut one, 10 + 20 * round, 9), Work::of(&mut two, 20 + 20 * round, 9));
        let (brought, also): (Vec<_>, Vec<_>) =
            (mine.batches.iter().collect(), theirs.batches.iter().collect());
        let (answer, other_answer) =
            tokio::join!(one.exchange(&here, registry, &brought), two.exchange(&there, registry, &also));
        assert!(answer.covers(&mine.batches[8]) && other_answer.covers(&theirs.batches[8]));
        documents.extend(mine.people.into_iter().chain(theirs.people));
    }
    let all = one.exchange(&there, registry, &[]).await;
    assert_eq!(all.batches.len(), 92);
    two.exchange(&here, registry, &[]).await;
    let expected: Vec<_> = documents.iter().map(|(id, made)| ("person", *id, made)).collect();
    assert_eq!(world.digest(registry), digest_of(&expected));
    assert_eq!(other.document_digest(registry).unwrap(), digest_of(&expected));
    assert_eq!(held_back(&world.data(), registry).unwrap(), (Vec::new(), 0));
    other.stop().await.unwrap();
    world.running.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_admits_one_device_whichever_nodes_are_asked_at_once() {
    let (world, other) = two_nodes().await;
    let issued = world.invite(Role::Registrar, SABAYA);
    let (_, one) = world.accept(&issued, DeviceKeys::random()).await;
    let (_, two) = world.accept(&issued, DeviceKeys::random()).await;
    // Neither can write before both have decided.
    let held = beside::hold_up(&world.data(), "entry");
    let (here, there) = (world.running.url(), other.url());
    let both = tokio::spawn(async move { tokio::join!(send_join(&here, &one), send_join(&there, &two)) });
    until(&world, "SELECT count(*) AS it FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()", 2).await;
    drop(held);
    let (one, two) = both.await.unwrap();
    let mut codes = [(one.status, one.code()), (two.status, two.code())];
    codes.sort_unstable();
    assert_eq!(codes, [(200, ""), (409, code::INVITATION_USED)]);
}

/// Waits until a number is so high.
async fn until(world: &World, sql: &str, high: i64) {
    let started = std::time::Instant::now();
    while beside::number(&world.data(), sql) < high {
        assert!(started.elapsed().as_secs() < 30, "{sql}");
        tokio::task::yield_now().await;
    }
}

const TRIED: &str = "SELECT count(*) AS it FROM trying";

/// A node in the middle of merging two people.
struct Merging {
    registry: ScopeId,
    device: Device,
    /// What the documents come to.
    expected: Hash32,
    /// Of the first change.
    digest: Hash32,
    held: beside::Held,
    asks: tokio::task::JoinHandle<()>,
}

/// Lets a node begin to merge, and holds it.
async fn begin_to_merge(world: &World, url: &str) -> Merging {
    let mut device = world.join(Role::Registrar, SABAYA).await;
    let registry = device.registry();
    let work = Work::of(&mut device, 1, 2);
    let documents: Vec<_> = work.people.iter().map(|(id, made)| ("person", *id, made)).collect();
    let expected = digest_of(&documents);
    let held = beside::hold_up(&world.data(), "document");
    let url = url.to_owned();
    let mut frames = vec![device.head(&[]), device.session_frame()];
    frames.extend(work.batches.iter().map(|batch| posta_protocol::Frame::Batch { bytes: batch.to_bytes() }));
    frames.push(posta_protocol::Frame::End);
    let asks = tokio::spawn(async move {
        let body: Vec<u8> = frames.iter().flat_map(posta_protocol::Frame::encode).collect();
        // A node that is killed does not answer.
        let _ = crate::common::client_from([127, 0, 0, 1].into())
            .post(format!("{url}/v1/exchange"))
            .body(body)
            .send()
            .await;
    });
    until(world, "SELECT count(*) AS it FROM batch", 2).await;
    until(world, TRIED, 1).await;
    until(world, "SELECT count(*) AS it FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()", 1).await;
    Merging { registry, device, expected, digest: work.digests[0], held, asks }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_that_is_killed_while_it_merges_leaves_its_work_to_the_other_which_blames_nothing() {
    let world = World::start().await;
    copy_of(&world, "killed");
    let mut killed = Serving::start(&world.folder.path().join("killed"), &["--plain-http"]);
    let Merging { registry, mut device, expected, held, asks, .. } =
        begin_to_merge(&world, &killed.url).await;
    killed.child.kill().unwrap();
    killed.child.wait().unwrap();
    drop(held);
    asks.await.unwrap();
    let mut nonce = world.join(Role::Registrar, TURCO).await;
    nonce.exchange(&world.running.url(), registry, &[]).await;
    device.exchange(&world.running.url(), registry, &[]).await;
    assert_eq!(world.digest(registry), expected);
    assert_eq!(held_back(&world.data(), registry).unwrap(), (Vec::new(), 0));
    assert_eq!(beside::number(&world.data(), TRIED), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_node_tried_that_goes_on_is_no_death_to_another() {
    let (world, other) = two_nodes().await;
    let Merging { registry, mut device, expected, digest, held, asks } =
        begin_to_merge(&world, &other.url()).await;
    // The pass of the other node fails, and the node goes on. What it left looks as if a process had died of a change
    // twice.
    let [document, actor] = [[1; 16], *device.actor().as_bytes()].map(|id| beside::bytes(&id));
    let digest = beside::bytes(digest.as_bytes());
    let died = format!(
        "UPDATE trying SET deaths = 1, kind = 'person', document = {document}, actor = {actor}, digest = {digest}"
    );
    beside::change(&world.data(), &died);
    let first = beside::number(&world.data(), "SELECT get_byte(run, 0)::BIGINT AS it FROM trying");
    let cut = "SELECT count(pg_terminate_backend(pid, 10000)) AS it FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()";
    assert_eq!(beside::number(&world.data(), cut), 1);
    assert_eq!(first, beside::number(&world.data(), "SELECT get_byte(run, 0)::BIGINT AS it FROM trying"));
    drop(held);
    device.exchange(&world.running.url(), registry, &[]).await;
    assert_eq!(world.digest(registry), expected);
    assert_eq!(held_back(&world.data(), registry).unwrap(), (Vec::new(), 0));
    asks.await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_node_was_told_of_somebody_is_found_at_the_other_at_once() {
    let mut both = Neighbours::with_rosa(Role::Registrar).await;
    let other = serve(&copy_of(&both.world, "other")).await;
    let there = other.url();
    let ask_there = async |both: &mut Neighbours| {
        candidates(ask(&mut both.here, &there, Question::LookUp(rosa_typed())).await).len()
    };
    assert_eq!(ask_there(&mut both).await, 1);
    // She withdraws; the second node had read her into its memory.
    both.agree(ROSA, &[(Purpose::Register, ConsentDecision::Withdrawn)], 2).await;
    assert_eq!(ask_there(&mut both).await, 0);
    both.agree(ROSA, &yes_to_all(), 3).await;
    assert_eq!(ask_there(&mut both).await, 1);
    other.stop().await.unwrap();
}
