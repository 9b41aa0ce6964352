//! Age bands of the monthly form.

use chrono::{Datelike, NaiveDate};

use crate::Birth;

/// The bands, the youngest first: those of outpatient consultation of SNIS-VE form 301a of 2024. Under a year they are
/// named by the month that they begin with.
pub const FORM_BANDS: [&str; 10] =
    ["0m", "6m", "1-4", "5-9", "10-14", "15-19", "20-39", "40-49", "50-59", "60+"];

/// The band of somebody on a day; blank where nothing is known of their birth, or it lies after the day. Where only a
/// year or a month is known, the oldest that they may be counts.
pub fn form_band(birth: &Birth, day: NaiveDate) -> &'static str {
    let Some(from) = birth.earliest().filter(|from| *from <= day) else { return "" };
    let months = (day.year() - from.year()) * 12 + day.month() as i32
        - from.month() as i32
        - i32::from(day.day() < from.day());
    match months {
        ..6 => "0m",
        6..12 => "6m",
        12..60 => "1-4",
        60..120 => "5-9",
        120..180 => "10-14",
        180..240 => "15-19",
        240..480 => "20-39",
        480..600 => "40-49",
        600..720 => "50-59",
        _ => "60+",
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_band_changes_on_the_birthday_and_not_a_day_before() {
        let birth = Birth::parse("2020-05-20").unwrap();
        let band = |day: &str| form_band(&birth, day.parse().unwrap());
        assert_eq!([band("2020-11-19"), band("2020-11-20")], ["0m", "6m"]);
        assert_eq!([band("2021-05-19"), band("2021-05-20")], ["6m", "1-4"]);
        assert_eq!([band("2040-05-19"), band("2040-05-20")], ["15-19", "20-39"]);
        assert_eq!([band("2080-05-19"), band("2080-05-20")], ["50-59", "60+"]);
        assert_eq!(band("2019-01-01"), "", "not born yet");
    }

    #[test]
    fn of_a_year_alone_the_oldest_counts_and_of_nothing_nothing() {
        let day = "2026-11-30".parse().unwrap();
        assert_eq!(form_band(&Birth::parse("1966").unwrap(), day), "60+");
        assert_eq!(form_band(&Birth::default(), day), "");
    }
}
