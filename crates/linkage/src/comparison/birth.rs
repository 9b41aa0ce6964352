//! Birth dates.

use super::Lookup;
use crate::birth::Birth;
use crate::evidence::{Evidence, common_bits};
use crate::similarity::one_edit;
use crate::weights::{Reason, bits};

/// The most that an equal birth date may say, in bits.
const MOST: f64 = 14.0;

pub fn compare(a: Birth, b: Birth, lookup: &Lookup, evidence: &mut Evidence) {
    if a.is_missing() || b.is_missing() {
        return;
    }
    if a.is_whole() && a.number() == b.number() {
        let mut equal = common_bits(Reason::BirthEqual, (lookup.born)(a.number()), MOST);
        if a.estimated {
            // Two estimates of one year: no twins are needed for that.
            equal.relative = bits(Reason::BirthEstimateSameYear).relative;
        }
        evidence.add_bits(Reason::BirthEqual, equal);
    } else {
        evidence.add(different(a, b));
    }
}

fn different(a: Birth, b: Birth) -> Reason {
    let apart = a.year.abs_diff(b.year);
    if a.estimated || b.estimated {
        return match apart {
            0 => Reason::BirthEstimateSameYear,
            1 => Reason::BirthEstimateNextYear,
            2 | 3 => Reason::BirthEstimateNear,
            _ => Reason::BirthEstimateFar,
        };
    }
    if !a.is_whole() || !b.is_whole() {
        return match (apart, a.month == 0 || b.month == 0, a.month == b.month) {
            (0, true, _) => Reason::BirthSameYear,
            (0, false, true) => Reason::BirthSameMonth,
            _ => Reason::BirthShortDifferent,
        };
    }
    if apart == 0 && a.month == b.day && a.day == b.month {
        Reason::BirthDayMonthSwapped
    } else if one_edit(&a.digits(), &b.digits()) {
        Reason::BirthOneEdit
    } else if u8::from(apart == 0) + u8::from(a.month == b.month) + u8::from(a.day == b.day) == 2 {
        Reason::BirthTwoParts
    } else {
        Reason::BirthDifferent
    }
}
