//! Several nodes on one database of PostgreSQL.

use std::sync::Barrier;
use std::sync::atomic::AtomicU32;

use super::postgres_server::{address_with_tls, admin, new_database};
use super::*;
use crate::database::postgres::check_locks;

/// Two nodes, and the name of their database.
fn nodes() -> (Database, Database, String) {
    let text = new_database();
    let address = Address::parse(&text, None).unwrap();
    let name = text.rsplit('/').next().unwrap().to_owned();
    (Database::open(&address).unwrap(), Database::open(&address).unwrap(), name)
}

/// How many of these transactions wait for a lock.
fn waiting_for_locks(database: &Database) -> i64 {
    let sql = "SELECT count(*) AS count FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
               AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
    database.read(|connection| connection.one(sql, &[], |row| row.get("count"))).unwrap()
}

/// Ends the connections that hold a lock for longer than a transaction.
fn cut_holders(name: &str) {
    admin(
        name,
        "SELECT pg_terminate_backend(pid, 10000) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid()
         AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
    );
}

/// While the first node is within its transaction, the second one's cannot end.
fn one_after_the_other<T: Send>(
    first: impl Fn(&Transaction<'_>) -> Result<T, Error>,
    second: impl Fn(&Transaction<'_>) -> Result<T, Error> + Sync,
    (here, there): (&Database, &Database),
) {
    std::thread::scope(|threads| {
        let mut other = None;
        here.write(|transaction| {
            first(transaction)?;
            let writes = threads.spawn(|| there.write(&second).map(drop).unwrap());
            while !writes.is_finished() && waiting_for_locks(here) == 0 {
                std::thread::yield_now();
            }
            assert!(!writes.is_finished(), "a later row would be visible before an earlier one");
            other = Some(writes);
            Ok(())
        })
        .unwrap();
        other.unwrap().join().unwrap();
    });
}

#[test]
fn rows_become_visible_in_the_order_of_their_numbers_whichever_node_adds_them() {
    let (here, there, _) = nodes();
    with_session(&here);
    let (a, b) = (made(1, 1, "a", ""), made(2, 1, "b", ""));
    one_after_the_other(|on| shelve(on, &a), |on| shelve(on, &b), (&here, &there));
    let waits = here.read(|connection| waiting(connection, scope(), i64::MAX, 9)).unwrap();
    let words: Vec<&[u8]> = waits.iter().map(|batch| batch.signed.header.as_slice()).collect();
    assert_eq!(words, [b"a", b"b"]);
    let add = |word: &'static [u8]| {
        move |transaction: &Transaction<'_>| add_entry(transaction, department(), Hash32::of(word), word)
    };
    one_after_the_other(add(b"first"), add(b"second"), (&here, &there));
    let (entries, _) = there.read(|connection| entries_after(connection, department(), 0)).unwrap();
    assert_eq!(entries, [b"first".as_slice(), b"second"]);
    // What is said of people moves one after the other too: whoever read up to a count missed nothing below it.
    let put = |id: u8| {
        move |transaction: &Transaction<'_>| {
            let rosa = posta_domain::Person { given_names: "Rosa".into(), ..Default::default() };
            let (mut document, _) = posta_documents::Document::create([1; 16], &rosa.to_fields(), 1).unwrap();
            let merged = SavedDocument { heads: document.heads(), saved: document.save() };
            transaction.lock(&Lock::Merge([id; 16]))?;
            put_document(transaction, scope(), "person", [id; 16], &merged)
        }
    };
    std::thread::scope(|threads| {
        let mut other = None;
        here.write(|transaction| {
            put(1)(transaction)?;
            let writes = threads.spawn(|| there.write(put(2)).unwrap());
            let blocked = "SELECT count(*) AS count FROM pg_stat_activity
                           WHERE wait_event_type = 'Lock' AND datname = current_database()";
            let blocked =
                || here.read(|connection| connection.one(blocked, &[], |row| row.get::<i64>("count")));
            while !writes.is_finished() && blocked()? == 0 {
                std::thread::yield_now();
            }
            assert!(!writes.is_finished());
            other = Some(writes);
            Ok(())
        })
        .unwrap();
        other.unwrap().join().unwrap();
    });
    assert_eq!(here.read(compared_moved).unwrap(), 2);
}

#[test]
fn transactions_that_wait_for_each_other_both_end() {
    let (here, there, _) = nodes();
    with_session(&here);
    let (meet, runs) = (Barrier::new(2), AtomicU32::new(0));
    let run = |node: &Database, mine: u8, theirs: u8| {
        let mut is_first = true;
        node.write(|transaction| {
            runs.fetch_add(1, Ordering::Relaxed);
            transaction.lock(&Lock::Lane([mine; 16]))?;
            if std::mem::take(&mut is_first) {
                meet.wait();
            }
            transaction.lock(&Lock::Lane([theirs; 16]))?;
            add_usage(transaction, device(), 1, 1, 0)
        })
        .unwrap();
    };
    std::thread::scope(|threads| {
        threads.spawn(|| run(&here, 1, 2));
        threads.spawn(|| run(&there, 2, 1));
    });
    assert_eq!(runs.into_inner(), 3, "one of them ran again");
    let used = here.read(|connection| usage(connection, device(), 1)).unwrap();
    assert_eq!(used.batches, 2, "and nothing was done twice");
}

