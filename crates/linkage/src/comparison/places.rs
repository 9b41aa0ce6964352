//! Nationality and place of birth.

use super::Lookup;
use crate::evidence::Evidence;
use crate::profile::{NONE, Profile};
use crate::similarity::jaro_winkler;
use crate::vocabulary::Role;
use crate::weights::Reason;

/// The most that one place may say, in bits.
const MOST: f64 = 6.0;

pub fn compare(a: &Profile, b: &Profile, lookup: &Lookup, evidence: &mut Evidence) {
    let mut field = |one: u32, other: u32, equal, near: Option<Reason>, different| {
        let (Some(first), Some(second)) = (lookup.words.word(one), lookup.words.word(other)) else { return };
        if one == NONE || other == NONE {
        } else if one == other {
            evidence.add_common(equal, lookup.frequency.of(first, Role::Place), MOST);
        } else if let Some(near) = near
            && (first.sound == second.sound
                || jaro_winkler(first.text.as_bytes(), second.text.as_bytes()) > 0.88)
        {
            evidence.add(near);
        } else {
            evidence.add(different);
        }
    };
    field(a.nationality, b.nationality, Reason::NationalityEqual, None, Reason::NationalityDifferent);
    field(a.city, b.city, Reason::CityEqual, Some(Reason::CityNear), Reason::CityDifferent);
}
