//! The knowledge shelf across devices: what a supervisor adds is read at every post, in pieces as they come, and nothing
//! but what was added is given out.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::path::PathBuf;

use posta_app::Error;
use posta_app::view::{ShelfFile, ShelfInput, ShelfItem};
use posta_domain::{DocumentId, Kind, Publication, PublicationFile};
use posta_tests::world::{ANA, ELENA};
use posta_tests::{Device, OpenHome, World};

const AT: i64 = 1_700_000_000;

fn add(device: &Device, text: &str) -> String {
    let input = ShelfInput {
        kind: "norm".into(),
        title: "Norma nueva".into(),
        language: "es".into(),
        source: "Gaceta".into(),
        text: text.into(),
        ..ShelfInput::default()
    };
    device.app.save_shelf_item(&input, None).unwrap().id
}

fn add_pdf(world: &World, device: &Device, id: &str, bytes: usize) -> Vec<u8> {
    let path: PathBuf = world.path().join("norma.pdf");
    let mut content = b"%PDF-1.7\n".to_vec();
    content.resize(bytes, b'x');
    std::fs::write(&path, &content).unwrap();
    device.app.add_shelf_file(id, &path).unwrap();
    content
}

fn item(device: &Device, id: &str) -> ShelfItem {
    device.app.shelf("es").unwrap().items.into_iter().find(|item| item.id == id).unwrap()
}

fn code(answer: Result<String, Error>) -> String {
    match answer {
        Err(Error::BadInput(problems)) => problems[0].code.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_text_and_a_pdf_that_a_supervisor_added_are_read_at_a_post_after_an_exchange() {
    let world = World::new();
    let (elena, ana) = (world.device("oruro", ELENA), world.device("pisiga", ANA));
    let text = "La ñandutí se teje. ".repeat(2900);
    let id = add(&elena, &text);
    add_pdf(&world, &elena, &id, 60_000);
    elena.sync();
    ana.sync();
    assert_eq!(ana.app.shelf_page(&id, "es").unwrap().text, text.trim());
    assert_eq!(ana.app.search_shelf("nanduti", 3, "es").unwrap()[0].id, id);
    assert_eq!(item(&ana, &id).file, Some(ShelfFile { bytes: 60_000, here: 3, pieces: 3 }));
    assert_eq!(ana.app.shelf_file(&id).unwrap(), elena.app.shelf_file(&id).unwrap());
    world.assert_same(&[&elena, &ana]);
    ana.assert_sound();
}

#[test]
fn a_pdf_of_which_pieces_are_missing_or_altered_is_not_given_out() {
    let world = World::new();
    let elena = world.device("oruro", ELENA);
    let id = add(&elena, "Texto");
    let content = add_pdf(&world, &elena, &id, 60_000);
    let document: DocumentId = id.parse().unwrap();
    let file = PublicationFile::of(&content).unwrap();
    elena.app.lock();
    let home = OpenHome::unlock(elena.home(), ELENA.name);
    let other = [("data/0".to_owned(), "QUJD".into())].into();
    home.write_fields(Kind::PublicationPiece, file.piece_id(&document, 1), other, AT);
    drop(home);
    elena.unlock(ELENA.name);
    assert_eq!(code(elena.app.shelf_file(&id)), "file_altered");
    // Adding it again mends it.
    elena.app.add_shelf_file(&id, &world.path().join("norma.pdf")).unwrap();
    assert!(elena.app.shelf_file(&id).is_ok());
    elena.app.lock();
    let home = OpenHome::unlock(elena.home(), ELENA.name);
    let unseen = PublicationFile { sha256: "ab".repeat(32), bytes: 60_000 };
    home.write_fields(Kind::Publication, document, unseen.to_fields(), AT);
    drop(home);
    elena.unlock(ELENA.name);
    assert_eq!(item(&elena, &id).file, Some(ShelfFile { bytes: 60_000, here: 0, pieces: 3 }));
    assert_eq!(code(elena.app.shelf_file(&id)), "file_incomplete");
}

#[test]
fn what_a_registrar_s_device_adds_to_the_shelf_beside_the_program_is_set_aside() {
    let world = World::new();
    let (elena, ana) = (world.device("oruro", ELENA), world.device("pisiga", ANA));
    ana.app.lock();
    let forged = Publication { title: "De nadie".into(), ..Publication::default() };
    let home = OpenHome::unlock(ana.home(), ANA.name);
    home.write_fields(Kind::Publication, DocumentId([9; 16]), forged.to_fields(), AT);
    drop(home);
    ana.unlock(ANA.name);
    ana.sync();
    elena.sync();
    assert!(elena.app.shelf("es").unwrap().items.iter().all(|item| item.origin == "pack"));
    assert_eq!(world.server.held_back(elena.registry()).0, ["not_permitted"]);
    elena.assert_sound();
}
