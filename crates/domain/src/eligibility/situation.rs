//! What is known of somebody, in the form that conditions are judged by.

use chrono::{Datelike, NaiveDate};

use super::Facts;
use super::condition::{AgeBand, Condition, Papers};
use super::truth::Truth;
use crate::{Birth, IdentityDocument, Pack, Sex};

/// Nobody is older. Months.
pub(crate) const OLDEST: u32 = 130 * 12;

/// Most facts of a pack; the validator refuses more.
pub(crate) const MOST_FACTS: usize = 16;

/// What is known, or supposed while looking for what to ask.
#[derive(Clone, Copy)]
pub(crate) struct Situation<'a> {
    pub pack: &'a Pack,
    /// Youngest and oldest age that the birth allows, whole months.
    pub ages: (u32, u32),
    /// `female` or `male`.
    pub sex: Option<&'static str>,
    pub nationality: Option<&'a str>,
    /// What was answered, by the place of the fact in the pack.
    pub answers: [Option<bool>; MOST_FACTS],
    /// What is supposed of facts that were not answered.
    pub supposed: [Option<bool>; MOST_FACTS],
    /// None when documents were not looked at.
    pub documents: Option<&'a [IdentityDocument]>,
}

impl<'a> Situation<'a> {
    pub fn new(pack: &'a Pack, facts: &'a Facts, documents: Option<&'a [IdentityDocument]>) -> Self {
        let nationality = facts.nationality.as_str();
        let mut answers = [None; MOST_FACTS];
        for (answer, fact) in answers.iter_mut().zip(&pack.facts) {
            *answer = facts.answers.get(&fact.code).copied();
        }
        Self {
            pack,
            ages: ages_on(facts.birth, facts.on),
            sex: match facts.sex {
                Sex::Female => Some("female"),
                Sex::Male => Some("male"),
                _ => None,
            },
            nationality: (!matches!(nationality, "" | "XXX")).then_some(nationality),
            answers,
            supposed: [None; MOST_FACTS],
            documents,
        }
    }

    pub fn judge(&self, condition: &Condition) -> Truth {
        match condition {
            Condition::All(inner) => Truth::all(inner.iter().map(|one| self.judge(one))),
            Condition::Any(inner) => Truth::any(inner.iter().map(|one| self.judge(one))),
            Condition::Not(inner) => !self.judge(inner),
            Condition::Fact(code) => self.judge_fact(code),
            Condition::Age(band) => self.judge_age(band),
            Condition::Sex(word) => Truth::of_option(self.sex.map(|sex| sex == word)),
            Condition::Nationality(codes) => {
                Truth::of_option(self.nationality.map(|code| codes.iter().any(|one| one == code)))
            }
            Condition::Document(kinds) => Truth::of_option(
                self.documents.map(|all| all.iter().any(|document| kinds.contains(&document.kind))),
            ),
            Condition::Documents(papers) => {
                Truth::of_option(self.documents.map(|all| all.is_empty() == (*papers == Papers::None)))
            }
        }
    }

    /// An answer counts; a fact that nobody would ask of this person is taken as no.
    fn judge_fact(&self, code: &str) -> Truth {
        let Some((at, fact)) = self.pack.facts.iter().enumerate().find(|(_, fact)| fact.code == code) else {
            return Truth::NotKnown;
        };
        let known = |facts: &[Option<bool>; MOST_FACTS]| facts.get(at).copied().flatten();
        if let Some(answer) = known(&self.answers) {
            return Truth::of(answer);
        }
        match &fact.asked_when {
            Some(when) if self.judge(when) == Truth::No => Truth::No,
            _ => Truth::of_option(known(&self.supposed)),
        }
    }

    fn judge_age(&self, band: &AgeBand) -> Truth {
        let (youngest, oldest) = self.ages;
        let holds = |age: u32| age >= band.from() && band.below().is_none_or(|below| age < below);
        if holds(youngest) && holds(oldest) {
            Truth::Yes
        } else if oldest < band.from() || band.below().is_some_and(|below| youngest >= below) {
            Truth::No
        } else {
            Truth::NotKnown
        }
    }
}

/// Youngest and oldest age in whole months on a day. A birth that is not known, or lies after the day, allows any age.
fn ages_on(birth: Birth, day: NaiveDate) -> (u32, u32) {
    let known = birth.earliest().zip(birth.latest()).filter(|(earliest, _)| *earliest <= day);
    known.map_or((0, OLDEST), |(earliest, latest)| {
        (months_between(latest.min(day), day), months_between(earliest, day).min(OLDEST))
    })
}

/// Whole months from a birth to a later day.
fn months_between(birth: NaiveDate, day: NaiveDate) -> u32 {
    let months = |date: NaiveDate| i64::from(date.year()) * 12 + i64::from(date.month0());
    let whole = months(day) - months(birth) - i64::from(day.day() < birth.day());
    u32::try_from(whole).unwrap_or(0).min(OLDEST)
}
