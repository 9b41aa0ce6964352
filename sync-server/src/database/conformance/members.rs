use super::super::usage::Usage;
use super::*;

pub fn a_department_keeps_its_log_its_sessions_and_its_invitations(database: &Database) {
    let [first, second] = [b"first".as_slice(), b"second"];
    database
        .write(|transaction| {
            assert!(departments(transaction)?.is_empty());
            add_department(transaction, department(), "zz", "04")?;
            assert_eq!(lock_log(transaction, department())?, 0);
            add_entry(transaction, department(), Hash32::of(first), first)?;
            add_entry(transaction, department(), Hash32::of(second), second)?;
            add_entry(transaction, department(), Hash32::of(first), first)
        })
        .unwrap();
    let twice = database.write(|transaction| add_department(transaction, [1; 16].into(), "zz", "04"));
    assert!(twice.is_err(), "one department a code");
    database
        .read(|connection| {
            assert_eq!(departments(connection)?, [department()]);
            assert_eq!(department_of_code(connection, "zz", "04")?, Some(department()));
            assert_eq!(department_of_code(connection, "zz", "05")?, None);
            assert_eq!(code_of_department(connection, department())?, Some(("04".into(), "zz".into())));
            let (entries, last) = entries_after(connection, department(), 0)?;
            assert_eq!(entries, [first, second]);
            assert_eq!(entries_after(connection, department(), last)?, (vec![], last));
            assert_eq!(entries_after(connection, department(), last - 1)?, (vec![second.to_vec()], last));
            assert!(has_entry(connection, Hash32::of(second))? && !has_entry(connection, Hash32::ZERO)?);
            Ok(())
        })
        .unwrap();
    let last = database.write(|transaction| lock_log(transaction, department())).unwrap();
    assert_eq!(database.read(|connection| entries_after(connection, department(), 0)).unwrap().1, last);

    let act = |transaction: &Transaction<'_>| {
        add_session(transaction, department(), actor(), b"certificate")?;
        add_session(transaction, department(), actor(), b"another")
    };
    database.write(act).unwrap();
    let invitation = StoredInvitation {
        department: department(),
        grant: Hash32::of(b"grant"),
        sealed: vec![1, 2],
        expires: 99,
    };
    database.write(|transaction| add_invitation(transaction, [3; 16], &invitation)).unwrap();
    database
        .read(|connection| {
            assert_eq!(session(connection, department(), actor())?, Some(b"certificate".to_vec()));
            assert_eq!(session(connection, [9; 16].into(), actor())?, None);
            assert_eq!(sessions(connection, department())?, [b"certificate"]);
            assert_eq!(invitation_by_id(connection, [3; 16])?.unwrap().expires, 99);
            assert!(invitation_by_id(connection, [4; 16])?.is_none());
            assert_eq!(invitation_of_grant(connection, Hash32::of(b"grant"))?.unwrap().sealed, [1, 2]);
            Ok(())
        })
        .unwrap();
}

pub fn a_database_belongs_to_the_first_server_that_says_so(database: &Database) {
    assert_eq!(database.read(server_key).unwrap(), None);
    for key in [[1; 32], [2; 32]] {
        database.write(|transaction| set_server_key(transaction, key)).unwrap();
        assert_eq!(database.read(server_key).unwrap(), Some([1; 32]));
    }
}

pub fn what_a_device_brings_is_counted_by_day(database: &Database) {
    let none = database.read(|connection| usage(connection, device(), 5)).unwrap();
    assert_eq!(none, Usage::default());
    for (day, batches, entries) in [(4, 100, 1), (5, 10, 2), (5, 10, 3)] {
        database.write(|transaction| add_usage(transaction, device(), day, batches, entries)).unwrap();
    }
    let used = database.read(|connection| usage(connection, device(), 5)).unwrap();
    assert_eq!(used, Usage { batches_of_day: 20, batches: 120, entries_of_day: 5 });
    let other = database.read(|connection| usage(connection, [1; 16].into(), 5)).unwrap();
    assert_eq!(other, Usage::default());
}

pub fn what_was_carried_out_of_a_log_is_noted(database: &Database) {
    database.write(|transaction| add_department(transaction, department(), "zz", "04")).unwrap();
    let now = || database.read(|connection| settled(connection, department())).unwrap();
    assert_eq!(now(), (0, false));
    for (entry, scrub) in [(7, true), (9, false)] {
        database.write(|transaction| set_settled(transaction, department(), entry, scrub)).unwrap();
        assert_eq!(now(), (entry, scrub));
    }
    assert!(database.scrub().unwrap());
    database.check().unwrap();
    database.be_sound().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy");
    if database.copy_to(&copy).unwrap() {
        let copy = Database::open(&Address::File(copy)).unwrap();
        assert_eq!(copy.read(|connection| settled(connection, department())).unwrap(), (9, false));
    }
    assert!(database.spent() > Duration::ZERO);
}
