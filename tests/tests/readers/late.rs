//! What was written of an erased person before its author heard of the erasure, and comes after it.

use posta_tests::people::newcomer;
use posta_tests::search::{self, any_in, holds};
use posta_tests::world::{ANA, CARMEN, ELENA, LUIS};
use posta_tests::{Invited, ORURO, World};

use crate::carry::everything;
use crate::paper::Desk;

const HUGO: Invited = Invited::new("Hugo Supervisa", "supervisor", ORURO);
const MARKS: [&str; 4] = ["MARCA-BORRADA", "MARCA-TARDIA", "MARCA-PROPIA", "MARCA-ENTREGA"];

/// Every text of the server's databases, batches unpacked.
fn of_server(world: &World) -> Vec<u8> {
    let mut all = Vec::new();
    for path in search::files(&world.server.data) {
        if std::fs::read(&path).unwrap().starts_with(b"SQLite format 3") {
            all.extend(search::dump(&path, &[]));
        }
    }
    all
}

#[test]
fn a_mixed_batch_that_comes_after_the_erasure_loses_the_erased_and_keeps_the_others_everywhere() {
    let mut world = World::new();
    let desk = |world: &World, home: &str, user| Desk { device: world.device(home, user), user };
    let (ana, carmen) = (desk(&world, "ana", ANA), desk(&world, "carmen", CARMEN));
    let (elena, hugo) = (desk(&world, "elena", ELENA), desk(&world, "hugo", HUGO));
    let mut gone = newcomer(0);
    gone.person.given_names = "MARCA-BORRADA".into();
    let gone = ana.device.register(&gone);
    let kept = ana.device.register(&newcomer(1));
    for desk in [&ana, &carmen, &elena, &hugo] {
        desk.device.sync();
    }
    // Ana is out of reach from here on, and goes on with both.
    ana.device.edit(&gone, &[("surname2", "MARCA-TARDIA")]);
    ana.device.edit(&kept, &[("phone", "70000001")]);
    ana.device.app.hand_over(&gone, "other", "MARCA-ENTREGA").unwrap();
    let order = elena.device.app.order_erasure(&gone, "request", &[]).unwrap();
    elena.device.sync();
    hugo.device.sync();
    // Whoever carries it out has something unsent of both too.
    hugo.device.edit(&gone, &[("surname2", "MARCA-PROPIA")]);
    hugo.device.edit(&kept, &[("surname2", "Conservada")]);
    hugo.device.app.agree_erasure(&order.order).unwrap();
    assert!(!holds(&everything(&mut hugo.home()), "MARCA-PROPIA"));
    hugo.device.unlock(HUGO.name);
    hugo.device.edit(&kept, &[("surname1", "Guardada")]);
    for desk in [&hugo, &elena, &carmen] {
        desk.device.sync();
    }
    assert!(holds(&everything(&mut ana.home()), "MARCA-TARDIA"), "the search must find what is there");
    ana.device.unlock(ANA.name);
    ana.device.sync();
    assert!(holds(&of_server(&world), "MARCA-TARDIA"), "the search must find what is there");
    for _ in 0..3 {
        for desk in [&elena, &hugo, &carmen, &ana] {
            desk.device.sync();
        }
    }
    // Somebody who never had any of the batches reads the rest of them.
    let luis = desk(&world, "luis", LUIS);
    luis.device.sync();
    luis.device.sync();
    for desk in [&ana, &carmen, &elena, &hugo, &luis] {
        let name = desk.user.name;
        let person = desk.device.person(&kept);
        let fields = format!("{person:?}");
        for text in ["70000001", "Conservada", "Guardada"] {
            assert!(fields.contains(text), "{name}: {text}");
        }
        assert_eq!(desk.device.app.person(&gone).unwrap_err().code(), "POSTA-E1", "{name}");
        desk.device.assert_sound();
        assert_eq!(desk.device.digest(), ana.device.digest(), "{name}");
    }
    assert_eq!(world.server.digest(ana.device.registry()), ana.device.digest());
    elena.device.sync();
    let log = elena.home().log().len();
    for desk in [&ana, &carmen, &elena, &hugo, &luis] {
        desk.device.unlock(desk.user.name);
        desk.device.sync();
        let all = everything(&mut desk.home());
        for mark in MARKS {
            assert!(!holds(&all, mark), "{}: {mark}", desk.user.name);
        }
    }
    assert_eq!(elena.home().log().len(), log, "it is named once");
    world.server.stop();
    let marks = MARKS.map(str::to_owned);
    assert!(any_in(&world.server.data, &marks).is_empty());
    let all = of_server(&world);
    assert!(holds(&all, "Conservada"), "the search must find what is there");
    assert!(MARKS.iter().all(|mark| !holds(&all, mark)));
}
