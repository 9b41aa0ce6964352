//! What the comparison of two records came to: reasons with their bits, as they add up.

use crate::weights::{Bits, Reason, bits};

/// Rounded to 1/1024 of a bit: such sums are exact, so that their order does not matter.
fn exact(bits: f64) -> f64 {
    (bits * 1_024.0) as i64 as f64 / 1_024.0
}

/// Bits of a reason whose u is a frequency, at most so many.
pub fn common_bits(reason: Reason, frequency: f64, most: f64) -> Bits {
    let (m, _, _) = reason.shares();
    Bits { stranger: (m / frequency).log2().min(most), relative: bits(reason).relative }
}

/// Reasons that a pair can have at most.
const MOST: usize = 24;

/// Bits against two strangers and against two relatives, and why.
#[derive(Clone, Copy, Debug)]
pub struct Evidence {
    pub stranger: f64,
    pub relative: f64,
    reasons: [(Reason, f32); MOST],
    count: usize,
}

impl Default for Evidence {
    fn default() -> Self {
        Self { stranger: 0.0, relative: 0.0, reasons: [(Reason::HouseholdCap, 0.0); MOST], count: 0 }
    }
}

impl Evidence {
    /// Adds a reason as the table weighs it.
    pub fn add(&mut self, reason: Reason) {
        self.add_bits(reason, bits(reason));
    }

    /// Adds a reason whose u is a frequency, at most `most` bits.
    pub fn add_common(&mut self, reason: Reason, frequency: f64, most: f64) {
        self.add_bits(reason, common_bits(reason, frequency, most));
    }

    /// Adds a reason with bits of its own.
    pub fn add_bits(&mut self, reason: Reason, bits: Bits) {
        let stranger = exact(bits.stranger);
        self.stranger += stranger;
        self.relative += exact(bits.relative);
        if let Some(free) = self.reasons.get_mut(self.count) {
            // A few thousand times 1/1024: exact in 24 bits too.
            *free = (reason, stranger as f32);
            self.count += 1;
        }
    }

    /// Adds bits against relatives alone.
    pub fn add_relative(&mut self, bits: f64) {
        self.relative += exact(bits);
    }

    /// Adds all of another comparison.
    pub fn add_all(&mut self, other: &Evidence) {
        self.stranger += other.stranger;
        self.relative += other.relative;
        for reason in other.reasons() {
            if let Some(free) = self.reasons.get_mut(self.count) {
                *free = *reason;
                self.count += 1;
            }
        }
    }

    pub fn reasons(&self) -> &[(Reason, f32)] {
        self.reasons.get(..self.count).unwrap_or_default()
    }
}
