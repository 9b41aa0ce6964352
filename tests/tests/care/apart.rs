//! What two members wrote of one attention without knowing of each other: shown, decided, never silently overwritten.

use posta_app::Error;
use posta_app::view::{AgendaInput, ConsultationInput, FollowUpInput, NeedView, SocialView};
use posta_tests::people::newcomer;
use posta_tests::world::{CARMEN, ROSA};

use crate::cast::{Cast, cast};

fn social(words: &str) -> ConsultationInput {
    ConsultationInput {
        needs: vec!["salud".into(), "alojamiento".into()],
        social: SocialView { words: words.into(), ..SocialView::default() },
        ..ConsultationInput::default()
    }
}

fn open(need: &str) -> NeedView {
    NeedView { code: need.into(), state: "abierta".into(), ..NeedView::default() }
}

fn code_of<T: std::fmt::Debug>(refused: Result<T, Error>) -> String {
    match refused {
        Err(Error::BadInput(problems)) => problems[0].code.clone(),
        other => panic!("{other:?}"),
    }
}

/// An attention that both have, nobody's psychosocial part yet.
fn attended() -> (Cast, String) {
    let cast = cast();
    let id = cast.consultation();
    cast.carmen.sync();
    cast.rosa.sync();
    (cast, id)
}

fn exchange(cast: &Cast) {
    cast.carmen.sync();
    cast.rosa.sync();
    cast.carmen.sync();
}

#[test]
fn a_part_that_a_colleague_wrote_meanwhile_is_not_overwritten_by_a_form_begun_before() {
    let (cast, id) = attended();
    let base = cast.carmen.app.consultation(&id).unwrap().social_base;
    let written = cast.rosa.app.consultation(&id).unwrap().social_base;
    cast.rosa.app.write_part(&id, "social", &written, &social("la de Rosa")).unwrap();
    exchange(&cast);
    let refused = cast.carmen.app.write_part(&id, "social", &base, &social("la de Carmen"));
    assert!(matches!(refused, Err(Error::BadInput(problems)) if problems[0].code == "part_moved"));
    let view = cast.carmen.app.consultation(&id).unwrap();
    assert_eq!(view.content.social.words, "la de Rosa");
    let joined = social("la de Rosa; la de Carmen");
    cast.carmen.app.write_part(&id, "social", &view.social_base, &joined).unwrap();
}

#[test]
fn how_a_need_stands_is_part_of_what_a_form_was_filled_in_over() {
    let (cast, id) = attended();
    let base = cast.carmen.app.consultation(&id).unwrap().social_base;
    let met = NeedView { code: "salud".into(), state: "resuelta".into(), ..NeedView::default() };
    cast.carmen.app.tend_need(&id, &met, &open("salud")).unwrap();
    let refused = cast.carmen.app.write_part(&id, "social", &base, &social("otra"));
    assert!(matches!(refused, Err(Error::BadInput(problems)) if problems[0].code == "part_moved"));
}

#[test]
fn two_values_written_apart_are_both_shown_with_their_authors_and_decided_by_the_team() {
    let (cast, id) = attended();
    for (device, state) in [(&cast.carmen, "resuelta"), (&cast.rosa, "no_desea")] {
        let need = NeedView { code: "salud".into(), state: state.into(), ..NeedView::default() };
        device.app.tend_need(&id, &need, &open("salud")).unwrap();
    }
    exchange(&cast);
    let view = cast.carmen.app.consultation(&id).unwrap();
    let [conflict] = view.conflicts.as_slice() else { panic!("{:?}", view.conflicts) };
    assert_eq!(conflict.field, "about_need/salud/state");
    let mut said: Vec<_> =
        conflict.values.iter().map(|one| (one.value.as_str(), one.author.as_str())).collect();
    said.sort_unstable();
    assert_eq!(said, [("no_desea", ROSA.name), ("resuelta", CARMEN.name)]);
    cast.rosa.app.resolve_conflict("consultation", &id, "about_need/salud/state", "resuelta").unwrap();
    exchange(&cast);
    let view = cast.carmen.app.consultation(&id).unwrap();
    assert!(view.conflicts.is_empty());
    let need = view.content.about_needs.iter().find(|need| need.code == "salud").unwrap();
    assert_eq!(need.state, "resuelta");
}

