//! What stands on the knowledge shelf: fields, long texts, files and their pieces.

use posta_domain::{
    DocumentId, FILE_BYTES_MAX, Fields, Kind, PIECE_BYTES, Pack, Publication, PublicationFile,
    PublicationKind, PublicationPiece, SHELF_TEXT_MAX, Scalar, is_shelf_date,
};

/// What a replica admits of one value and of one change.
const VALUE_BYTES: usize = 16 * 1024;
const CHANGE_BYTES: usize = 64 * 1024;

fn publication(text: &str) -> Publication {
    Publication {
        kind: PublicationKind::Norm,
        title: "Una norma".into(),
        summary: "En dos palabras".into(),
        language: "es".into(),
        date: "2021-06".into(),
        source: "Gaceta".into(),
        text: text.into(),
        file: PublicationFile::of(b"%PDF-1.7"),
        withdrawn: true,
    }
}

fn put(stored: &mut Fields, changes: Vec<Fields>) {
    changes.into_iter().for_each(|change| stored.extend(change));
}

fn bytes_of(change: &Fields) -> usize {
    change.iter().map(|(key, value)| key.len() + value.to_typed().len()).sum()
}

fn codes(publication: &Publication) -> Vec<&'static str> {
    publication.problems(Pack::find("bo").unwrap()).iter().map(|one| one.code).collect()
}

#[test]
fn a_publication_reads_back_as_written() {
    let written = publication("# Uno\n\nDos");
    assert_eq!(Publication::from_fields(&written.to_fields()), written);
    assert_eq!(Publication::from_fields(&Fields::new()), Publication::default());
    assert_eq!(written.changes_from(&written.to_fields(), &[]), Vec::<Fields>::new());
    let unknown: Fields = [("kind".to_owned(), "poster".into()), ("colour".to_owned(), "red".into())].into();
    let read = Publication::from_fields(&unknown);
    assert_eq!(read.kind, PublicationKind::Other("poster".into()));
    assert_eq!(read.changes_from(&unknown, &[]), Vec::<Fields>::new(), "what it does not know stays");
}

#[test]
fn the_longest_text_goes_in_changes_and_values_that_every_replica_admits() {
    for letter in ["a", "ñ", "€", "𝄞"] {
        let mut written = publication(&letter.repeat(SHELF_TEXT_MAX));
        written.summary = letter.repeat(500);
        assert_eq!(codes(&written), Vec::<&str>::new());
        let mut stored = Fields::new();
        let changes = written.changes_from(&stored, &[]);
        for change in &changes {
            assert!(bytes_of(change) < CHANGE_BYTES - 2048, "{letter}: {}", bytes_of(change));
            assert!(change.values().all(|value| value.to_typed().len() <= VALUE_BYTES));
        }
        let last = changes.len() - 1;
        let names = |change: &Fields| change.contains_key("text");
        assert_eq!(changes.iter().position(names), Some(last), "a text is named after its parts");
        put(&mut stored, changes);
        assert_eq!(Publication::from_fields(&stored), written);
    }
    assert_eq!(codes(&publication(&"a".repeat(SHELF_TEXT_MAX + 1))), ["text_too_long"]);
}

#[test]
fn of_two_texts_that_were_written_at_once_one_is_read_and_never_a_mixture() {
    let first = publication(&"uno ".repeat(5000));
    let mut stored = first.to_fields();
    let of_one = publication(&"dos ".repeat(5000)).changes_from(&stored, &[]);
    let of_other = publication(&"tres ".repeat(5000)).changes_from(&stored, &[]);
    let texts = [&of_one, &of_other].map(|changes| {
        let mut alone = stored.clone();
        put(&mut alone, changes.clone());
        Publication::from_fields(&alone).text
    });
    // Both arrive. Of a field that both wrote, now the one wins, now the other.
    let of_one: Fields = of_one.into_iter().flatten().collect();
    let mut both = 0;
    for (key, value) in of_other.into_iter().flatten() {
        both += usize::from(of_one.contains_key(&key));
        if !of_one.contains_key(&key) || both % 2 == 0 {
            stored.insert(key, value);
        } else {
            stored.insert(key.clone(), of_one[&key].clone());
        }
    }
    for (key, value) in of_one {
        stored.entry(key).or_insert(value);
    }
    let read = Publication::from_fields(&stored).text;
    assert!(texts.contains(&read) && !read.is_empty(), "{}", read.len());
    // Whoever writes next leaves nothing of the other one.
    let changes = publication("corto").changes_from(&stored, &[]);
    put(&mut stored, changes);
    assert_eq!(Publication::from_fields(&stored).text, "corto");
    let left = stored.iter().filter(|(key, value)| key.starts_with("text/") && value.as_text() != Some(""));
    assert_eq!(left.count(), 1);
}

#[test]
fn a_text_of_which_a_part_is_missing_or_altered_is_none() {
    let whole = publication(&"uno ".repeat(5000)).to_fields();
    let part = whole.keys().find(|key| key.ends_with("/02")).unwrap().clone();
    let mut lacking = whole.clone();
    lacking.remove(&part);
    let mut altered = whole;
    altered.insert(part, Scalar::from("dos"));
    for fields in [lacking, altered] {
        assert_eq!(Publication::from_fields(&fields).text, "");
        assert_eq!(Publication::from_fields(&fields).title, "Una norma");
    }
}

