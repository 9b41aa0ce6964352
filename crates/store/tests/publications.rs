//! The knowledge shelf in a scope's file: rows, search, pieces.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use common::{Desk, fields, id};
use posta_domain::{
    DocumentId, Kind, Publication, PublicationFile, PublicationKind, PublicationPiece, SHELF_TEXT_MAX,
};
use posta_identity::ids::ScopeId;
use posta_store::Write;

fn publication(title: &str, text: &str) -> Publication {
    Publication {
        title: title.into(),
        text: text.into(),
        language: "es".into(),
        date: "2026".into(),
        ..Publication::default()
    }
}

fn writes(number: u16, publication: &Publication) -> Vec<Write> {
    let changes = publication.changes_from(&Default::default(), &[]).into_iter();
    changes.map(|fields| Write { kind: Kind::Publication, id: id(number), fields }).collect()
}

fn piece(of: u16, file: &PublicationFile, number: u32, at: DocumentId) -> Write {
    let piece =
        PublicationPiece { publication: id(of), sha256: file.sha256.clone(), number, data: "QQ==".into() };
    Write { kind: Kind::PublicationPiece, id: at, fields: piece.to_fields() }
}

fn titles(desk: &Desk, text: &str) -> Vec<String> {
    desk.file.search_publications(text).unwrap().into_iter().map(|row| row.title).collect()
}

fn assert_sound(desk: &Desk) {
    let shelf: Vec<_> = desk.own_batches().iter().map(|batch| batch.hash()).collect();
    let report = desk.file.check(&shelf).unwrap();
    assert!(report.faults.is_empty(), "{report:?}");
}

#[test]
fn publications_are_listed_by_title_and_found_by_any_word_without_accents() {
    let mut desk = Desk::new(ScopeId::random());
    let law = Publication {
        kind: PublicationKind::Norm,
        summary: "Atención a la niñez".into(),
        ..publication("Ley 1152", "El artículo 5 dice…\n\n- adscripción")
    };
    for (number, one) in
        [(1, law), (2, publication("Árbol de problemas", "")), (3, publication("Zonas", "x"))]
    {
        desk.save(&writes(number, &one));
    }
    let rows = desk.file.publications().unwrap();
    assert_eq!(rows.iter().map(|row| row.id).collect::<Vec<_>>(), [id(2), id(1), id(3)]);
    assert_eq!(
        (rows[1].kind.clone(), rows[1].has_text, rows[0].has_text),
        (PublicationKind::Norm, true, false)
    );
    assert_eq!(desk.file.publication(&id(1)).unwrap().unwrap(), rows[1]);
    assert_eq!(desk.file.publication(&id(9)).unwrap(), None);
    for text in ["niñez", "NINEZ", "adscripcion ley", "arti 1152", "Adscripción"] {
        assert_eq!(titles(&desk, text), ["Ley 1152"], "{text}");
    }
    assert_eq!(titles(&desk, "adscripcion arbol"), Vec::<String>::new(), "every word has to be there");
    for nothing in ["", "* \" -", "xyz"] {
        assert_eq!(titles(&desk, nothing), Vec::<String>::new());
    }
    assert_sound(&desk);
}

#[test]
fn what_was_withdrawn_or_rewritten_is_no_longer_found_by_it() {
    let mut desk = Desk::new(ScopeId::random());
    let before = publication("Guía", "antes");
    desk.save(&writes(1, &before));
    let stored = desk.file.document(&Kind::Publication, &id(1)).unwrap().unwrap().fields();
    let after = Publication { text: "después".into(), ..before };
    let changes = after.changes_from(&stored, &[]).into_iter();
    desk.save(
        &changes.map(|fields| Write { kind: Kind::Publication, id: id(1), fields }).collect::<Vec<_>>(),
    );
    assert_eq!((titles(&desk, "antes").len(), titles(&desk, "despues").len()), (0, 1));
    let withdrawn = [("withdrawn".to_owned(), true.into())].into();
    desk.save(&[Write { kind: Kind::Publication, id: id(1), fields: withdrawn }]);
    assert_eq!(titles(&desk, "despues"), Vec::<String>::new());
    assert!(desk.file.publications().unwrap()[0].withdrawn);
    assert_sound(&desk);
}

#[test]
fn the_longest_text_is_kept_travels_and_is_found_by_its_last_word() {
    let scope = ScopeId::random();
    let (mut desk, other) = (Desk::new(scope), Desk::new(scope));
    let mut text = "ñandú ".repeat(SHELF_TEXT_MAX / 6 - 2);
    text.push_str("quirquincho");
    let long = publication("Larga", &text);
    desk.save(&writes(1, &long));
    other.take(&desk.own_batches(), &desk);
    for file in [&desk.file, &other.file] {
        let kept = file.document(&Kind::Publication, &id(1)).unwrap().unwrap().fields();
        assert!(Publication::from_fields(&kept).text == text);
        assert_eq!(file.search_publications("quirquincho").unwrap().len(), 1);
    }
    assert_sound(&desk);
}

