//! The fields of a zone, each held against its check digit.

use std::ops::Range;

use chrono::NaiveDate;

use super::digit::{FILLER, digit_like, digit_of, value};
use super::name::{part_names, words};
use super::{Mrz, MrzForm, alpha2};
use crate::{Birth, Problem, Sex};

/// Where things stand in a zone, from 0, all lines in a row.
pub(super) struct Places {
    pub names: Range<usize>,
    /// The number; its check digit follows it.
    pub number: Range<usize>,
    pub nationality: Range<usize>,
    /// Birth and sex, then expiry: 6, digit, 1, 6, digit.
    pub birth: usize,
    pub optional1: Range<usize>,
    pub optional2: Range<usize>,
    /// What the last check digit covers, and where it stands.
    pub composite: Vec<Range<usize>>,
    pub composite_digit: usize,
}

impl MrzForm {
    pub(super) fn places(self) -> Places {
        let birth = self.birth();
        match self {
            Self::Td1 => Places {
                names: 60..90,
                number: 5..14,
                nationality: 45..48,
                birth,
                optional1: 15..30,
                optional2: 48..59,
                composite: vec![5..30, 30..37, 38..45, 48..59],
                composite_digit: 59,
            },
            Self::Td2 => Places {
                names: 5..36,
                number: 36..45,
                nationality: 46..49,
                birth,
                optional1: 64..71,
                optional2: 0..0,
                composite: vec![36..46, 49..56, 57..71],
                composite_digit: 71,
            },
            Self::Td3 => Places {
                names: 5..44,
                number: 44..53,
                nationality: 54..57,
                birth,
                optional1: 72..86,
                optional2: 0..0,
                composite: vec![44..54, 57..64, 65..87],
                composite_digit: 87,
            },
        }
    }
}

struct Zone {
    bytes: Vec<u8>,
    problems: Vec<Problem>,
}

pub(super) fn read(form: MrzForm, bytes: Vec<u8>, today: NaiveDate) -> Mrz {
    let places = form.places();
    let mut zone = Zone { bytes, problems: Vec::new() };
    let expiry_place = places.birth + 8;
    zone.mend_date(places.birth, "mrz/birth");
    zone.mend_date(expiry_place, "mrz/expiry");
    let (number, optional1) = zone.number(form, &places);
    if form == MrzForm::Td3 {
        zone.check_optional(&places);
    }
    zone.check_composite(&places);
    let birth = zone.birth(places.birth, today);
    let expiry = zone.expiry(expiry_place);
    let code = zone.text(0..2);
    let (issuer, nationality) = (zone.text(2..5), zone.text(places.nationality));
    zone.check_country("mrz/issuer", &issuer);
    zone.check_country("mrz/nationality", &nationality);
    let sex = zone.sex(places.birth + 7);
    let field = zone.get(places.names);
    let (surname, given_names) = part_names(&field);
    let names_full = field.last().is_some_and(|last| *last != FILLER);
    zone.warn(names_full, "mrz/names", "mrz_names_cut");
    let odd_names = surname.is_empty() || field.iter().any(u8::is_ascii_digit);
    zone.warn(odd_names, "mrz/names", "mrz_names_odd");
    Mrz {
        form,
        code,
        issuer,
        number,
        nationality,
        birth,
        sex,
        expiry,
        surname,
        given_names,
        optional1,
        optional2: trimmed(&zone.get(places.optional2)),
        problems: zone.problems,
    }
}

impl Zone {
    fn get(&self, range: Range<usize>) -> Vec<u8> {
        self.bytes.get(range).unwrap_or_default().to_vec()
    }

    fn at(&self, place: usize) -> u8 {
        self.bytes.get(place).copied().unwrap_or(FILLER)
    }

    fn put(&mut self, place: usize, byte: u8) {
        if let Some(held) = self.bytes.get_mut(place) {
            *held = byte;
        }
    }

    fn text(&self, range: Range<usize>) -> String {
        words(&String::from_utf8_lossy(&self.get(range)))
    }

    fn warn(&mut self, odd: bool, field: &str, code: &'static str) {
        if odd {
            self.problems.push(Problem::warning(field, code));
        }
    }

    /// A date and its check digit. Letters that look like digits become digits if all agrees then.
    fn mend_date(&mut self, place: usize, field: &str) {
        let held = self.get(place..place + 7);
        let agrees = |bytes: &[u8]| match bytes {
            [date @ .., digit] => {
                let blank = date.iter().all(|byte| *byte == FILLER);
                !date.iter().any(u8::is_ascii_uppercase)
                    && (*digit == digit_of(date) || (blank && *digit == FILLER))
            }
            [] => false,
        };
        if agrees(&held) {
            return;
        }
        let mended: Vec<u8> = held.iter().map(|byte| digit_like(*byte).unwrap_or(*byte)).collect();
        if mended != held && agrees(&mended) {
            for (at, byte) in (place..).zip(mended) {
                self.put(at, byte);
            }
            self.warn(true, field, "mrz_corrected");
        } else {
            self.warn(true, field, "mrz_check_digit");
        }
    }

