//! The dupla's work on real scopes: two authors on two devices, a referral answered in another place and by code, what is
//! shared and what is not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use posta_app::Error;
use posta_app::view::{
    AgendaInput, ConsentDecision, ConsentInput, ConsultationInput, FollowUpInput, HealthView, NeedView,
    ReferralInput, ScreeningAnswer, ScreeningInput, ServiceInput, SignView, SocialView,
};
use posta_domain::{AnswerCode, DocumentId, Kind, Referral, ReferralSecret};
use posta_store::ScopeFile;
use posta_tests::people::newcomer;
use posta_tests::search::found_in;
use posta_tests::world::{CARMEN, ELENA, LUIS, ROSA};
use posta_tests::{Device, Invited, OpenHome, World, copy_folder};

/// Of the care team of the city, where the shelter is.
const JULIA: Invited = Invited::new("Julia Poma", "care", "040101");

/// The second person whom an erasure needs.
const OLGA: Invited = Invited::new("Olga Ortiz", "supervisor", posta_tests::ORURO);

/// Who registers at the same place.
const NORA: Invited = Invited::new("Nora Choque", "registrar", "040101");

const COMPLAINT: &str = "Zqhealthcanary fiebre desde ayer";
const WORDS: &str = "Zqsocialcanary viaja con su hermana";
const MESSAGE: &str = "Zqmessagecanary necesita dormir esta noche";

fn agree(device: &Device, person: &str, purpose: &str, decision: &str) {
    let decision = ConsentDecision { purpose: purpose.into(), decision: decision.into() };
    let input = ConsentInput { language: "es".into(), decisions: vec![decision], ..ConsentInput::default() };
    device.app.record_consent(person, &input).unwrap();
}

/// A shelter in the city that attends the whole department, and somebody to talk to.
fn directory(supervisor: &Device) -> String {
    let shelter = ServiceInput {
        name: "Casa del Migrante".into(),
        kinds: vec!["albergue".into()],
        contact: "2-5270000".into(),
        place: "040101".into(),
        coverage: vec!["04".into()],
        ..ServiceInput::default()
    };
    let health = ServiceInput {
        name: "Salud mental Oruro".into(),
        kinds: vec!["salud_mental".into()],
        contact: "2-5271111".into(),
        coverage: vec!["04".into()],
        ..shelter.clone()
    };
    supervisor.app.save_service(&health).unwrap();
    supervisor.app.save_service(&shelter).unwrap().id
}

struct Cast {
    world: World,
    carmen: Device,
    rosa: Device,
    elena: Device,
    shelter: String,
    person: String,
}

/// A health worker and a psychosocial one at Pisiga, each on their own device, and somebody whom both know.
fn cast() -> Cast {
    let world = World::new();
    let elena = world.device("oruro", ELENA);
    let shelter = directory(&elena);
    elena.sync();
    let (carmen, rosa) = (world.device("carmen", CARMEN), world.device("rosa", ROSA));
    carmen.sync();
    rosa.sync();
    carmen.sync();
    let person = carmen.register(&newcomer(0));
    carmen.sync();
    rosa.sync();
    Cast { world, carmen, rosa, elena, shelter, person }
}

fn health() -> HealthView {
    HealthView {
        complaint: COMPLAINT.into(),
        signs: vec![SignView { sign: "temperature_tenths_c".into(), value: 385 }],
        ..HealthView::default()
    }
}

impl Cast {
    fn consultation(&self) -> String {
        let input = ConsultationInput {
            person: self.person.clone(),
            reason: "atencion_salud".into(),
            needs: vec!["salud".into(), "alojamiento".into()],
            about_needs: vec![NeedView {
                code: "alojamiento".into(),
                urgency: "pronta".into(),
                ..NeedView::default()
            }],
            health: health(),
            signs: vec!["health".into()],
            ..ConsultationInput::default()
        };
        self.carmen.app.record_consultation(&input).unwrap().id
    }

    fn referral(&self) -> String {
        let input = ReferralInput {
            person: self.person.clone(),
            need: "alojamiento".into(),
            service: self.shelter.clone(),
            urgency: "pronta".into(),
            shares: vec!["name".into(), "phone".into()],
            message: MESSAGE.into(),
            ..ReferralInput::default()
        };
        self.carmen.app.create_referral(&input).unwrap().id
    }

    /// The codes of the letter, as only the team of the referral has them.
    fn codes(&self, referral: &str) -> [AnswerCode; 3] {
        let secret = self.secret_at(&self.carmen, CARMEN, referral);
        ReferralSecret::from_hex(&secret).unwrap().codes()
    }

