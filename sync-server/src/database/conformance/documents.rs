use posta_documents::ContentDigest;

use super::*;

fn kept(word: &str) -> SavedDocument {
    SavedDocument { heads: vec![[1; 32], [2; 32]], saved: word.into() }
}

pub fn a_document_is_replaced_and_counted_in_one_hash(database: &Database) {
    let put = |kind: &str, id: u8, word: &str| {
        database
            .write(|transaction| put_document(transaction, scope(), kind, [id; 16], &kept(word)))
            .unwrap();
    };
    let now = || database.read(|connection| digest(connection, scope())).unwrap();
    assert_eq!(now(), Hash32::from(ContentDigest::default().finish()));
    // Upper case and underscores come before lower case, whatever the language of the database.
    for (kind, id) in [("person", 2), ("Zeta", 9), ("a_b", 1), ("ab", 1), ("person", 1)] {
        put(kind, id, "first");
    }
    let mut expected = ContentDigest::default();
    for (kind, id) in [("Zeta", 9), ("a_b", 1), ("ab", 1), ("person", 1), ("person", 2)] {
        expected.add(kind, &[id; 16], &[[1; 32], [2; 32]].concat());
    }
    assert_eq!(now(), Hash32::from(expected.finish()));
    put("ab", 1, "second");
    let found = |id: u8| database.read(|connection| saved(connection, scope(), "ab", [id; 16])).unwrap();
    assert_eq!((found(1), found(2)), (Some(b"second".to_vec()), None));
}

pub fn changes_wait_for_their_causes_once_each(database: &Database) {
    let [first, second, third] = [change(1, "one"), change(1, "two"), change(2, "three")];
    for one in [&second, &first, &third, &first] {
        database.write(|transaction| add_pending(transaction, scope(), one)).unwrap();
    }
    let digests = |found: Vec<ForeignChange>| found.iter().map(ForeignChange::digest).collect::<Vec<_>>();
    database
        .read(|connection| {
            let of = pending_of(connection, scope(), "person", [1; 16])?;
            assert!(of.iter().all(|one| one.device == device() && one.batch == Hash32::of(b"batch")));
            let mut expected = [first.digest(), second.digest()];
            expected.sort();
            assert_eq!(digests(of), expected);
            assert!(is_pending(connection, scope(), &first)?);
            assert!(!is_pending(connection, scope(), &change(1, "never"))?);
            assert_eq!(pending_of_device(connection, device())?, (3, 11));
            assert_eq!(pending_of_device(connection, [1; 16].into())?, (0, 0));
            assert_eq!((pending_count(connection, scope())?, pending_total(connection)?), (3, 3));
            assert_eq!(pending_count(connection, [1; 16].into())?, 0);
            Ok(())
        })
        .unwrap();
    database.write(|transaction| remove_pending(transaction, scope(), &first)).unwrap();
    let erase = |id: u8| {
        database.write(|transaction| erase_pending(transaction, scope(), "person", [id; 16])).unwrap()
    };
    assert!(erase(2) && !erase(2));
    assert_eq!(database.read(pending_total).unwrap(), 1);
}

pub fn what_was_refused_stays_with_its_reason(database: &Database) {
    let [first, second] = [change(1, "one"), change(2, "two")];
    let refuse = |one: &ForeignChange, reason: &str| {
        database.write(|transaction| add_quarantine(transaction, scope(), one, reason)).unwrap();
    };
    refuse(&first, "first");
    refuse(&first, "not_permitted");
    refuse(&second, ABORTED);
    database
        .read(|connection| {
            assert_eq!(quarantine_reasons(connection, scope())?, ["aborted", "not_permitted"]);
            assert!(is_aborting(connection, scope(), &second)? && !is_aborting(connection, scope(), &first)?);
            let of = quarantined_for(connection, scope(), "person", [1; 16], "not_permitted")?;
            assert_eq!((of.len(), of[0].digest(), of[0].device), (1, first.digest(), [0; 16].into()));
            let authors = authors_set_aside(connection, scope(), "not_permitted")?;
            assert_eq!(authors, [(actor(), "person".to_owned())]);
            let aside = set_aside_for(connection, scope(), "not_permitted")?;
            assert_eq!((aside.len(), aside[0].document), (1, [1; 16]));
            Ok(())
        })
        .unwrap();
    database.write(|transaction| remove_quarantine(transaction, scope(), &first)).unwrap();
    assert_eq!(database.read(|connection| quarantine_reasons(connection, scope())).unwrap(), ["aborted"]);
}

