//! The directory is what people are sent to: whoever may not keep it cannot change it, whatever their device sends.

use posta_documents::Document;
use posta_domain::{DocumentId, Fields, Kind, Person, Service};
use posta_identity::Role;
use posta_protocol::ChangeEntry;
use posta_tests::world::{ANA, ELENA, LUIS};
use posta_tests::{Invited, ORURO};

use crate::paper::{Desk, Paper};

const HUGO: Invited = Invited::new("Hugo Supervisa", "supervisor", ORURO);

fn names(desk: &Desk) -> Vec<String> {
    desk.device.app.services(true).unwrap().into_iter().map(|card| card.service.name).collect()
}

fn set_aside(desk: &Desk) -> Vec<String> {
    desk.home().registry().quarantined().unwrap().into_iter().map(|one| one.reason).collect()
}

#[test]
fn what_a_registrar_writes_into_the_directory_beside_the_program_is_set_aside_until_they_may() {
    let mut paper = Paper::new();
    let (ana, elena, luis) = (paper.desk("ana", ANA), paper.desk("elena", ELENA), paper.desk("luis", LUIS));
    elena.meet(&luis);
    elena.meet(&ana);
    let forged =
        Service { name: "Refugio de nadie".into(), contact: "70000000".into(), ..Service::default() };
    ana.home().write_fields(Kind::Service, DocumentId([9; 16]), forged.to_fields(), 1_700_000_000);
    let person = ana.device.register(&posta_tests::people::newcomer(0));
    ana.carry_to(&elena);
    ana.carry_to(&luis);
    for desk in [&elena, &luis] {
        assert_eq!(names(desk), Vec::<String>::new(), "{}", desk.user.name);
        assert_eq!(set_aside(desk), ["not_permitted"]);
        assert!(desk.device.holds(&person), "the rest of the work counts");
        desk.device.assert_sound();
    }
    paper.change_role(&ana, Role::Supervisor);
    ana.carry_to(&elena);
    ana.carry_to(&luis);
    for desk in [&elena, &luis] {
        assert_eq!(names(desk), [forged.name.as_str()], "{}", desk.user.name);
        assert_eq!(set_aside(desk), Vec::<String>::new());
        assert_eq!(desk.device.digest(), ana.device.digest());
        desk.device.assert_sound();
    }
}

#[test]
fn nothing_that_was_set_aside_for_its_kind_comes_back_with_the_rest_of_an_erased_batch() {
    let mut paper = Paper::new();
    let (ana, elena) = (paper.desk("ana", ANA), paper.desk("elena", ELENA));
    let (hugo, luis) = (paper.desk("hugo", HUGO), paper.desk("luis", LUIS));
    elena.meet(&hugo);
    elena.meet(&luis);
    elena.meet(&ana);
    let (gone, kept) = (DocumentId([1; 16]), DocumentId([2; 16]));
    ana.home().shelve_by(|actor| {
        let made = |kind: &str, id: [u8; 16], fields: &Fields| {
            let (_, change) = Document::create(*actor.as_bytes(), fields, 1_700_000_000).unwrap();
            ChangeEntry { kind: kind.into(), document: id, bytes: change.bytes }
        };
        let person = |name: &str| Person { given_names: name.into(), ..Person::default() }.to_fields();
        let forged = Service { name: "Refugio de nadie".into(), ..Service::default() };
        vec![
            made("person", gone.0, &person("Se va")),
            made("person", kept.0, &person("Se queda")),
            made("service", [9; 16], &forged.to_fields()),
        ]
    });
    ana.carry_to(&elena);
    let order = elena.device.app.order_erasure(&gone.to_string(), "request", &[]).unwrap().order;
    elena.carry_to(&hugo);
    hugo.device.app.agree_erasure(&order).unwrap();
    hugo.meet(&elena);
    elena.meet(&luis);
    for desk in [&elena, &hugo, &luis] {
        assert_eq!(names(desk), Vec::<String>::new(), "{}", desk.user.name);
        assert!(desk.device.holds(&kept.to_string()) && !desk.device.holds(&gone.to_string()));
        desk.device.assert_sound();
    }
}
