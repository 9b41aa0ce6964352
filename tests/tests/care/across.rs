//! Referrals: between two teams, by a code told anywhere, and what does not cross.

use posta_app::Error;
use posta_app::view::ReferralInput;
use posta_store::ScopeFile;
use posta_tests::search::found_in;
use posta_tests::world::{LUIS, ROSA};
use posta_tests::{Device, Invited, OpenHome, copy_folder};

use crate::cast::{JULIA, MESSAGE, agree, cast};

/// What other teams told of referrals that a device has not taken up.
fn told_that_waits(device: &Device, user: Invited) -> u64 {
    device.app.lock();
    let home = OpenHome::unlock(device.home(), user.name);
    let (path, key) = home.scope_file(home.log().membership().care_scope(user.place).unwrap());
    let file = ScopeFile::open(&path, &key.unwrap()).unwrap();
    let waits = file.open_inbox_records("referral").unwrap();
    drop((home, file));
    device.unlock(user.name);
    waits
}

#[test]
fn a_referral_says_only_what_the_person_agreed_to_and_goes_its_way_between_two_teams() {
    let cast = cast();
    let julia = cast.world.device("julia", JULIA);
    julia.sync();
    cast.carmen.sync();
    let asked = ReferralInput {
        person: cast.person.clone(),
        need: "alojamiento".into(),
        service: cast.shelter.clone(),
        shares: vec!["name".into()],
        ..ReferralInput::default()
    };
    let refused = cast.carmen.app.create_referral(&asked);
    assert!(matches!(refused, Err(Error::BadInput(problems)) if problems[0].code == "sharing_not_agreed"));
    agree(&cast.carmen, &cast.person, "share_referral", "given");
    let id = cast.referral();
    cast.carmen.sync();
    julia.sync();
    assert!(julia.app.referrals(true).unwrap().is_empty(), "what is only prepared is nobody else's");
    cast.carmen.app.step_referral(&id, "enviada", "").unwrap();
    cast.carmen.sync();
    julia.sync();
    let received = julia.app.referrals(false).unwrap();
    assert_eq!(received.len(), 1, "the team of the place sees it");
    assert!(received[0].from.starts_with("Sabaya"), "{received:?}");
    let view = julia.app.referral(&received[0].id).unwrap();
    let told: Vec<&str> = view.told.iter().map(|piece| piece.piece.as_str()).collect();
    assert_eq!(told, ["name", "phone"]);
    assert_eq!(view.message, MESSAGE);
    assert!(!view.letter);
    assert!(cast.secret_at(&julia, JULIA, &id).is_empty(), "what makes the codes stays with its team");
    julia.app.step_referral(&received[0].id, "aceptada", "").unwrap();
    julia.sync();
    cast.carmen.sync();
    let back = cast.carmen.app.referral(&id).unwrap();
    assert_eq!(back.card.state, "aceptada");
    assert_eq!(back.events.last().unwrap().by, JULIA.name);
    assert_eq!(back.next, ["rechazada", "atendida", "anulada"]);
    cast.carmen.app.step_referral(&id, "atendida", "").unwrap();
    cast.carmen.app.step_referral(&id, "cerrada", "").unwrap();
    cast.carmen.sync();
    julia.sync();
    assert_eq!(julia.app.referral(&id).unwrap().card.state, "cerrada");
    for device in [&cast.carmen, &julia] {
        device.assert_sound();
    }
    assert!(found_in(&cast.world.server.data, MESSAGE).is_empty(), "the server reads nothing of it");
}

#[test]
fn what_another_team_told_of_a_referral_waits_on_a_device_until_the_referral_comes() {
    let mut cast = cast();
    let julia = cast.world.device("julia", JULIA);
    julia.sync();
    agree(&cast.carmen, &cast.person, "share_referral", "given");
    for device in [&cast.carmen, &cast.rosa] {
        device.sync();
    }
    let copy = cast.world.path().join("copy");
    cast.world.while_stopped(|data| copy_folder(data, &copy));
    let id = cast.referral();
    cast.carmen.app.step_referral(&id, "enviada", "").unwrap();
    cast.carmen.sync();
    julia.sync();
    julia.app.step_referral(&id, "aceptada", "").unwrap();
    julia.sync();
    // The server is set back: it gets the answer again from who told it, before it gets the referral again.
    cast.world.while_stopped(|data| copy_folder(&copy, data));
    for device in [&julia, &julia, &cast.rosa] {
        let _ = device.try_sync();
    }
    assert!(cast.rosa.app.referrals(true).unwrap().is_empty());
    assert_eq!(told_that_waits(&cast.rosa, ROSA), 1);
    for device in [&cast.carmen, &cast.carmen, &cast.rosa] {
        let _ = device.try_sync();
    }
    let view = cast.rosa.app.referral(&id).unwrap();
    assert_eq!((view.card.state.as_str(), view.card.contradicted), ("aceptada", false));
    assert_eq!(view.events.last().unwrap().by, JULIA.name);
    assert_eq!(told_that_waits(&cast.rosa, ROSA), 0);
    cast.rosa.assert_sound();
}

