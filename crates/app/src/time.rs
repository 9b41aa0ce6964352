//! Time comes in once, at the door of `App`, and goes on as a value.

use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use chrono::{DateTime, Local, NaiveDate, SecondsFormat, Utc};

/// One moment: what the clocks of this device said when an act began. Advisory; no right hangs on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// Seconds since 1970, by the wall clock, which people set and which goes on in sleep.
    pub at: i64,
    /// Day at the post.
    pub today: NaiveDate,
    /// Since the program began, by the clock that nobody sets and that may stand still in sleep.
    pub up: Duration,
}

impl Moment {
    /// Reads the device's clocks.
    #[must_use]
    pub fn now() -> Self {
        static BEGAN: OnceLock<Instant> = OnceLock::new();
        let now = Utc::now();
        Moment {
            at: now.timestamp(),
            today: now.with_timezone(&Local).date_naive(),
            up: BEGAN.get_or_init(Instant::now).elapsed(),
        }
    }

    /// Hours since 1970.
    #[must_use]
    pub fn hour(self) -> u32 {
        u32::try_from(self.at / 3600).unwrap_or(0)
    }

    /// Seconds since an earlier moment by that of the two clocks which counted more: a clock set back hides no time,
    /// and neither does sleep.
    #[must_use]
    pub fn since(self, earlier: Moment) -> u64 {
        let wall = u64::try_from(self.at.saturating_sub(earlier.at)).unwrap_or(0);
        wall.max(self.up.saturating_sub(earlier.up).as_secs())
    }
}

/// Where moments come from: the device's clocks, or what a test makes up.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Moment + Send + Sync>);

impl Clock {
    /// A clock that is read by calling `read`.
    pub fn new(read: impl Fn() -> Moment + Send + Sync + 'static) -> Self {
        Clock(Arc::new(read))
    }

    /// The moment that it is.
    #[must_use]
    pub fn now(&self) -> Moment {
        (self.0)()
    }
}

/// RFC 3339 text of seconds since 1970; "" when out of range.
pub(crate) fn rfc3339(at: i64) -> String {
    DateTime::from_timestamp(at, 0).map(|t| t.to_rfc3339_opts(SecondsFormat::Secs, true)).unwrap_or_default()
}
