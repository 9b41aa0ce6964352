//! A pair of records, and what people decided of pairs.

use std::collections::BTreeMap;

use crate::decision::Decision;
use crate::weights::Reason;

/// Two records that may be of one person.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// The smaller id.
    pub id_a: String,
    pub id_b: String,
    /// Match weight in bits; the sum of the bits of the reasons.
    pub weight: f64,
    pub probability: f64,
    pub decision: Decision,
    /// Why, with the bits of each.
    pub reasons: Vec<(Reason, f64)>,
}

/// What somebody decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Same,
    Different,
}

/// All decisions of people, whichever of the two ids came first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decided(BTreeMap<(String, String), Verdict>);

impl Decided {
    pub fn decide(&mut self, one: &str, other: &str, verdict: Verdict) {
        self.0.insert(in_order(one, other), verdict);
    }

    /// Takes a decision back.
    pub fn undo(&mut self, one: &str, other: &str) {
        self.0.remove(&in_order(one, other));
    }

    pub fn of(&self, one: &str, other: &str) -> Option<Verdict> {
        if self.0.is_empty() { None } else { self.0.get(&in_order(one, other)).copied() }
    }

    pub fn all(&self) -> impl Iterator<Item = (&str, &str, Verdict)> {
        self.0.iter().map(|((one, other), verdict)| (one.as_str(), other.as_str(), *verdict))
    }
}

fn in_order(one: &str, other: &str) -> (String, String) {
    let (a, b) = if one <= other { (one, other) } else { (other, one) };
    (a.to_owned(), b.to_owned())
}
