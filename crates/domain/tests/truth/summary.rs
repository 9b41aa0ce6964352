//! What a person lets the next post know: what they chose, and nothing that has no place in it.

use std::collections::BTreeSet;

use posta_domain::{
    Amendment, Consultation, DocumentId, FollowUp, FollowUpKind, FollowUpState, HandedOn, HealthPart,
    MAX_HANDED_ON, MAX_SUMMARY, NeedSeen, NeedState, Outcome, Pack, Part, Person, Pregnancy, Referral,
    ReferralEvent, ReferralState, SocialPart, Summary, SummaryItem, SummarySource, Urgency,
};

use crate::day;

const TODAY: &str = "2026-11-29";

fn id(byte: u8) -> DocumentId {
    DocumentId([byte; 16])
}

fn set(codes: &[&str]) -> BTreeSet<String> {
    codes.iter().map(|code| (*code).to_owned()).collect()
}

fn items() -> Vec<SummaryItem> {
    SummaryItem::WORDS.iter().map(|word| SummaryItem::from_word(word)).collect()
}

/// Every choice there is.
fn choices() -> impl Iterator<Item = BTreeSet<SummaryItem>> {
    let items = items();
    (0..1_u32 << items.len()).map(move |bits| {
        items
            .iter()
            .enumerate()
            .filter(|(place, _)| bits >> place & 1 == 1)
            .map(|(_, item)| item.clone())
            .collect()
    })
}

/// All that can be said, each with a text of its own where it has text.
fn full() -> Summary {
    Summary {
        on: day(TODAY),
        name: "Yuleisy Rondón".into(),
        born: Some(1987),
        languages: set(&["ht"]),
        coverage: Some(("sus".into(), Outcome::Covered)),
        pregnancy: Some(23),
        chronic: set(&["epilepsia"]),
        medicines: "carbamazepina".into(),
        needs: [("alojamiento".into(), Urgency::Now)].into(),
        referrals: [("educacion".into(), ReferralState::Sent)].into(),
        follow_up: Some((day("2026-12-03"), FollowUpKind::Referral)),
    }
}

/// What tells of an item in the bytes.
fn mark(item: &SummaryItem) -> Vec<u8> {
    let key = |key: u8, rest: &[u8]| [&[key], rest].concat();
    match item {
        SummaryItem::Name => "Yuleisy".into(),
        SummaryItem::Birth => 1987_u16.to_be_bytes().to_vec(),
        SummaryItem::Language => "bht".into(),
        SummaryItem::Coverage => "csus".into(),
        SummaryItem::Pregnancy => key(6, &[0x17]),
        SummaryItem::Chronic => "epilepsia".into(),
        SummaryItem::Medicines => "carbamazepina".into(),
        SummaryItem::Needs => "alojamiento".into(),
        SummaryItem::Referral => "educacion".into(),
        SummaryItem::FollowUp => key(11, &[0x82]),
        SummaryItem::Other(word) => panic!("{word}"),
    }
}

#[test]
fn an_item_that_was_not_chosen_never_stands_in_the_bytes_whatever_else_was() {
    for chosen in choices() {
        let bytes = full().keep(&chosen).encode();
        for item in items() {
            let mark = mark(&item);
            let is_there = bytes.windows(mark.len()).any(|window| window == mark);
            assert_eq!(is_there, chosen.contains(&item), "{item} of {chosen:?}");
        }
        assert!(Summary::decode(&bytes) == Some(full().keep(&chosen)), "{chosen:?}");
        assert_eq!(full().keep(&chosen).is_blank(), chosen.is_empty());
    }
}

#[test]
fn before_the_person_chooses_only_language_and_follow_up_are() {
    assert_eq!(SummaryItem::FIRST_CHOICE.map(|item| item.to_string()), ["language", "follow_up"]);
    let read = |words: &[&str]| {
        SummaryItem::read_choice(&words.iter().map(|word| (*word).into()).collect::<Vec<_>>())
    };
    assert_eq!(read(&["name", "name"]).unwrap().len(), 1);
    assert_eq!(read(&["name", "note"]).unwrap_err().code, "summary_item_unknown");
}

/// A consultation that holds a mark wherever somebody may write or choose what no summary says.
fn marked(restricted: bool) -> Consultation {
    let mut consultation = Consultation {
        on: Some(day("2026-11-20")),
        post: "zqpost".into(),
        reason: "zqreason".into(),
        called: "zqcalled".into(),
        needs: set(&["proteccion", "atencion_confidencial", "zqneed"]),
        health: HealthPart {
            complaint: "zqcomplaint".into(),
            given: "zqgiven".into(),
            chronic: set(&["zqchronic"]),
            hygiene: set(&["zqhygiene"]),
            ..HealthPart::default()
        },
        social: SocialPart {
            states: set(&["zqstate"]),
            supports: set(&["zqsupport"]),
            words: "zqwords".into(),
        },
        alerts: set(&["zqalert"]),
        note: "zqnote".into(),
        restricted,
        ..Consultation::default()
    };
    consultation
        .about_needs
        .insert("zqneed".into(), NeedSeen { done: "zqdone".into(), ..NeedSeen::default() });
    consultation.amendments.insert("a".into(), Amendment { part: Part::Social, text: "zqamendment".into() });
    if restricted {
        consultation.needs.insert("salud".into());
        consultation.health.chronic.insert("diabetes".into());
        consultation.health.interrupted = "zqinsulin".into();
        consultation.health.pregnancy = Pregnancy::Yes;
    }
    consultation
}

