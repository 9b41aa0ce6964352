use posta_identity::{
    Authority, CodeKeys, DeviceKeys, EntryBody, GrantRequest, Invitation, KdfCost, Role, ServerKeys,
    SessionKey,
};
use posta_protocol::{Tip, Vector};

use super::*;

pub fn batches_are_shelved_once_after_the_one_before_and_keep_their_forks(database: &Database) {
    with_session(database);
    assert_eq!(put(database, &made(1, 2, "b", "a")), Shelved::MissingPrevious);
    assert_eq!(put(database, &made(1, 1, "a", "")), Shelved::Stored);
    assert_eq!(put(database, &made(1, 1, "a", "")), Shelved::Known);
    assert_eq!(put(database, &made(1, 2, "b", "a")), Shelved::Stored);
    assert_eq!(put(database, &made(1, 2, "c", "a")), Shelved::Forked);
    let both =
        [made(1, 3, "d", "b"), NewBatch { scope: scope().inbox(), readable: false, ..made(2, 1, "x", "") }];
    let act = |transaction: &Transaction<'_>| {
        lock_lanes(transaction, both.iter().map(|batch| batch.scope))?;
        both.iter().map(|batch| shelve(transaction, batch)).collect::<Result<Vec<_>, _>>()
    };
    assert_eq!(database.write(act).unwrap(), [Shelved::Stored, Shelved::Stored]);
    database
        .read(|connection| {
            assert!(holds(connection, Hash32::of(b"c"))? && !holds(connection, Hash32::of(b"z"))?);
            let mut expected = Vector::new();
            expected.insert(feed(1), Tip::of(2, &Hash32::of(b"c")));
            expected.insert(feed(1), Tip::of(3, &Hash32::of(b"d")));
            assert_eq!(vector(connection, scope())?, expected);
            assert_eq!(own_vector(connection, scope(), device())?, expected);
            assert_eq!(own_vector(connection, scope(), [1; 16].into())?, Vector::new());
            // A copy of the device's disk has its last batch below others here, and one that never came.
            let mut theirs = Vector::new();
            theirs.insert(feed(1), Tip::of(2, &Hash32::of(b"b")));
            theirs.insert(feed(1), Tip::of(3, &Hash32::of(b"z")));
            theirs.insert(feed(9), Tip::of(2, &Hash32::of(b"b")));
            let beside = own_vector_beside(connection, scope(), device(), &theirs)?;
            expected.insert(feed(1), Tip::of(2, &Hash32::of(b"b")));
            assert_eq!(beside, expected);
            let links = links(connection, feed(1))?;
            let mut words: Vec<_> =
                links.iter().map(|(_, link)| (link.n, link.hash, link.previous)).collect();
            words.sort();
            let link = |n, word: &[u8], previous| (n, Hash32::of(word), previous);
            let [a, b] = [Hash32::of(b"a"), Hash32::of(b"b")];
            let mut all = [link(1, b"a", Hash32::ZERO), link(2, b"b", a), link(2, b"c", a), link(3, b"d", b)];
            all.sort();
            assert_eq!(words, all);
            let stored = batch(connection, links[0].0)?.unwrap();
            assert_eq!((stored.feed, stored.device, stored.actor), (feed(1), device(), actor()));
            assert_eq!(stored.signed.signature, [7; 64]);
            assert!(batch(connection, i64::MAX)?.is_none());
            assert_eq!(body_length(connection, links[0].0)?, Some(stored.signed.body.len()));
            assert_eq!(body_length(connection, i64::MAX)?, None);
            // A branch ends where nothing is, and where nothing says what comes before.
            assert!(branch(connection, Hash32::of(b"z"), 9)?.is_empty());
            assert!(branch(connection, Hash32::of(b"d"), 9)?.is_empty());
            let (lane, whole) = whole_batch(connection, Hash32::of(b"x"))?.unwrap();
            assert_eq!((lane, whole.signed.body), (scope().inbox(), b"body of x".to_vec()));
            assert_eq!(place_of(connection, Hash32::of(b"d"))?, Some(([1; 16], 3)));
            assert_eq!(place_of(connection, Hash32::ZERO)?, None);
            let places = places(connection)?;
            let numbers: Vec<_> = places.iter().map(|place| (place.lane, place.n, place.bytes)).collect();
            let mut expected = vec![(scope(), 1, 9), (scope(), 2, 9), (scope(), 2, 9), (scope(), 3, 9)];
            expected.push((scope().inbox(), 1, 9));
            expected.sort_by_key(|(lane, ..)| *lane.as_bytes());
            assert_eq!(numbers, expected);
            assert_eq!(written_by(connection, actor())?.len(), 5);
            assert!(written_by(connection, [1; 16].into())?.is_empty());
            assert_eq!((count_by(connection, actor())?, count_by(connection, [1; 16].into())?), (5, 0));
            Ok(())
        })
        .unwrap();
}

