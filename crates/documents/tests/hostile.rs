#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use common::{Crafted, NOON, actor, body_of, column, one, person, sealed, signed, unsigned};
use posta_documents::admission::{Limits, Outcome, Refusal, Verdict, admit, admit_all, precheck};
use posta_documents::{Document, RawChange};

fn refusal(change: &[u8]) -> Refusal {
    let refused = match admit(None, change, actor(9)) {
        Verdict::Refused(refusal) => refusal,
        other => panic!("not refused: {other:?}"),
    };
    let (outcomes, document) = admit_all(None, &[(change, actor(9))]);
    assert_eq!(outcomes, [Outcome::Refused(refused)]);
    assert!(document.is_none());
    refused
}

fn honest() -> Crafted {
    Crafted::put(actor(9), "name", "Ana")
}

/// A run of one value in a column.
fn run(count: i64, value: &[u8]) -> Vec<u8> {
    [signed(count), value.to_vec()].concat()
}

#[test]
fn the_writer_of_these_tests_makes_an_honest_change_when_it_spoils_nothing() {
    assert!(matches!(admit(None, &honest().bytes(), actor(9)), Verdict::Admitted { .. }));
    let (_, real) = Document::create(actor(9), &one("name", "Ana"), NOON).unwrap();
    assert_eq!(real.bytes, honest().bytes());
}

#[test]
fn a_short_uncompressed_change_that_declares_ten_million_operations_is_refused() {
    let count = 10_000_000;
    let bomb = Crafted {
        columns: vec![
            (column::KEY_TEXT, run(count, &[1, b'k'])),
            (column::INSERT, unsigned(count as u64)),
            (column::ACTION, run(count, &unsigned(1))),
            (column::VALUE_META, run(count, &unsigned(0))),
            (column::PREDECESSOR_COUNT, run(count, &unsigned(0))),
        ],
        ..honest()
    };
    assert!(bomb.bytes().len() < 90);
    assert_eq!(refusal(&bomb.bytes()), Refusal::Expands);
}

#[test]
fn every_column_that_declares_too_many_rows_is_refused() {
    for count in [Limits::ROWS as i64 + 1, 1 << 40, i64::MAX, i64::MIN, -6_000] {
        for specification in [
            column::KEY_TEXT,
            column::ACTION,
            column::VALUE_META,
            column::PREDECESSOR_COUNT,
            column::PREDECESSOR_ACTOR,
            column::PREDECESSOR_COUNTER,
        ] {
            let bomb = honest().with(specification, run(count, &[1, b'k']));
            assert_eq!(refusal(&bomb.bytes()), Refusal::Expands, "{specification:#x} {count}");
        }
    }
    let bomb = honest().with(column::INSERT, unsigned(1 << 62));
    assert_eq!(refusal(&bomb.bytes()), Refusal::Expands);
    for counts in [run(-1, &unsigned(u64::MAX)), run(4_000, &unsigned(4_000)), run(-1, &unsigned(5_001))] {
        assert_eq!(refusal(&honest().with(column::PREDECESSOR_COUNT, counts).bytes()), Refusal::Expands);
    }
}

#[test]
fn a_change_that_would_loop_for_ever_is_refused() {
    // Runs of empty rows: as many as a number can say, or none at all, again and again.
    for nulls in [unsigned(u64::MAX), unsigned(1 << 62), unsigned(5_001)] {
        let forever = honest().with(column::ACTION, run(0, &nulls));
        assert_eq!(refusal(&forever.bytes()), Refusal::Expands);
    }
    for specification in
        [column::ACTION, column::PREDECESSOR_COUNT, column::KEY_TEXT, column::PREDECESSOR_COUNTER]
    {
        let forever = honest().with(specification, run(0, &[0]).repeat(20));
        assert_eq!(refusal(&forever.bytes()), Refusal::Malformed);
    }
    let forever = honest().with(column::INSERT, vec![0; 40]);
    assert_eq!(refusal(&forever.bytes()), Refusal::NotAPut);
}

