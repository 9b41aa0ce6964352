#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::time::Duration;

use chrono::NaiveDate;
use posta_identity::{KdfCost, Pin, UserId};

use super::{IDLE, IDLE_RESTRICTED, PinTrouble, TRIES, Turns};
use crate::time::Moment;

/// What a session holds open, and what is left of it, are the user's own words here.
type Words = Turns<String, String>;

const HOUR: i64 = 3600;

/// A moment when both clocks have gone on by as much.
fn at(seconds: i64) -> Moment {
    clocks(seconds, seconds)
}

fn clocks(wall: i64, up: i64) -> Moment {
    let today = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
    Moment { at: 1_800_000_000 + wall, today, up: Duration::from_secs(up.unsigned_abs()) }
}

fn user(n: u8) -> UserId {
    UserId::from([n; 16])
}

fn pin(digits: &str) -> Option<Pin> {
    Some(Pin::set(digits, KdfCost::weak_for_tests()).unwrap())
}

fn with_pin(digits: &str) -> Words {
    let mut turns = nobody();
    turns.begin(user(1), "ana".into(), at(0));
    assert!(turns.set_pin_of(user(1), pin(digits)));
    turns
}

fn nobody() -> Words {
    Turns::new(|open| format!("{open} asleep"))
}

/// As the unlock screen does: the digits are compared between the two.
fn try_pin(turns: &mut Words, user: UserId, digits: &str) -> Result<String, PinTrouble> {
    let kept = turns.begin_try(user)?;
    let right = kept.is(digits);
    turns.end_try(user, &kept, right).cloned()
}

#[test]
fn a_session_without_a_pin_ends_after_three_idle_minutes() {
    let mut turns = nobody();
    turns.begin(user(1), "ana".into(), at(0));
    turns.mind_time(at(i64::from(IDLE) - 1));
    assert!(turns.active().is_some());
    turns.mind_time(at(i64::from(IDLE)));
    assert!(turns.active().is_none());
    assert!(turns.waiting().is_empty());
}

#[test]
fn a_session_with_a_pin_waits_after_three_idle_minutes_with_its_files_closed() {
    let mut turns = with_pin("4071");
    turns.mind_time(at(180));
    assert!(turns.active().is_none());
    assert_eq!(turns.waiting()[0].asleep, "ana asleep");
    assert_eq!(turns.waiting()[0].since, at(180));
}

#[test]
fn each_act_or_touch_begins_the_idle_time_anew() {
    let mut turns = with_pin("4071");
    for minute in 1..30 {
        turns.mind_time(at(minute * 60));
        assert!(turns.active().is_some(), "minute {minute}");
        turns.touch(at(minute * 60));
    }
}

#[test]
fn with_a_restricted_record_on_the_screen_the_idle_time_is_one_minute() {
    let mut turns = with_pin("4071");
    turns.set_idle(IDLE_RESTRICTED);
    turns.mind_time(at(59));
    assert!(turns.active().is_some());
    turns.mind_time(at(60));
    assert!(turns.active().is_none());
}

#[test]
fn neither_sleep_nor_a_clock_set_back_hides_idle_time() {
    // In sleep one clock may stand still.
    let mut slept = with_pin("4071");
    slept.mind_time(clocks(8 * HOUR, 5));
    assert!(slept.active().is_none());
    // The other one can be set back.
    let mut set_back = with_pin("4071");
    set_back.mind_time(clocks(-8 * HOUR, 180));
    assert!(set_back.active().is_none());
}

#[test]
fn the_right_pin_resumes_and_a_wrong_one_does_not() {
    let mut turns = with_pin("4071");
    turns.pause(at(10));
    assert_eq!(try_pin(&mut turns, user(1), "4072").unwrap_err(), PinTrouble::Wrong { left: 4 });
    assert_eq!(try_pin(&mut turns, user(2), "4071").unwrap_err(), PinTrouble::NoLonger);
    assert_eq!(try_pin(&mut turns, user(1), "4071").unwrap(), "ana asleep");
    turns.resume(user(1), "ana again".into(), at(20));
    assert_eq!(turns.active().unwrap(), "ana again");
    assert!(turns.waiting().is_empty());
    assert!(turns.has_pin());
}

#[test]
fn no_more_than_five_tries_of_a_pin_are_on_their_way_at_once() {
    let mut turns = with_pin("4071");
    turns.pause(at(10));
    let kept = turns.begin_try(user(1)).unwrap();
    for _ in 1..TRIES {
        turns.begin_try(user(1)).unwrap();
    }
    assert!(turns.begin_try(user(1)).is_err());
    // The right one among them is not too late.
    assert_eq!(turns.end_try(user(1), &kept, true).unwrap(), "ana asleep");
    assert_eq!(try_pin(&mut turns, user(1), "0000").unwrap_err(), PinTrouble::Wrong { left: 4 });
}

#[test]
fn a_pin_that_was_compared_before_another_was_set_opens_nothing() {
    let mut turns = with_pin("4071");
    turns.pause(at(10));
    let kept = turns.begin_try(user(1)).unwrap();
    // Meanwhile the user gave the password, set the same digits anew, and went.
    turns.begin(user(1), "ana".into(), at(20));
    assert!(turns.set_pin_of(user(1), pin("4071")));
    turns.pause(at(30));
    assert_eq!(turns.end_try(user(1), &kept, true).unwrap_err(), PinTrouble::NoLonger);
    assert_eq!(try_pin(&mut turns, user(1), "4071").unwrap(), "ana asleep");
}

