//! Who holds the disk of the server, and who works on the same device in another role.

use posta_app::view::ConsultationInput;
use posta_tests::people::newcomer;
use posta_tests::search::{self, any_in, found_in, holds};
use posta_tests::world::{ANA, CARMEN, ELENA, ROSA};
use posta_tests::{Invited, SABAYA, World};

use crate::carry::everything;
use crate::paper::Desk;

const PROTECTS: Invited = Invited::new("Paula Protege", "protection", SABAYA);
const SEALED: [&str; 5] =
    ["MARCA-DE-CONSULTA", "MARCA-RESERVADA", "MARCA-DE-PROTECCION", "MARCA-DE-ENTREGA", "MARCA-DE-AUDITORIA"];
const OPEN: &str = "Marcadelregistro";

fn restricted(person: &str, note: &str) -> ConsultationInput {
    ConsultationInput {
        person: person.into(),
        reason: "control".into(),
        needs: vec!["proteccion".into()],
        note: note.into(),
        restricted: true,
        draft: String::new(),
        ..ConsultationInput::default()
    }
}

fn reads(desk: &Desk, text: &str) -> bool {
    desk.device.app.lock_all();
    holds(&everything(&mut desk.home()), text)
}

#[test]
fn the_server_s_operator_with_the_whole_disk_reads_nothing_of_care_protection_inboxes_or_audit() {
    let mut world = World::new();
    let desk = |home: &str, user| Desk { device: world.device(home, user), user };
    let (carmen, rosa) = (desk("carmen", CARMEN), desk("rosa", ROSA));
    let (paula, ana, elena) = (desk("paula", PROTECTS), desk("ana", ANA), desk("elena", ELENA));
    let everybody = [&ana, &carmen, &rosa, &paula, &elena];
    let mut input = newcomer(0);
    input.person.surname1 = OPEN.into();
    let person = ana.device.register(&input);
    everybody.iter().for_each(|desk| drop(desk.device.sync()));
    carmen.device.attend(&person, "MARCA-DE-CONSULTA");
    let hidden = carmen.device.app.record_consultation(&restricted(&person, "MARCA-RESERVADA")).unwrap().id;
    paula.device.app.record_consultation(&restricted(&person, "MARCA-DE-PROTECCION")).unwrap();
    ana.device.app.hand_over(&person, "private_talk", "MARCA-DE-ENTREGA").unwrap();
    everybody.iter().for_each(|desk| drop(desk.device.sync()));
    rosa.device.sync();
    rosa.device.app.open_restricted(&hidden, "follow_up", "MARCA-DE-AUDITORIA").unwrap();
    for _ in 0..2 {
        everybody.iter().for_each(|desk| drop(desk.device.sync()));
    }
    for (reader, text) in [&carmen, &rosa, &paula, &carmen, &elena].into_iter().zip(SEALED) {
        assert!(reads(reader, text), "{text}: the search must find what is there");
    }
    world.server.stop();
    let data = &world.server.data;
    assert!(any_in(data, &SEALED.map(str::to_owned)).is_empty());
    let mut all = Vec::new();
    for path in search::files(data) {
        let bytes = std::fs::read(&path).unwrap();
        if bytes.starts_with(b"SQLite format 3") {
            all.extend(search::dump(&path, &[]));
        }
        all.extend(bytes);
    }
    assert!(holds(&all, OPEN), "the search must find what is there");
    for text in SEALED {
        assert!(!holds(&all, text), "{text}");
    }
}

#[test]
fn another_role_s_user_of_the_same_device_reads_nothing_of_care_with_the_own_keys_and_the_whole_disk() {
    let world = World::new();
    let shared = world.device("pisiga", CARMEN);
    shared.join(&world.url(), &world.code_for(ANA)).unwrap();
    let [carmen, ana] = [(); 2].map(|()| posta_tests::Device::at(shared.home()));
    let (carmen, ana) = (Desk { device: carmen, user: CARMEN }, Desk { device: ana, user: ANA });
    shared.unlock(CARMEN.name);
    let person = shared.register(&newcomer(0));
    shared.attend(&person, "MARCA-DE-CONSULTA");
    let hidden = shared.app.record_consultation(&restricted(&person, "MARCA-RESERVADA")).unwrap().id;
    shared.app.open_restricted(&hidden, "follow_up", "MARCA-DE-AUDITORIA").unwrap();
    // Both exchange, each with the work of the other.
    for user in [CARMEN, ANA, CARMEN, ANA] {
        shared.unlock(user.name);
        shared.sync();
    }
    shared.app.hand_over(&person, "private_talk", "MARCA-DE-ENTREGA").unwrap();
    shared.sync();
    assert!(shared.person(&person).timeline.iter().all(|entry| entry.kind != "consultation"));
    assert_eq!(shared.app.open_restricted(&hidden, "care_now", "").unwrap_err().code(), "POSTA-P1");
    shared.app.lock_all();
    for text in ["MARCA-DE-CONSULTA", "MARCA-RESERVADA", "MARCA-DE-ENTREGA"] {
        shared.unlock(CARMEN.name);
        assert!(reads(&carmen, text), "{text}: the search must find what is there");
    }
    shared.app.lock_all();
    for text in SEALED {
        assert!(!reads(&ana, text), "{text}");
        assert!(found_in(shared.home(), text).is_empty(), "{text}");
    }
}