pub fn what_is_taken_out_may_come_again_and_what_is_erased_is_gone(database: &Database) {
    let fill = |id: u8| {
        database
            .write(|transaction| {
                put_document(transaction, scope(), "person", [id; 16], &kept("saved"))?;
                add_pending(transaction, scope(), &change(id, "waits"))?;
                add_quarantine(transaction, scope(), &change(id, "refused"), "first")?;
                add_quarantine(transaction, scope(), &change(id, "deadly"), ABORTED)
            })
            .unwrap();
    };
    let left = || {
        let read = |connection: &Connection| {
            let saved = saved(connection, scope(), "person", [1; 16])?.is_some();
            Ok((saved, pending_count(connection, scope())?, quarantine_reasons(connection, scope())?))
        };
        database.read(read).unwrap()
    };
    fill(1);
    database.write(|transaction| take_out(transaction, scope(), "person", [1; 16])).unwrap();
    assert_eq!(left(), (false, 0, vec![ABORTED.to_owned()]));
    fill(1);
    let erase =
        || database.write(|transaction| erase_document(transaction, scope(), "person", [1; 16])).unwrap();
    assert!(erase() && !erase());
    assert_eq!(left(), (false, 0, vec![]));
    let all = database.read(|connection| gone(connection, scope())).unwrap();
    assert_eq!(all, BTreeSet::from([("person".to_owned(), [1; 16])]));
}

pub fn whose_word_brought_a_change_is_known(database: &Database) {
    with_session(database);
    let lane = scope().checkpoint();
    put(database, &NewBatch { scope: lane, ..made(1, 1, "checkpoint", "") });
    let lent = ForeignChange { batch: Hash32::of(b"checkpoint"), ..change(1, "one") };
    let note = |is_borrowed| {
        database.write(|transaction| note_word(transaction, scope(), &lent, is_borrowed)).unwrap()
    };
    let known = || database.read(|connection| borrowed(connection, scope(), "person", [1; 16])).unwrap();
    let came = |one: &ForeignChange| {
        database.read(|connection| came_in_checkpoint(connection, scope(), one)).unwrap()
    };
    assert!(came(&lent) && !came(&change(1, "one")));
    note(true);
    note(true);
    assert_eq!(known(), BTreeSet::from([lent.digest()]));
    note(false);
    assert!(known().is_empty());
    database
        .write(|transaction| {
            put_document(transaction, scope(), "person", [1; 16], &kept("saved"))?;
            remove_document(transaction, scope(), "person", [1; 16])?;
            assert!(saved(transaction, scope(), "person", [1; 16])?.is_none());
            Ok(())
        })
        .unwrap();
}

pub fn the_marker_of_what_is_tried_is_one_a_lane(database: &Database) {
    let now = || database.read(|connection| trying(connection, scope())).unwrap();
    assert!(now().is_none());
    let one = change(1, "one");
    for (number, change) in [(1, None), (2, Some(ChangeKey::of(&one)))] {
        let marker = Trying {
            run: database.run(),
            through: i64::from(number),
            change: change.clone(),
            deaths: number,
        };
        database.write(|transaction| set_trying(transaction, scope(), &marker)).unwrap();
        let found = now().unwrap();
        assert_eq!((found.run, found.through, found.deaths), (database.run(), i64::from(number), number));
        assert!(found.change == change);
    }
    database.write(|transaction| clear_trying(transaction, scope())).unwrap();
    assert!(now().is_none());
}
