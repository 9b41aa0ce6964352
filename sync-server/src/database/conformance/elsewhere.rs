use posta_documents::Document;
use posta_domain::{DocumentId, Fields, Linkage, LinkageDecision, Person};
use posta_identity::ids::{Reference, UserId};

use super::*;

fn put_fields(database: &Database, kind: &str, id: [u8; 16], fields: &Fields) {
    let (mut document, _) = Document::create([1; 16], fields, 1).unwrap();
    let merged = SavedDocument { heads: document.heads(), saved: document.save() };
    database.write(|transaction| put_document(transaction, scope(), kind, id, &merged)).unwrap();
}

fn named(name: &str) -> Fields {
    Person { given_names: name.into(), ..Person::default() }.to_fields()
}

pub fn what_is_compared_follows_its_document_and_tells_of_whom_it_moved(database: &Database) {
    let moved = || database.read(compared_moved).unwrap();
    let since = |count, most| database.read(|connection| moved_since(connection, count, most)).unwrap();
    assert_eq!(moved(), 0);
    put_fields(database, "person", [2; 16], &named("Rosa"));
    put_fields(database, "person", [1; 16], &named("Eva"));
    put_fields(database, "enrollment", [3; 16], &named("nobody"));
    assert_eq!(moved(), 2);
    put_fields(database, "person", [1; 16], &named("Eva"));
    assert_eq!(moved(), 2, "nothing else is said of her");
    put_fields(database, "person", [1; 16], &named("Eva Luz"));
    assert_eq!(since(2, 10), Some(BTreeSet::from([(scope(), [1; 16])])));
    assert_eq!((since(0, 1), since(0, usize::MAX).unwrap().len()), (None, 2));
    let mut all = Vec::new();
    database.read(|connection| each_compared(connection, |one| all.push(one.person[0]))).unwrap();
    assert_eq!(all, [1, 2]);
    database
        .read(|connection| {
            let of = compared_of(connection, scope(), [1; 16])?;
            let fields = flat(&of[0].fields);
            assert!(fields.0.iter().any(|(key, _)| key == "given_names"));
            assert_eq!(find_person(connection, |_, id| id[0] == 2)?, Some((scope(), [2; 16])));
            assert_eq!(find_person(connection, |_, _| false)?, None);
            Ok(())
        })
        .unwrap();
    // What takes a document away takes it along, and says so.
    database.write(|transaction| erase_document(transaction, scope(), "person", [1; 16])).unwrap();
    assert!(database.read(|connection| compared_of(connection, scope(), [1; 16])).unwrap().is_empty());
    assert_eq!(since(3, 10), Some(BTreeSet::from([(scope(), [1; 16])])));
    database.write(super::super::compared::keep_compared_of_all).unwrap();
    assert_eq!(moved(), 4);
}

pub fn who_is_held_to_be_one_is_found_from_both_sides(database: &Database) {
    let pair = |one: u8, other: u8, decision: LinkageDecision| {
        let person = |id: u8| DocumentId([id; 16]);
        let said = Linkage { person: person(one), other: person(other), decision, ..Linkage::default() };
        put_fields(database, "linkage", said.id().0, &said.to_fields());
    };
    for id in 1..=4 {
        put_fields(database, "person", [id; 16], &named("Rosa"));
    }
    pair(1, 2, LinkageDecision::Same);
    pair(2, 3, LinkageDecision::Same);
    pair(1, 4, LinkageDecision::Different);
    let held = |id: u8, most| {
        let found = database.read(|connection| held_together(connection, scope(), [id; 16], most)).unwrap();
        found.into_iter().map(|id| id[0]).collect::<Vec<_>>()
    };
    assert_eq!((held(1, 9), held(3, 9), held(4, 9)), (vec![1, 2, 3], vec![3, 2, 1], vec![4]));
    assert_eq!(held(1, 1), [1, 2], "one more than asked for, and no further");
    let all: Vec<u8> = database.read(who_is_held).unwrap().into_iter().map(|(_, id)| id[0]).collect();
    assert_eq!(all, [1, 2, 3]);
    let before = database.read(compared_moved).unwrap();
    pair(2, 3, LinkageDecision::Different);
    let moved = database.read(|connection| moved_since(connection, before, 9)).unwrap().unwrap();
    let moved: Vec<u8> = moved.into_iter().map(|(_, id)| id[0]).collect();
    assert_eq!(moved, [2, 3], "both, who were one until now");
}

pub fn who_asked_is_counted_and_waits_when_it_was_too_often(database: &Database) {
    let (user, now) = (UserId::from([7; 16]), 1_000_000);
    let asked = LookUp { department: department(), user, device: device(), question: "look_up" };
    let ask = |now| database.write(|transaction| note_look_up(transaction, &asked, 2, now)).unwrap();
    let Turn::Noted(first) = ask(now) else { panic!("the first is free") };
    let Turn::Noted(second) = ask(now + 10) else { panic!("the second is free") };
    assert_ne!(first, second);
    assert_eq!(ask(now + 100), Turn::Wait(3_500));
    let told = Told {
        whom: vec![(department(), Reference::from([1; 16])), (department(), Reference::from([2; 16]))],
        found: 3,
    };
    database.write(|transaction| note_found(transaction, first, &told)).unwrap();
    database.write(|transaction| note_found(transaction, second, &Told::default())).unwrap();
    let counted = || database.read(|connection| look_ups(connection, department())).unwrap();
    assert_eq!(counted(), [(user, "look_up".to_owned(), 2, 3)]);
    assert!(matches!(ask(now + 3_601), Turn::Noted(_)));
    // Ninety days later all of it is gone.
    assert!(matches!(ask(now + 91 * 86_400), Turn::Noted(_)));
    assert_eq!(counted(), [(user, "look_up".to_owned(), 1, 0)]);
}