#[test]
fn a_change_that_would_abort_the_process_by_a_huge_allocation_is_refused() {
    let huge = u64::MAX / 2;
    // Declared lengths and counts at every place that has one.
    let dependencies = [unsigned(huge), vec![0; 40]].concat();
    assert_eq!(refusal(&sealed(1, &dependencies)), Refusal::TooManyDependencies);
    let actor_length = [unsigned(0), unsigned(huge), vec![9; 16]].concat();
    assert_eq!(refusal(&sealed(1, &actor_length)), Refusal::BadActor);
    let start = [unsigned(0), unsigned(16), vec![9; 16], unsigned(1), unsigned(1), signed(0)].concat();
    let message = [start.clone(), unsigned(huge), vec![b'x'; 9]].concat();
    assert_eq!(refusal(&sealed(1, &message)), Refusal::TooLarge);
    let others = [start.clone(), unsigned(0), unsigned(huge), unsigned(16), vec![1; 16]].concat();
    assert_eq!(refusal(&sealed(1, &others)), Refusal::Malformed);
    let columns = [start.clone(), unsigned(0), unsigned(0), unsigned(huge)].concat();
    assert_eq!(refusal(&sealed(1, &columns)), Refusal::Malformed);
    let column_length =
        [start, unsigned(0), unsigned(0), unsigned(1), unsigned(column::ACTION), unsigned(huge)].concat();
    assert_eq!(refusal(&sealed(1, &column_length)), Refusal::Malformed);
    let value = honest().with(column::VALUE_META, run(-1, &unsigned(huge << 4 | 7)));
    assert_eq!(refusal(&value.bytes()), Refusal::ValueLength);
    let key = honest().with(column::KEY_TEXT, run(-1, &unsigned(huge)));
    assert_eq!(refusal(&key.bytes()), Refusal::Malformed);
    let chunk = [&honest().bytes()[..9], &unsigned(huge), &[0; 30]].concat();
    assert_eq!(refusal(&chunk), Refusal::Malformed);
}

#[test]
fn a_deflate_bomb_is_refused_before_it_is_opened() {
    // A stored-block stream would do as well: nothing inside is looked at.
    let squeezed = [0x63_u8; 1000];
    assert_eq!(refusal(&sealed(2, &squeezed)), Refusal::Deflated);
    for specification in [column::KEY_TEXT, column::VALUE, column::ACTION, column::PREDECESSOR_COUNT] {
        let bomb = honest().with(specification | column::DEFLATED, squeezed.to_vec());
        let mut bomb = bomb;
        bomb.columns.retain(|(known, _)| *known != specification);
        assert_eq!(refusal(&bomb.bytes()), Refusal::Deflated);
    }
}

#[test]
fn only_a_change_chunk_is_a_change() {
    let (mut document, real) = Document::create(actor(9), &person(), NOON).unwrap();
    assert_eq!(refusal(&document.save()), Refusal::NotAChange);
    assert_eq!(refusal(&[]), Refusal::NotAChange);
    assert_eq!(refusal(b"{\"name\":\"Ana\"}"), Refusal::NotAChange);
    for kind in [0, 3, 4, 255] {
        assert_eq!(refusal(&sealed(kind, body_of(&real.bytes))), Refusal::NotAChange);
    }
    for cut in 0..real.bytes.len() {
        refusal(&real.bytes[..cut]);
    }
    assert_eq!(refusal(&[&real.bytes[..], &[0]].concat()), Refusal::SpareBytes);
    assert_eq!(refusal(&[&real.bytes[..], &real.bytes[..]].concat()), Refusal::SpareBytes);
}

#[test]
fn a_checksum_that_does_not_fit_is_refused() {
    let mut change = honest().bytes();
    change[4] ^= 1;
    assert_eq!(refusal(&change), Refusal::Checksum);
}

#[test]
fn a_change_by_another_session_than_the_one_that_sent_it_is_refused() {
    let foreign = Crafted::put(actor(8), "name", "Ana");
    assert_eq!(refusal(&foreign.bytes()), Refusal::ForeignActor);
    for length in [0, 15, 17, 32] {
        let odd = Crafted { actor: vec![9; length], ..honest() };
        assert_eq!(refusal(&odd.bytes()), Refusal::BadActor);
    }
    let odd = Crafted { others: vec![vec![1; 15]], ..honest() };
    assert_eq!(refusal(&odd.bytes()), Refusal::BadActor);
}