#[test]
fn the_fifth_wrong_pin_ends_the_waiting_session_and_the_right_one_comes_too_late() {
    let mut turns = with_pin("4071");
    turns.pause(at(10));
    for left in (1..TRIES).rev() {
        assert_eq!(try_pin(&mut turns, user(1), "0000").unwrap_err(), PinTrouble::Wrong { left });
    }
    assert_eq!(try_pin(&mut turns, user(1), "0000").unwrap_err(), PinTrouble::NoLonger);
    assert!(turns.waiting().is_empty());
    assert_eq!(try_pin(&mut turns, user(1), "4071").unwrap_err(), PinTrouble::NoLonger);
}

#[test]
fn the_right_pin_forgives_the_wrong_ones_before_it() {
    let mut turns = with_pin("4071");
    for round in 0..3 {
        turns.pause(at(round));
        for _ in 1..TRIES {
            try_pin(&mut turns, user(1), "9999").unwrap_err();
        }
        try_pin(&mut turns, user(1), "4071").unwrap();
        turns.resume(user(1), "ana".into(), at(round));
    }
    assert!(turns.active().is_some());
}

#[test]
fn twelve_hours_after_the_password_no_pin_serves() {
    let mut turns = with_pin("4071");
    for minute in (2..12 * 60).step_by(2) {
        turns.touch(at(minute * 60));
        turns.mind_time(at(minute * 60));
    }
    turns.pause(at(12 * HOUR - 1));
    turns.mind_time(at(12 * HOUR - 1));
    assert_eq!(turns.waiting().len(), 1);
    turns.mind_time(at(12 * HOUR));
    assert_eq!(try_pin(&mut turns, user(1), "4071").unwrap_err(), PinTrouble::NoLonger);
}

#[test]
fn resuming_does_not_lengthen_the_twelve_hours() {
    let mut turns = with_pin("4071");
    turns.pause(at(HOUR));
    turns.resume(user(1), "ana".into(), at(11 * HOUR));
    turns.pause(at(11 * HOUR + 60));
    turns.mind_time(at(12 * HOUR));
    assert!(turns.waiting().is_empty());
}

#[test]
fn switching_lets_one_with_a_pin_wait_and_ends_one_without() {
    let mut turns = with_pin("4071");
    turns.begin(user(2), "beto".into(), at(10));
    assert_eq!(turns.active().unwrap(), "beto");
    assert_eq!(turns.waiting()[0].user, user(1));
    try_pin(&mut turns, user(1), "4071").unwrap();
    turns.resume(user(1), "ana".into(), at(20));
    // The other one had none.
    assert_eq!(turns.active().unwrap(), "ana");
    assert!(turns.waiting().is_empty());
}

#[test]
fn several_sessions_wait_at_once_each_for_its_own_pin() {
    let mut turns = with_pin("1111");
    for n in 2..5 {
        turns.begin(user(n), format!("user {n}"), at(n.into()));
        assert!(turns.set_pin_of(user(n), pin(&"1234".repeat(usize::from(n) - 1))));
    }
    turns.pause(at(10));
    assert_eq!(turns.waiting().len(), 4);
    assert!(try_pin(&mut turns, user(2), "1111").is_err());
    assert_eq!(try_pin(&mut turns, user(2), "1234").unwrap(), "user 2 asleep");
    assert_eq!(try_pin(&mut turns, user(1), "1111").unwrap(), "ana asleep");
}

#[test]
fn a_password_replaces_the_waiting_session_of_the_same_user_and_keeps_its_pin() {
    let mut turns = with_pin("4071");
    turns.pause(at(10));
    try_pin(&mut turns, user(1), "0000").unwrap_err();
    turns.begin(user(1), "ana anew".into(), at(20));
    assert!(turns.waiting().is_empty());
    assert!(turns.has_pin());
    turns.begin(user(1), "ana once more".into(), at(30));
    assert!(turns.waiting().is_empty());
    assert!(turns.has_pin());
}

#[test]
fn locking_keeps_nothing_of_the_active_session_and_lock_all_of_none() {
    let mut turns = with_pin("4071");
    turns.begin(user(2), "beto".into(), at(10));
    assert!(turns.set_pin_of(user(2), pin("2222")));
    turns.lock();
    assert!(turns.active().is_none());
    assert_eq!(try_pin(&mut turns, user(2), "2222").unwrap_err(), PinTrouble::NoLonger);
    assert!(try_pin(&mut turns, user(1), "4071").is_ok());
    turns.lock_all();
    assert!(turns.waiting().is_empty());
}

#[test]
fn a_user_who_is_gone_is_ended_wherever_the_session_is() {
    let mut turns = with_pin("4071");
    turns.end(user(1));
    assert!(turns.active().is_none());
    let mut turns = with_pin("4071");
    turns.pause(at(1));
    turns.end(user(1));
    assert!(turns.waiting().is_empty());
}

#[test]
fn a_pin_that_was_being_made_while_somebody_else_came_is_not_theirs() {
    let mut turns = with_pin("4071");
    turns.begin(user(2), "beto".into(), at(10));
    assert!(!turns.set_pin_of(user(1), pin("2222")));
    assert!(!turns.has_pin());
    assert!(try_pin(&mut turns, user(1), "2222").is_err());
    turns.lock_all();
    assert!(!turns.set_pin_of(user(1), pin("2222")));
}
