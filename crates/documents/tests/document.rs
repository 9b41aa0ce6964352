#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use common::{Crafted, NOON, actor, fields, one, person};
use posta_documents::admission::{Limits, Verdict, admit, precheck};
use posta_documents::{Document, Error, RawChange};
use posta_domain::{Fields, Scalar};

fn merge(document: &mut Document, change: &RawChange) -> Document {
    let author = precheck(&change.bytes).unwrap().actor;
    match admit(Some(&document.save()), &change.bytes, author) {
        Verdict::Admitted { document, .. } => document,
        other => panic!("not admitted: {other:?}"),
    }
}

/// Two copies of a person that edited the same field at once, merged.
fn in_conflict(mine: &Fields, theirs: &Fields) -> Document {
    let (document, _) = Document::create(actor(1), &person(), NOON).unwrap();
    let (mut a, mut b) = (document.clone(), document);
    a.edit(actor(2), mine, NOON + 60).unwrap().unwrap();
    let change = b.edit(actor(3), theirs, NOON + 120).unwrap().unwrap();
    merge(&mut a, &change)
}

#[test]
fn a_new_document_is_one_change_that_passes_the_pre_check_and_reads_back() {
    let (mut document, change) = Document::create(actor(1), &person(), NOON).unwrap();
    let chunk = precheck(&change.bytes).unwrap();
    assert_eq!((chunk.hash, chunk.actor, chunk.seq, chunk.at), (change.hash, actor(1), 1, NOON));
    assert_eq!(chunk.operations, person().len() as u64);
    assert_eq!(document.changes(), [change]);
    let loaded = Document::load(&document.save()).unwrap();
    assert_eq!(loaded.fields(), person());
    assert_eq!(loaded.heads(), document.heads());
    assert_eq!(loaded.first_change(), Some((actor(1), NOON)));
}

#[test]
fn the_same_fields_by_the_same_author_at_the_same_time_are_the_same_bytes() {
    let made: Vec<_> = (0..5).map(|_| Document::create(actor(1), &person(), NOON).unwrap().1).collect();
    assert!(made.windows(2).all(|pair| pair[0] == pair[1]));
}

#[test]
fn a_change_with_long_texts_travels_uncompressed() {
    let long = "la misma palabra ".repeat(200);
    let (mut document, change) = Document::create(actor(1), &one("note", &long), NOON).unwrap();
    assert!(change.bytes.len() > long.len());
    precheck(&change.bytes).unwrap();
    let edited = document.edit(actor(1), &one("note", &long.to_uppercase()), NOON).unwrap().unwrap();
    assert!(edited.bytes.len() > long.len());
    let mut reloaded = Document::load(&document.save()).unwrap();
    assert_eq!(reloaded.changes(), [change, edited]);
}

#[test]
fn an_edit_is_one_change_that_puts_only_what_differs() {
    let (mut document, _) = Document::create(actor(1), &person(), NOON).unwrap();
    let mut wanted = person();
    wanted.insert("phone".into(), "70000002".into());
    wanted.insert("residence".into(), "040901".into());
    let change = document.edit(actor(2), &wanted, NOON + 1).unwrap().unwrap();
    assert_eq!(precheck(&change.bytes).unwrap().operations, 2);
    assert_eq!(document.fields(), wanted);
    assert_eq!(document.edit(actor(2), &wanted, NOON + 2).unwrap(), None);
    assert_eq!(document.changes().len(), 2);
}

#[test]
fn one_author_goes_on_counting_across_edits_loads_and_other_authors() {
    let (mut document, _) = Document::create(actor(1), &person(), NOON).unwrap();
    let mut seqs = Vec::new();
    for (n, author) in [1, 2, 1, 1, 2].into_iter().enumerate() {
        let change =
            document.edit(actor(author), &one("phone", &format!("7000010{n}")), NOON).unwrap().unwrap();
        seqs.push(precheck(&change.bytes).unwrap().seq);
        document = Document::load(&document.save()).unwrap();
    }
    assert_eq!(seqs, [2, 1, 3, 4, 2]);
}

#[test]
fn a_conflict_shows_both_values_with_author_and_time() {
    let document = in_conflict(&one("phone", "70000002"), &one("phone", "70000003"));
    let conflicts = document.conflicts();
    assert_eq!(conflicts.len(), 1);
    assert_eq!(conflicts[0].field, "phone");
    let mut seen: Vec<_> =
        conflicts[0].values.iter().map(|value| (value.value.clone(), value.actor, value.at)).collect();
    seen.sort();
    assert_eq!(seen, [("70000002".into(), actor(2), NOON + 60), ("70000003".into(), actor(3), NOON + 120)]);
    let shown: Vec<_> = conflicts[0].values.iter().filter(|value| value.shown).collect();
    assert_eq!(shown.len(), 1);
    assert_eq!(document.fields()["phone"], shown[0].value);
}

