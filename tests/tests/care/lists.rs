//! What a team keeps in common: the agenda, the directory.

use posta_app::Error;
use posta_app::view::{AgendaInput, FollowUpInput};
use posta_tests::world::{CARMEN, ELENA, LUIS};

use crate::cast::{agree, cast};

#[test]
fn a_follow_up_is_given_to_a_post_of_the_own_team_only() {
    let cast = cast();
    let input = FollowUpInput {
        person: cast.person.clone(),
        on: "2030-01-01".into(),
        post: "tambo-quemado".into(),
        ..FollowUpInput::default()
    };
    let refused = cast.carmen.app.plan_follow_up(&input);
    assert!(matches!(refused, Err(Error::BadInput(problems)) if problems[0].code == "post_of_others"));
    let own = FollowUpInput { post: String::new(), ..input.clone() };
    let id = cast.carmen.app.plan_follow_up(&own).unwrap().id;
    let refused = cast.carmen.app.reassign_follow_up(&id, &input);
    assert!(matches!(refused, Err(Error::BadInput(problems)) if problems[0].code == "post_of_others"));
}

#[test]
fn the_agenda_shows_what_is_overdue_first_and_settles_in_one_act() {
    let cast = cast();
    let plan = |on: &str, what: &str| {
        let input = FollowUpInput {
            person: cast.person.clone(),
            on: on.into(),
            what: what.into(),
            ..FollowUpInput::default()
        };
        cast.carmen.app.plan_follow_up(&input).unwrap().id
    };
    let later = plan("2099-01-02", "llamar");
    let late = plan("2001-01-02", "ver si llegó");
    let agenda = cast.carmen.app.agenda(&AgendaInput::default()).unwrap();
    let order: Vec<_> =
        agenda.iter().map(|item| (item.what.as_str(), item.overdue, item.phone.as_str())).collect();
    assert_eq!(order, [("ver si llegó", true, ""), ("llamar", false, "")], "no telephone without consent");
    assert_eq!(cast.carmen.app.home().unwrap().due, 1);
    agree(&cast.carmen, &cast.person, "contact", "given");
    assert_eq!(cast.carmen.app.agenda(&AgendaInput::default()).unwrap()[0].phone, "70000000");
    cast.carmen.sync();
    cast.rosa.sync();
    cast.rosa.app.settle_follow_up(&late, "no_localizada", "2099-01-01").unwrap();
    let mates = cast.rosa.app.team_mates().unwrap();
    let carmen = mates.iter().find(|mate| mate.name == CARMEN.name).unwrap();
    let to_carmen = FollowUpInput { assignee: carmen.user.clone(), ..FollowUpInput::default() };
    cast.rosa.app.reassign_follow_up(&later, &to_carmen).unwrap();
    cast.rosa.sync();
    cast.carmen.sync();
    let mine = cast.carmen.app.agenda(&AgendaInput { mine: true, ..AgendaInput::default() }).unwrap();
    assert_eq!(mine.iter().map(|item| item.id.as_str()).collect::<Vec<_>>(), [later.as_str()]);
    cast.carmen.app.settle_follow_up(&later, "hecho", "").unwrap();
    cast.carmen.app.settle_follow_up(&late, "cancelado", "").unwrap();
    assert!(cast.carmen.app.agenda(&AgendaInput::default()).unwrap().is_empty());
    let settled = cast.carmen.app.agenda(&AgendaInput { settled: true, ..AgendaInput::default() }).unwrap();
    assert_eq!(settled.len(), 2);
}

#[test]
fn the_directory_is_kept_by_supervisors_and_merged_between_posts() {
    let cast = cast();
    let luis = cast.world.device("tambo", LUIS);
    luis.sync();
    let entries = luis.app.services(false).unwrap();
    assert_eq!(entries.len(), 2);
    assert!(entries.iter().all(|entry| entry.here && !entry.stale && entry.verified_by == ELENA.name));
    assert!(matches!(luis.app.save_service(&entries[0].service), Err(Error::NotAllowed)));
    let mut shelter = entries.iter().find(|entry| entry.service.id == cast.shelter).unwrap().service.clone();
    shelter.closed = true;
    cast.elena.app.save_service(&shelter).unwrap();
    cast.elena.sync();
    luis.sync();
    assert_eq!(luis.app.services(false).unwrap().len(), 1);
    assert_eq!(luis.app.services(true).unwrap().len(), 2);
}
