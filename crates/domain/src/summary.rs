//! What a person lets the next post know: a few items, each chosen by them. Of protection, alerts, how somebody is, the
//! results of instruments, notes, origin and route it has no place to say anything.

mod form;
mod gather;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::words::words;
use crate::{Outcome, Problem, ReferralState, Urgency};

pub use form::{HandedOn, MAX_HANDED_ON, MAX_SUMMARY};
pub use gather::SummarySource;

words! {
    /// What a summary may say, item by item, in the order in which it is shown.
    SummaryItem, default Language {
        /// The name.
        Name = "name",
        /// The year of birth.
        Birth = "birth",
        /// Languages.
        Language = "language",
        /// What the rules of a programme found. Never the group: that tells of a pregnancy or a disability.
        Coverage = "coverage",
        /// A pregnancy.
        Pregnancy = "pregnancy",
        /// Chronic illnesses.
        Chronic = "chronic",
        /// Medicines that were interrupted.
        Medicines = "medicines",
        /// Needs that are open, and how soon.
        Needs = "needs",
        /// Needs for which a service was asked that has not answered for good.
        Referral = "referral",
        /// The next follow-up.
        FollowUp = "follow_up",
    }
}

words! {
    /// What a follow-up is about; its own words stay with the team.
    FollowUpKind, default Visit {
        /// To see the person again.
        Visit = "visit",
        /// To see what became of a referral.
        Referral = "referral",
    }
}

/// A summary. Codes are those of the pack's catalogues.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// The day of which all of it is true.
    pub on: NaiveDate,
    /// As the person wishes to be called, at most 80 characters; blank: not said.
    pub name: String,
    /// Year of birth.
    pub born: Option<u16>,
    /// Languages by their codes.
    pub languages: BTreeSet<String>,
    /// A programme by its code, and what its rules found.
    pub coverage: Option<(String, Outcome)>,
    /// Weeks of pregnancy on the day, 0 when not known; none: not said.
    pub pregnancy: Option<u8>,
    /// Chronic illnesses by their codes.
    pub chronic: BTreeSet<String>,
    /// Medicines that were interrupted, at most 80 characters; blank: not said.
    pub medicines: String,
    /// Open needs by their codes.
    pub needs: BTreeMap<String, Urgency>,
    /// Open referrals by the need that they are for.
    pub referrals: BTreeMap<String, ReferralState>,
    /// The next follow-up.
    pub follow_up: Option<(NaiveDate, FollowUpKind)>,
}

impl SummaryItem {
    /// What is chosen before the person chooses.
    pub const FIRST_CHOICE: [Self; 2] = [Self::Language, Self::FollowUp];

    /// A choice from its words.
    ///
    /// # Errors
    /// Code `summary_item_unknown`.
    pub fn read_choice(words: &[String]) -> Result<BTreeSet<Self>, Problem> {
        let item = |word: &String| match Self::from_word(word) {
            Self::Other(_) => Err(Problem::error("choice", "summary_item_unknown")),
            item => Ok(item),
        };
        words.iter().map(item).collect()
    }
}

impl Summary {
    /// The summary with the chosen items and nothing else.
    #[must_use]
    pub fn keep(self, chosen: &BTreeSet<SummaryItem>) -> Self {
        let mut kept = Self { on: self.on, ..Self::default() };
        for item in chosen {
            match item {
                SummaryItem::Name => kept.name.clone_from(&self.name),
                SummaryItem::Birth => kept.born = self.born,
                SummaryItem::Language => kept.languages.clone_from(&self.languages),
                SummaryItem::Coverage => kept.coverage.clone_from(&self.coverage),
                SummaryItem::Pregnancy => kept.pregnancy = self.pregnancy,
                SummaryItem::Chronic => kept.chronic.clone_from(&self.chronic),
                SummaryItem::Medicines => kept.medicines.clone_from(&self.medicines),
                SummaryItem::Needs => kept.needs.clone_from(&self.needs),
                SummaryItem::Referral => kept.referrals.clone_from(&self.referrals),
                SummaryItem::FollowUp => kept.follow_up.clone_from(&self.follow_up),
                SummaryItem::Other(_) => {}
            }
        }
        kept
    }

    /// Whether it says nothing of anybody.
    pub fn is_blank(&self) -> bool {
        *self == Self { on: self.on, ..Self::default() }
    }
}

impl std::fmt::Debug for Summary {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Summary").finish_non_exhaustive()
    }
}
