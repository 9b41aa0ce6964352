//! Attentions: two authors on two devices, somebody without identity, instruments.

use posta_app::Error;
use posta_app::view::{
    AgendaInput, ConsultationInput, FollowUpInput, HealthView, ReferralInput, ScreeningAnswer,
    ScreeningInput, SocialView,
};
use posta_tests::people::newcomer;
use posta_tests::search::found_in;
use posta_tests::world::{CARMEN, ROSA};

use crate::cast::{COMPLAINT, WORDS, cast, health};

#[test]
fn two_authors_write_and_sign_their_parts_on_two_devices_without_a_network() {
    let cast = cast();
    let id = cast.consultation();
    cast.carmen.sync();
    cast.rosa.sync();
    // Both go on apart.
    let social = ConsultationInput {
        needs: vec!["salud".into(), "alojamiento".into()],
        social: SocialView { words: WORDS.into(), ..SocialView::default() },
        ..ConsultationInput::default()
    };
    let base = cast.rosa.app.consultation(&id).unwrap().social_base;
    cast.rosa.app.write_part(&id, "social", &base, &social).unwrap();
    let base = cast.rosa.app.consultation(&id).unwrap().social_base;
    cast.rosa.app.sign_part(&id, "social", &base).unwrap();
    cast.carmen.app.amend_part(&id, "health", "La fiebre bajó").unwrap();
    let changed = ConsultationInput { health: HealthView { complaint: "otra".into(), ..health() }, ..social };
    let base = cast.carmen.app.consultation(&id).unwrap().health_base;
    let refused = cast.carmen.app.write_part(&id, "health", &base, &changed);
    assert!(matches!(refused, Err(Error::BadInput(problems)) if problems[0].code == "part_signed"));
    cast.rosa.sync();
    cast.carmen.sync();
    cast.rosa.sync();
    for device in [&cast.carmen, &cast.rosa] {
        let view = device.app.consultation(&id).unwrap();
        assert_eq!(view.content.health.complaint, COMPLAINT);
        assert_eq!(view.content.social.words, WORDS);
        assert_eq!(view.amendments.len(), 1);
        assert_eq!(view.amendments[0].by, CARMEN.name);
        let signed: Vec<_> =
            view.signatures.iter().map(|one| (one.part.as_str(), one.name.as_str())).collect();
        assert_eq!(signed, [("health", CARMEN.name), ("social", ROSA.name)]);
        assert!(view.signatures.iter().all(|one| one.holds && one.genuine), "{:?}", view.signatures);
        assert!(view.conflicts.is_empty(), "{:?}", view.conflicts);
        device.assert_sound();
    }
    assert_eq!(cast.carmen.digest_of("care"), cast.rosa.digest_of("care"));
    for text in [COMPLAINT, WORDS] {
        assert!(found_in(&cast.world.server.data, text).is_empty(), "the server reads nothing of it");
    }
}

#[test]
fn somebody_attended_without_identity_is_linked_later_and_shows_on_their_page() {
    let cast = cast();
    let input = ConsultationInput {
        unidentified: true,
        called: "señora del bus".into(),
        mode: "street".into(),
        note: "Pidió agua".into(),
        ..ConsultationInput::default()
    };
    let id = cast.carmen.app.record_consultation(&input).unwrap().id;
    assert_eq!(cast.carmen.app.unlinked_consultations().unwrap()[0].called, "señora del bus");
    cast.carmen.app.link_consultation(&id, &cast.person).unwrap();
    assert!(cast.carmen.app.unlinked_consultations().unwrap().is_empty());
    assert!(cast.carmen.reads(&cast.person, &id));
    let other = cast.carmen.register(&newcomer(1));
    assert!(matches!(cast.carmen.app.link_consultation(&id, &other), Err(Error::BadInput(_))));
}

