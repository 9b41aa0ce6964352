//! The knowledge shelf through the acts.

use std::path::PathBuf;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use posta_app::Error;
use posta_app::view::{ShelfFile, ShelfInput, ShelfItem};
use tempfile::TempDir;

use crate::department::Device;

const ANA: &str = "Ana Registra";
const DINA: &str = "Dina Supervisa";

fn input(title: &str, text: &str) -> ShelfInput {
    ShelfInput {
        kind: "guide".into(),
        title: title.into(),
        summary: "Para el puesto".into(),
        language: "es".into(),
        date: "2026-11".into(),
        source: "SEDES".into(),
        text: text.into(),
        ..ShelfInput::default()
    }
}

fn pdf(folder: &TempDir, name: &str, bytes: usize) -> (PathBuf, Vec<u8>) {
    let mut content = b"%PDF-1.7\n".to_vec();
    content.extend((content.len()..bytes).map(|at| (at * 31 % 251) as u8));
    let path = folder.path().join(name);
    std::fs::write(&path, &content).unwrap();
    (path, content)
}

fn item(device: &Device, id: &str) -> ShelfItem {
    device.app.shelf("es").unwrap().items.into_iter().find(|item| item.id == id).unwrap()
}

fn code(answer: Result<impl std::fmt::Debug, Error>) -> String {
    match answer {
        Err(Error::BadInput(problems)) => problems[0].code.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_the_pack_brings_and_what_supervisors_add_stand_on_one_shelf() {
    let device = Device::of_everybody();
    device.unlock(DINA);
    let app = &device.app;
    let saved = app.save_shelf_item(&input("Guía del SEDES", "# Uno\r\n\r\nDos"), None).unwrap();
    assert_eq!(saved.warnings, []);
    let view = app.shelf("en").unwrap();
    assert!(view.can_tend && view.text_limit == 60_000 && view.file_limit == 1024 * 1024);
    let kinds: Vec<_> = view.kinds.iter().map(|kind| (kind.code.as_str(), kind.label.as_str())).collect();
    assert_eq!(kinds[0], ("norm", "Rule"));
    assert_eq!(view.items[0].kind, "norm");
    let added = view.items.iter().find(|item| item.id == saved.id).unwrap();
    let shown = (added.origin.as_str(), added.kind_name.as_str(), added.language_name.as_str());
    assert_eq!(shown, ("department", "Guide", "Spanish"));
    assert!(added.has_text && added.file.is_none() && !added.unreviewed);
    let of_pack = view.items.iter().find(|item| item.id == "pack:ley_1152").unwrap();
    assert!(of_pack.origin == "pack" && of_pack.unreviewed && of_pack.has_text);

    device.unlock(ANA);
    assert!(!app.shelf("es").unwrap().can_tend);
    assert_eq!(app.shelf_page(&saved.id, "es").unwrap().text, "# Uno\n\nDos");
    assert!(app.shelf_page("pack:ley_1152", "es").unwrap().text.contains("artículo 5"));
    assert!(matches!(app.shelf_page("pack:nada", "es"), Err(Error::NotFound)));
    assert!(matches!(app.save_shelf_item(&input("Otra", "x"), None), Err(Error::NotAllowed)));
    let folder = tempfile::tempdir().unwrap();
    let (path, _) = pdf(&folder, "a.pdf", 100);
    assert!(matches!(app.add_shelf_file(&saved.id, &path), Err(Error::NotAllowed)));
}

#[test]
fn what_is_withdrawn_is_there_for_supervisors_only_until_it_is_shown_again() {
    let device = Device::of_everybody();
    device.unlock(DINA);
    let app = &device.app;
    let id = app.save_shelf_item(&input("Guía vieja", "jacarandá"), None).unwrap().id;
    let kept = ShelfInput { id: id.clone(), withdrawn: true, ..input("Guía vieja", "jacarandá") };
    app.save_shelf_item(&kept, None).unwrap();
    assert!(item(&device, &id).withdrawn);
    assert_eq!(app.shelf_page(&id, "es").unwrap().text, "jacarandá");
    assert_eq!(app.search_shelf("jacaranda", 5, "es").unwrap(), []);
    device.unlock(ANA);
    assert!(app.shelf("es").unwrap().items.iter().all(|item| item.id != id));
    assert!(matches!(app.shelf_page(&id, "es"), Err(Error::NotFound)));
    device.unlock(DINA);
    app.save_shelf_item(&ShelfInput { withdrawn: false, ..kept.clone() }, None).unwrap();
    device.unlock(ANA);
    assert_eq!(app.search_shelf("jacaranda", 5, "es").unwrap()[0].id, id);
}

#[test]
fn a_search_finds_every_word_ranks_titles_first_and_shows_words_with_their_accents() {
    let device = Device::of_everybody();
    device.unlock(DINA);
    let app = &device.app;
    let long = format!("{} la adscripción tardía {}", "antes ".repeat(300), "luego ".repeat(300));
    let body = app.save_shelf_item(&input("Otra cosa", &long), None).unwrap().id;
    let title = app.save_shelf_item(&input("Adscripción tardía", ""), None).unwrap().id;
    device.unlock(ANA);
    let hits = app.search_shelf("ADSCRIPCION tardia", 10, "pt").unwrap();
    assert_eq!(hits.iter().map(|hit| hit.id.as_str()).collect::<Vec<_>>(), [&title, &body]);
    assert_eq!((hits[0].snippet.as_str(), hits[0].kind_name.as_str()), ("Para el puesto", "Guia"));
    let snippet = &hits[1].snippet;
    assert!(snippet.contains("adscripción tardía") && snippet.starts_with('…'), "{snippet}");
    assert!(snippet.chars().count() < 140, "{snippet}");
    // The pack is searched with it, by beginnings of words.
    let laws = app.search_shelf("ley 1152", 3, "es").unwrap();
    assert_eq!(laws[0].id, "pack:ley_1152");
    assert!(laws.len() <= 3);
    assert!(
        app.search_shelf("adscri paso", 9, "es")
            .unwrap()
            .iter()
            .any(|hit| hit.id == "pack:adscripcion_paso_a_paso")
    );
    for nothing in ["", " - ", "ley zzz"] {
        assert_eq!(app.search_shelf(nothing, 5, "es").unwrap(), [], "{nothing}");
    }
}

#[test]
fn what_cannot_be_kept_is_said_by_field_and_what_the_pack_brings_is_nobody_s_to_change() {
    let device = Device::of_everybody();
    device.unlock(DINA);
    let app = &device.app;
    let before = app.shelf("es").unwrap().items.len();
    for (wrong, expected) in [
        (ShelfInput { title: " ".into(), ..input("", "x") }, "publication_title_missing"),
        (ShelfInput { kind: "rumour".into(), ..input("A", "x") }, "publication_kind_unknown"),
        (ShelfInput { language: "xx".into(), ..input("A", "x") }, "publication_language_unknown"),
        (ShelfInput { date: "ayer".into(), ..input("A", "x") }, "date_unreadable"),
        (input("A", &"x".repeat(60_001)), "text_too_long"),
    ] {
        assert_eq!(code(app.save_shelf_item(&wrong, None)), expected);
    }
    let of_pack = ShelfInput { id: "pack:ley_1152".into(), ..input("A", "x") };
    assert!(matches!(app.save_shelf_item(&of_pack, None), Err(Error::NotFound)));
    let of_nothing = ShelfInput { id: "07".repeat(16), ..input("A", "x") };
    assert!(matches!(app.save_shelf_item(&of_nothing, None), Err(Error::NotFound)));
    assert_eq!(app.shelf("es").unwrap().items.len(), before);
    let unsourced =
        app.save_shelf_item(&ShelfInput { source: String::new(), ..input("A", "x") }, None).unwrap();
    assert_eq!(unsourced.warnings[0].code, "publication_source_missing");
}

#[test]
fn a_pdf_is_taken_in_shown_saved_and_replaced_and_a_change_of_text_leaves_it() {
    let device = Device::of_everybody();
    device.unlock(DINA);
    let app = &device.app;
    let id = app.save_shelf_item(&input("Norma: ¡nueva!", ""), None).unwrap().id;
    assert!(matches!(app.shelf_file(&id), Err(Error::NotFound)), "no file yet");
    let folder = tempfile::tempdir().unwrap();
    let (path, content) = pdf(&folder, "b.pdf", 60_000);
    app.add_shelf_file(&id, &path).unwrap();
    app.add_shelf_file(&id, &path).unwrap();
    assert_eq!(item(&device, &id).file, Some(ShelfFile { bytes: 60_000, here: 3, pieces: 3 }));
    app.save_shelf_item(&ShelfInput { id: id.clone(), ..input("Norma: ¡nueva!", "Texto") }, None).unwrap();
    device.unlock(ANA);
    let saved = app.save_shelf_file(&id, folder.path()).unwrap();
    assert_eq!(std::fs::read(&saved.path).unwrap(), content);
    let name = std::path::Path::new(&saved.path).file_name().unwrap().to_str().unwrap();
    assert!(name.starts_with("norma-nueva-") && name.ends_with(".pdf"), "{name}");
    assert_eq!(code(app.save_shelf_file(&id, std::path::Path::new("/nonexistent"))), "folder_unknown");
    device.unlock(DINA);
    let (path, content) = pdf(&folder, "c.pdf", 1024 * 1024);
    app.add_shelf_file(&id, &path).unwrap();
    assert_eq!(item(&device, &id).file, Some(ShelfFile { bytes: 1024 * 1024, here: 43, pieces: 43 }));
    app.save_shelf_file(&id, folder.path()).unwrap();
    assert_eq!(app.shelf_file(&id).unwrap().len(), content.len().div_ceil(3) * 4);
}

#[test]
fn a_pdf_of_the_pack_is_shown_and_saved_as_one_that_was_added() {
    let device = Device::of_everybody();
    device.unlock(ANA);
    let app = &device.app;
    let poster = item(&device, "pack:cartel_derecho_es");
    let shown = STANDARD.decode(app.shelf_file(&poster.id).unwrap()).unwrap();
    assert!(shown.starts_with(b"%PDF-"));
    let bytes = u32::try_from(shown.len()).unwrap();
    assert_eq!(poster.file, Some(ShelfFile { bytes, here: 1, pieces: 1 }));
    let folder = tempfile::tempdir().unwrap();
    let saved = app.save_shelf_file(&poster.id, folder.path()).unwrap();
    assert_eq!(std::fs::read(&saved.path).unwrap(), shown);
    assert!(saved.path.contains("la-salud-es-un-derecho"), "{}", saved.path);
    for without in ["pack:ley_1152", "pack:nothing"] {
        assert!(matches!(app.shelf_file(without), Err(Error::NotFound)), "{without}");
    }
}

#[test]
fn what_is_no_pdf_too_large_or_not_there_is_refused_and_nothing_of_it_is_kept() {
    let device = Device::of_everybody();
    device.unlock(DINA);
    let app = &device.app;
    let id = app.save_shelf_item(&input("Norma", ""), None).unwrap().id;
    let folder = tempfile::tempdir().unwrap();
    let (large, _) = pdf(&folder, "d.pdf", 1024 * 1024 + 1);
    assert_eq!(code(app.add_shelf_file(&id, &large)), "file_too_large");
    let script = folder.path().join("e.pdf");
    std::fs::write(&script, "#!/bin/sh\n%PDF-1.7").unwrap();
    assert_eq!(code(app.add_shelf_file(&id, &script)), "not_a_pdf");
    assert_eq!(code(app.add_shelf_file(&id, std::path::Path::new("/nonexistent"))), "file_unreadable");
    assert_eq!(code(app.add_shelf_file(&id, device.home.path())), "file_unreadable");
    let (good, _) = pdf(&folder, "f.pdf", 100);
    for nothing in ["", "pack:ley_1152", &"07".repeat(16)] {
        assert!(matches!(app.add_shelf_file(nothing, &good), Err(Error::NotFound)), "{nothing}");
    }
    assert_eq!(item(&device, &id).file, None);
}

#[test]
fn places_are_listed_for_whoever_takes_such_files_in() {
    let device = Device::of_everybody();
    device.unlock(ANA);
    let app = &device.app;
    assert!(app.places_with("table").is_ok());
    assert!(matches!(app.places_with("pdf"), Err(Error::NotAllowed)));
    assert!(matches!(app.places_with("figures"), Err(Error::NotAllowed)));
    assert_eq!(code(app.places_with("exe")), "unknown_choice");
}

#[test]
fn a_form_writes_what_it_changed_and_what_a_colleague_wrote_meanwhile_stays() {
    let device = Device::of_everybody();
    device.unlock("Dina Supervisa");
    let app = &device.app;
    let shown = input("Guía", "uno");
    let id = app.save_shelf_item(&shown, None).unwrap().id;
    let base = ShelfInput { id, ..shown };
    let colleague = ShelfInput { text: "dos".into(), source: "SEDES".into(), ..base.clone() };
    app.save_shelf_item(&colleague, Some(&base)).unwrap();
    app.save_shelf_item(&ShelfInput { title: "Guía nueva".into(), ..base.clone() }, Some(&base)).unwrap();
    let page = app.shelf_page(&base.id, "es").unwrap();
    assert_eq!(
        (page.item.title.as_str(), page.text.as_str(), page.item.source.as_str()),
        ("Guía nueva", "dos", "SEDES")
    );
    let both = ShelfInput { text: "tres".into(), ..base.clone() };
    let Err(Error::BadInput(problems)) = app.save_shelf_item(&both, Some(&base)) else {
        panic!("written over")
    };
    assert_eq!((problems[0].field.as_str(), problems[0].code.as_str()), ("text", "office_moved"));
}
