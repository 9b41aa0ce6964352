//! One enrollment at one desk: a person as the desk writes them.

use crate::calendar::{date_of, days_of, text_of};
use crate::errors::{Error, Noise, Tally};
use crate::names::{Sex, city};
use crate::person::Person;
use crate::random::Random;
use crate::register::Record;
use crate::spelling::{mistype_number, without_accents};
use crate::words::written;

/// Who writes, on one day: some habits hold for everybody of the group.
pub struct Desk<'a> {
    pub random: Random,
    pub tally: &'a mut Tally,
    pub noise: Noise,
    pub post: &'static str,
    /// Days since 1970-01-01.
    pub day: i64,
    pub group: String,
    pub loses_accents: bool,
    pub capitals: bool,
    /// The second surname of the whole group is left out.
    pub one_surname: bool,
    /// A telephone bought on the way, for the whole group.
    pub new_phone: Option<String>,
}

impl Desk<'_> {
    pub fn errs(&mut self, error: Error) -> bool {
        self.tally.draw(error, self.noise, &mut self.random)
    }

    pub fn second_surname_dropped(&mut self) -> bool {
        self.errs(Error::SecondSurnameMissing) || self.one_surname
    }

    /// Writes a record of somebody; its id is given later.
    pub fn enroll(&mut self, person: &Person) -> Record {
        let (given_names, surname1, surname2) = written(person, self);
        let (dob, dob_approx) = self.birth(person);
        let (doc_type, doc_number) = self.document(person);
        let nationality = self.nationality(person);
        Record {
            record_id: String::new(),
            given_names,
            surname1,
            surname2,
            dob,
            dob_approx: if dob_approx { "true".into() } else { String::new() },
            sex: self.sex(person).to_owned(),
            nationality,
            birth_city: self.city(person),
            doc_type: doc_type.to_owned(),
            doc_number,
            phone: self.phone(person),
            post: self.post.to_owned(),
            enrolled_on: text_of(date_of(self.day)),
            group_id: self.group.clone(),
        }
    }

    /// Birth as written, and whether the desk said that it is an estimate (in 7 of 10 estimates it does).
    fn birth(&mut self, person: &Person) -> (String, bool) {
        let (year, month, day) = date_of(person.born);
        if self.errs(Error::BirthMissing) {
            return (String::new(), false);
        }
        if self.errs(Error::BirthEstimated) {
            let off = self.random.pick(&[0, 0, 0, 0, 1, -1, 1, -1, 2, -2]).copied().unwrap_or(0);
            return (text_of((year + off, 1, 1)), self.random.chance(0.7));
        }
        if day <= 12 && day != month && self.errs(Error::DayMonthSwapped) {
            return (text_of((year, day, month)), false);
        }
        if self.errs(Error::BirthMistyped) {
            for _ in 0..20 {
                let text = mistype_number(&text_of((year, month, day)), &mut self.random);
                let part = |from: usize, to: usize| text.get(from..to).and_then(|part| part.parse().ok());
                let read = part(0, 4).zip(part(5, 7)).zip(part(8, 10));
                let Some(((y, m), d)) = read else { continue };
                if (1..=12).contains(&m)
                    && date_of(days_of((y, m, d))) == (y, m, d)
                    && (1920..2027).contains(&y)
                {
                    return (text, false);
                }
            }
        }
        if self.errs(Error::BirthShortened) {
            let year_only = self.random.chance(0.6);
            return (if year_only { format!("{year:04}") } else { format!("{year:04}-{month:02}") }, false);
        }
        (text_of((year, month, day)), false)
    }

    fn sex(&mut self, person: &Person) -> &'static str {
        if self.errs(Error::SexMissing) {
            return "";
        }
        if (person.sex == Sex::Female) == self.errs(Error::SexWrong) { "M" } else { "F" }
    }

    fn nationality(&mut self, person: &Person) -> String {
        if self.errs(Error::NationalityMissing) {
            String::new()
        } else if self.errs(Error::NationalityWrong) {
            self.random.pick(&["PE", "CO", "BO", "EC", "BR"]).copied().unwrap_or_default().to_owned()
        } else {
            person.nationality.to_owned()
        }
    }

    fn city(&mut self, person: &Person) -> String {
        if self.errs(Error::CityMissing) {
            return String::new();
        }
        let name = if self.errs(Error::CityWrong) {
            city(person.nationality, &mut self.random)
        } else {
            person.birth_city.clone()
        };
        if self.loses_accents { without_accents(&name) } else { name }
    }

    fn document(&mut self, person: &Person) -> (&'static str, String) {
        if let Some((kind, number)) = &person.parents_document
            && self.errs(Error::DocumentOfParent)
        {
            return (kind, number.clone());
        }
        let Some((kind, number)) = person.documents.first() else { return ("", String::new()) };
        if self.errs(Error::DocumentMissing) {
            return ("", String::new());
        }
        let (mut kind, mut number) = (*kind, number.clone());
        if let Some(other) = person.documents.get(1)
            && self.errs(Error::DocumentOther)
        {
            (kind, number) = other.clone();
        }
        if self.errs(Error::DocumentMistyped) {
            number = mistype_number(&number, &mut self.random);
        }
        (kind, number)
    }

    fn phone(&mut self, person: &Person) -> String {
        if person.phone.is_empty() || self.errs(Error::PhoneMissing) {
            return String::new();
        }
        let number = self.new_phone.clone().unwrap_or_else(|| person.phone.clone());
        if self.errs(Error::PhoneMistyped) { mistype_number(&number, &mut self.random) } else { number }
    }
}