pub fn whoever_has_a_vector_lacks_what_is_beyond_it(database: &Database) {
    with_session(database);
    for (n, word, previous) in [(1, "a", ""), (2, "b", "a"), (3, "c", "b")] {
        put(database, &made(1, n, word, previous));
        put(
            database,
            &made(
                2,
                n,
                &format!("{word}2"),
                &if previous.is_empty() { String::new() } else { format!("{previous}2") },
            ),
        );
    }
    put(database, &made(2, 3, "fork", "b2"));
    let lacks = |tips: &[(u8, u64, &str)]| {
        let mut theirs = Vector::new();
        for (number, n, word) in tips {
            theirs.insert(feed(*number), Tip::of(*n, &Hash32::of(word.as_bytes())));
        }
        let read = |connection: &Connection| {
            let rows = lacked_by(connection, scope(), &theirs)?;
            assert!(rows.is_sorted());
            let word = |row: &i64| {
                let header = batch(connection, *row)?.unwrap().signed.header;
                Ok(String::from_utf8(header).unwrap())
            };
            rows.iter().map(word).collect::<Result<Vec<_>, Error>>()
        };
        database.read(read).unwrap()
    };
    assert_eq!(lacks(&[]), ["a", "a2", "b", "b2", "c", "c2", "fork"]);
    assert_eq!(lacks(&[(1, 2, "b"), (2, 3, "c2")]), ["c", "fork"]);
    assert_eq!(lacks(&[(1, 9, "ahead"), (2, 3, "c2"), (2, 3, "fork")]), Vec::<String>::new());
    assert_eq!(lacks(&[(1, 2, "theirs"), (2, 3, "c2"), (2, 3, "fork")]), ["a", "b", "c"]);
}

pub fn batches_wait_and_come_as_far_as_they_come(database: &Database) {
    with_session(database);
    let words = ["a", "b", "c", "d", "e"];
    for (number, word) in (1..).zip(words) {
        put(database, &made(number, 1, word, ""));
    }
    put(database, &NewBatch { readable: false, scope: scope().inbox(), ..made(9, 1, "sealed", "") });
    let waits = |through, limit| -> Vec<(i64, Vec<u8>)> {
        let found = database.read(|connection| waiting(connection, scope(), through, limit)).unwrap();
        found.into_iter().map(|batch| (batch.id, batch.signed.header)).collect()
    };
    let all = waits(i64::MAX, 100);
    assert_eq!(all.iter().map(|(_, word)| word.as_slice()).collect::<Vec<_>>(), words.map(str::as_bytes));
    let ids: Vec<i64> = all.iter().map(|(id, _)| *id).collect();
    assert_eq!(waits(ids[2], 2).len(), 2);
    assert_eq!(database.read(waiting_scopes).unwrap(), [scope()]);
    assert_eq!(database.read(waiting_total).unwrap(), 5);
    let come = [Progress::Done, Progress::Held, Progress::Aside, Progress::Later, Progress::Held];
    database
        .write(|transaction| {
            ids.iter().zip(come).try_for_each(|(id, progress)| set_progress(transaction, *id, progress))?;
            // What is sealed is never merged.
            let sealed = links(transaction, feed(9))?[0].0;
            set_progress(transaction, sealed, Progress::Waiting)
        })
        .unwrap();
    database
        .read(|connection| {
            assert!(waiting_scopes(connection)?.is_empty());
            assert_eq!(aside_count(connection, scope())?, 1);
            assert_eq!(judged_feeds(connection, scope())?.len(), 5);
            assert_eq!(
                (judged_actors(connection, feed(3))?, judged_actors(connection, feed(9))?),
                (vec![actor()], vec![])
            );
            let judged = |number| judged(connection, feed(number), actor());
            assert!(judged(1)?[0].is_in && judged(2)?[0].is_in && !judged(4)?[0].is_in);
            assert!(judged(3)?[0].is_aside && judged(3)?[0].id == ids[2] && judged(9)?.is_empty());
            let merged =
                |after, limit| Ok::<_, Error>(merged_after(connection, scope(), after, limit)?.len());
            assert_eq!((merged(0, 9)?, merged(0, 2)?, merged(ids[0], 9)?, merged(ids[4], 9)?), (3, 2, 2, 0));
            Ok(())
        })
        .unwrap();
    let release = |after| database.write(|transaction| release_held(transaction, scope(), after, 1)).unwrap();
    assert_eq!((release(0), release(ids[1]), release(ids[4])), (Some(ids[1]), Some(ids[4]), None));
    database.write(release_later).unwrap();
    database.write(|transaction| merge_again(transaction, &Hash32::of(b"a"))).unwrap();
    database.write(|transaction| merge_again(transaction, &Hash32::of(b"c"))).unwrap();
    let waiting: Vec<i64> = waits(i64::MAX, 9).into_iter().map(|(id, _)| id).collect();
    assert_eq!(waiting, [ids[0], ids[1], ids[3], ids[4]], "what lies aside stays there");
}