    /// What makes the codes of a referral, as it lies in the team's file on a device; blank for none.
    fn secret_at(&self, device: &Device, user: Invited, referral: &str) -> String {
        device.app.lock();
        let home = OpenHome::unlock(device.home(), user.name);
        let id: DocumentId = referral.parse().unwrap();
        let scope = home.log().membership().care_scope(user.place).unwrap();
        let (path, key) = home.scope_file(scope);
        let file = ScopeFile::open(&path, &key.unwrap()).unwrap();
        let fields = file.document(&Kind::Referral, &id).unwrap().unwrap().fields();
        drop((home, file));
        device.unlock(user.name);
        Referral::from_fields(&fields).secret
    }
}

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
    cast.rosa.app.write_part(&id, "social", &social).unwrap();
    cast.rosa.app.sign_part(&id, "social").unwrap();
    cast.carmen.app.amend_part(&id, "health", "La fiebre bajó").unwrap();
    let changed = ConsultationInput { health: HealthView { complaint: "otra".into(), ..health() }, ..social };
    let refused = cast.carmen.app.write_part(&id, "health", &changed);
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
fn a_person_is_handed_on_to_another_team_with_what_they_chose_and_nobody_else_reads_it() {
    let cast = cast();
    let julia = cast.world.device("julia", JULIA);
    // A registrar works on the same device.
    julia.join(&cast.world.url(), &cast.world.code_for(NORA)).unwrap();
    julia.unlock(JULIA.name);
    julia.sync();
    cast.carmen.sync();
    cast.consultation();
    let choice = |items: &[&str]| items.iter().map(|item| (*item).to_owned()).collect::<Vec<_>>();
    let refused = cast.carmen.app.hand_on(&cast.person, JULIA.place, &choice(&["needs"]));
    assert!(matches!(refused, Err(Error::BadInput(problems)) if problems[0].code == "sharing_not_agreed"));
    agree(&cast.carmen, &cast.person, "share_referral", "given");
    let own = cast.carmen.app.hand_on(&cast.person, CARMEN.place, &choice(&["needs"]));
    assert!(matches!(own, Err(Error::BadInput(problems)) if problems[0].code == "team_own"));
    // Whoever is not sure that it was saved does it again.
    for _ in 0..2 {
        cast.carmen.app.hand_on(&cast.person, JULIA.place, &choice(&["needs"])).unwrap();
    }
    cast.carmen.sync();
    julia.sync();
    let notices = julia.app.notices().unwrap();
    assert_eq!(notices.len(), 1, "{notices:?}");
    assert_eq!(julia.app.home().unwrap().notices, 1);
    let notice = &notices[0];
    assert_eq!((notice.kind.as_str(), notice.from.as_str(), notice.done), ("handed_on", CARMEN.name, false));
    assert_eq!(notice.post, "Pisiga");
    let items: Vec<&str> = notice.lines.iter().map(|line| line.item.as_str()).collect();
    assert_eq!(items, ["needs"]);
    let handed = julia.app.person(&cast.person).unwrap().handed;
    assert_eq!((handed.len(), &handed[0].id, &handed[0].lines), (1, &notice.id, &notice.lines));
    assert!(!format!("{notices:?}{handed:?}").contains(COMPLAINT));
    assert!(cast.carmen.app.person(&cast.person).unwrap().handed.is_empty(), "not even who handed on");
    julia.app.lock();
    julia.unlock(NORA.name);
    assert!(julia.app.person(&cast.person).unwrap().handed.is_empty());
    assert!(matches!(julia.app.notices(), Err(Error::NotAllowed)));
    julia.app.lock();
    julia.unlock(JULIA.name);
    julia.app.settle_notice(&notice.id).unwrap();
    // The same arrives once more after it was taken care of.
    cast.carmen.app.hand_on(&cast.person, JULIA.place, &choice(&["needs"])).unwrap();
    cast.carmen.sync();
    julia.sync();
    let notices = julia.app.notices().unwrap();
    assert_eq!((notices.len(), notices[0].done), (1, true), "{notices:?}");
    assert_eq!(julia.app.home().unwrap().notices, 0);
    julia.assert_sound();
}

#[test]
fn what_was_handed_on_goes_with_the_person_whom_two_supervisors_erase() {
    let cast = cast();
    let (julia, second) = (cast.world.device("julia", JULIA), cast.world.device("second", OLGA));
    let everybody = [&cast.elena, &second, &cast.carmen, &cast.rosa, &julia];
    everybody.iter().for_each(|device| drop(device.sync()));
    agree(&cast.carmen, &cast.person, "share_referral", "given");
    cast.carmen.app.hand_on(&cast.person, JULIA.place, &["name".to_owned()]).unwrap();
    cast.carmen.sync();
    julia.sync();
    assert_eq!(julia.app.notices().unwrap().len(), 1);
    let order = cast.elena.app.order_erasure(&cast.person, "request").unwrap().order;
    cast.elena.sync();
    second.sync();
    second.app.agree_erasure(&order).unwrap();
    for _ in 0..2 {
        second.sync();
        everybody.iter().for_each(|device| drop(device.sync()));
    }
    assert!(julia.app.notices().unwrap().is_empty());
    assert!(matches!(julia.app.person(&cast.person), Err(Error::Erased)));
}

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
            message: MESSAGE.into(),
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
    let refused = refer(&[]);
    cast.carmen.app.step_referral(&refused, "enviada", "").unwrap();
    assert_eq!(told(), 0, "refused");
    agree(&cast.carmen, &cast.person, "share_referral", "given");
    let withdrawn = refer(&["name", "phone"]);
    agree(&cast.carmen, &cast.person, "share_referral", "refused");
    cast.carmen.app.step_referral(&withdrawn, "enviada", "").unwrap();
    assert_eq!(told(), 0, "withdrawn before it was sent");
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