#[test]
fn each_limit_holds() {
    let deps = (0..17).map(|n| [n; 32]).collect();
    assert_eq!(refusal(&Crafted { deps, ..honest() }.bytes()), Refusal::TooManyDependencies);
    for (seq, start_op) in [(1 << 31, 1), (1, 1 << 31), (1, (1 << 31) - 1 + 1)] {
        assert_eq!(refusal(&Crafted { seq, start_op, ..honest() }.bytes()), Refusal::CounterTooLarge);
    }
    assert_eq!(refusal(&Crafted { message: vec![b'x'; 257], ..honest() }.bytes()), Refusal::TooLarge);
    assert_eq!(refusal(&Crafted { message: vec![0xff; 5], ..honest() }.bytes()), Refusal::Malformed);
    assert_eq!(refusal(&Crafted { extra: vec![1, 2, 3], ..honest() }.bytes()), Refusal::SpareBytes);
    assert_eq!(refusal(&honest().with_value(6, &[b'x'; Limits::CHANGE_BYTES]).bytes()), Refusal::TooLarge);
    assert_eq!(
        refusal(&honest().with_value(6, &[b'x'; Limits::VALUE_BYTES + 1]).bytes()),
        Refusal::ValueLength
    );
    assert_eq!(
        refusal(&honest().with_value(7, &[b'x'; Limits::VALUE_BYTES + 1]).bytes()),
        Refusal::ValueLength
    );
    assert_eq!(refusal(&honest().with_value(6, &[0xff]).bytes()), Refusal::Malformed);
    assert_eq!(refusal(&honest().with_value(5, &[1, 2, 3]).bytes()), Refusal::Malformed);
    assert_eq!(refusal(&honest().with_value(3, &[0x80, 0]).bytes()), Refusal::Malformed);
    assert_eq!(refusal(&Crafted::put(actor(9), &"k".repeat(97), "x").bytes()), Refusal::KeyLength);
    assert_eq!(refusal(&Crafted::put(actor(9), "", "x").bytes()), Refusal::KeyLength);
    assert_eq!(refusal(&honest().with(column::VALUE, b"Ana and more".to_vec()).bytes()), Refusal::SpareBytes);
    assert_eq!(refusal(&Crafted { columns: Vec::new(), ..honest() }.bytes()), Refusal::Empty);
    let long_message = Crafted { message: vec![b'x'; 256], ..honest() };
    assert!(matches!(admit(None, &long_message.bytes(), actor(9)), Verdict::Admitted { .. }));
}

#[test]
fn nested_objects_are_refused() {
    for action in [0, 2, 4, 6] {
        let nested = honest().with(column::ACTION, run(-1, &unsigned(action))).with_value(0, &[]);
        assert_eq!(refusal(&nested.bytes()), Refusal::NestedObject);
    }
    let inside = honest()
        .with(column::OBJECT_ACTOR, run(-1, &unsigned(0)))
        .with(column::OBJECT_COUNTER, run(-1, &unsigned(1)));
    assert_eq!(refusal(&inside.bytes()), Refusal::NestedObject);
    let element = honest().with(column::KEY_COUNTER, run(-1, &signed(0)));
    assert_eq!(refusal(&element.bytes()), Refusal::NestedObject);
}

#[test]
fn deleting_counting_marking_and_inserting_are_refused() {
    for action in [3, 5, 7, 8, 1 << 40] {
        let other = honest().with(column::ACTION, run(-1, &unsigned(action)));
        assert_eq!(refusal(&other.bytes()), Refusal::NotAPut);
    }
    assert_eq!(refusal(&honest().with(column::INSERT, vec![0, 1]).bytes()), Refusal::NotAPut);
    assert_eq!(refusal(&honest().with(column::EXPAND, vec![1]).bytes()), Refusal::UnknownColumn);
    assert_eq!(refusal(&honest().with(0xf0, vec![1]).bytes()), Refusal::UnknownColumn);
}

#[test]
fn columns_that_do_not_fit_together_are_refused() {
    let two_keys = [signed(-2), vec![1, b'a', 1, b'b']].concat();
    let twice = [signed(2), vec![1, b'a']].concat();
    let backwards = [signed(-2), vec![1, b'b', 1, b'a']].concat();
    for keys in [two_keys.clone(), twice, backwards.clone()] {
        assert_eq!(refusal(&honest().with(column::KEY_TEXT, keys).bytes()), Refusal::Malformed);
    }
    let two_rows = |keys: Vec<u8>| Crafted {
        columns: vec![
            (column::KEY_TEXT, keys),
            (column::INSERT, unsigned(2)),
            (column::ACTION, run(2, &unsigned(1))),
            (column::VALUE_META, run(2, &unsigned(1 << 4 | 6))),
            (column::VALUE, b"xy".to_vec()),
            (column::PREDECESSOR_COUNT, run(2, &unsigned(0))),
        ],
        ..honest()
    };
    assert!(matches!(admit(None, &two_rows(two_keys).bytes(), actor(9)), Verdict::Admitted { .. }));
    assert_eq!(refusal(&two_rows(backwards).bytes()), Refusal::Malformed);
    let mut disordered = honest();
    disordered.columns.swap(0, 1);
    assert_eq!(refusal(&disordered.bytes()), Refusal::Malformed);
    let mut doubled = honest();
    doubled.columns.push((column::PREDECESSOR_COUNT, run(-1, &unsigned(0))));
    assert_eq!(refusal(&doubled.bytes()), Refusal::Malformed);
}

