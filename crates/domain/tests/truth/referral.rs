use std::collections::BTreeMap;

use posta_domain::{
    AnswerCode, DocumentId, LetterPiece, Pack, Referral, ReferralEvent, ReferralSecret, ReferralState,
    ReferralWay, Urgency,
};
use proptest::prelude::*;

use crate::day;

use ReferralState::{Accepted, Attended, Closed, Prepared, Received, Rejected, Sent, Withdrawn};

const ALL: [ReferralState; 8] = [Prepared, Sent, Received, Accepted, Rejected, Attended, Closed, Withdrawn];

fn event(state: ReferralState, at: i64) -> ReferralEvent {
    let reason = if state == Rejected { "no hay lugar".into() } else { String::new() };
    ReferralEvent { state, at, reason, by: "Ana Quispe".into(), ..ReferralEvent::default() }
}

/// Went through these.
fn through(states: &[ReferralState]) -> Referral {
    let mut referral = Referral::default();
    for (at, state) in states.iter().enumerate() {
        referral.add(&format!("e{at}"), event(state.clone(), at as i64)).unwrap();
    }
    referral
}

/// A way from the beginning to each state.
fn way_to(state: &ReferralState) -> Vec<ReferralState> {
    match state {
        Prepared => vec![Prepared],
        Sent => vec![Prepared, Sent],
        Received => vec![Prepared, Sent, Received],
        Accepted => vec![Prepared, Sent, Accepted],
        Rejected => vec![Prepared, Sent, Rejected],
        Attended => vec![Prepared, Sent, Attended],
        Closed => vec![Prepared, Sent, Attended, Closed],
        Withdrawn => vec![Prepared, Withdrawn],
        ReferralState::Other(_) => unreachable!(),
    }
}

#[test]
fn exactly_the_transitions_of_the_table_are_allowed() {
    let table: BTreeMap<ReferralState, Vec<ReferralState>> = BTreeMap::from([
        (Prepared, vec![Sent, Withdrawn]),
        (Sent, vec![Received, Accepted, Rejected, Attended, Withdrawn]),
        (Received, vec![Accepted, Rejected, Attended, Withdrawn]),
        (Accepted, vec![Rejected, Attended, Withdrawn]),
        (Rejected, vec![Closed]),
        (Attended, vec![Closed]),
        (Closed, vec![]),
        (Withdrawn, vec![]),
    ]);
    for from in ALL {
        for to in ALL {
            let mut referral = through(&way_to(&from));
            let told = referral.add("next", event(to.clone(), 100)).map_err(|problem| problem.code);
            let expected = if table[&from].contains(&to) { Ok(()) } else { Err("referral_step") };
            assert_eq!(told, expected, "{from} to {to}");
            assert_eq!(referral.standing().state, if expected.is_ok() { to } else { from.clone() });
        }
    }
    for to in ALL {
        assert_eq!(Referral::default().add("e", event(to.clone(), 0)).is_ok(), to == Prepared, "first {to}");
    }
}

fn referral_next(referral: &Referral) -> Vec<ReferralState> {
    referral.next()
}

#[test]
fn only_the_team_that_made_a_referral_withdraws_it() {
    let mut ours = through(&[Prepared, Sent]);
    let mut theirs = Referral { origin: "040901".into(), ..ours.clone() };
    assert!(ours.next().contains(&Withdrawn) && !theirs.next().contains(&Withdrawn));
    assert_eq!(theirs.add("x", event(Withdrawn, 9)).unwrap_err().code, "referral_step");
    ours.add("x", event(Withdrawn, 9)).unwrap();
}

#[test]
fn the_reason_of_a_rejection_that_came_by_code_is_said_once_somebody_asked() {
    let mut referral = through(&[Prepared, Sent]);
    let by_code = ReferralEvent { way: ReferralWay::Code, reason: String::new(), ..event(Rejected, 9) };
    assert!(referral.add_answer("code", by_code));
    let next = referral_next;
    assert_eq!(next(&referral), [Rejected, Closed]);
    let silent = ReferralEvent { reason: String::new(), ..event(Rejected, 10) };
    assert_eq!(referral.add("asked", silent).unwrap_err().code, "reason_missing");
    referral.add("asked", event(Rejected, 10)).unwrap();
    assert!(!referral.standing().is_contradicted());
    assert_eq!(next(&referral), [Closed], "it is said");
    assert_eq!(referral.add("again", event(Rejected, 11)).unwrap_err().code, "referral_step");
}