    /// Whether the digit at a place is the check digit of these bytes; a letter that looks like it becomes it.
    fn agrees(&mut self, bytes: &[u8], place: usize, field: &str) -> bool {
        let expected = digit_of(bytes);
        if digit_like(self.at(place)) == Some(expected) {
            self.put(place, expected);
            self.warn(true, field, "mrz_corrected");
        }
        self.at(place) == expected
    }

    /// The number, and what is left of the first optional part. A filler in the place of the check digit says that
    /// the number goes on in the optional part, where its check digit ends it (TD1, and TD2; ICAO 9303-5 and -6).
    fn number(&mut self, form: MrzForm, places: &Places) -> (String, String) {
        let number = self.get(places.number.clone());
        let optional = self.get(places.optional1.clone());
        let digit = places.number.end;
        if form != MrzForm::Td3 && self.at(digit) == FILLER {
            let end = optional.iter().position(|byte| *byte == FILLER).unwrap_or(optional.len());
            let (more, rest) = optional.split_at(end);
            if let [tail @ .., _] = more {
                let long = [number.as_slice(), tail].concat();
                let ends_at = places.optional1.start + end - 1;
                let good = !tail.is_empty() && self.agrees(&long, ends_at, "mrz/number");
                self.warn(!good, "mrz/number", "mrz_check_digit");
                return (self.number_text(&long), trimmed(rest.get(1..).unwrap_or_default()));
            }
        }
        let good = self.agrees(&number, digit, "mrz/number");
        self.warn(!good, "mrz/number", "mrz_check_digit");
        (self.number_text(&number), trimmed(&optional))
    }

    fn number_text(&mut self, bytes: &[u8]) -> String {
        let text = trimmed(bytes);
        self.warn(text.is_empty(), "mrz/number", "mrz_number_missing");
        // Fillers stand for what cannot be written there: a hyphen or a space.
        text.replace('<', "-")
    }

    /// A passport's optional part has a check digit of its own, which may be left out when there is nothing in it.
    fn check_optional(&mut self, places: &Places) {
        let optional = self.get(places.optional1.clone());
        let digit = places.optional1.end;
        let blank = optional.iter().all(|byte| *byte == FILLER);
        let good = (blank && self.at(digit) == FILLER) || self.agrees(&optional, digit, "mrz/optional");
        self.warn(!good, "mrz/optional", "mrz_check_digit");
    }

    fn check_composite(&mut self, places: &Places) {
        let covered: Vec<u8> = places.composite.iter().flat_map(|range| self.get(range.clone())).collect();
        let good = self.agrees(&covered, places.composite_digit, "mrz");
        self.warn(!good, "mrz", "mrz_check_digit");
    }

    fn birth(&mut self, place: usize, today: NaiveDate) -> Birth {
        let date = self.get(place..place + 6);
        // The later century in which it is not in the future.
        let read = [2000, 1900].into_iter().find_map(|century| {
            read_date(&date, century).filter(|birth| birth.earliest().is_none_or(|first| first <= today))
        });
        self.warn(read.is_none(), "mrz/birth", "mrz_birth_unreadable");
        read.unwrap_or_default()
    }

    fn expiry(&mut self, place: usize) -> Option<NaiveDate> {
        let read = read_date(&self.get(place..place + 6), 2000);
        self.warn(read.is_none(), "mrz/expiry", "mrz_expiry_unreadable");
        read?.latest()
    }

    fn sex(&mut self, place: usize) -> Sex {
        match self.at(place) {
            b'F' => Sex::Female,
            b'M' => Sex::Male,
            other => {
                self.warn(!matches!(other, FILLER | b'X'), "mrz/sex", "mrz_sex_unreadable");
                Sex::Unknown
            }
        }
    }

    fn check_country(&mut self, field: &str, code: &str) {
        let known = alpha2(code).is_some();
        self.warn(code == "UTO", field, "mrz_specimen");
        self.warn(!known && code != "UTO", field, "mrz_country_unknown");
    }
}

/// Two digits of a year, of a month and of a day, the last ones perhaps unknown (fillers; some write zeros).
fn read_date(date: &[u8], century: i32) -> Option<Birth> {
    let pair = |at: usize| -> Option<Option<u32>> {
        match date.get(at..at + 2)? {
            [FILLER, FILLER] => Some(None),
            [tens, ones] if tens.is_ascii_digit() && ones.is_ascii_digit() => {
                Some(Some(value(*tens)? * 10 + value(*ones)?))
            }
            _ => None,
        }
    };
    let year = |two: u32| i32::try_from(two).ok().map(|two| century + two);
    match (pair(0)?, pair(2)?, pair(4)?) {
        (None, None | Some(0), None | Some(0)) => Some(Birth::Unknown),
        (Some(two), None | Some(0), None | Some(0)) => Some(Birth::Year(year(two)?)),
        (Some(two), Some(month @ 1..=12), None | Some(0)) => {
            Some(Birth::YearMonth { year: year(two)?, month })
        }
        (Some(two), Some(month), Some(day)) => {
            NaiveDate::from_ymd_opt(year(two)?, month, day).map(Birth::Date)
        }
        _ => None,
    }
}

/// Without the fillers at the end.
fn trimmed(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim_end_matches(char::from(FILLER)).to_owned()
}
