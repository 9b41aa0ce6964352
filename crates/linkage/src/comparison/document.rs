//! Documents and telephones.

use crate::evidence::Evidence;
use crate::profile::{NONE, Profile};
use crate::similarity::one_edit;
use crate::weights::Reason;

pub fn compare(a: &Profile, b: &Profile, evidence: &mut Evidence) {
    let (one, other) = (a.document(), b.document());
    if one.is_empty() || other.is_empty() {
        return;
    }
    let one_kind = a.document_kind == b.document_kind && a.document_kind != NONE;
    evidence.add(if one == other {
        Reason::DocumentEqual
    } else if number(one).zip(number(other)).is_some_and(|(one, other)| one.abs_diff(other) <= 3) {
        Reason::DocumentConsecutive
    } else if one.len() >= 6 && one_edit(one, other) {
        Reason::DocumentOneEdit
    } else if one_kind {
        Reason::DocumentDifferent
    } else {
        Reason::DocumentOther
    });
}

fn number(document: &[u8]) -> Option<u64> {
    std::str::from_utf8(document).ok()?.parse().ok()
}

pub fn compare_phones(one: u32, other: u32, evidence: &mut Evidence) {
    if one == 0 || other == 0 {
        return;
    }
    let digits = |number: u32| -> [u8; 9] {
        let mut rest = number;
        std::array::from_fn(|_| {
            let digit = rest % 10;
            rest /= 10;
            digit as u8
        })
    };
    evidence.add(if one == other {
        Reason::PhoneEqual
    } else if one_edit(&digits(one), &digits(other)) {
        Reason::PhoneOneEdit
    } else {
        Reason::PhoneDifferent
    });
}