fn referral(need: &str, kind: &str, consultation: DocumentId) -> Referral {
    let mut referral = Referral {
        person: id(1),
        consultation,
        need: need.into(),
        service_kind: kind.into(),
        service_name: "zqservice".into(),
        place: "zqplace".into(),
        message: "zqmessage".into(),
        on: Some(day("2026-11-20")),
        ..Referral::default()
    };
    referral.add("e1", ReferralEvent::default()).unwrap();
    referral
}

fn due(on: &str, consultation: DocumentId, referral: DocumentId) -> FollowUp {
    FollowUp { on: Some(day(on)), what: "zqwhat".into(), consultation, referral, ..FollowUp::default() }
}

fn gather(consultations: &[Consultation], follow_ups: &[FollowUp], referrals: &[Referral]) -> Summary {
    let numbered = |first: u8, place: usize| id(first + u8::try_from(place).unwrap());
    let consultations: Vec<_> =
        consultations.iter().enumerate().map(|(place, one)| (numbered(10, place), one.clone())).collect();
    let referrals: Vec<_> =
        referrals.iter().enumerate().map(|(place, one)| (numbered(20, place), one.clone())).collect();
    let person = Person {
        given_names: "Luz".into(),
        birth: posta_domain::Birth::parse("1990-05-17").unwrap(),
        nationality: "ZQ".into(),
        phone: "zqphone".into(),
        residence: "zqresidence".into(),
        registered_post: "zqregistered".into(),
        guardian_name: "zqguardian".into(),
        languages: set(&["qu", "zqlanguage"]),
        same_day: true,
        ..Person::default()
    };
    let source = SummarySource {
        pack: Pack::find("bo").unwrap(),
        today: day(TODAY),
        person: &person,
        coverage: Some(("zqprogram".into(), Outcome::Covered)),
        consultations: &consultations,
        follow_ups,
        referrals: &referrals,
    };
    source.gather()
}

#[test]
fn what_has_no_place_in_a_summary_is_not_gathered_even_when_everything_is_chosen() {
    let consultations = [marked(false), marked(true)];
    let restricted = id(11);
    let referrals = [
        referral("proteccion", "", DocumentId::NONE),
        referral("atencion_confidencial", "salud", DocumentId::NONE),
        referral("salud", "salud_mental", DocumentId::NONE),
        referral("salud", "defensoria", DocumentId::NONE),
        referral("alojamiento", "albergue", restricted),
        referral("zqneed", "salud", DocumentId::NONE),
    ];
    let follow_ups = [
        due("2026-12-01", restricted, DocumentId::NONE),
        due("2026-12-01", DocumentId::NONE, id(20)),
        due("2026-12-01", DocumentId::NONE, id(24)),
        due("2026-12-01", DocumentId::NONE, id(99)),
    ];
    let summary = gather(&consultations, &follow_ups, &referrals);
    let bytes = summary.encode().to_ascii_lowercase();
    assert!(!bytes.windows(2).any(|window| window == b"zq"), "{}", String::from_utf8_lossy(&bytes));
    let left = Summary {
        on: day(TODAY),
        name: "Luz".into(),
        born: Some(1990),
        languages: set(&["qu"]),
        ..Summary::default()
    };
    assert!(summary == left, "{}", String::from_utf8_lossy(&bytes));
}

#[test]
fn the_last_word_on_anything_stands_and_the_weeks_go_on() {
    let attended = |on: &str, weeks: i64, state: NeedState| Consultation {
        on: Some(day(on)),
        needs: set(&["alojamiento"]),
        about_needs: [(
            "alojamiento".into(),
            NeedSeen { urgency: Urgency::Soon, state, ..NeedSeen::default() },
        )]
        .into(),
        health: HealthPart {
            pregnancy: if weeks < 0 { Pregnancy::No } else { Pregnancy::Yes },
            weeks: weeks.max(0),
            chronic: set(&["asma"]),
            interrupted: format!("desde {on}"),
            ..HealthPart::default()
        },
        ..Consultation::default()
    };
    let (first, last) =
        (attended("2026-11-01", 12, NeedState::Open), attended("2026-11-15", 20, NeedState::Referred));
    let summary = gather(&[last.clone(), first.clone()], &[], &[]);
    assert_eq!((summary.pregnancy, summary.medicines.as_str()), (Some(22), "desde 2026-11-15"));
    assert_eq!(summary.needs.get("alojamiento"), Some(&Urgency::Soon));
    assert_eq!(summary.chronic, set(&["asma"]));
    let met = attended("2026-11-20", -1, NeedState::Met);
    let summary = gather(&[met, last], &[], &[]);
    assert_eq!((summary.pregnancy, summary.needs.len()), (None, 0));
    let long_ago = Consultation { on: Some(day("2026-01-01")), ..first };
    assert_eq!(gather(&[long_ago], &[], &[]).pregnancy, None, "it must be over");
}