#[test]
fn who_has_no_identity_is_referred_and_followed_up_and_it_goes_along_when_they_are_known() {
    let cast = cast();
    let attended = ConsultationInput {
        unidentified: true,
        called: "señora del bus".into(),
        ..ConsultationInput::default()
    };
    let id = cast.carmen.app.record_consultation(&attended).unwrap().id;
    let input = ReferralInput {
        consultation: id.clone(),
        need: "alojamiento".into(),
        service: cast.shelter.clone(),
        ..ReferralInput::default()
    };
    let telling = ReferralInput { shares: vec!["name".into()], ..input.clone() };
    let refused = cast.carmen.app.create_referral(&telling);
    assert!(matches!(refused, Err(Error::BadInput(problems)) if problems[0].code == "sharing_not_agreed"));
    let of_nobody = ReferralInput { consultation: String::new(), ..input.clone() };
    assert!(matches!(cast.carmen.app.create_referral(&of_nobody), Err(Error::NotFound)));
    let referral = cast.carmen.app.create_referral(&input).unwrap().id;
    let plan = FollowUpInput {
        referral: referral.clone(),
        consultation: id.clone(),
        on: "2030-01-01".into(),
        ..FollowUpInput::default()
    };
    cast.carmen.app.plan_follow_up(&plan).unwrap();
    let shown = cast.carmen.app.referral(&referral).unwrap();
    assert_eq!((shown.card.called.as_str(), shown.told.len()), ("señora del bus", 0));
    cast.carmen.app.note_letter_printed(&referral).unwrap();
    let agenda = cast.carmen.app.agenda(&AgendaInput::default()).unwrap();
    assert_eq!((agenda[0].called.as_str(), agenda[0].person.is_none()), ("señora del bus", true));

    cast.carmen.app.link_consultation(&id, &cast.person).unwrap();
    let shown = cast.carmen.app.referral(&referral).unwrap().card;
    assert_eq!(
        (shown.person.unwrap().id, shown.called, shown.state),
        (cast.person.clone(), String::new(), "enviada".into())
    );
    let agenda = cast.carmen.app.agenda(&AgendaInput::default()).unwrap();
    assert_eq!(agenda[0].person.as_ref().unwrap().id, cast.person);
    assert!(matches!(cast.carmen.app.create_referral(&input), Err(Error::NotFound)), "they are known now");
}

#[test]
fn what_was_answered_to_an_instrument_is_saved_with_the_attention_or_not_at_all() {
    let cast = cast();
    let answer = |item: &str| ScreeningAnswer { item: item.into(), code: "LA6571-9".into() };
    let screening = |instrument: &str| ScreeningInput {
        instrument: instrument.into(),
        answers: vec![answer("1"), answer("2")],
        ..ScreeningInput::default()
    };
    let input = |instrument: &str| ConsultationInput {
        person: cast.person.clone(),
        reason: "atencion_salud".into(),
        needs: vec!["alojamiento".into()],
        screenings: vec![screening(instrument)],
        ..ConsultationInput::default()
    };
    let refused = cast.carmen.app.record_consultation(&input("wgss"));
    assert!(
        matches!(refused, Err(Error::BadInput(problems)) if problems.iter().any(|one| one.field == "instrument"))
    );
    assert!(cast.carmen.app.screenings(&cast.person).unwrap().is_empty());
    let id = cast.carmen.app.record_consultation(&input("phq2")).unwrap().id;
    assert_eq!(cast.carmen.app.screenings(&cast.person).unwrap()[0].score.total, Some(6));

    // A referral that is made of it afterwards says so at its need.
    let referral = ReferralInput {
        person: cast.person.clone(),
        consultation: id.clone(),
        need: "alojamiento".into(),
        service: cast.shelter.clone(),
        ..ReferralInput::default()
    };
    cast.carmen.app.create_referral(&referral).unwrap();
    let view = cast.carmen.app.consultation(&id).unwrap();
    assert_eq!(view.content.about_needs[0].state, "derivada");
}