pub fn the_last_of_a_device_and_of_a_user_are_the_ends_of_their_branches(database: &Database) {
    let (somebody, department) = somebody();
    let act = |transaction: &Transaction<'_>| {
        add_department(transaction, department, "zz", "04")?;
        add_session(transaction, department, somebody.actor(), &somebody.certificate.encode())
    };
    database.write(act).unwrap();
    for (feed_number, n, word, previous) in
        [(1, 1, "a", ""), (1, 2, "b", "a"), (1, 2, "fork", "a"), (2, 1, "x", "")]
    {
        put(database, &NewBatch { actor: somebody.actor(), ..made(feed_number, n, word, previous) });
    }
    let named = |found: Vec<([u8; 16], u64, Hash32)>| {
        let words = ["a", "b", "fork", "x"].map(|word| (Hash32::of(word.as_bytes()), word));
        let word = |hash| words.iter().find(|(known, _)| *known == hash).unwrap().1;
        found.into_iter().map(|(feed, n, hash)| (feed[0], n, word(hash))).collect::<BTreeSet<_>>()
    };
    let expected = BTreeSet::from([(1, 2, "b"), (1, 2, "fork"), (2, 1, "x")]);
    database
        .read(|connection| {
            assert_eq!(named(last_of_device(connection, device())?), expected);
            let user = somebody.certificate.user;
            assert_eq!(named(last_of_user(connection, department, user)?), expected);
            assert!(last_of_user(connection, department, [1; 16].into())?.is_empty());
            Ok(())
        })
        .unwrap();
}

pub fn a_body_that_is_erased_is_gone_and_its_link_stays(database: &Database) {
    with_session(database);
    put(database, &made(1, 1, "a", ""));
    let whole = ForeignChange { kind: String::new(), batch: Hash32::of(b"a"), ..change(0, "body of a") };
    let hash = Hash32::of(b"a");
    let erase = |lane| database.write(|transaction| erase_body(transaction, lane, hash)).unwrap();
    database.write(|transaction| add_quarantine(transaction, scope(), &whole, "broken")).unwrap();
    assert!(!erase(scope().inbox()), "of another lane");
    assert!(erase(scope()) && !erase(scope()));
    database
        .read(|connection| {
            assert!(whole_batch(connection, hash)?.is_none() && holds(connection, hash)?);
            assert!(
                quarantine_reasons(connection, scope())?.is_empty() && waiting_scopes(connection)?.is_empty()
            );
            Ok(())
        })
        .unwrap();
}

/// A session of somebody who joined, and the department.
fn somebody() -> (SessionKey, DepartmentId) {
    let (mut authority, mut log) = Authority::create("04", "Ficticia", "zz").unwrap();
    let server = EntryBody::Server { server_public: ServerKeys::random().public(), tls_pin: Hash32::ZERO };
    authority.sign(server, &mut log).unwrap();
    let cost = KdfCost::weak_for_tests();
    let request =
        GrantRequest { name: "Ana Prueba", role: Role::Supervisor, place: "04", expires_hour: 500_000 };
    let issued = authority.grant(&mut log, &request, cost).unwrap();
    let keys = CodeKeys::derive(&issued.code, cost).unwrap();
    let joining = DeviceKeys::random();
    let joined = Invitation::open(&keys, &issued.sealed).unwrap().accept(&keys, &joining).unwrap();
    (SessionKey::start(&joined.secrets, &joining, "pisiga", 1, log.head()), log.department())
}