#[test]
fn equal_values_put_at_once_are_not_shown_as_a_conflict_and_not_put_again() {
    let mut document = in_conflict(&one("phone", "70000002"), &one("phone", "70000002"));
    assert_eq!(document.heads().len(), 2);
    assert_eq!(document.conflicts(), []);
    assert_eq!(document.edit(actor(4), &one("phone", "70000002"), NOON).unwrap(), None);
}

#[test]
fn editing_one_field_does_not_resolve_the_conflict_of_another() {
    let mut document = in_conflict(&one("phone", "70000002"), &one("phone", "70000003"));
    document.edit(actor(4), &one("birth", "1991"), NOON + 200).unwrap().unwrap();
    assert_eq!(document.heads().len(), 1);
    assert_eq!(document.conflicts().len(), 1);
}

#[test]
fn putting_one_of_the_values_in_conflict_resolves_it() {
    for choice in ["70000002", "70000003", "70000009"] {
        let mut document = in_conflict(&one("phone", "70000002"), &one("phone", "70000003"));
        document.edit(actor(4), &one("phone", choice), NOON + 200).unwrap().unwrap();
        assert_eq!(document.conflicts(), []);
        assert_eq!(document.fields()["phone"], choice.into());
        let decision = document.history().pop().unwrap();
        assert_eq!((decision.value, decision.actor, decision.at), (choice.into(), actor(4), NOON + 200));
    }
}

#[test]
fn a_paper_that_is_seen_again_as_it_was_is_in_conflict_with_what_another_saw_meanwhile() {
    let field = "requirement/identity/state";
    let (mut a, _) = Document::create(actor(1), &one(field, "copy"), NOON).unwrap();
    let mut b = a.clone();
    let missing = a.edit(actor(2), &one(field, "missing"), NOON + 60).unwrap().unwrap();
    let again = b.edit(actor(3), &one(field, "copy"), NOON + 120).unwrap().unwrap();
    for merged in [merge(&mut a, &again), merge(&mut b, &missing)] {
        let conflicts = merged.conflicts();
        assert_eq!(conflicts.iter().map(|one| one.field.as_str()).collect::<Vec<_>>(), [field]);
        assert_eq!(conflicts[0].values.len(), 2);
    }
}

#[test]
fn edits_of_different_fields_merge_without_a_conflict() {
    let document = in_conflict(&one("phone", "70000002"), &one("residence", "040402"));
    assert_eq!(document.conflicts(), []);
    assert_eq!(document.fields()["phone"], "70000002".into());
    assert_eq!(document.fields()["residence"], "040402".into());
}

#[test]
fn two_creations_of_one_document_keep_both_sides() {
    let (mut a, _) = Document::create(actor(1), &one("phone", "1"), NOON).unwrap();
    let (_, other) =
        Document::create(actor(2), &fields([("phone", "2".into()), ("birth", "1990".into())]), NOON).unwrap();
    let merged = merge(&mut a, &other);
    assert_eq!(merged.conflicts().len(), 1);
    assert_eq!(merged.fields()["birth"], "1990".into());
}

#[test]
fn an_old_version_keeps_keys_words_and_types_that_it_does_not_know() {
    let (document, root) = Document::create(actor(1), &person(), NOON).unwrap();
    let unknown: [(u64, &[u8]); 7] =
        [(0, &[]), (3, &[5]), (5, &[0; 8]), (7, &[1, 2]), (8, &[7]), (9, &[7]), (14, &[1, 2, 3])];
    for (kind, bytes) in unknown {
        let strange =
            Crafted::put(actor(9), "of_a_newer_version", "").after(root.hash, 1, 7).with_value(kind, bytes);
        let mut stored = document.clone();
        let strange = RawChange { hash: precheck(&strange.bytes()).unwrap().hash, bytes: strange.bytes() };
        let mut held = merge(&mut stored, &strange);
        assert_eq!(held.fields()["of_a_newer_version"], Scalar::Unreadable, "type {kind}");

        // Writing back what was read does not touch it, nor does anything else that this version does.
        let mut back = held.fields();
        back.insert("phone".into(), "70000005".into());
        let change = held.edit(actor(2), &back, NOON).unwrap().unwrap();
        assert_eq!(precheck(&change.bytes).unwrap().operations, 1);
        let mut reloaded = Document::load(&held.save()).unwrap();
        assert!(reloaded.changes().contains(&strange));
        assert_eq!(reloaded.fields()["of_a_newer_version"], Scalar::Unreadable);
    }
    let words = fields([("sex", "a word of tomorrow".into()), ("tomorrow/x", true.into())]);
    let mut held = in_conflict(&words, &one("phone", "70000002"));
    held.edit(actor(4), &one("birth", "1991"), NOON).unwrap();
    let read = Document::load(&held.save()).unwrap().fields();
    assert!(words.iter().all(|(key, value)| read[key] == *value));
}