#[test]
fn two_texts_of_a_part_that_was_signed_both_stay_and_nothing_is_decided() {
    let (cast, id) = attended();
    for (device, words) in [(&cast.carmen, "la de Carmen"), (&cast.rosa, "la de Rosa")] {
        let base = device.app.consultation(&id).unwrap().social_base;
        device.app.write_part(&id, "social", &base, &social(words)).unwrap();
        let base = device.app.consultation(&id).unwrap().social_base;
        device.app.sign_part(&id, "social", &base).unwrap();
    }
    exchange(&cast);
    let view = cast.rosa.app.consultation(&id).unwrap();
    assert!(view.conflicts.is_empty(), "{:?}", view.conflicts);
    let [apart] = view.apart.as_slice() else { panic!("{:?}", view.apart) };
    let mut said: Vec<_> = apart.values.iter().map(|one| one.value.as_str()).collect();
    said.sort_unstable();
    assert_eq!(said, ["la de Carmen", "la de Rosa"]);
    let refused = cast.rosa.app.resolve_conflict("consultation", &id, "social/words", "la de Rosa");
    assert!(matches!(refused, Err(Error::BadInput(problems)) if problems[0].code == "part_signed"));
}

#[test]
fn who_was_linked_to_two_people_is_asked_by_name_and_what_was_made_goes_along_with_the_answer() {
    let cast = cast();
    let attended = ConsultationInput { unidentified: true, ..ConsultationInput::default() };
    let id = cast.carmen.app.record_consultation(&attended).unwrap().id;
    let plan =
        FollowUpInput { consultation: id.clone(), on: "2030-01-01".into(), ..FollowUpInput::default() };
    cast.carmen.app.plan_follow_up(&plan).unwrap();
    let other = cast.carmen.register(&newcomer(1));
    exchange(&cast);
    cast.carmen.app.link_consultation(&id, &cast.person).unwrap();
    cast.rosa.app.link_consultation(&id, &other).unwrap();
    exchange(&cast);
    let view = cast.rosa.app.consultation(&id).unwrap();
    let [conflict] = view.conflicts.as_slice() else { panic!("{:?}", view.conflicts) };
    let name = |person: &str| cast.rosa.app.person(person).unwrap().card.name;
    let mut named: Vec<_> = conflict.values.iter().map(|one| one.name.clone()).collect();
    let mut known = vec![name(&cast.person), name(&other)];
    named.sort();
    known.sort();
    assert_eq!((conflict.field.as_str(), named), ("person", known));
    cast.rosa.app.resolve_conflict("consultation", &id, "person", &other).unwrap();
    exchange(&cast);
    assert!(cast.carmen.app.consultation(&id).unwrap().conflicts.is_empty());
    let agenda = cast.carmen.app.agenda(&AgendaInput::default()).unwrap();
    assert_eq!(agenda[0].person.as_ref().unwrap().id, other);
}

#[test]
fn what_arrived_from_a_colleague_in_the_same_field_is_seen_before_it_is_written_over_or_signed() {
    let (cast, id) = attended();
    for (device, words) in [(&cast.carmen, "la de Carmen"), (&cast.rosa, "la de Rosa")] {
        let base = device.app.consultation(&id).unwrap().social_base;
        device.app.write_part(&id, "social", &base, &social(words)).unwrap();
    }
    // Each has the form open again over their own words; whichever of the two is shown afterwards.
    let bases = [&cast.carmen, &cast.rosa].map(|device| device.app.consultation(&id).unwrap().social_base);
    exchange(&cast);
    for (device, base) in [&cast.carmen, &cast.rosa].into_iter().zip(&bases) {
        assert_eq!(code_of(device.app.write_part(&id, "social", base, &social("otra"))), "part_moved");
        let now = device.app.consultation(&id).unwrap().social_base;
        assert_eq!(code_of(device.app.sign_part(&id, "social", &now)), "part_undecided");
    }
    cast.rosa.app.resolve_conflict("consultation", &id, "social/words", "la de Carmen").unwrap();
    let seen = cast.rosa.app.consultation(&id).unwrap().social_base;
    assert_eq!(code_of(cast.rosa.app.sign_part(&id, "social", &bases[1])), "part_moved");
    cast.rosa.app.sign_part(&id, "social", &seen).unwrap();
}

