//! The fewest steps that still fail the same way: whole stretches are left out first, then single steps (Zeller's
//! ddmin).

use crate::step::Step;

/// Leaves steps out as long as `fails` says that the rest fails, for at most so many tries.
pub fn shrink(steps: &[Step], tries: usize, mut fails: impl FnMut(&[Step]) -> bool) -> Vec<Step> {
    let (mut left, mut tries) = (steps.to_vec(), tries);
    let mut length = left.len().div_ceil(2);
    while length > 0 && tries > 0 {
        let mut at = 0;
        let mut is_shorter = false;
        while at < left.len() && tries > 0 {
            let end = (at + length).min(left.len());
            let without: Vec<Step> = left[..at].iter().chain(&left[end..]).cloned().collect();
            tries -= 1;
            if fails(&without) {
                left = without;
                is_shorter = true;
            } else {
                at = end;
            }
        }
        if !(is_shorter && length == 1) {
            length = if length == 1 { 0 } else { length.div_ceil(2) };
        }
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clock(hours: i64) -> Step {
        Step::SetClock { disk: 0, hours }
    }

    #[test]
    fn what_does_not_matter_is_left_out() {
        let steps: Vec<Step> = (0..200).map(clock).collect();
        let needed = [clock(17), clock(18), clock(150)];
        let left = shrink(&steps, 1000, |rest| needed.iter().all(|step| rest.contains(step)));
        assert_eq!(left, needed);
    }

    #[test]
    fn tries_end() {
        let steps: Vec<Step> = (0..200).map(clock).collect();
        let mut tries = 0;
        let left = shrink(&steps, 10, |_| {
            tries += 1;
            false
        });
        assert_eq!((left.len(), tries), (200, 10));
    }
}
