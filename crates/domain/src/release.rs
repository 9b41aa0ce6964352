//! What may leave a post, by what the person decided. One check for prints and for every later export.
//!
//! Whatever leaves the registry for a purpose is held in a [`Released`], and only [`Consents::release`] makes one:
//! code that takes a `Released<T>` cannot be handed what the person refused.

use std::collections::BTreeMap;
use std::fmt;

use chrono::NaiveDate;

use crate::words::words;

words! {
    /// What a person is asked to agree to, each by itself (domain.md section 5, consent model C1 to C5). Refusing
    /// any but the first never holds up the registration or the care.
    Purpose, default Register {
        /// Being registered, and the file for the programme prepared.
        Register = "register",
        /// The facility of the enrollment gets a copy of the file.
        ShareFacility = "share_facility",
        /// A named service gets a referral.
        ShareReferral = "share_referral",
        /// Being counted in figures that name nobody.
        Statistics = "statistics",
        /// Being called or written to later.
        Contact = "contact",
    }
}

words! {
    /// What a person decided about one purpose. A word of another version counts as no. In this order, because of
    /// decisions of one day the last of them stands.
    ConsentDecision, default Refused {
        /// Yes.
        Given = "given",
        /// No.
        Refused = "refused",
        /// First yes, no longer.
        Withdrawn = "withdrawn",
    }
}

/// Where a person's decisions stand on a day: the latest one about each purpose.
///
/// A person is asked at two posts that do not know of each other: of decisions of one day, no wins over yes. A
/// decision from a clock that runs ahead counts as of the day asked about, so that no later no is outlived by it; a
/// no without a day always stands, and a yes without a day never does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Consents(BTreeMap<Purpose, (NaiveDate, ConsentDecision)>);

/// Something that may leave for a purpose the person agreed to. Made by [`Consents::release`] and by nothing else:
///
/// ```compile_fail
/// let smuggled = posta_domain::Released("what was refused");
/// ```
///
/// It is not deserialized, has no default, and `Debug` does not show what it holds.
#[derive(Clone, PartialEq, Eq)]
pub struct Released<T>(T);

impl Consents {
    /// Where all these decisions, in any order, stand on the day `on`.
    pub fn on(
        on: NaiveDate,
        decisions: impl IntoIterator<Item = (Purpose, ConsentDecision, Option<NaiveDate>)>,
    ) -> Self {
        let mut latest: BTreeMap<Purpose, (NaiveDate, ConsentDecision)> = BTreeMap::new();
        for (purpose, decision, day) in decisions {
            let day = match (day, &decision) {
                (Some(day), _) => day.min(on),
                (None, ConsentDecision::Given) => continue,
                (None, _) => on,
            };
            let decided = (day, decision);
            let stands = latest.get(&purpose).is_some_and(|held| *held >= decided);
            if !stands {
                latest.insert(purpose, decided);
            }
        }
        Self(latest)
    }

    /// The stricter of several, purpose by purpose; of equal ones the later.
    pub(crate) fn strictest(several: impl IntoIterator<Item = Self>) -> Self {
        let mut all: BTreeMap<Purpose, (NaiveDate, ConsentDecision)> = BTreeMap::new();
        for (purpose, said) in several.into_iter().flat_map(|one| one.0) {
            let rank = |(day, decision): &(NaiveDate, ConsentDecision)| {
                (*decision != ConsentDecision::Given, *day, decision.clone())
            };
            if all.get(&purpose).is_none_or(|held| rank(&said) > rank(held)) {
                all.insert(purpose, said);
            }
        }
        Self(all)
    }

    /// The decision that stands and its day; none when the person was never asked.
    pub fn standing(&self, purpose: &Purpose) -> Option<(&ConsentDecision, NaiveDate)> {
        self.0.get(purpose).map(|(day, decision)| (decision, *day))
    }

