//! When the program exchanges by itself: what it remembers of exchanges and of what waits, and what time it is.

use crate::time::Moment;

/// So long nothing new is saved before what waits goes, so that a burst of saves goes together. Seconds.
const SETTLE: u64 = 20;
/// So long at most does it wait for that. Seconds.
const AT_MOST: u64 = 120;
/// Between two exchanges when nothing new waits. Seconds; about 600 bytes each without news.
const SELDOM: u64 = 600;
/// After the first failure; twice as long after each further one. Seconds.
const FIRST: u64 = 30;
/// But never longer than this. Seconds.
const LONGEST: u64 = 900;

/// The schedule of one device, in memory.
#[derive(Debug, Clone, Default)]
pub(crate) struct Due {
    /// Whether the history of exchanges was looked at.
    is_recalled: bool,
    /// When the last exchange ended, well or not.
    ended: Option<Moment>,
    /// Exchanges that failed since the last one that went through.
    failures: u32,
    /// By how much this device is earlier or later than others: 0 to 255.
    spread: u8,
    /// Records that the last exchange left: they do not go by being asked for again at once.
    left: u32,
    /// Records that waited when it was last looked.
    seen: u32,
    /// When more waited for the first time since, and for the last time.
    grew: Option<(Moment, Moment)>,
    /// The network came back: nothing that failed before counts.
    hurries: bool,
}

impl Due {
    /// Takes in how the last exchanges went, newest first, each with its time in seconds since 1970; once.
    pub fn recall(&mut self, history: impl IntoIterator<Item = (i64, bool)>, now: Moment) {
        if std::mem::replace(&mut self.is_recalled, true) {
            return;
        }
        let mut history = history.into_iter().peekable();
        self.ended = history.peek().map(|(at, _)| Moment { at: *at, ..now });
        let failed = history.take_while(|(_, ok)| !ok).count();
        self.failures = u32::try_from(failed).unwrap_or(u32::MAX);
    }

    /// Takes in how many records wait now.
    pub fn see(&mut self, waiting: u32, now: Moment) {
        if waiting <= self.left {
            self.left = waiting;
            self.grew = None;
        } else if waiting > self.seen || self.grew.is_none() {
            let first = self.grew.map_or(now, |(first, _)| first);
            self.grew = Some((first, now));
        }
        self.seen = waiting;
    }

    /// An exchange ended, of whomever it was: `left` records wait after it.
    pub fn note_end(&mut self, went_through: bool, left: u32, spread: u8, now: Moment) {
        let failures = if went_through { 0 } else { self.failures.saturating_add(1) };
        let left = if went_through { left } else { self.left.min(left) };
        let grew = if went_through { None } else { self.grew };
        *self = Due {
            is_recalled: true,
            ended: Some(now),
            failures,
            spread,
            left,
            seen: left,
            grew,
            hurries: false,
        };
    }

    /// The network came back, or somebody signed in to it.
    pub fn note_network(&mut self) {
        self.hurries |= self.failures > 0;
    }

    pub fn failures(&self) -> u32 {
        self.failures
    }

    /// Seconds until an exchange is due; 0 when it is.
    pub fn seconds(&self, now: Moment) -> u64 {
        let Some(ended) = self.ended.filter(|_| !self.hurries) else { return 0 };
        let remaining = |from: Moment, length: u64| length.saturating_sub(now.since(from));
        if self.failures > 0 {
            return remaining(ended, pause_after(self.failures, self.spread));
        }
        let seldom = remaining(ended, SELDOM + u64::from(self.spread) / 4);
        match self.grew {
            Some((first, last)) => remaining(last, SETTLE).min(remaining(first, AT_MOST)).min(seldom),
            None => seldom,
        }
    }
}

