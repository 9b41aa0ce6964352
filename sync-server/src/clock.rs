//! The server's clock. Devices are told it, signed; nothing is ever refused for theirs.

use std::time::{SystemTime, UNIX_EPOCH};

/// Seconds since 1970.
#[must_use]
pub fn now_seconds() -> i64 {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |elapsed| elapsed.as_secs());
    i64::try_from(seconds).unwrap_or(i64::MAX)
}

/// Hours since 1970.
#[must_use]
pub fn now_hour() -> u32 {
    u32::try_from(now_seconds() / 3600).unwrap_or(u32::MAX)
}

/// Days since 1970.
#[must_use]
pub fn now_day() -> i64 {
    now_seconds() / 86_400
}
