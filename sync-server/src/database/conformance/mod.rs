//! What SQLite and PostgreSQL must do alike: every function of this module, on both.

mod batches;
mod documents;
mod elsewhere;
mod members;
mod nodes;
#[path = "../../../tests/common/postgres.rs"]
mod postgres_server;

use std::collections::BTreeSet;

use posta_identity::ids::{Actor, DepartmentId, DeviceId, Hash32, ScopeId};
use posta_protocol::{FeedId, SignedBatch};

use super::*;

/// What must hold of a new database.
type Law = fn(&Database);

const LAWS: &[Law] = &[
    members::a_department_keeps_its_log_its_sessions_and_its_invitations,
    members::a_database_belongs_to_the_first_server_that_says_so,
    members::what_a_device_brings_is_counted_by_day,
    members::what_was_carried_out_of_a_log_is_noted,
    batches::batches_are_shelved_once_after_the_one_before_and_keep_their_forks,
    batches::whoever_has_a_vector_lacks_what_is_beyond_it,
    batches::batches_wait_and_come_as_far_as_they_come,
    batches::the_last_of_a_device_and_of_a_user_are_the_ends_of_their_branches,
    batches::a_body_that_is_erased_is_gone_and_its_link_stays,
    documents::a_document_is_replaced_and_counted_in_one_hash,
    documents::changes_wait_for_their_causes_once_each,
    documents::what_was_refused_stays_with_its_reason,
    documents::what_is_taken_out_may_come_again_and_what_is_erased_is_gone,
    documents::whose_word_brought_a_change_is_known,
    documents::the_marker_of_what_is_tried_is_one_a_lane,
    elsewhere::what_is_compared_follows_its_document_and_tells_of_whom_it_moved,
    elsewhere::who_is_held_to_be_one_is_found_from_both_sides,
    elsewhere::who_asked_is_counted_and_waits_when_it_was_too_often,
];

#[test]
fn sqlite_keeps_all_of_it() {
    for law in LAWS {
        let folder = tempfile::tempdir().unwrap();
        law(&Database::open(&Address::File(folder.path().join("server.sqlite"))).unwrap());
    }
}

#[test]
fn postgres_keeps_all_of_it() {
    LAWS.iter().for_each(|law| law(&on_postgres()));
}

#[test]
fn a_full_disk_is_told_as_such_and_keeps_what_was_there() {
    let folder = tempfile::tempdir().unwrap();
    let database = Database::open(&Address::File(folder.path().join("server.sqlite"))).unwrap();
    let limit = |pages: u32| {
        let taken = database.shared.writers.take().unwrap();
        taken.link().unwrap().batch(&format!("PRAGMA max_page_count = {pages}")).unwrap();
    };
    let add = |number: u8| {
        let long = change(number, &"long ".repeat(20_000));
        database.write(|transaction| add_pending(transaction, scope(), &long))
    };
    limit(150);
    let (refused, error) = (0..).find_map(|number| add(number).err().map(|error| (number, error))).unwrap();
    assert!(refused > 0 && error.is_full() && !error.is_busy(), "{error:?}");
    assert_eq!(database.read(pending_total).unwrap(), u64::from(refused));
    limit(100_000);
    add(refused).unwrap();
    assert_eq!(database.read(pending_total).unwrap(), u64::from(refused) + 1);
}

#[test]
fn every_function_of_the_database_is_named_here() {
    let told = include_str!("mod.rs").to_owned()
        + include_str!("batches.rs")
        + include_str!("documents.rs")
        + include_str!("elsewhere.rs")
        + include_str!("members.rs")
        + include_str!("nodes.rs");
    let source = include_str!("../mod.rs");
    let exported = source.split("pub use ").skip(1).filter_map(|rest| rest.split(';').next());
    let words =
        exported.flat_map(|list| list.split(|letter: char| !letter.is_alphanumeric() && letter != '_'));
    let methods = source.split("    pub fn ").skip(1).filter_map(|rest| rest.split(['(', '<']).next());
    // Functions begin in lower case; the first word of a list is the file's.
    let files: BTreeSet<&str> =
        source.lines().filter_map(|line| line.strip_prefix("mod ")?.strip_suffix(';')).collect();
    let is_function = |word: &&str| word.starts_with(|letter: char| letter.is_ascii_lowercase());
    let is_letter = |letter: char| letter.is_alphanumeric() || letter == '_';
    // Called, or given to what calls it.
    let named = |word: &&str| {
        told.match_indices(*word).any(|(at, _)| {
            let (before, after) = (&told[..at], &told[at + word.len()..]);
            !before.ends_with(is_letter) && after.starts_with(['(', ')']) && !before.ends_with("pub fn ")
        })
    };
    let ambiguous = ["batch", "usage", "trying", "session", "borrowed", "server_key"];
    let functions: BTreeSet<&str> = words
        .filter(is_function)
        .filter(|word| !files.contains(word) || ambiguous.contains(word))
        .chain(methods)
        .collect();
    assert!(functions.len() > 80, "the search finds them: {}", functions.len());
    let missing: Vec<&str> = functions.into_iter().filter(|word| !named(word)).collect();
    assert!(missing.is_empty(), "not named in the conformance suite: {missing:?}");
}

/// A new database of PostgreSQL.
fn on_postgres() -> Database {
    Database::open(&Address::parse(&postgres_server::new_database(), None).unwrap()).unwrap()
}

const DEPARTMENT: [u8; 16] = [0xd0; 16];
const SCOPE: [u8; 16] = [0x50; 16];
const DEVICE: [u8; 16] = [0xde; 16];
const ACTOR: [u8; 16] = [0xac; 16];

fn department() -> DepartmentId {
    DEPARTMENT.into()
}

fn scope() -> ScopeId {
    SCOPE.into()
}

fn device() -> DeviceId {
    DEVICE.into()
}

fn actor() -> Actor {
    ACTOR.into()
}

fn feed(number: u8) -> FeedId {
    FeedId::from([number; 16])
}

/// A batch that nothing verifies: named by a word, after the one of another word.
fn made(feed_number: u8, n: i64, word: &str, previous: &str) -> NewBatch {
    let hash = |word: &str| if word.is_empty() { Hash32::ZERO } else { Hash32::of(word.as_bytes()) };
    NewBatch {
        scope: scope(),
        feed: feed(feed_number),
        n,
        previous: hash(previous),
        hash: hash(word),
        device: device(),
        actor: actor(),
        signed: SignedBatch {
            header: word.into(),
            signature: [7; 64],
            body: format!("body of {word}").into(),
        },
        readable: true,
    }
}

/// With a department and a session, so that batches can be shelved.
fn with_session(database: &Database) {
    let act = |transaction: &Transaction<'_>| {
        add_department(transaction, department(), "zz", "04")?;
        add_session(transaction, department(), actor(), b"certificate")
    };
    database.write(act).unwrap();
}

fn put(database: &Database, batch: &NewBatch) -> Shelved {
    database.write(|transaction| shelve(transaction, batch)).unwrap()
}

fn change(document: u8, bytes: &str) -> ForeignChange {
    ForeignChange {
        kind: "person".into(),
        document: [document; 16],
        actor: actor(),
        batch: Hash32::of(b"batch"),
        device: device(),
        bytes: bytes.into(),
    }
}