    /// Whether the person agreed, and still does. Never asked is no.
    pub fn is_given(&self, purpose: &Purpose) -> bool {
        self.standing(purpose).is_some_and(|(decision, _)| *decision == ConsentDecision::Given)
    }

    /// Lets `value` leave for `purpose`, if the person agreed to it and still does.
    pub fn release<T>(&self, purpose: &Purpose, value: T) -> Option<Released<T>> {
        self.is_given(purpose).then_some(Released(value))
    }
}

impl<T> Released<T> {
    /// What may leave.
    pub fn get(&self) -> &T {
        &self.0
    }

    /// What may leave, taken out to be written.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> fmt::Debug for Released<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Released").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ConsentDecision::{Given, Refused, Withdrawn};

    fn day(of_november: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, of_november).unwrap()
    }

    fn after(decisions: &[(ConsentDecision, Option<u32>)]) -> Consents {
        let sharing = |(decision, on): &(ConsentDecision, Option<u32>)| {
            (Purpose::ShareFacility, decision.clone(), on.map(day))
        };
        Consents::on(day(20), decisions.iter().map(sharing))
    }

    fn may_share(decisions: &[(ConsentDecision, Option<u32>)]) -> bool {
        after(decisions).release(&Purpose::ShareFacility, "a copy").is_some()
    }

    #[test]
    fn what_was_given_leaves_and_what_was_refused_or_never_asked_does_not() {
        assert!(may_share(&[(Given, Some(14))]));
        assert!(!may_share(&[(Refused, Some(14))]));
        assert!(!may_share(&[]));
    }

    #[test]
    fn each_purpose_is_released_by_its_own_decision() {
        let consents = after(&[(Given, Some(14))]);
        for word in Purpose::WORDS {
            let purpose = Purpose::from_word(word);
            assert_eq!(consents.release(&purpose, ()).is_some(), purpose == Purpose::ShareFacility, "{word}");
        }
    }

    #[test]
    fn the_latest_decision_stands_in_whatever_order_they_arrive() {
        assert!(!may_share(&[(Given, Some(14)), (Withdrawn, Some(15))]));
        assert!(!may_share(&[(Withdrawn, Some(15)), (Given, Some(14))]));
        assert!(may_share(&[(Given, Some(16)), (Withdrawn, Some(15)), (Given, Some(14))]));
    }

    #[test]
    fn of_two_posts_on_one_day_no_wins_over_yes() {
        for no in [Refused, Withdrawn, ConsentDecision::Other("later".into())] {
            assert!(!may_share(&[(Given, Some(14)), (no.clone(), Some(14))]));
            assert!(!may_share(&[(no, Some(14)), (Given, Some(14))]));
        }
        let either_way = [after(&[(Refused, Some(14)), (Withdrawn, Some(14))])]
            .contains(&after(&[(Withdrawn, Some(14)), (Refused, Some(14))]));
        assert!(either_way, "what stands does not depend on the order");
    }

    #[test]
    fn a_yes_from_a_clock_that_runs_ahead_does_not_outlive_a_no_of_today() {
        assert!(may_share(&[(Given, Some(29))]), "on the 20th it counts as of the 20th");
        assert!(!may_share(&[(Given, Some(29)), (Withdrawn, Some(20))]));
        assert!(!may_share(&[(Given, Some(29)), (Refused, Some(30))]));
    }

    #[test]
    fn a_no_without_a_day_stands_and_a_yes_without_a_day_does_not() {
        assert!(!may_share(&[(Given, None)]));
        assert!(!may_share(&[(Refused, None), (Given, Some(14))]));
    }

    #[test]
    fn a_decision_of_another_version_counts_as_no() {
        assert!(!may_share(&[(ConsentDecision::Other("given_in_part".into()), Some(14))]));
    }

    #[test]
    fn the_debug_form_of_what_may_leave_does_not_show_it() {
        let released = after(&[(Given, Some(14))]).release(&Purpose::ShareFacility, "Yuleisy Rondón");
        assert!(!format!("{released:?}").contains("Rondón"));
    }
}
