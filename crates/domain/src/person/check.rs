//! What is wrong or odd with a person's record.

use chrono::{Datelike, NaiveDate};

use super::{Person, Sex};
use crate::{Birth, DocumentId, HouseholdRole, Pack, Problem, text};

/// The oldest age that is believed, in years.
const OLDEST: u32 = 130;
/// A clock that says an earlier year is wrong, and what it finds odd keeps nobody from being registered.
const BEGAN: i32 = 2026;

impl Person {
    /// Problems of the record on a day. Errors are few (no name, impossible birth, country of no shape, unusable
    /// text); everything else is a warning and never blocks.
    pub fn problems(&self, pack: &Pack, today: NaiveDate) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (key, value) in self.texts() {
            text::check_line(key, value, &mut problems);
        }
        text::check_line("sex", self.sex.as_str(), &mut problems);
        text::check_country("nationality", &self.nationality, pack, &mut problems);
        if !self.name_undeclared && !self.is_identified_by_name() {
            problems.push(Problem::error("given_names", "name_missing"));
        }
        check_birth(&self.birth, today, &mut problems);
        for document in &self.documents {
            document.check(pack, self, &mut problems);
        }
        self.check_oddities(pack, today, &mut problems);
        problems
    }

    fn check_oddities(&self, pack: &Pack, today: NaiveDate, problems: &mut Vec<Problem>) {
        let mut warn = |odd: bool, field: &str, code: &'static str| {
            if odd {
                problems.push(Problem::warning(field, code));
            }
        };
        warn(self.name_undeclared && self.is_identified_by_name(), "name_undeclared", "name_present");
        warn(self.without_documents && !self.documents.is_empty(), "without_documents", "documents_present");
        warn(matches!(self.sex, Sex::Other(_)), "sex", "sex_unknown_word");
        let residence_known = self.residence.is_empty() || pack.municipality(&self.residence).is_some();
        warn(!residence_known, "residence", "residence_unknown");
        let guarded = !self.guardian_name.is_empty() || !self.guardian_person.is_empty();
        warn(
            self.birth.is_minor_on(today) == Some(true) && !guarded,
            "guardian_name",
            "minor_without_guardian",
        );
        let guardian_readable =
            self.guardian_person.is_empty() || self.guardian_person.parse::<DocumentId>().is_ok();
        warn(!guardian_readable, "guardian_person", "guardian_person_unreadable");
        let household_readable = self.household.is_empty() || self.household.parse::<DocumentId>().is_ok();
        warn(!household_readable, "household", "household_unreadable");
        let role_known = !matches!(self.household_role, Some(HouseholdRole::Other(_)));
        warn(!role_known, "household_role", "household_role_unknown");
        warn(self.registered_on.is_some_and(|day| day > today), "registered_on", "date_in_future");
        let post_known = self.registered_post.is_empty() || pack.post(&self.registered_post).is_some();
        warn(!post_known, "registered_post", "post_unknown");
        let strange = |code: &String| !pack.languages.iter().any(|known| known.code == *code);
        warn(self.languages.iter().any(strange), "languages", "language_unknown");
        let digits = self.phone.chars().filter(char::is_ascii_digit).count();
        warn(!self.phone.is_empty() && !(6..=15).contains(&digits), "phone", "phone_odd");
    }
}

fn check_birth(birth: &Birth, today: NaiveDate, problems: &mut Vec<Problem>) {
    if birth.is_unknown() {
        return;
    }
    match birth.age_on(today) {
        None if today.year() < BEGAN => problems.push(Problem::warning("birth", "birth_in_future")),
        None => problems.push(Problem::error("birth", "birth_in_future")),
        // A clock far ahead makes everybody old: of these years somebody may live.
        Some(age) if age > OLDEST && birth.year().is_some_and(|year| year + 130 >= BEGAN) => {
            problems.push(Problem::warning("birth", "birth_too_long_ago"));
        }
        Some(age) if age > OLDEST => problems.push(Problem::error("birth", "birth_too_long_ago")),
        Some(_) => {}
    }
}