#[test]
fn what_could_not_be_used_is_refused_by_name() {
    assert_eq!(codes(&publication("a")), Vec::<&str>::new());
    let blank = Publication::default();
    assert_eq!(
        codes(&blank),
        ["publication_title_missing", "publication_language_unknown", "publication_source_missing"]
    );
    let odd = Publication {
        kind: PublicationKind::Other("poster".into()),
        title: "a\u{7}".into(),
        summary: "a".repeat(501),
        date: "ayer".into(),
        ..publication("a\u{0}")
    };
    let found = [
        "control_character",
        "text_too_long",
        "control_character",
        "publication_kind_unknown",
        "date_unreadable",
    ];
    assert_eq!(codes(&odd), found);
}

#[test]
fn a_date_of_the_shelf_is_a_year_a_month_a_day_or_nothing() {
    for date in ["", "2021", "2021-06", "2024-02-29"] {
        assert!(is_shelf_date(date), "{date}");
    }
    for date in ["21", "2021-13", "2021-02-30", "2021-6", "añoñ", "2021-06-01T00", "2021-06-011", " 2021"] {
        assert!(!is_shelf_date(date), "{date}");
    }
}

#[test]
fn a_file_is_known_by_its_content_and_nothing_odd_passes_for_one() {
    let file = PublicationFile::of(b"%PDF-1.7 x").unwrap();
    assert_eq!(PublicationFile::parse(&file.to_string()).as_ref(), Some(&file));
    assert!(file.is(b"%PDF-1.7 x") && !file.is(b"%PDF-1.7 y"));
    let script = b"#!/bin/sh";
    assert!(!PublicationFile::of(script).unwrap().is(script), "no PDF");
    assert_eq!(PublicationFile::of(b""), None);
    assert_eq!(PublicationFile::of(&vec![0; FILE_BYTES_MAX]).unwrap().pieces(), 43);
    assert_eq!(PublicationFile::of(&vec![0; FILE_BYTES_MAX + 1]), None);
    assert_eq!(PublicationFile::of(&vec![0; PIECE_BYTES]).unwrap().pieces(), 1);
    assert_eq!(PublicationFile::of(&vec![0; PIECE_BYTES + 1]).unwrap().pieces(), 2);
    let hash = "ab".repeat(32);
    for odd in ["", "x 1", &hash, &format!("{hash} 0"), &format!("{hash} 1048577"), &format!("{hash} -1")] {
        assert_eq!(PublicationFile::parse(odd), None, "{odd}");
    }
}

#[test]
fn the_same_pdf_of_a_publication_is_the_same_documents_and_another_is_others() {
    let (one, other) = (PublicationFile::of(b"%PDF-1").unwrap(), PublicationFile::of(b"%PDF-2").unwrap());
    let (mine, theirs) = (DocumentId([1; 16]), DocumentId([2; 16]));
    assert_eq!(one.piece_id(&mine, 0), PublicationFile::of(b"%PDF-1").unwrap().piece_id(&mine, 0));
    let ids =
        [one.piece_id(&mine, 0), one.piece_id(&mine, 1), one.piece_id(&theirs, 0), other.piece_id(&mine, 0)];
    assert_eq!(std::collections::BTreeSet::from(ids).len(), 4);
}

#[test]
fn a_piece_reads_back_as_written_and_says_whether_it_is_where_it_should_be() {
    let file = PublicationFile::of(b"%PDF-1").unwrap();
    let publication = DocumentId([1; 16]);
    // 24 KB in base64.
    let longest = "A".repeat(PIECE_BYTES.div_ceil(3) * 4);
    for data in ["QQ==", &longest[..16 * 1024], &longest] {
        let piece =
            PublicationPiece { publication, sha256: file.sha256.clone(), number: 3, data: data.into() };
        let fields = piece.to_fields();
        assert!(PublicationPiece::from_fields(&fields) == piece);
        assert!(bytes_of(&fields) < CHANGE_BYTES / 2 + 1024);
        assert!(fields.values().all(|value| value.to_typed().len() <= VALUE_BYTES));
        assert!(piece.is_at(&file.piece_id(&publication, 3)));
        assert!(!piece.is_at(&file.piece_id(&publication, 2)));
        assert!(!format!("{piece:?}").contains("QQ"));
    }
    let nothing = PublicationPiece::from_fields(&Fields::new());
    assert!(!nothing.is_at(&DocumentId::NONE) && Kind::WORDS.contains(&"publication_piece"));
}

#[test]
fn the_shelf_of_each_pack_tells_where_things_were_read_and_what_nobody_has_reviewed() {
    for pack in Pack::all() {
        assert!(!pack.shelf.items.is_empty(), "{}", pack.id);
        for item in pack.shelf.items.iter().filter(|item| item.kind == "norm") {
            assert!(item.unreviewed, "{}", item.code);
            assert!(
                format!("{} {}", item.markdown(), item.source).contains("sin verificar"),
                "{}",
                item.code
            );
        }
    }
    let shelf = &Pack::find("bo").unwrap().shelf;
    for kind in PublicationKind::WORDS {
        assert!(shelf.items.iter().any(|item| item.kind == *kind), "{kind}");
    }
    let translated = shelf.items.iter().filter(|item| item.language != "es");
    assert!(translated.clone().count() >= 3 && translated.clone().all(|item| item.unreviewed));
    let poster = shelf.item("cartel_derecho_es").unwrap();
    assert!((3..=6).contains(&poster.text.len()) && poster.text.iter().all(|line| line.chars().count() < 90));
    assert_eq!(Pack::find("bo").unwrap().name_of("shelf_kinds", "norm", "en"), "Rule");
}
