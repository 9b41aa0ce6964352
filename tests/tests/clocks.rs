//! Clocks that are wrong by years, and set back between two sessions: work goes on, nothing is lost or locked away, and
//! the device is told.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::DateTime;
use posta_app::view::{AgendaInput, DraftInput, FollowUpInput};
use posta_app::{Clock, Moment};
use posta_tests::people::newcomer;
use posta_tests::world::{CARMEN, ROSA};
use posta_tests::{Device, PASSWORD, World};

const YEAR: i64 = 31_557_600;

/// A clock that people set; the one that nobody sets goes on beside it.
struct Hand(Arc<Mutex<Moment>>);

impl Hand {
    fn new() -> Self {
        Self(Arc::new(Mutex::new(Moment::now())))
    }

    fn clock(&self) -> Clock {
        let moment = Arc::clone(&self.0);
        Clock::new(move || *moment.lock().unwrap())
    }

    /// Sets it to seconds since 1970, a second later.
    fn set(&self, at: i64) {
        let mut moment = self.0.lock().unwrap();
        moment.at = at;
        moment.today = DateTime::from_timestamp(at, 0).unwrap().date_naive();
        moment.up += Duration::from_secs(1);
    }

    fn right(&self) {
        self.set(Moment::now().at);
    }
}

fn device(world: &World, name: &str, hand: &Hand) -> Device {
    let device = Device::by(&world.home(name), hand.clock());
    device.join(&world.url(), &world.code_for(CARMEN)).unwrap();
    device
}

/// What was looked at leaves traces too: all of it is sent and received.
fn settle(devices: &[&Device]) {
    for _ in 0..2 {
        devices.iter().for_each(|device| drop(device.sync()));
    }
}

fn draft(device: &Device) -> String {
    let form = "{\"given_names\":\"Borrador\"}".into();
    device.app.save_draft(&DraftInput { id: String::new(), kind: "registration".into(), form }).unwrap().id
}

#[test]
fn a_clock_in_1970_or_2099_keeps_nobody_from_working_and_is_told() {
    for (at, is_ahead) in [(0, false), (3_600, false), (4_070_908_800, true)] {
        let world = World::new();
        let hand = Hand::new();
        hand.set(at);
        let device = device(&world, "pisiga", &hand);
        let person = device.register(&newcomer(0));
        // Born in 1990: not yet by the one clock, and beyond any age by the other.
        device.register(&newcomer(40));
        let consultation = device.attend(&person, "con el reloj mal");
        draft(&device);
        let on = hand.0.lock().unwrap().today.to_string();
        let follow_up =
            FollowUpInput { person: person.clone(), on, what: "llamar".into(), ..FollowUpInput::default() };
        device.app.plan_follow_up(&follow_up).unwrap();
        device.sync();
        let minutes = device.view().clock_off_minutes.unwrap();
        assert!((minutes > 0) == is_ahead && minutes.abs() > 20 * 525_600, "{at}: {minutes}");
        let rosa = world.device("sabaya", ROSA);
        rosa.sync();
        device.sync();
        assert!(rosa.holds(&person) && rosa.reads(&person, &consultation));
        assert_eq!(rosa.view().clock_off_minutes, None);
        assert_eq!(device.app.home().unwrap().drafts.len(), 1);
        assert_eq!(device.app.agenda(&AgendaInput::default()).unwrap().len(), 1);
        settle(&[&device, &rosa]);
        world.assert_same(&[&device, &rosa]);
        // Set right, nothing is told any more, and all is as it was.
        hand.right();
        device.unlock(CARMEN.name);
        device.sync();
        assert_eq!(device.view().clock_off_minutes, None);
        assert!(device.holds(&person));
        assert_eq!(device.app.home().unwrap().drafts.len(), 1);
        device.assert_sound();
    }
}

#[test]
fn a_clock_that_is_set_back_between_two_sessions_loses_and_hides_nothing() {
    let world = World::new();
    let hand = Hand::new();
    let device = device(&world, "pisiga", &hand);
    let now = hand.0.lock().unwrap().at;
    hand.set(now + 30 * YEAR);
    device.unlock(CARMEN.name);
    let first = device.register(&newcomer(0));
    let draft = draft(&device);
    device.edit(&first, &[("phone", "70012345")]);
    device.app.lock();
    hand.set(now - 5 * YEAR);
    device.unlock(CARMEN.name);
    // What is written now follows what was there, whatever the clock says.
    device.edit(&first, &[("phone", "70099999")]);
    assert_eq!(device.person(&first).conflicts, []);
    let second = device.register(&newcomer(1));
    let consultation = device.attend(&second, "después");
    assert_eq!(device.app.home().unwrap().drafts[0].id, draft);
    device.sync();
    let rosa = world.device("sabaya", ROSA);
    rosa.sync();
    assert!(rosa.holds(&first) && rosa.holds(&second) && rosa.reads(&second, &consultation));
    assert_eq!(rosa.person(&first).conflicts, []);
    settle(&[&device, &rosa]);
    world.assert_same(&[&device, &rosa]);
}

#[test]
fn wrong_tries_by_a_clock_in_2099_lock_nobody_out_once_it_is_right() {
    let world = World::new();
    let hand = Hand::new();
    let device = device(&world, "pisiga", &hand);
    let person = device.register(&newcomer(0));
    device.app.lock();
    hand.set(4_070_908_800);
    for _ in 0..6 {
        let error = device.app.unlock(CARMEN.name, "no es la clave").unwrap_err();
        assert!(["POSTA-L1", "POSTA-L2"].contains(&error.code()));
    }
    hand.right();
    let error = device.app.unlock(CARMEN.name, PASSWORD).unwrap_err();
    assert!((1..=900).contains(&error.seconds()), "{error}");
    let now = hand.0.lock().unwrap().at;
    hand.set(now + i64::from(error.seconds()));
    device.unlock(CARMEN.name);
    assert!(device.holds(&person));
}

#[test]
fn a_session_with_a_pin_ends_neither_late_nor_never_by_a_clock_that_is_set() {
    let world = World::new();
    let hand = Hand::new();
    let device = device(&world, "pisiga", &hand);
    let person = device.register(&newcomer(0));
    device.app.set_pin("4711").unwrap();
    let me = device.app.profile().unwrap().users[0].id.clone();
    let now = hand.0.lock().unwrap().at;
    // Set back: no time seems to pass, but for the clock that nobody sets.
    device.app.pause().unwrap();
    hand.set(now - 20 * YEAR);
    device.app.resume(&me, "4711").unwrap();
    assert!(device.holds(&person));
    hand.0.lock().unwrap().up += Duration::from_secs(13 * 3600);
    device.app.mind_time();
    assert_eq!(device.app.resume(&me, "4711").unwrap_err().code(), "POSTA-L6");
    device.unlock(CARMEN.name);
    // Set ahead: whoever was here is put down, and the password opens.
    draft(&device);
    hand.set(now + 70 * YEAR);
    assert_eq!(device.app.person(&person).unwrap_err().code(), "POSTA-L3");
    device.unlock(CARMEN.name);
    assert_eq!((device.holds(&person), device.app.home().unwrap().drafts.len()), (true, 1));
}