#[test]
fn a_code_that_comes_in_after_the_referral_was_closed_upon_that_answer_contradicts_nothing() {
    for (way, news, contradicts) in [
        (vec![Prepared, Sent, Accepted, Attended, Closed], Attended, false),
        (vec![Prepared, Sent, Attended, Closed], Accepted, false),
        (vec![Prepared, Sent, Attended, Closed], Rejected, true),
        (vec![Prepared, Sent, Rejected, Closed], Rejected, false),
        (vec![Prepared, Sent, Rejected, Closed], Attended, true),
        (vec![Prepared, Sent, Accepted, Rejected, Closed], Accepted, false),
        (vec![Prepared, Sent, Withdrawn], Accepted, true),
    ] {
        let mut referral = through(&way);
        let told = ReferralEvent { way: ReferralWay::Code, ..event(news.clone(), 50) };
        assert!(referral.add_answer("code", told));
        let before = referral_next(&through(&way));
        assert_eq!(referral.standing().is_contradicted(), contradicts, "{way:?}, then {news} by code");
        if !contradicts {
            assert_eq!(referral_next(&referral), before, "{way:?}: nothing else may follow");
        }
    }
}

#[test]
fn a_rejection_needs_its_reason_and_no_event_is_added_twice() {
    let mut referral = through(&[Prepared, Sent]);
    let silent = ReferralEvent { reason: "  ".into(), ..event(Rejected, 9) };
    assert_eq!(referral.add("x", silent).unwrap_err().code, "reason_missing");
    assert_eq!(referral.add("e1", event(Accepted, 9)).unwrap_err().code, "event_repeated");
    assert_eq!(referral.add("not a code", event(Accepted, 9)).unwrap_err().code, "event_repeated");
    assert_eq!(referral.standing().state, Sent);
}

#[test]
fn answers_that_nobody_saw_together_both_stay_and_are_seen_to_differ_until_somebody_decides() {
    let sent = through(&[Prepared, Sent]);
    let (mut here, mut there) = (sent.clone(), sent);
    here.add("a", event(Accepted, 10)).unwrap();
    there.add("r", ReferralEvent { way: ReferralWay::Code, ..event(Rejected, 11) }).unwrap();
    let mut both = here.clone();
    both.events.extend(there.events.clone());
    let standing = both.standing();
    assert!(standing.is_contradicted());
    assert_eq!(standing.last.len(), 2);
    assert_eq!(standing.state, Rejected, "the further one is shown, with the other beside it");
    both.add("d", event(Accepted, 12)).unwrap();
    assert!(!both.standing().is_contradicted());
    assert_eq!(both.standing().state, Accepted);
    assert_eq!(both.events.len(), 5, "nothing went");
    let order: Vec<&str> = both.history().into_iter().map(|(id, _)| id).collect();
    assert_eq!(order, ["e0", "e1", "a", "r", "d"]);
}

#[test]
fn two_who_say_the_same_do_not_contradict_each_other() {
    let sent = through(&[Prepared, Sent]);
    let (mut here, mut there) = (sent.clone(), sent);
    here.add("a", event(Attended, 10)).unwrap();
    there.add("b", event(Attended, 11)).unwrap();
    here.events.extend(there.events);
    assert!(!here.standing().is_contradicted());
    assert!(here.add("c", event(Closed, 12)).is_ok());
}

#[test]
fn an_answer_by_code_is_the_same_on_every_device_and_news_on_the_way_is_no_contradiction() {
    let by_code = |state| ReferralEvent { way: ReferralWay::Code, by: String::new(), ..event(state, 50) };
    let mut told = through(&[Prepared, Sent]);
    told.add("a", event(Accepted, 10)).unwrap();
    let mut elsewhere = through(&[Prepared, Sent]);
    for referral in [&mut told, &mut elsewhere] {
        assert!(referral.add_answer("c1", by_code(Attended)));
        assert!(!referral.add_answer("c1", by_code(Attended)), "taken up once");
    }
    assert!(told.events["c1"] == elsewhere.events["c1"], "whatever else is known");
    assert_eq!(told.standing().state, Attended);
    assert!(!told.standing().is_contradicted());
    assert!(told.add_answer("c2", by_code(Rejected)) && told.standing().is_contradicted());
    let mut unsent = through(&[Prepared]);
    assert!(!unsent.add_answer("c1", by_code(Accepted)), "no letter, no answer");
}

#[test]
fn everything_of_a_referral_makes_the_round_trip_and_a_word_of_another_version_stays() {
    let mut referral = through(&[Prepared, Sent, Rejected]);
    referral.person = DocumentId([1; 16]);
    referral.service = DocumentId([2; 16]);
    referral.need = "alojamiento".into();
    referral.urgency = Urgency::Soon;
    referral.shares = [LetterPiece::Name, LetterPiece::Phone].map(|piece| piece.as_str().into()).into();
    referral.message = "Dos personas, una noche.".into();
    referral.secret = "00112233445566778899aabbccddeeff".into();
    referral.on = Some(day("2026-11-29"));
    let fields = referral.to_fields();
    assert!(Referral::from_fields(&fields) == referral);
    assert_eq!(referral.problems(Pack::find("bo").unwrap(), day("2026-11-29")), []);
    assert!(referral.shares(&LetterPiece::Phone) && !referral.shares(&LetterPiece::Age));
    let mut later = fields.clone();
    later.insert("event/z/state".into(), "transferida".into());
    let read = Referral::from_fields(&later);
    assert_eq!(read.events["z"].state, ReferralState::Other("transferida".into()));
    assert_eq!(read.changes_from(&later), BTreeMap::new());
}

