//! Marked values go through every act, error and exchange of the real programs: they stand in no log, no error, no
//! request line, no file name, and in no byte of a device's files.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use posta_app::view::{ConsultationInput, DraftInput, FieldEdit, IdentityDocumentView, RegisterFilter};
use posta_app::{App, Error};
use posta_tests::hands::{import_line, write_lines};
use posta_tests::people::{newcomer, with_passport};
use posta_tests::world::{ANA, CARMEN, ELENA, LUIS};
use posta_tests::{Device, Fault, PASSWORD, Programs, World, runtime, search};
use serde_json::json;

const NAME: &str = "Xochiquetzalina";
const SURNAME: &str = "Zzyzxmarcado";
const NUMBER: &str = "ZX90817263";
const PHONE: &str = "79081726354";
const NOTE: &str = "nota-marcada-quetzal-ámbar";
const GUARDIAN: &str = "Tutoramarcada";
const MARKED: [&str; 6] = [NAME, SURNAME, NUMBER, PHONE, NOTE, GUARDIAN];

fn marked_person() -> posta_app::view::PersonInput {
    let mut person = with_passport();
    person.given_names = NAME.into();
    person.surname1 = SURNAME.into();
    person.documents[0].number = NUMBER.into();
    person.phone = PHONE.into();
    person.guardian_name = GUARDIAN.into();
    person
}

fn assert_unmarked(what: &str, text: &str) {
    for marked in MARKED.iter().chain([&PASSWORD, &ANA.name, &CARMEN.name]) {
        assert!(!text.contains(marked), "{what} tells {marked}");
    }
}

#[test]
fn no_log_request_line_or_file_name_tells_anything_of_anybody_and_device_files_are_sealed() {
    let mut world = World::with_program(false);
    let programs = Programs::find();
    let run =
        |device: &str, user: &str, words: &[&str]| programs.posta(&world.home(device), Some(user), words);
    let mut codes = Vec::new();
    for (device, who) in [("pisiga", ANA), ("pisiga", CARMEN), ("tambo", LUIS), ("oruro", ELENA)] {
        let code = world.code_for(who);
        let words = ["join", "--server", &world.url(), "--code", &code];
        programs.posta(&world.home(device), None, &words).done();
        codes.push(code);
    }
    let lines = world.path().join("lines.jsonl");
    let consultation = json!({ "kind": "consultation", "person": "p", "reason": "control", "note": NOTE });
    write_lines(&lines, &[import_line(&marked_person(), "p"), consultation]);
    let id = run("pisiga", CARMEN.name, &["import", lines.to_str().unwrap()]).done()["refs"]["p"].clone();
    std::fs::remove_file(&lines).unwrap();
    let id = id.as_str().unwrap();
    assert_eq!(run("pisiga", ANA.name, &["find", NAME]).done()["people"].as_array().unwrap().len(), 1);

    // Exchanges that go well, are cut, and meet somebody else.
    run("pisiga", ANA.name, &["sync"]).done();
    run("tambo", LUIS.name, &["sync"]).done();
    run("tambo", LUIS.name, &["edit", id, &format!("phone={PHONE}1")]).done();
    for fault in [Fault::CutAfter(900), Fault::Portal, Fault::Down] {
        world.network.set(fault);
        let said = run("tambo", LUIS.name, &["sync"]);
        assert_eq!(said.exit, 6, "{said:?}");
        assert_unmarked("the error of an exchange", &format!("{said:?}"));
    }
    world.network.set(Fault::Whole);
    run("tambo", LUIS.name, &["sync"]).done();
    run("oruro", ELENA.name, &["sync"]).done();
    assert_eq!(run("oruro", ELENA.name, &["find", NUMBER]).done()["people"].as_array().unwrap().len(), 1);

    // What was asked, and what the server said.
    let heads = world.network.request_heads();
    assert!(heads.len() >= 10 && heads.iter().any(|head| head.starts_with("POST /v1/exchange")));
    heads.iter().for_each(|head| assert_unmarked("a request", head));
    for code in &codes {
        assert!(!heads.iter().any(|head| head.contains(code.as_str())), "a request tells a code");
    }
    world.server.stop();
    assert!(world.server.said().contains("POST /v1/exchange"), "an empty log proves nothing");
    assert_unmarked("the server's log", world.server.said());
    assert!(codes.iter().all(|code| !world.server.said().contains(code.as_str())));

    for folder in ["pisiga", "tambo", "oruro", "server"] {
        for path in search::files(&world.home(folder)) {
            assert_unmarked("a file name", &path.to_string_lossy());
        }
    }
    for marked in MARKED.iter().chain([&PASSWORD]) {
        for device in ["pisiga", "tambo", "oruro"] {
            let found = search::found_in(&world.home(device), marked);
            assert!(found.is_empty(), "{marked} in {found:?}");
        }
    }
    for code in &codes {
        assert!(search::found_in(&world.server.data, code).is_empty());
    }
}