#[test]
fn two_unreadable_values_in_conflict_are_still_two() {
    let (mut document, root) = Document::create(actor(1), &person(), NOON).unwrap();
    for (author, when) in [(8, 5), (9, 6)] {
        let strange = Crafted::put(actor(author), "since", "").after(root.hash, 1, 7).with_value(9, &[when]);
        document = merge(&mut document, &RawChange { hash: [0; 32], bytes: strange.bytes() });
    }
    let conflicts = document.conflicts();
    assert_eq!(conflicts.len(), 1);
    assert!(conflicts[0].values.iter().all(|value| value.value == Scalar::Unreadable));
}

#[test]
fn the_history_tells_every_value_with_author_and_time() {
    let (mut document, root) = Document::create(actor(1), &one("phone", "1"), NOON).unwrap();
    let edit = document.edit(actor(2), &one("phone", "2"), NOON + 5).unwrap().unwrap();
    let history = document.history();
    let told: Vec<_> = history.iter().map(|put| (put.value.clone(), put.actor, put.at, put.hash)).collect();
    assert_eq!(told, [("1".into(), actor(1), NOON, root.hash), ("2".into(), actor(2), NOON + 5, edit.hash)]);
}

#[test]
fn what_no_replica_would_take_is_a_typed_error_and_changes_nothing() {
    let (mut document, _) = Document::create(actor(1), &person(), NOON).unwrap();
    let before = document.save();
    let long_key = "k".repeat(Limits::KEY_BYTES + 1);
    let long_text = "x".repeat(Limits::VALUE_BYTES + 1);
    let wide: Fields =
        (0..5).map(|n| (format!("note{n}"), Scalar::Text(format!("{n}{}", &long_text[2..])))).collect();
    assert_eq!(document.edit(actor(1), &one(&long_key, "x"), NOON), Err(Error::KeyLength));
    assert_eq!(document.edit(actor(1), &one("", "x"), NOON), Err(Error::KeyLength));
    assert_eq!(document.edit(actor(1), &one("note", &long_text), NOON), Err(Error::TextLength));
    assert!(matches!(document.edit(actor(1), &wide, NOON), Err(Error::Unacceptable(_))));
    assert_eq!(document.save(), before);
    let nothing = fields([("x", Scalar::Unreadable)]);
    assert_eq!(Document::create(actor(1), &nothing, NOON).unwrap_err(), Error::Empty);
    assert_eq!(document.edit(actor(1), &nothing, NOON), Ok(None));
}

#[test]
fn the_longest_note_of_the_domain_fits_in_any_script() {
    let note = "𝼀".repeat(4000);
    let (document, change) = Document::create(actor(1), &one("note", &note), NOON).unwrap();
    precheck(&change.bytes).unwrap();
    assert_eq!(document.fields()["note"], note.as_str().into());
}

#[test]
fn a_document_with_more_branches_than_a_change_may_name_can_still_be_edited() {
    let (document, _) = Document::create(actor(1), &person(), NOON).unwrap();
    let mut merged = document.clone();
    for author in 2..42 {
        let change =
            document.clone().edit(actor(author), &one("phone", &format!("{author}")), NOON).unwrap().unwrap();
        merged = merge(&mut merged, &change);
    }
    assert_eq!(merged.heads().len(), 40);
    let mut others = merged.clone();
    let mut rounds = 0;
    while merged.heads().len() > 1 {
        let change = merged.edit(actor(99), &one("phone", &format!("new {rounds}")), NOON).unwrap().unwrap();
        assert_eq!(merged.fields()["phone"], format!("new {rounds}").as_str().into());
        others = merge(&mut others, &change);
        assert_eq!(others.heads(), merged.heads());
        rounds += 1;
    }
    assert!(rounds <= 4);
    assert_eq!(merged.conflicts(), []);
}

#[test]
fn damaged_files_are_an_error_and_never_a_panic() {
    let (mut document, _) = Document::create(actor(1), &person(), NOON).unwrap();
    let saved = document.save();
    assert_eq!(Document::load(&[]).unwrap_err(), Error::Damaged);
    for cut in 0..saved.len() {
        assert!(Document::load(&saved[..cut]).is_err());
        let mut flipped = saved.clone();
        flipped[cut] ^= 0x10;
        let _ = Document::load(&flipped);
    }
}

#[test]
fn nothing_personal_is_shown_by_debug() {
    let (mut document, change) = Document::create(actor(1), &person(), NOON).unwrap();
    let verdict = admit(None, &change.bytes, actor(1));
    let shown = format!(
        "{document:?} {change:?} {verdict:?} {:?}",
        document.edit(actor(1), &one("", "Quispe"), NOON)
    );
    assert!(!shown.contains("Quispe") && !shown.contains("81, 117, 105"));
}