#[test]
fn what_is_missing_or_odd_is_told() {
    let pack = Pack::find("bo").unwrap();
    let codes = |referral: &Referral| -> Vec<&'static str> {
        referral.problems(pack, day("2026-11-29")).iter().map(|problem| problem.code).collect()
    };
    assert_eq!(
        codes(&Referral::default()),
        ["person_missing", "service_missing", "need_missing", "need_unknown"]
    );
    let odd = Referral {
        person: DocumentId([1; 16]),
        service_name: "Casa del Migrante".into(),
        need: "volar".into(),
        urgency: Urgency::Other("ya".into()),
        on: Some(day("2027-01-01")),
        ..Referral::default()
    };
    assert_eq!(codes(&odd), ["need_unknown", "date_in_future", "urgency_unknown"]);
}

#[test]
fn the_codes_of_a_letter_name_their_referral_and_prove_their_answer() {
    let secret = ReferralSecret([7; 16]);
    let codes = secret.codes();
    let told: Vec<ReferralState> = codes.iter().map(AnswerCode::answer).collect();
    assert_eq!(told, ReferralState::ANSWERS);
    for code in &codes {
        assert!(secret.made(code) && !ReferralSecret([8; 16]).made(code));
        assert_eq!(code.name(), secret.name());
        let text = code.to_string();
        assert!(text.len() == 24 && text.starts_with("PR1-"), "{text}");
        assert_eq!(AnswerCode::parse(&text).unwrap(), *code);
        let typed =
            format!(" {} ", text.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l"));
        assert_eq!(AnswerCode::parse(&typed).unwrap(), *code, "as people type it");
        assert_eq!(AnswerCode::parse(&text[4..]).unwrap(), *code, "without its beginning");
    }
    assert_ne!(codes[0].to_string()[18..], codes[1].to_string()[18..], "one code does not give the next");
}

#[test]
fn one_wrong_character_of_a_code_never_passes_for_an_answer() {
    let secret = ReferralSecret([3; 16]);
    let text = secret.codes()[2].to_string();
    for at in (4..text.len()).filter(|at| text.as_bytes()[*at] != b'-') {
        for other in
            "0123456789ABCDEFGHJKMNPQRSTVWXYZ".chars().filter(|other| !text[at..].starts_with(*other))
        {
            let mut typed = text.clone();
            typed.replace_range(at..=at, &other.to_string());
            let passes = AnswerCode::parse(&typed).is_ok_and(|code| secret.made(&code));
            assert!(!passes, "{typed}");
        }
    }
    for bad in ["", "PR1", "PR1-000000-000000-00000", "PR1-UUUUUU-000000-000000", &"0".repeat(300)] {
        assert_eq!(AnswerCode::parse(bad).unwrap_err().code, "answer_code_unreadable", "{bad}");
    }
    assert_eq!(AnswerCode::parse("PR2-000000-000000-000000-00").unwrap_err().code, "answer_code_newer");
}

proptest! {
    #[test]
    fn any_text_is_read_as_a_code_or_refused(text in ".{0,60}") {
        if let Ok(code) = AnswerCode::parse(&text) {
            prop_assert_eq!(AnswerCode::parse(&code.to_string()).unwrap(), code);
        }
    }

    /// Two workers on two devices, who exchange now and then, in any order.
    #[test]
    fn whatever_the_order_of_writing_and_exchanging_nothing_of_either_is_lost(
        acts in prop::collection::vec((any::<bool>(), 0..9_usize), 0..40),
    ) {
        let mut devices = [through(&[Prepared]), through(&[Prepared])];
        let mut written = 1;
        for (at, (which, what)) in acts.into_iter().enumerate() {
            let which = usize::from(which);
            if what == 8 {
                let other = devices[1 - which].events.clone();
                devices[which].events.extend(other);
            } else if devices[which].add(&format!("x{at}"), event(ALL[what].clone(), at as i64)).is_ok() {
                written += 1;
            }
        }
        let [mut one, mut other] = devices;
        let events = one.events.clone();
        one.events.extend(other.events.clone());
        other.events.extend(events);
        prop_assert!(one == other);
        prop_assert_eq!(one.events.len(), written);
        prop_assert_eq!(one.standing().state, other.standing().state);
        prop_assert_eq!(one.history().len(), written);
        prop_assert!(!one.standing().last.is_empty());
    }
}
