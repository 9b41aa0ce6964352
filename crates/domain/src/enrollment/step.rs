//! How an enrollment goes on: which word may follow which, and what comes with it.

use super::{Enrollment, EnrollmentStatus};
use crate::{Problem, text};

impl EnrollmentStatus {
    /// The words that may follow: prepared, submitted, then confirmed or observed, and an observed one is submitted
    /// again. A confirmed one goes back to submitted, as a correction. A word of another version is left to that
    /// version.
    pub fn next(&self) -> &'static [Self] {
        match self {
            Self::Prepared | Self::Observed | Self::Confirmed => &[Self::Submitted],
            Self::Submitted => &[Self::Confirmed, Self::Observed],
            Self::Other(_) => &[],
        }
    }
}

impl Enrollment {
    /// Goes on to `status`, or mends the number or the observation of the one it has. The number belongs to a
    /// confirmed enrollment and the observation to an observed one; what belongs to neither goes.
    ///
    /// # Errors
    /// Codes `status_step` (that word does not follow), `official_number_unconfirmed`, `observation_unobserved`.
    pub fn step(&mut self, status: &str, official_number: &str, observation: &str) -> Result<(), Problem> {
        let next = EnrollmentStatus::from_word(&text::line(status));
        let known = !matches!(next, EnrollmentStatus::Other(_));
        if !known || (next != self.status && !self.status.next().contains(&next)) {
            return Err(Problem::error("status", "status_step"));
        }
        let (number, observation) = (text::line(official_number), text::line(observation));
        if next != EnrollmentStatus::Confirmed && !number.is_empty() {
            return Err(Problem::error("official_number", "official_number_unconfirmed"));
        }
        if next != EnrollmentStatus::Observed && !observation.is_empty() {
            return Err(Problem::error("observation", "observation_unobserved"));
        }
        (self.status, self.official_number, self.observation) = (next, number, observation);
        Ok(())
    }

    /// Takes one of two words in conflict. What does not belong to it goes: the number of the other branch, or its
    /// observation.
    pub fn settle_status(&mut self, status: EnrollmentStatus) {
        if status != EnrollmentStatus::Confirmed {
            self.official_number.clear();
        }
        if status != EnrollmentStatus::Observed {
            self.observation.clear();
        }
        self.status = status;
    }

    pub(super) fn check_step(&self, problems: &mut Vec<Problem>) {
        text::check_line("official_number", &self.official_number, problems);
        text::check_line("observation", &self.observation, problems);
        let confirmed = self.status == EnrollmentStatus::Confirmed;
        let observed = self.status == EnrollmentStatus::Observed;
        if !confirmed && !self.official_number.is_empty() {
            problems.push(Problem::error("official_number", "official_number_unconfirmed"));
        }
        if confirmed && self.official_number.is_empty() {
            problems.push(Problem::warning("official_number", "official_number_missing"));
        }
        if observed && self.observation.is_empty() {
            problems.push(Problem::warning("observation", "observation_missing"));
        }
    }
}