#[test]
fn how_a_need_stands_is_changed_over_what_was_shown_of_it_only() {
    let (cast, id) = attended();
    let done = NeedView { done: "se llamó, hay cama".into(), ..open("salud") };
    cast.rosa.app.tend_need(&id, &done, &open("salud")).unwrap();
    exchange(&cast);
    let stale = NeedView { state: "derivada".into(), ..open("salud") };
    assert_eq!(code_of(cast.carmen.app.tend_need(&id, &stale, &open("salud"))), "need_moved");
    let referred = NeedView { state: "derivada".into(), ..done.clone() };
    cast.carmen.app.tend_need(&id, &referred, &done).unwrap();
}

#[test]
fn what_is_made_while_a_colleague_says_who_it_was_goes_to_that_person_and_a_wrong_link_is_taken_back() {
    let cast = cast();
    let attended = ConsultationInput { unidentified: true, ..ConsultationInput::default() };
    let id = cast.carmen.app.record_consultation(&attended).unwrap().id;
    exchange(&cast);
    cast.carmen.app.link_consultation(&id, &cast.person).unwrap();
    let plan =
        FollowUpInput { consultation: id.clone(), on: "2030-01-01".into(), ..FollowUpInput::default() };
    cast.rosa.app.plan_follow_up(&plan).unwrap();
    exchange(&cast);
    cast.rosa.sync();
    for device in [&cast.carmen, &cast.rosa] {
        let agenda = device.app.agenda(&AgendaInput::default()).unwrap();
        assert_eq!(agenda[0].person.as_ref().unwrap().id, cast.person);
        device.assert_sound();
    }
    cast.rosa.app.unlink_consultation(&id).unwrap();
    let meanwhile = FollowUpInput { person: cast.person.clone(), on: "2029-01-01".into(), ..plan };
    cast.carmen.app.plan_follow_up(&meanwhile).unwrap();
    exchange(&cast);
    cast.carmen.sync();
    let agenda = cast.carmen.app.agenda(&AgendaInput::default()).unwrap();
    assert!(agenda.len() == 2 && agenda.iter().all(|item| item.person.is_none()));
    assert!(cast.carmen.app.agenda(&AgendaInput::default()).unwrap()[0].person.is_none());
    assert_eq!(cast.carmen.app.unlinked_consultations().unwrap()[0].id, id);
    let known = cast.consultation();
    assert_eq!(code_of(cast.carmen.app.unlink_consultation(&known)), "consultation_linked");
}

#[test]
fn what_two_said_of_a_follow_up_apart_shows_and_whatever_is_said_next_holds() {
    let (cast, _) = attended();
    let plan =
        FollowUpInput { person: cast.person.clone(), on: "2001-01-01".into(), ..FollowUpInput::default() };
    let id = cast.carmen.app.plan_follow_up(&plan).unwrap().id;
    exchange(&cast);
    cast.carmen.app.settle_follow_up(&id, "no_localizada", "2099-01-01").unwrap();
    cast.rosa.app.settle_follow_up(&id, "no_localizada", "2099-02-01").unwrap();
    exchange(&cast);
    let shown = |of_both: bool| {
        let item = cast.carmen.app.agenda(&AgendaInput::default()).unwrap().remove(0);
        assert_eq!((item.tries, item.contested), (2, of_both));
    };
    shown(true);
    let to_rosa = FollowUpInput { on: "2099-01-15".into(), ..FollowUpInput::default() };
    cast.rosa.app.reassign_follow_up(&id, &to_rosa).unwrap();
    exchange(&cast);
    shown(false);
    let agenda = cast.carmen.app.agenda(&AgendaInput::default()).unwrap();
    assert_eq!((agenda[0].on.as_str(), agenda[0].state.as_str()), ("2099-01-15", "pendiente"));
}
