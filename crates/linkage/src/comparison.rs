//! Comparison of two records, a field at a time. What is missing on either side adds nothing.

mod birth;
mod document;
mod names;
mod places;
mod seen;

pub use seen::SeenWords;

use crate::evidence::Evidence;
use crate::frequency::Frequency;
use crate::profile::{Profile, Words};
use crate::weights::Reason;

/// What a comparison looks words and counts up in.
#[derive(Clone, Copy)]
pub struct Lookup<'a> {
    pub words: Words<'a>,
    pub frequency: Frequency<'a>,
    /// Share of records born on a day.
    pub born: &'a dyn Fn(u32) -> f64,
    pub seen: &'a SeenWords,
}

/// All evidence of two records. `names_needed` is asked once the rest is known, before the slower names are looked at.
pub fn compare(
    a: &Profile,
    b: &Profile,
    lookup: &Lookup,
    names_needed: impl Fn(&Evidence) -> bool,
) -> Option<Evidence> {
    let mut evidence = Evidence::default();
    document::compare(a, b, &mut evidence);
    birth::compare(a.birth, b.birth, lookup, &mut evidence);
    if a.sex != 0 && b.sex != 0 {
        evidence.add(if a.sex == b.sex { Reason::SexEqual } else { Reason::SexDifferent });
    }
    document::compare_phones(a.phone, b.phone, &mut evidence);
    if !names_needed(&evidence) {
        return None;
    }
    names::compare(a, b, lookup, &mut evidence);
    places::compare(a, b, lookup, &mut evidence);
    Some(evidence)
}
