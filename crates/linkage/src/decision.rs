//! From evidence to a weight, a probability and a decision.

use crate::evidence::Evidence;
use crate::weights::RELATIVES;

/// Records that a register is taken to have at least: a small one is part of a larger.
const LEAST_RECORDS: usize = 2_000;
/// Calibration on the development registers (`examples/evaluate.rs`, a logistic fit over all three levels of noise: slope 0.97,
/// offset -1.9): log2 odds are the weight less log2 of the records, and this. A record has less than one match on average, and
/// words that agree do not agree independently.
const OFFSET: f64 = -2.0;
/// At least this probability is certain: above it some 994 of 1,000 pairs of the development registers are true.
pub const CERTAIN: f64 = 0.97;
/// At least this probability is possible.
pub const POSSIBLE: f64 = 0.20;

/// What is proposed of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Decision {
    No,
    Possible,
    Certain,
}

impl Decision {
    pub fn code(self) -> &'static str {
        match self {
            Decision::No => "no",
            Decision::Possible => "possible",
            Decision::Certain => "certain",
        }
    }
}

/// How a register of so many records turns weights into decisions: with N records a record has one chance in N to be any
/// other, so that every threshold moves by log2 (N / N0) from a register of N0.
#[derive(Clone, Copy, Debug)]
pub struct Scale {
    log_records: f64,
}

impl Scale {
    pub fn of(records: usize) -> Self {
        Self { log_records: (records.max(LEAST_RECORDS) as f64).log2() }
    }

    /// The match weight, in bits: two who are not one person are strangers or relatives, and the likelier of these stands
    /// against the match. There are few relatives, whatever the size of the register: that is the household cap.
    pub fn weight(self, evidence: &Evidence) -> f64 {
        let relative = evidence.relative - RELATIVES + self.log_records;
        let (low, high) = (evidence.stranger.min(relative), evidence.stranger.max(relative));
        low - (1.0 + (low - high).exp2()).log2()
    }

    /// What the weight of these bits is at most: quick.
    pub fn at_most(self, stranger: f64, relative: f64) -> f64 {
        stranger.min(relative - RELATIVES + self.log_records)
    }

    /// Probability that a pair of this weight is one person.
    pub fn probability(self, weight: f64) -> f64 {
        1.0 / (1.0 + (self.log_records - weight - OFFSET).exp2())
    }

    pub fn decide(probability: f64) -> Decision {
        if probability >= CERTAIN {
            Decision::Certain
        } else if probability >= POSSIBLE {
            Decision::Possible
        } else {
            Decision::No
        }
    }

    /// The weight at which a probability is reached.
    pub fn weight_at(self, probability: f64) -> f64 {
        (probability / (1.0 - probability)).log2() - OFFSET + self.log_records
    }
}