#[test]
fn another_team_hears_nothing_of_who_did_not_agree_and_no_more_of_who_withdrew() {
    let cast = cast();
    let julia = cast.world.device("julia", JULIA);
    julia.sync();
    cast.carmen.sync();
    let refer = |shares: &[&str]| {
        let input = ReferralInput {
            person: cast.person.clone(),
            need: "alojamiento".into(),
            service: cast.shelter.clone(),
            shares: shares.iter().map(|piece| (*piece).to_owned()).collect(),
            message: if shares.is_empty() { String::new() } else { MESSAGE.into() },
            ..ReferralInput::default()
        };
        cast.carmen.app.create_referral(&input).unwrap().id
    };
    let told = || {
        cast.carmen.sync();
        julia.sync();
        julia.app.referrals(true).unwrap().len()
    };
    agree(&cast.carmen, &cast.person, "share_referral", "refused");
    let words = ReferralInput {
        person: cast.person.clone(),
        need: "alojamiento".into(),
        service: cast.shelter.clone(),
        message: MESSAGE.into(),
        ..ReferralInput::default()
    };
    let problems = match cast.carmen.app.create_referral(&words) {
        Err(posta_app::Error::BadInput(problems)) => problems,
        other => panic!("{other:?}"),
    };
    assert_eq!((problems[0].field.as_str(), problems[0].code.as_str()), ("message", "sharing_not_agreed"));
    let refused = refer(&[]);
    cast.carmen.app.step_referral(&refused, "enviada", "").unwrap();
    assert_eq!(told(), 0, "refused");
    agree(&cast.carmen, &cast.person, "share_referral", "given");
    let withdrawn = refer(&["name", "phone"]);
    agree(&cast.carmen, &cast.person, "share_referral", "refused");
    cast.carmen.app.step_referral(&withdrawn, "enviada", "").unwrap();
    assert_eq!(told(), 0, "withdrawn before it was sent");
    cast.carmen.app.step_referral(&withdrawn, "anulada", "").unwrap();
    assert_eq!(told(), 0, "what became of it makes no referral there");
    agree(&cast.carmen, &cast.person, "share_referral", "given");
    let known = refer(&["name"]);
    cast.carmen.app.step_referral(&known, "enviada", "").unwrap();
    assert_eq!(told(), 1);
    agree(&cast.carmen, &cast.person, "share_referral", "refused");
    cast.carmen.app.step_referral(&known, "anulada", "").unwrap();
    assert_eq!(told(), 1);
    assert_eq!(julia.app.referral(&known).unwrap().card.state, "anulada", "who knows hears that it is over");
}

#[test]
fn a_code_told_at_another_post_answers_a_referral_and_names_nobody() {
    let cast = cast();
    agree(&cast.carmen, &cast.person, "share_referral", "given");
    let id = cast.referral();
    cast.carmen.app.step_referral(&id, "enviada", "").unwrap();
    let codes = cast.codes(&id);
    cast.carmen.sync();
    let luis = cast.world.device("tambo", LUIS);
    assert!(matches!(luis.app.answer_referral("PR1-nada"), Err(Error::BadInput(_))));
    let told = luis.app.answer_referral(&codes[0].to_string()).unwrap();
    assert_eq!((told.state.as_str(), told.known), ("aceptada", false));
    luis.app.answer_referral(&codes[0].to_string().to_lowercase()).unwrap();
    luis.sync();
    // Both of the team take it up, each on their own device, before they hear of each other.
    for device in [&cast.carmen, &cast.rosa, &cast.carmen, &cast.rosa, &cast.carmen] {
        device.sync();
    }
    for device in [&cast.carmen, &cast.rosa] {
        let view = device.app.referral(&id).unwrap();
        assert_eq!((view.card.state.as_str(), view.card.contradicted), ("aceptada", false));
        assert_eq!(view.events.iter().filter(|event| event.by_code).count(), 1);
        device.assert_sound();
    }
    assert_eq!(cast.carmen.digest_of("care"), cast.rosa.digest_of("care"));
    // The service says one thing by code and another by telephone.
    let reason = cast.carmen.app.step_referral(&id, "rechazada", "");
    assert!(matches!(reason, Err(Error::BadInput(problems)) if problems[0].code == "reason_missing"));
    cast.rosa.app.step_referral(&id, "rechazada", "no hay lugar").unwrap();
    luis.app.answer_referral(&codes[2].to_string()).unwrap();
    luis.sync();
    for device in [&cast.rosa, &cast.carmen, &cast.rosa] {
        device.sync();
    }
    let view = cast.rosa.app.referral(&id).unwrap();
    assert!(view.card.contradicted, "{view:?}");
    assert_eq!(view.events.iter().filter(|event| event.contradicts).count(), 2);
    cast.rosa.app.step_referral(&id, "atendida", "").unwrap();
    assert!(!cast.rosa.app.referral(&id).unwrap().card.contradicted);
}