/// Doubles with each failure, and is up to a quarter shorter, so that not all posts of a road come back together.
fn pause_after(failures: u32, spread: u8) -> u64 {
    let whole = FIRST.saturating_mul(1 << failures.saturating_sub(1).min(16)).min(LONGEST);
    whole - whole * u64::from(spread) / 1024
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    /// `seconds` after the program began.
    fn at(seconds: u64) -> Moment {
        let wall = 1_795_000_000 + i64::try_from(seconds).unwrap_or(i64::MAX);
        Moment { at: wall, today: chrono::NaiveDate::MIN, up: Duration::from_secs(seconds) }
    }

    /// After an exchange that left nothing, at second 0.
    fn at_rest() -> Due {
        let mut due = Due::default();
        due.note_end(true, 0, 0, at(0));
        due
    }

    #[test]
    fn a_device_that_never_exchanged_is_due_at_once() {
        let mut due = Due::default();
        due.recall([], at(5));
        assert_eq!(due.seconds(at(5)), 0);
    }

    #[test]
    fn with_nothing_waiting_an_exchange_is_due_every_ten_minutes() {
        let mut due = at_rest();
        due.see(0, at(300));
        assert_eq!(due.seconds(at(300)), 300);
        assert_eq!(due.seconds(at(600)), 0);
    }

    #[test]
    fn a_burst_of_saves_goes_together_once_it_is_quiet() {
        let mut due = at_rest();
        for (second, waiting) in [(10, 1), (20, 2), (30, 3)] {
            due.see(waiting, at(second));
            assert_eq!(due.seconds(at(second)), 20, "{waiting} wait");
        }
        due.see(3, at(45));
        assert_eq!(due.seconds(at(45)), 5);
        assert_eq!(due.seconds(at(50)), 0);
    }

    #[test]
    fn somebody_who_saves_all_the_time_does_not_keep_it_back_for_longer_than_two_minutes() {
        let mut due = at_rest();
        for second in (10..130).step_by(10) {
            due.see(second, at(second.into()));
        }
        assert_eq!(due.seconds(at(130)), 0);
    }

    #[test]
    fn each_failure_doubles_the_pause_up_to_a_quarter_of_an_hour_and_saves_do_not_shorten_it() {
        let mut due = at_rest();
        let mut pauses = Vec::new();
        for failure in 0..7 {
            due.note_end(false, 4, 0, at(failure * 1000));
            due.see(5, at(failure * 1000));
            pauses.push(due.seconds(at(failure * 1000)));
        }
        assert_eq!(pauses, [30, 60, 120, 240, 480, 900, 900]);
        assert_eq!(due.failures(), 7);
        due.note_end(true, 0, 0, at(9000));
        assert_eq!((due.failures(), due.seconds(at(9000))), (0, 600));
    }

    #[test]
    fn devices_that_failed_together_come_back_at_different_times_and_none_later() {
        let pauses: Vec<u64> = [0, 100, 255].map(|spread| pause_after(6, spread)).into();
        assert_eq!(pauses, [900, 813, 676]);
        assert!((1..40).all(|failures| (0..=255).all(|spread| pause_after(failures, spread) <= LONGEST)));
    }

    #[test]
    fn a_network_that_comes_back_ends_the_pause_and_is_no_reason_where_nothing_failed() {
        let mut due = at_rest();
        due.note_network();
        assert_eq!(due.seconds(at(10)), 590);
        due.note_end(false, 0, 0, at(20));
        due.note_network();
        assert_eq!(due.seconds(at(20)), 0);
        due.note_end(false, 0, 0, at(21));
        assert_eq!(due.seconds(at(21)), 60);
    }

    #[test]
    fn what_the_server_did_not_take_is_not_offered_again_at_once_and_what_is_new_is() {
        let mut due = at_rest();
        due.note_end(true, 3, 0, at(100));
        due.see(3, at(110));
        assert_eq!(due.seconds(at(110)), 590);
        due.see(4, at(120));
        assert_eq!(due.seconds(at(120)), 20);
    }

    #[test]
    fn a_program_that_starts_again_goes_on_with_the_pause_of_the_history() {
        let history = [(1_795_000_090, false), (1_795_000_030, false), (1_795_000_000, true)];
        let mut due = Due::default();
        due.recall(history, at(100));
        assert_eq!((due.failures(), due.seconds(at(100))), (2, 50));
        due.recall([(0, true)], at(101));
        assert_eq!(due.failures(), 2, "only what it does not know yet is taken from there");
    }

    #[test]
    fn a_clock_set_back_keeps_no_exchange_away_for_longer_than_its_pause() {
        let mut due = Due::default();
        due.recall([(1_795_900_000, true)], at(0));
        assert_eq!(due.seconds(at(0)), 600);
        assert_eq!(due.seconds(at(600)), 0);
    }
}
