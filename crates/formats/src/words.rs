//! Our own words on paper, one value a language. A missing word does not compile.

mod certificate;
mod en;
mod es;
mod fr;
mod ht;
mod pt;
mod report;
mod summary;

use chrono::{Datelike, NaiveDate};
use posta_domain::EnrollmentStatus;

use crate::Finding;

pub(crate) use en::EN;
pub(crate) use es::ES;
pub(crate) use fr::FR;
pub(crate) use ht::HT;
pub(crate) use pt::PT;
pub(crate) use report::ReportWords;
pub(crate) use summary::SummaryWords;

/// Our own words in one language.
pub(crate) struct Words {
    pub slip_title: &'static str,
    pub unnamed: &'static str,
    pub state_heading: &'static str,
    pub prepared: State,
    pub submitted: State,
    pub confirmed: State,
    pub observed: State,
    pub not_the_confirmation: &'static str,
    pub number_heading: &'static str,
    pub covered_heading: &'static str,
    pub to_confirm_heading: &'static str,
    pub orientation_heading: &'static str,
    pub norm_heading: &'static str,
    pub missing_heading: &'static str,
    pub missing_note: &'static str,
    pub next_heading: &'static str,
    pub facility_heading: &'static str,
    pub post_heading: &'static str,
    pub qr_alt: &'static str,
    /// Who may read the slip and its code.
    pub readers: &'static str,
    /// That the facility may have a copy; only where the person agreed.
    pub facility_reads: &'static str,
    pub card_title: &'static str,
    pub card_line: &'static str,
    /// For a sheet of a pack that has no title of its own.
    pub sheet_title: &'static str,
    pub letter_title: &'static str,
    pub letter_to: &'static str,
    pub letter_from: &'static str,
    pub letter_person: &'static str,
    pub letter_need: &'static str,
    pub letter_message: &'static str,
    /// At once, soon, in these days.
    pub letter_urgency: [&'static str; 3],
    pub letter_urgency_heading: &'static str,
    /// Name, age, sex, nationality, language, telephone.
    pub letter_pieces: [&'static str; 6],
    /// Where nothing of the person is told, whatever the reason.
    pub letter_nothing: &'static str,
    pub letter_answers_heading: &'static str,
    /// How to answer.
    pub letter_answers: &'static str,
    /// Accepted, rejected, attended.
    pub letter_answer: [&'static str; 3],
    /// Only where the person agreed to be told of.
    pub letter_agreed: &'static str,
    /// Who may see the letter.
    pub letter_readers: &'static str,
    pub letter_years: &'static str,
    /// Female, male.
    pub letter_sexes: [&'static str; 2],
    pub page_word: &'static str,
    pub of_word: &'static str,
    pub not_reviewed: &'static str,
    pub months: [&'static str; 12],
    /// A day, from its number, month and year.
    pub date: fn(u32, &str, i32) -> String,
}

/// A state of the official procedure.
pub(crate) struct State {
    /// The word in this language.
    pub word: &'static str,
    /// What it means, to the person.
    pub sentence: &'static str,
}

impl Words {
    fn state(&self, status: &EnrollmentStatus) -> Option<&State> {
        match status {
            EnrollmentStatus::Prepared => Some(&self.prepared),
            EnrollmentStatus::Submitted => Some(&self.submitted),
            EnrollmentStatus::Confirmed => Some(&self.confirmed),
            EnrollmentStatus::Observed => Some(&self.observed),
            EnrollmentStatus::Other(_) => None,
        }
    }

    /// A state's word; one of a later version stays as it came.
    pub fn state_word<'a>(&self, status: &'a EnrollmentStatus) -> &'a str {
        self.state(status).map_or(status.as_str(), |state| state.word)
    }

    /// What a state means; blank for one of a later version.
    pub fn state_sentence(&self, status: &EnrollmentStatus) -> &'static str {
        self.state(status).map_or("", |state| state.sentence)
    }

    /// What stands above a finding.
    pub fn coverage_heading(&self, finding: Finding) -> &'static str {
        match finding {
            Finding::Covered => self.covered_heading,
            Finding::ToConfirm => self.to_confirm_heading,
            Finding::Orientation => self.orientation_heading,
        }
    }

    /// A day in words.
    pub fn day(&self, on: NaiveDate) -> String {
        let month = self.months.get(on.month0() as usize).copied().unwrap_or_default();
        (self.date)(on.day(), month, on.year())
    }
}
