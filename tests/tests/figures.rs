//! The supervisor's figures: the same on two devices with the same records, what care teams tell and nothing else, and
//! nothing of a few people.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::sync::{Arc, Mutex};

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc};
use posta_app::view::{ConsentDecision, ConsentInput, FigureView, FiguresRequest, FiguresView};
use posta_app::{Clock, Error, Moment};
use posta_tests::people::newcomer;
use posta_tests::world::{ANA, CARMEN, ELENA, Invited, LUIS};
use posta_tests::{Device, World};

const WEEK: i64 = 7 * 86_400;

/// A clock that all devices of a test share.
#[derive(Clone)]
struct Shared(Arc<Mutex<i64>>);

impl Shared {
    fn new() -> Self {
        Self(Arc::new(Mutex::new(0)))
    }

    fn clock(&self) -> Clock {
        let ahead = Arc::clone(&self.0);
        Clock::new(move || {
            let mut moment = Moment::now();
            moment.at += *ahead.lock().unwrap();
            moment.today = DateTime::from_timestamp(moment.at, 0).unwrap().date_naive();
            moment
        })
    }

    fn device(&self, world: &World, name: &str, who: Invited) -> Device {
        let device = Device::by(&world.home(name), self.clock());
        device.join(&world.url(), &world.code_for(who)).unwrap();
        device
    }
}

fn today() -> NaiveDate {
    Utc::now().date_naive()
}

/// This week and the one after it, so that a test that begins on a Sunday night holds as well.
fn request(post: &str) -> FiguresRequest {
    let monday = today() - Days::new(u64::from(today().weekday().num_days_from_monday()));
    FiguresRequest {
        from: monday.to_string(),
        to: (monday + Days::new(13)).to_string(),
        post: post.into(),
        language: "es".into(),
    }
}

fn figures(device: &Device, post: &str) -> FiguresView {
    let mut view = device.app.figures(&request(post)).unwrap();
    view.as_of.clear();
    view
}

fn figure<'a>(view: &'a FiguresView, code: &str) -> &'a FigureView {
    view.figures.iter().find(|figure| figure.code == code).unwrap()
}

fn cell(view: &FiguresView, code: &str, dimension: &str, value: &str) -> Option<u32> {
    let breakdowns = &figure(view, code).breakdowns;
    let breakdown = breakdowns.iter().find(|one| one.dimension == dimension).unwrap();
    breakdown.cells.iter().find(|cell| cell.code == value).and_then(|cell| cell.figure.n)
}

#[test]
fn two_devices_with_the_same_records_show_the_same_figures_and_nothing_of_a_few_people() {
    let world = World::new();
    let (pisiga, tambo) = (world.device("pisiga", ANA), world.device("tambo", LUIS));
    let (oruro, other) = (world.device("oruro", ELENA), world.device("other", ELENA));
    for number in 0..24 {
        pisiga.register(&newcomer(number));
    }
    for number in 24..27 {
        tambo.register(&newcomer(number));
    }
    for device in [&pisiga, &tambo, &oruro, &other] {
        device.sync();
    }
    let view = figures(&oruro, "");
    assert_eq!(view, figures(&other, ""));
    assert_eq!(figure(&view, "registered").figure.n, Some(27));
    assert_eq!(figure(&view, "enrolled").figure.n, Some(27));
    assert_eq!(figure(&view, "registered").before.n, Some(0));
    let small = figures(&oruro, "tambo-quemado");
    assert_eq!(figure(&small, "registered").figure.n, None, "three people");
    let other_post = figures(&oruro, "pisiga");
    assert_eq!(figure(&other_post, "registered").figure.n, None, "all less these would be three");
    let nations: Vec<Option<u32>> =
        ["VE", "HT", "BO", "BR"].map(|code| cell(&view, "registered", "nationality", code)).into();
    assert_eq!(nations, [Some(7), Some(7), Some(7), Some(6)]);
    let on_map = view.posts.iter().find(|post| post.code == "pisiga").unwrap();
    assert_eq!((on_map.silent_days, on_map.silent, on_map.latitude.is_some()), (Some(0), false, true));
}

#[test]
fn only_supervisors_see_figures_and_a_period_that_is_none_is_refused_in_one_word() {
    let world = World::new();
    let (pisiga, oruro) = (world.device("pisiga", ANA), world.device("oruro", ELENA));
    assert!(matches!(pisiga.app.figures(&request("")), Err(Error::NotAllowed)));
    let wrong = FiguresRequest { from: "2026-12-01".into(), to: "2026-11-01".into(), ..request("") };
    assert!(
        matches!(oruro.app.figures(&wrong), Err(Error::BadInput(problems)) if problems[0].code == "period_unknown")
    );
}

#[test]
fn what_a_care_team_did_reaches_the_supervisor_as_a_week_s_counts_without_the_small_ones() {
    let world = World::new();
    let time = Shared::new();
    let carmen = time.device(&world, "carmen", CARMEN);
    let oruro = time.device(&world, "oruro", ELENA);
    let person = carmen.register(&newcomer(0));
    let mut attended = String::new();
    for number in 0..12 {
        attended = carmen.attend(&person, &format!("nota {number}"));
    }
    for device in [&carmen, &oruro] {
        device.sync();
    }
    let view = figures(&oruro, "");
    let known = figure(&view, "consultations");
    assert_eq!((known.figure.n, known.figure.hidden.as_str()), (None, "unknown"), "the week is not over");
    *time.0.lock().unwrap() = WEEK;
    for device in [&carmen, &oruro] {
        device.unlock(if std::ptr::eq(device, &carmen) { CARMEN.name } else { ELENA.name });
        device.sync();
    }
    let view = figures(&oruro, "");
    assert_eq!(figure(&view, "consultations").figure.n, Some(12));
    assert_eq!(cell(&view, "needs", "need", "salud"), Some(12));
    assert_eq!(view.care_weeks.iter().map(|week| week.teams).sum::<u32>(), 1);
    assert!(carmen.reads(&person, &attended) && !oruro.reads(&person, &attended), "counts, and no record");
    // A little more of the same week: the newer takes the place of the older.
    let batches = carmen.batches();
    carmen.sync();
    assert_eq!(carmen.batches(), batches, "what did not change is not told again");
    // Whoever says no to figures is taken out of those of the team too.
    let said = ConsentDecision { purpose: "statistics".into(), decision: "refused".into() };
    let said = ConsentInput { language: "es".into(), decisions: vec![said], ..ConsentInput::default() };
    carmen.app.record_consent(&person, &said).unwrap();
    for device in [&carmen, &oruro] {
        device.sync();
    }
    assert_eq!(figure(&figures(&oruro, ""), "consultations").figure.n, Some(0));
}
