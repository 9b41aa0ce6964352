//! From what a zone says to its lines.

use chrono::{Datelike, NaiveDate};

use super::digit::{FILLER, digit_of, value};
use super::{Mrz, MrzForm};
use crate::{Birth, Sex};

impl Mrz {
    /// The lines of the zone, with all check digits: for specimens, and to hold reading against writing. Names that do
    /// not fit are cut. None when another part does not fit, or holds what cannot stand there.
    pub fn compose(&self) -> Option<Vec<String>> {
        let (form, places) = (self.form, self.form.places());
        let mut zone = vec![FILLER; form.width() * form.lines()];
        let mut put = |at: usize, most: usize, text: &str| -> Option<()> {
            let bytes = text.as_bytes();
            let fits = bytes.len() <= most && bytes.iter().all(|byte| value(*byte).is_some());
            let held = zone.get_mut(at..at + bytes.len()).filter(|_| fits)?;
            held.copy_from_slice(bytes);
            Some(())
        };
        put(0, 2, &self.code)?;
        put(2, 3, &self.issuer)?;
        put(places.nationality.start, 3, &self.nationality)?;
        let names = format!("{}<<{}", self.surname, self.given_names).replace(' ', "<");
        let room = places.names.len();
        put(places.names.start, room, names.get(..room).unwrap_or(&names))?;
        let number = self.number.replace('-', "<");
        let optional1 = match number.split_at_checked(9).filter(|(_, more)| !more.is_empty()) {
            Some((first, more)) if form != MrzForm::Td3 => {
                put(places.number.start, 9, first)?;
                let digit = char::from(digit_of(number.as_bytes()));
                format!("{more}{digit}<{}", self.optional1)
            }
            _ => {
                put(places.number.start, 9, &number)?;
                let padded = format!("{number:<<9}");
                put(places.number.end, 1, &char::from(digit_of(padded.as_bytes())).to_string())?;
                self.optional1.clone()
            }
        };
        let optional1 = optional1.trim_end_matches('<');
        put(places.optional1.start, places.optional1.len(), optional1)?;
        put(places.optional2.start, places.optional2.len(), &self.optional2)?;
        for (at, date) in [(places.birth, birth(&self.birth)?), (places.birth + 8, expiry(self.expiry)?)] {
            put(at, 7, &format!("{date}{}", char::from(digit_of(date.as_bytes()))))?;
        }
        let sex = match self.sex {
            Sex::Female => "F",
            Sex::Male => "M",
            _ => "<",
        };
        put(places.birth + 7, 1, sex)?;
        let digit = |bytes: Vec<u8>| char::from(digit_of(&bytes)).to_string();
        if form == MrzForm::Td3 {
            let own = digit(zone.get(places.optional1.clone())?.to_vec());
            zone.get_mut(places.optional1.end..=places.optional1.end)?.copy_from_slice(own.as_bytes());
        }
        let covered: Vec<u8> = places
            .composite
            .iter()
            .flat_map(|range| zone.get(range.clone()).unwrap_or_default())
            .copied()
            .collect();
        *zone.get_mut(places.composite_digit)? = digit_of(&covered);
        let lines = zone.chunks(form.width()).map(|line| String::from_utf8_lossy(line).into_owned());
        Some(lines.collect())
    }
}

fn birth(birth: &Birth) -> Option<String> {
    match *birth {
        Birth::Unknown => Some("<<<<<<".to_owned()),
        Birth::Date(date) => Some(day(date)),
        Birth::YearMonth { year, month } => Some(format!("{:02}{month:02}<<", year.rem_euclid(100))),
        Birth::Year(year) => Some(format!("{:02}<<<<", year.rem_euclid(100))),
        Birth::EstimatedAge { .. } => None,
    }
}

fn expiry(expiry: Option<NaiveDate>) -> Option<String> {
    expiry.map_or(Some("<<<<<<".to_owned()), |date| (date.year() >= 2000).then(|| day(date)))
}

fn day(date: NaiveDate) -> String {
    date.format("%y%m%d").to_string()
}