#[test]
fn no_byte_of_an_open_device_s_files_can_be_read() {
    let world = World::new();
    let device = world.device("pisiga", CARMEN);
    let mut input = newcomer(0);
    input.person = marked_person();
    let id = device.register(&input);
    device.attend(&id, NOTE);
    let form = json!({ "person": { "given_names": NAME, "phone": PHONE } }).to_string();
    let draft = DraftInput { id: String::new(), kind: "registration".into(), form };
    assert_eq!(device.app.save_draft(&draft).unwrap().title, NAME);
    device.sync();
    // Open: write-ahead logs and shared memory are there too.
    let files = search::files(device.home());
    assert!(files.iter().any(|path| path.to_string_lossy().ends_with("-wal")), "{files:?}");
    for marked in MARKED {
        assert_eq!(search::found_in(device.home(), marked), Vec::<std::path::PathBuf>::new(), "{marked}");
    }
}

#[test]
fn errors_and_their_debug_forms_hold_codes_and_no_values() {
    let world = World::new();
    let device = world.device("pisiga", ANA);
    let id = device.register(&newcomer(0));
    let app = &device.app;
    let mut errors: Vec<Error> = Vec::new();

    let mut future = newcomer(1);
    future.person = marked_person();
    future.person.birth = "2990-01-01".into();
    errors.push(app.register_person(&future).unwrap_err());
    let mut unreadable = newcomer(1);
    unreadable.person = marked_person();
    unreadable.person.birth = NAME.into();
    unreadable.person.nationality = SURNAME.into();
    unreadable.person.guardian_name = GUARDIAN.repeat(30);
    unreadable.person.documents.push(IdentityDocumentView {
        key: NUMBER.into(),
        kind: NUMBER.into(),
        country: NUMBER.into(),
        number: format!("{NUMBER}\u{0}"),
        state: NUMBER.into(),
        ..IdentityDocumentView::default()
    });
    errors.push(app.register_person(&unreadable).unwrap_err());
    let edits = [
        ("phone", format!("{PHONE}\u{7}")),
        ("birth", NAME.into()),
        ("nationality", NAME.into()),
        (NAME, PHONE.into()),
        ("document/x/number", NUMBER.repeat(50)),
        ("registered_on", NAME.into()),
    ];
    for (field, value) in edits {
        let edit = [FieldEdit { field: field.into(), value }];
        errors.extend(app.edit_person(&id, &edit).err());
        errors.extend(app.edit_person(NAME, &edit).err());
    }
    errors.push(app.person(NAME).unwrap_err());
    errors.push(app.resolve_conflict(NAME, &id, "phone", PHONE).unwrap_err());
    errors.push(app.resolve_conflict("person", &id, NAME, PHONE).unwrap_err());
    let attend =
        ConsultationInput { person: id, note: NOTE.into(), reason: NAME.into(), ..Default::default() };
    errors.push(app.record_consultation(&attend).unwrap_err());
    let filter = RegisterFilter { text: NAME.into(), from: PHONE.into(), ..Default::default() };
    errors.push(app.register_page(&filter).unwrap_err());
    errors.push(app.discard_draft(NAME).unwrap_err());
    errors.push(app.unlock(NAME, PASSWORD).unwrap_err());
    errors.push(app.unlock(ANA.name, NOTE).unwrap_err());
    for (url, code) in
        [(NAME, PHONE), (&world.url(), NUMBER), (&format!("http://{NAME}/"), "0000-0000-0000-0000")]
    {
        let fresh = Device::at(&world.home("fresh"));
        errors.push(fresh.join(url, code).unwrap_err());
        errors.push(runtime().block_on(fresh.app.join(url, code, "corta")).unwrap_err());
    }
    std::fs::write(world.path().join("keyring.cbor"), NAME).unwrap();
    errors.push(App::open(world.path()).and_then(|app| app.unlock(NAME, PASSWORD)).unwrap_err());

    assert!(errors.len() >= 20, "{}", errors.len());
    for error in errors {
        let shown = format!("{error} {error:?} {:?} {}", error.fields(), error.code());
        assert_unmarked("an error", &shown.replace(ANA.name, ""));
        assert!(!shown.contains(NAME) && !shown.contains("2990"), "{}", error.code());
    }
}

#[test]
fn the_reasons_of_an_import_name_lines_and_fields_and_no_values() {
    let world = World::new();
    let device = world.device("pisiga", ANA);
    let lines = [
        format!("{{\"kind\":\"person\",\"given_names\":\"{NAME}\",\"birth\":\"2990-01-01\"}}"),
        format!("{{\"kind\":\"person\",\"{NAME}\":\"{PHONE}\"}}"),
        format!("{{\"kind\":\"{NAME}\"}}"),
        format!("{NAME} {PHONE}"),
        format!("{{\"kind\":\"enrollment\",\"person\":\"{NAME}\",\"program\":\"sus\"}}"),
        format!("{{\"kind\":\"consultation\",\"person\":\"good\",\"note\":\"{NOTE}\"}}"),
        format!("{{\"kind\":\"person\",\"ref\":\"good\",\"given_names\":\"{NAME}\",\"phone\":\"{PHONE}\"}}"),
        format!("{{\"kind\":\"edit\",\"id\":\"good\",\"set\":{{\"birth\":\"{SURNAME}\"}}}}"),
    ];
    let report = device.app.import(lines.join("\n").as_bytes()).unwrap();
    assert_eq!((report.persons, report.rejected.len()), (1, 7), "{report:?}");
    let reasons = format!("{:?}", report.rejected);
    for marked in MARKED {
        assert!(!reasons.contains(marked), "{reasons}");
    }
}