#[test]
fn an_encoding_that_would_come_back_otherwise_is_refused() {
    // It applies and saves, and then the document does not load: what is called poison.
    let poison = Crafted {
        columns: vec![
            (column::KEY_TEXT, [signed(-2), vec![1, b'a', 1, b'b']].concat()),
            (column::INSERT, unsigned(2)),
            (column::ACTION, [signed(-2), vec![1, 1]].concat()),
            (column::VALUE_META, run(2, &unsigned(1 << 4 | 6))),
            (column::VALUE, b"xy".to_vec()),
            (column::PREDECESSOR_COUNT, run(2, &unsigned(0))),
        ],
        ..honest()
    };
    precheck(&poison.bytes()).unwrap();
    assert_eq!(refusal(&poison.bytes()), Refusal::DoesNotLoad);
    let idle_actor = Crafted { others: vec![vec![1; 16]], ..honest() };
    assert!(matches!(refusal(&idle_actor.bytes()), Refusal::DoesNotLoad | Refusal::DoesNotApply));
}

#[test]
fn a_poison_change_leaves_the_good_ones_of_its_batch_in() {
    let (mut document, root) = Document::create(actor(1), &person(), NOON).unwrap();
    let good = document.edit(actor(1), &one("phone", "70000009"), NOON).unwrap().unwrap();
    let poison = Crafted { others: vec![vec![1; 16]], ..honest().after(root.hash, 1, 7) }.bytes();
    let batch: [(&[u8], _); 3] = [(&root.bytes, actor(1)), (&poison, actor(9)), (&good.bytes, actor(1))];
    let (outcomes, held) = admit_all(None, &batch);
    assert!(matches!(
        outcomes[..],
        [Outcome::Admitted { .. }, Outcome::Refused(_), Outcome::Admitted { .. }]
    ));
    assert_eq!(held.unwrap().1.heads(), document.heads());
}

#[test]
fn numbers_that_do_not_follow_their_own_history_are_refused() {
    let (mut document, root) = Document::create(actor(1), &person(), NOON).unwrap();
    let saved = document.save();
    for (seq, start_op) in [(1, 6), (1, 8), (1, 1 << 30), (2, 7), (1 << 30, 7)] {
        let change = honest().after(root.hash, seq, start_op).bytes();
        let verdict = admit(Some(&saved), &change, actor(9));
        assert!(matches!(verdict, Verdict::Refused(Refusal::OutOfSequence)), "{seq} {start_op} {verdict:?}");
    }
    let change = honest().after(root.hash, 1, 7).bytes();
    assert!(matches!(admit(Some(&saved), &change, actor(9)), Verdict::Admitted { .. }));
}

#[test]
fn replacing_what_its_own_history_does_not_show_is_refused() {
    let (mut document, root) = Document::create(actor(1), &person(), NOON).unwrap();
    let replacing = |counter: i64, other: [u8; 16], index: u64| {
        let change = Crafted { others: vec![other.to_vec()], ..Crafted::put(actor(9), "phone", "x") };
        change
            .after(root.hash, 1, 7)
            .with(column::PREDECESSOR_COUNT, run(-1, &unsigned(1)))
            .with(column::PREDECESSOR_ACTOR, run(-1, &unsigned(index)))
            .with(column::PREDECESSOR_COUNTER, run(-1, &signed(counter)))
            .bytes()
    };
    let concurrent = document.clone().edit(actor(2), &one("phone", "1"), NOON).unwrap().unwrap();
    let Verdict::Admitted { saved, .. } = admit(Some(&document.save()), &concurrent.bytes, actor(2)) else {
        panic!()
    };
    let phone = 1 + person().keys().position(|key| key == "phone").unwrap() as i64;
    for counter in (1..=6).filter(|counter| *counter != phone) {
        let verdict = admit(Some(&saved), &replacing(counter, actor(1), 1), actor(9));
        assert!(matches!(verdict, Verdict::Refused(Refusal::UnknownPredecessor)), "{counter} {verdict:?}");
    }
    for (counter, other, index) in [(phone, actor(3), 1), (phone, actor(1), 0)] {
        let verdict = admit(Some(&saved), &replacing(counter, other, index), actor(9));
        assert!(matches!(verdict, Verdict::Refused(Refusal::UnknownPredecessor)), "{verdict:?}");
    }
    for (counter, index) in [(7, 1), (0, 1), (-3, 1), (i64::MAX, 1), (phone, 2), (phone, u64::MAX >> 1)] {
        let verdict = admit(Some(&saved), &replacing(counter, actor(1), index), actor(9));
        assert!(matches!(verdict, Verdict::Refused(Refusal::Malformed)), "{counter} {index} {verdict:?}");
    }
    let fair = admit(Some(&saved), &replacing(phone, actor(1), 1), actor(9));
    let Verdict::Admitted { document, .. } = fair else { panic!("{fair:?}") };
    assert_eq!(document.conflicts().len(), 1);
}

