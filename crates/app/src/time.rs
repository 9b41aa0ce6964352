//! Time comes in once, at the door of `App`, and goes on as a value.

use chrono::{DateTime, Local, NaiveDate, SecondsFormat, Utc};

/// One moment: what the clock of this device said when an act began. Advisory; nothing is decided by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// Seconds since 1970.
    pub at: i64,
    /// Day at the post.
    pub today: NaiveDate,
}

impl Moment {
    /// Reads the device's clock.
    #[must_use]
    pub fn now() -> Self {
        let now = Utc::now();
        Moment { at: now.timestamp(), today: now.with_timezone(&Local).date_naive() }
    }

    /// Hours since 1970.
    #[must_use]
    pub fn hour(self) -> u32 {
        u32::try_from(self.at / 3600).unwrap_or(0)
    }
}

/// RFC 3339 text of seconds since 1970; "" when out of range.
pub(crate) fn rfc3339(at: i64) -> String {
    DateTime::from_timestamp(at, 0).map(|t| t.to_rfc3339_opts(SecondsFormat::Secs, true)).unwrap_or_default()
}