#[test]
fn an_open_referral_and_the_next_follow_up_are_said_and_what_is_over_is_not() {
    let mut over = referral("educacion", "educacion", DocumentId::NONE);
    over.add("e2", ReferralEvent { state: ReferralState::Withdrawn, ..ReferralEvent::default() }).unwrap();
    let open = referral("alojamiento", "albergue", DocumentId::NONE);
    let done =
        FollowUp { state: FollowUpState::Done, ..due("2026-11-30", DocumentId::NONE, DocumentId::NONE) };
    let overdue = due("2026-11-01", DocumentId::NONE, DocumentId::NONE);
    let later = due("2026-12-09", DocumentId::NONE, id(21));
    let summary = gather(&[], &[overdue.clone(), later, done.clone()], &[over.clone(), open]);
    assert_eq!(summary.referrals, [("alojamiento".into(), ReferralState::Prepared)].into());
    assert_eq!(summary.follow_up, Some((day("2026-12-09"), FollowUpKind::Referral)));
    let summary = gather(&[], &[done, overdue], &[over]);
    assert_eq!(summary.follow_up, Some((day("2026-11-01"), FollowUpKind::Visit)));
    assert!(summary.referrals.is_empty());
}

#[test]
fn a_long_name_is_seen_to_be_cut_and_the_largest_summary_is_read_again() {
    let person = Person { given_names: "ñ".repeat(200), ..Person::default() };
    let source = SummarySource {
        pack: Pack::find("bo").unwrap(),
        today: day(TODAY),
        person: &person,
        coverage: None,
        consultations: &[],
        follow_ups: &[],
        referrals: &[],
    };
    let summary = source.gather();
    assert_eq!((summary.name.chars().count(), summary.name.ends_with('…')), (80, true));
    let code = |place: usize| format!("a-code-of-the-catalogue-{place}");
    let largest = Summary {
        medicines: "ñ".repeat(80),
        needs: (0..16).map(|place| (code(place), Urgency::Now)).collect(),
        ..summary
    };
    let bytes = largest.encode();
    assert!(bytes.len() <= MAX_SUMMARY && Summary::decode(&bytes) == Some(largest));
}

#[test]
fn bytes_that_are_no_summary_are_none_at_any_cut_and_have_one_form_only() {
    let handed = HandedOn { person: id(3), summary: full(), at: 7 };
    let bytes = handed.encode();
    assert!(HandedOn::decode(&bytes) == Some(handed.clone()));
    assert!(!format!("{handed:?} {:?}", full()).contains("Yuleisy"));
    for cut in 0..bytes.len() {
        assert!(HandedOn::decode(&bytes[..cut]).is_none(), "{cut}");
        let mut turned = bytes.clone();
        turned[cut] ^= 0xff;
        let _ = HandedOn::decode(&turned);
    }
    let whole = full().encode();
    for cut in 0..whole.len() {
        assert!(Summary::decode(&whole[..cut]).is_none(), "{cut}");
    }
    assert!(Summary::decode(&[whole.as_slice(), &[0]].concat()).is_none());
    // A version of two bytes where one does.
    let otherwise = [&whole[..2], &[0x18], &whole[2..]].concat();
    assert!(Summary::decode(&otherwise).is_none());
    assert!(Summary::decode(&vec![0; MAX_SUMMARY + 1]).is_none());
    assert!(HandedOn::decode(&vec![0; MAX_HANDED_ON + 1]).is_none());
    let unsound = [
        Summary { name: "a".repeat(81), ..full() },
        Summary { medicines: "a\nb".into(), ..full() },
        Summary { pregnancy: Some(45), ..full() },
        Summary { chronic: set(&["Not a code"]), ..full() },
        Summary { needs: [("salud".into(), Urgency::Other("later".into()))].into(), ..full() },
        Summary { referrals: [("salud".into(), ReferralState::Closed)].into(), ..full() },
        Summary { languages: (0..17).map(|place| format!("l{place}")).collect(), ..full() },
    ];
    for (place, summary) in unsound.into_iter().enumerate() {
        assert!(Summary::decode(&summary.encode()).is_none(), "{place}");
    }
}

#[test]
fn of_one_day_the_word_recorded_last_stands() {
    let said = |state: NeedState| {
        let mut one = Consultation {
            on: Some(day("2026-11-20")),
            needs: set(&["alojamiento"]),
            ..Consultation::default()
        };
        one.about_needs.insert("alojamiento".into(), NeedSeen { state, ..NeedSeen::default() });
        one
    };
    // As the lists have them: the newest first.
    let closed_later = gather(&[said(NeedState::Met), said(NeedState::Open)], &[], &[]);
    assert!(closed_later.needs.is_empty());
    let open_again = gather(&[said(NeedState::Open), said(NeedState::Met)], &[], &[]);
    assert!(open_again.needs.contains_key("alojamiento"));
}