#[test]
fn whoever_is_alone_is_so_over_all_nodes_and_writes_no_more_once_it_is_not() {
    let (here, there, name) = nodes();
    let lock = Lock::Merge(DEPARTMENT);
    let add = |database: &Database| database.write(|transaction| add_usage(transaction, device(), 1, 1, 0));
    let alone = here.alone(lock).unwrap().unwrap();
    assert!(there.alone(lock).unwrap().is_none());
    assert!(there.alone(Lock::Merge([1; 16])).unwrap().is_some(), "another department");
    add(&alone).unwrap();
    add(&there).unwrap();
    drop(alone);
    let alone = there.alone(lock).unwrap().unwrap();
    assert!(here.alone(lock).unwrap().is_none());
    cut_holders(&name);
    let next = here.alone(lock).unwrap().unwrap();
    assert!(matches!(add(&alone), Err(Error::Away)), "it may not write beside the next");
    add(&next).unwrap();
}

#[test]
fn a_run_is_present_as_long_as_it_says_so() {
    let (here, there, name) = nodes();
    let sees = || there.is_present(here.run()).unwrap();
    assert!(!sees());
    here.be_present().unwrap();
    assert!(sees() && sees());
    cut_holders(&name);
    assert!(!sees());
    here.be_present().unwrap();
    assert!(sees());
    drop(here);
}

#[test]
fn what_a_session_brought_is_counted_also_when_the_later_is_committed_first() {
    let (here, there, _) = nodes();
    with_session(&here);
    let (early, late) = (made(1, 1, "a", ""), NewBatch { scope: scope().inbox(), ..made(2, 1, "b", "") });
    let count = || there.read(|connection| count_by(connection, actor())).unwrap();
    here.write(|transaction| {
        shelve(transaction, &early)?;
        put(&there, &late);
        assert_eq!(count(), 1);
        Ok(())
    })
    .unwrap();
    assert_eq!(count(), 2);
}

#[test]
fn a_database_that_is_away_is_not_waited_for_by_one_after_the_other() {
    let nowhere = Address::parse("postgres://posta@%2Fnowhere/posta", None).unwrap();
    let pool = pool::Pool::new(nowhere, 4);
    assert!((0..100).all(|_| matches!(pool.take().err(), Some(Error::Away))));
    assert!(pool.tries() <= 2, "{} tries", pool.tries());
}

#[test]
fn connections_that_were_lost_are_replaced() {
    let (here, there, name) = nodes();
    let ask =
        || here.read(departments).and_then(|_| here.write(|transaction| lock_log(transaction, department())));
    ask().unwrap();
    let end =
        format!("SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = '{name}'");
    admin("postgres", &end);
    assert_eq!(ask().unwrap(), 0, "nobody notices, of those that were not in use");
    // In the middle of an act it is noticed, once.
    let cut = here.read(|connection| {
        admin("postgres", &end);
        connection.exists("SELECT 1 FROM department", &[])
    });
    assert!(matches!(cut, Err(Error::Away)));
    assert_eq!(ask().unwrap(), 0);
    drop(there);
}

#[test]
fn a_database_that_promises_less_than_durability_or_locks_is_not_opened() {
    let text = new_database();
    let address = Address::parse(&text, None).unwrap();
    let name = text.rsplit('/').next().unwrap();
    admin("postgres", &format!("ALTER DATABASE {name} SET synchronous_commit = off"));
    assert!(matches!(Database::open(&address), Err(Error::Damaged("durability settings"))));
    admin("postgres", &format!("ALTER DATABASE {name} SET synchronous_commit = remote_write"));
    let database = Database::open(&address).unwrap();
    // As through a balancer that deals one session's statements to several.
    let same = database.read(|same| Ok(check_locks(same, same))).unwrap();
    assert!(matches!(same, Err(Error::NoLocks)));
    assert!(crate::database::postgres::check_durable("off", "on").is_err());
}

#[test]
fn a_database_of_a_newer_version_is_left_alone() {
    let (here, _, name) = nodes();
    drop(here);
    admin(&name, "UPDATE schema_version SET version = 1000");
    let again = Address::parse(&super::postgres_server::address(&name), None).unwrap();
    assert!(matches!(Database::open(&again), Err(Error::Newer)));
}

#[test]
fn nodes_that_open_a_new_database_at_once_both_serve() {
    let address = Address::parse(&new_database(), None).unwrap();
    std::thread::scope(|threads| {
        for _ in 0..4 {
            threads.spawn(|| Database::open(&address).unwrap().read(departments).unwrap());
        }
    });
}

#[test]
fn over_a_network_the_database_proves_by_its_certificate_that_it_is_the_one() {
    let name = new_database().rsplit('/').next().unwrap().to_owned();
    let (text, root) = address_with_tls(&name);
    let database = Database::open(&Address::parse(&text, Some(root.as_bytes())).unwrap()).unwrap();
    let sql = "SELECT CAST(ssl AS INTEGER) AS ssl, version FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
    let read = |row: &connection::Row<'_>| Ok((row.get::<bool>("ssl")?, row.get::<String>("version")?));
    let found = database.read(|connection| connection.one(sql, &[], read)).unwrap();
    assert_eq!(found, (true, "TLSv1.3".to_owned()));
    let other = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap().cert.pem();
    let other = Address::parse(&text, Some(other.as_bytes())).unwrap();
    assert!(matches!(Database::open(&other), Err(Error::Away)));
    let elsewhere = text.replace("localhost", "127.0.0.1");
    let elsewhere = Address::parse(&elsewhere, Some(root.as_bytes())).unwrap();
    assert!(matches!(Database::open(&elsewhere), Err(Error::Away)), "the certificate is of another name");
}
