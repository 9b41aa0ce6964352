//! Everything that a summary could say of a person, out of what a team may read. What is chosen of it comes after.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::form::{CODES, OPEN, WORDS};
use super::{FollowUpKind, Summary};
use crate::pack::CONFIDENTIAL_NEED;
use crate::{
    Consultation, DocumentId, FollowUp, FollowUpState, NeedState, Outcome, Pack, Person, Pregnancy, Referral,
    Urgency, Word,
};

/// Needs that no summary names.
const UNSPOKEN_NEEDS: [&str; 2] = [CONFIDENTIAL_NEED, "proteccion"];
/// Kinds of services of which no summary says that one was asked.
const UNSPOKEN_SERVICES: [&str; 3] = ["proteccion", "defensoria", "salud_mental"];
/// Weeks of the longest pregnancy.
const LONGEST: i64 = 44;

/// What a summary is made from.
pub struct SummarySource<'a> {
    /// The catalogues: what is in none of them is not said.
    pub pack: &'a Pack,
    /// The day.
    pub today: NaiveDate,
    /// Who.
    pub person: &'a Person,
    /// A programme by its code, and what its rules found.
    pub coverage: Option<(String, Outcome)>,
    /// Of the care team, the newest first. Restricted ones, and what came of them, are passed over.
    pub consultations: &'a [(DocumentId, Consultation)],
    /// Of the care team.
    pub follow_ups: &'a [FollowUp],
    /// Of the care team, the newest first.
    pub referrals: &'a [(DocumentId, Referral)],
}

impl SummarySource<'_> {
    /// All of it.
    pub fn gather(&self) -> Summary {
        let person = self.person;
        let mut open: Vec<&Consultation> =
            self.consultations.iter().map(|(_, one)| one).filter(|one| !one.restricted).collect();
        // The last word on anything is of the last day, and of one day the one recorded last.
        open.reverse();
        open.sort_by_key(|one| one.on);
        let last = |says: &dyn Fn(&Consultation) -> bool| open.iter().rev().find(|one| says(one)).copied();
        let asked = last(&|one| one.health.pregnancy != Pregnancy::Unasked);
        let interrupted = last(&|one| !one.health.interrupted.is_empty());
        let chronic = open.iter().flat_map(|one| &one.health.chronic);
        Summary {
            on: self.today,
            name: if person.is_identified_by_name() { short(&person.display_name()) } else { String::new() },
            born: person.birth.year().and_then(|year| u16::try_from(year).ok()),
            languages: listed(person.languages.iter(), &self.pack.languages),
            coverage: self.coverage.clone().filter(|(code, found)| {
                is_word(code, &self.pack.programs) && !matches!(found, Outcome::Other(_))
            }),
            pregnancy: asked.and_then(|one| self.weeks(one)),
            chronic: listed(chronic, &self.pack.chronic),
            medicines: interrupted.map(|one| short(&one.health.interrupted)).unwrap_or_default(),
            needs: self.needs(&open),
            referrals: self.open_referrals().into_iter().take(CODES).collect(),
            follow_up: self.follow_up(),
        }
    }

    /// Weeks on the day, from what was said on an earlier one; none once it must be over.
    fn weeks(&self, said: &Consultation) -> Option<u8> {
        if said.health.pregnancy != Pregnancy::Yes {
            return None;
        }
        let since = said.on.map_or(0, |on| (self.today - on).num_weeks().max(0));
        let weeks = if said.health.weeks == 0 { 0 } else { said.health.weeks + since };
        let over = since > LONGEST || weeks > LONGEST;
        u8::try_from(weeks).ok().filter(|_| !over)
    }

    fn needs(&self, open: &[&Consultation]) -> BTreeMap<String, Urgency> {
        let mut needs = BTreeMap::new();
        for one in open {
            for code in one.needs.iter().filter(|code| self.may_name(code)) {
                let seen = one.about_needs.get(code).cloned().unwrap_or_default();
                let known = !matches!(seen.urgency, Urgency::Other(_));
                if matches!(seen.state, NeedState::Open | NeedState::Referred) && known {
                    needs.insert(code.clone(), seen.urgency);
                } else {
                    needs.remove(code);
                }
            }
        }
        needs.into_iter().take(CODES).collect()
    }

    fn open_referrals(&self) -> BTreeMap<String, crate::ReferralState> {
        let mut said: Vec<&Referral> =
            self.referrals.iter().map(|(_, one)| one).filter(|one| self.may_tell_of(one)).collect();
        said.reverse();
        said.sort_by_key(|one| one.on);
        said.into_iter()
            .map(|one| (one.need.clone(), one.standing().state))
            .filter(|(_, state)| OPEN.contains(state))
            .collect()
    }

    fn follow_up(&self) -> Option<(NaiveDate, FollowUpKind)> {
        let due = self.follow_ups.iter().filter(|one| {
            let of = self.referrals.iter().find(|(id, _)| *id == one.referral);
            one.state == FollowUpState::Due
                && !self.is_restricted(&one.consultation)
                && (one.referral.is_none() || of.is_some_and(|(_, of)| self.may_tell_of(of)))
        });
        let kind = |one: &FollowUp| {
            if one.referral.is_none() { FollowUpKind::Visit } else { FollowUpKind::Referral }
        };
        // What comes is said before what is overdue.
        due.filter_map(|one| Some((one.on?, kind(one)))).min_by_key(|(on, _)| (*on < self.today, *on))
    }

    fn may_tell_of(&self, referral: &Referral) -> bool {
        self.may_name(&referral.need)
            && !UNSPOKEN_SERVICES.contains(&referral.service_kind.as_str())
            && !self.is_restricted(&referral.consultation)
    }

    fn may_name(&self, need: &str) -> bool {
        is_word(need, &self.pack.needs) && !UNSPOKEN_NEEDS.contains(&need)
    }

    fn is_restricted(&self, consultation: &DocumentId) -> bool {
        self.consultations.iter().any(|(id, one)| id == consultation && one.restricted)
    }
}

fn is_word(code: &str, words: &[Word]) -> bool {
    words.iter().any(|word| word.code == code)
}

fn listed<'a>(codes: impl Iterator<Item = &'a String>, words: &[Word]) -> BTreeSet<String> {
    let known: BTreeSet<&String> = codes.filter(|code| is_word(code, words)).collect();
    known.into_iter().take(CODES).cloned().collect()
}

/// At most 80 characters; what was cut ends in "…".
fn short(words: &str) -> String {
    let words: String = words.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if words.chars().nth(WORDS).is_none() {
        return words;
    }
    words.chars().take(WORDS - 1).chain(['…']).collect()
}
