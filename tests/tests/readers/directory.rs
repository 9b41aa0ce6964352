//! The directory is what people are sent to: whoever may not keep it cannot change it, whatever their device sends.

use posta_domain::{DocumentId, Kind, Service};
use posta_identity::Role;
use posta_tests::world::{ANA, ELENA, LUIS};

use crate::paper::{Desk, Paper};

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