#[test]
fn a_change_waits_for_its_causes() {
    let (mut document, root) = Document::create(actor(1), &person(), NOON).unwrap();
    let second = document.edit(actor(1), &one("phone", "1"), NOON).unwrap().unwrap();
    let third = document.edit(actor(2), &one("phone", "2"), NOON).unwrap().unwrap();
    let Verdict::Missing(deps) = admit(None, &third.bytes, actor(2)) else { panic!() };
    assert_eq!(deps, [second.hash]);
    let Verdict::Admitted { saved, .. } = admit(None, &root.bytes, actor(1)) else { panic!() };
    let Verdict::Missing(deps) = admit(Some(&saved), &third.bytes, actor(2)) else { panic!() };
    assert_eq!(deps, [second.hash]);
    let Verdict::Admitted { saved, .. } = admit(Some(&saved), &second.bytes, actor(1)) else { panic!() };
    let Verdict::Admitted { document: held, .. } = admit(Some(&saved), &third.bytes, actor(2)) else {
        panic!()
    };
    assert_eq!(held.heads(), document.heads());
    assert!(matches!(admit(Some(&saved), &root.bytes, actor(1)), Verdict::Known));
}

/// Two changes with one (actor, seq), each good alone, as a copied session would make them.
fn twins(document: &Document) -> [RawChange; 2] {
    let mut twins =
        ["1", "2"].map(|phone| document.clone().edit(actor(7), &one("phone", phone), NOON).unwrap().unwrap());
    twins.sort_by_key(|twin| twin.hash);
    twins
}

#[test]
fn of_two_changes_with_one_number_the_same_one_stays_whichever_came_first() {
    let (mut document, _) = Document::create(actor(1), &person(), NOON).unwrap();
    let saved = document.save();
    let [first, second] = twins(&document);
    let Verdict::Admitted { saved: with_first, document: a, .. } =
        admit(Some(&saved), &first.bytes, actor(7))
    else {
        panic!()
    };
    assert!(matches!(
        admit(Some(&with_first), &second.bytes, actor(7)),
        Verdict::Refused(Refusal::DuplicateSequence)
    ));

    let Verdict::Admitted { saved: with_second, document: mut b, .. } =
        admit(Some(&saved), &second.bytes, actor(7))
    else {
        panic!()
    };
    let dependent = b.edit(actor(3), &one("birth", "1980"), NOON).unwrap().unwrap();
    let Verdict::Admitted { saved: with_dependent, .. } =
        admit(Some(&with_second), &dependent.bytes, actor(3))
    else {
        panic!()
    };
    let Verdict::Admitted { displaced, document: b, .. } =
        admit(Some(&with_dependent), &first.bytes, actor(7))
    else {
        panic!()
    };
    assert_eq!(displaced, [second.clone(), dependent]);
    assert_eq!(a.heads(), b.heads());
    assert_eq!(a.fields(), b.fields());

    // Together in one batch, in both orders.
    for batch in [[&first, &second], [&second, &first]] {
        let offered: Vec<_> = batch.iter().map(|change| (&change.bytes[..], actor(7))).collect();
        let (_, held) = admit_all(Some(&saved), &offered);
        assert_eq!(held.unwrap().1.heads(), a.heads());
    }
}

#[test]
fn a_damaged_document_is_told_apart_from_a_bad_change() {
    let (_, root) = Document::create(actor(1), &person(), NOON).unwrap();
    for damaged in [&b"not a document"[..], &[]] {
        let verdict = admit(Some(damaged), &root.bytes, actor(1));
        assert!(matches!(verdict, Verdict::Refused(Refusal::StoredDocumentDamaged)));
    }
}