#[test]
fn only_pieces_of_the_present_file_under_their_own_ids_count_as_here() {
    let mut desk = Desk::new(ScopeId::random());
    let file = PublicationFile { sha256: "ab".repeat(32), bytes: 60_000 };
    let other = PublicationFile { sha256: "cd".repeat(32), ..file.clone() };
    let here = |desk: &Desk| {
        let row = desk.file.publication(&id(1)).unwrap().unwrap();
        (row.here, row.file.unwrap().pieces())
    };
    desk.save(&writes(1, &Publication { file: Some(file.clone()), ..publication("Con PDF", "") }));
    assert_eq!(here(&desk), (0, 3));
    desk.save(&[
        piece(1, &file, 1, file.piece_id(&id(1), 1)),
        piece(1, &file, 7, file.piece_id(&id(1), 7)),
        piece(1, &file, 0, id(77)),
        piece(1, &other, 2, other.piece_id(&id(1), 2)),
        piece(2, &file, 2, file.piece_id(&id(2), 2)),
    ]);
    assert_eq!(here(&desk), (1, 3));
    desk.save(&[piece(1, &file, 0, file.piece_id(&id(1), 0)), piece(1, &file, 2, file.piece_id(&id(1), 2))]);
    assert_eq!(here(&desk), (3, 3));
    desk.save(&[Write { kind: Kind::Publication, id: id(1), fields: other.to_fields() }]);
    assert_eq!(here(&desk), (1, 3), "of the file that took its place");
    assert_sound(&desk);
    desk.file.rebuild().unwrap();
    assert_eq!(here(&desk), (1, 3));
}

#[test]
fn odd_publications_stop_nobody() {
    let mut desk = Desk::new(ScopeId::random());
    let odd = fields(&[
        ("title", "T"),
        ("text", "0123456789abcdef"),
        ("text/0123456789abcdef/00", "forged"),
        ("file", "zz 99"),
        ("data/0", "=="),
        ("publication", "nobody"),
    ]);
    desk.save(&[
        Write { kind: Kind::Publication, id: id(1), fields: odd.clone() },
        Write { kind: Kind::PublicationPiece, id: id(1), fields: odd },
    ]);
    let row = &desk.file.publications().unwrap()[0];
    assert_eq!((row.has_text, row.file.as_ref(), row.here), (false, None, 0));
    assert_eq!(titles(&desk, "forged"), Vec::<String>::new());
    assert_sound(&desk);
}

#[test]
fn two_texts_that_were_written_at_once_are_both_there_until_somebody_chooses() {
    let scope = ScopeId::random();
    let (mut one, mut other) = (Desk::new(scope), Desk::new(scope));
    one.save_apart(&writes(1, &publication("Norma", "antes")));
    other.take(&one.own_batches(), &one);
    let rewritten = |desk: &mut Desk, text: &str| {
        let stored = desk.file.document(&Kind::Publication, &id(1)).unwrap().unwrap().fields();
        let changes = publication("Norma", text).changes_from(&stored, &[]).into_iter();
        let writes: Vec<Write> =
            changes.map(|fields| Write { kind: Kind::Publication, id: id(1), fields }).collect();
        desk.save_apart(&writes);
    };
    rewritten(&mut one, "la oficina de aquí");
    rewritten(&mut other, "la oficina de allá");
    one.take(&other.own_batches(), &other);
    assert_eq!(one.file.conflict_count(true, false).unwrap(), 1);
    let document = one.file.document(&Kind::Publication, &id(1)).unwrap().unwrap();
    let undecided: Vec<String> = document
        .conflicts()
        .into_iter()
        .filter(|conflict| conflict.field == "text")
        .flat_map(|conflict| conflict.values)
        .filter_map(|value| value.value.as_text().map(str::to_owned))
        .collect();
    let mut texts: Vec<String> =
        undecided.iter().map(|name| Publication::text_named(&document.fields(), name)).collect();
    texts.sort();
    assert_eq!(texts, ["la oficina de allá", "la oficina de aquí"]);
    // A save of something else takes none of the two away.
    let shown = Publication::from_fields(&document.fields());
    let changes =
        Publication { source: "SEDES".into(), ..shown }.changes_from(&document.fields(), &undecided);
    let writes: Vec<Write> =
        changes.into_iter().map(|fields| Write { kind: Kind::Publication, id: id(1), fields }).collect();
    one.save_apart(&writes);
    let after = one.file.document(&Kind::Publication, &id(1)).unwrap().unwrap();
    assert!(undecided.iter().all(|name| !Publication::text_named(&after.fields(), name).is_empty()));
    assert_sound(&one);
}