#[test]
fn what_is_for_adults_is_not_put_to_whose_age_somebody_estimated_too_near() {
    let cast = cast();
    let withheld = |birth: &str| {
        let mut input = newcomer(3);
        input.person.birth = birth.into();
        let person = cast.carmen.register(&input);
        let cards = cast.carmen.app.instruments(&person).unwrap();
        cards.into_iter().find(|card| card.code == "phq9").unwrap().withheld
    };
    assert_eq!(withheld("age:16@2020-01-01"), "", "years have passed since");
    let today = cast.carmen.app.consultation(&cast.consultation()).unwrap().on;
    assert_eq!(withheld(&format!("age:19@{today}")), "age_estimated");
    assert_eq!(withheld(&format!("age:12@{today}")), "too_young");
}

#[test]
fn while_two_births_stand_against_each_other_nobody_is_taken_for_an_adult_by_one_of_them() {
    let cast = cast();
    cast.carmen.edit(&cast.person, &[("birth", "1990-01-02")]);
    cast.rosa.edit(&cast.person, &[("birth", "2015-01-02")]);
    cast.carmen.sync();
    cast.rosa.sync();
    cast.carmen.sync();
    for device in [&cast.carmen, &cast.rosa] {
        let cards = device.app.instruments(&cast.person).unwrap();
        assert_eq!(cards.iter().find(|card| card.code == "phq2").unwrap().withheld, "age_unknown");
        let input = ScreeningInput {
            person: cast.person.clone(),
            instrument: "phq2".into(),
            answers: vec![ScreeningAnswer { item: "1".into(), code: "LA6571-9".into() }],
            ..ScreeningInput::default()
        };
        let refused = device.app.record_screening(&input);
        assert!(
            matches!(refused, Err(Error::BadInput(problems)) if problems[0].code == "instrument_not_for_age")
        );
    }
}

#[test]
fn an_instrument_is_offered_where_somebody_can_act_on_it_and_to_whom_it_is_for() {
    let cast = cast();
    let mut input = newcomer(2);
    input.person.birth = "2015".into();
    let child = cast.carmen.register(&input);
    let withheld = |person: &str| -> Vec<(String, String)> {
        let cards = cast.carmen.app.instruments(person).unwrap();
        cards.into_iter().map(|card| (card.code, card.withheld)).collect()
    };
    let of =
        |all: &[(String, String)], code: &str| all.iter().find(|(one, _)| one == code).unwrap().1.clone();
    let adult = withheld(&cast.person);
    assert_eq!((of(&adult, "phq9"), of(&adult, "wgss")), (String::new(), "no_service".into()));
    let young = withheld(&child);
    assert_eq!((of(&young, "phq9"), of(&young, "asq")), ("too_young".into(), String::new()));
    let answers = |codes: [&str; 2]| {
        let answer = |(item, code): (usize, &&str)| ScreeningAnswer {
            item: (item + 1).to_string(),
            code: (*code).into(),
        };
        codes.iter().enumerate().map(answer).collect::<Vec<_>>()
    };
    let input = ScreeningInput {
        person: cast.person.clone(),
        instrument: "phq2".into(),
        answers: answers(["LA6571-9", "LA6568-5"]),
        ..ScreeningInput::default()
    };
    let score = cast.carmen.app.score_screening("phq2", &input.answers).unwrap();
    assert_eq!((score.total, score.positive.as_str(), score.leads_to.as_str()), (Some(3), "yes", "phq9"));
    cast.carmen.app.record_screening(&input).unwrap();
    assert_eq!(cast.carmen.app.screenings(&cast.person).unwrap()[0].score.total, Some(3));
    let to_child = ScreeningInput { person: child, ..input };
    let refused = cast.carmen.app.record_screening(&to_child);
    assert!(
        matches!(refused, Err(Error::BadInput(problems)) if problems[0].code == "instrument_not_for_age")
    );
}
