//! A summary as bytes: small enough for a QR code, one form only, and bounded for whoever reads foreign ones.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use minicbor::{Decode, Encode};

use super::{FollowUpKind, Summary};
use crate::{DocumentId, Outcome, ReferralState, Urgency, text, whole};

/// The longest bytes that are read as a summary.
pub const MAX_SUMMARY: usize = 1_024;
/// The longest bytes that are read as a hand-on.
pub const MAX_HANDED_ON: usize = MAX_SUMMARY + 64;

const VERSION: u8 = 1;
/// Of a name, and of the medicines. Characters.
pub(super) const WORDS: usize = 80;
/// Of a code of a catalogue. Characters.
const CODE: usize = 40;
/// Codes of one list.
pub(super) const CODES: usize = 16;

// What is written as a number is its place here: nothing may move, what is new goes to the end.
const OUTCOMES: [Outcome; 3] = [Outcome::Covered, Outcome::ToConfirm, Outcome::Orientation];
const URGENCIES: [Urgency; 3] = [Urgency::Normal, Urgency::Soon, Urgency::Now];
const KINDS: [FollowUpKind; 2] = [FollowUpKind::Visit, FollowUpKind::Referral];
/// States of a referral that is open.
pub(super) const OPEN: [ReferralState; 4] =
    [ReferralState::Prepared, ReferralState::Sent, ReferralState::Received, ReferralState::Accepted];

#[derive(Encode, Decode)]
#[cbor(map)]
struct Form {
    #[n(0)]
    v: u8,
    /// Days since the year 1.
    #[n(1)]
    on: u32,
    #[n(2)]
    name: Option<String>,
    #[n(3)]
    born: Option<u16>,
    #[n(4)]
    languages: Option<Vec<String>>,
    #[n(5)]
    coverage: Option<(String, u8)>,
    #[n(6)]
    pregnancy: Option<u8>,
    #[n(7)]
    chronic: Option<Vec<String>>,
    #[n(8)]
    medicines: Option<String>,
    #[n(9)]
    needs: Option<Vec<(String, u8)>>,
    #[n(10)]
    referrals: Option<Vec<(String, u8)>>,
    #[n(11)]
    follow_up: Option<(u32, u8)>,
}

impl Summary {
    /// The bytes. What is not said takes none.
    pub fn encode(&self) -> Vec<u8> {
        let words = |words: &str| Some(words.to_owned()).filter(|words| !words.is_empty());
        let form = Form {
            v: VERSION,
            on: number(self.on),
            name: words(&self.name),
            born: self.born,
            languages: codes(&self.languages),
            coverage: self
                .coverage
                .as_ref()
                .map(|(program, found)| (program.clone(), place(&OUTCOMES, found))),
            pregnancy: self.pregnancy,
            chronic: codes(&self.chronic),
            medicines: words(&self.medicines),
            needs: pairs(&self.needs, &URGENCIES),
            referrals: pairs(&self.referrals, &OPEN),
            follow_up: self.follow_up.as_ref().map(|(on, kind)| (number(*on), place(&KINDS, kind))),
        };
        minicbor::to_vec(form).unwrap_or_default()
    }

    /// Reads such bytes; none when they are no summary of this version, are too long, or could be written otherwise.
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        if bytes.len() > MAX_SUMMARY {
            return None;
        }
        let form: Form = whole::decode(bytes)?;
        let summary = Self {
            on: day(form.on)?,
            name: form.name.unwrap_or_default(),
            born: form.born,
            languages: form.languages.unwrap_or_default().into_iter().collect(),
            coverage: match form.coverage {
                Some((program, found)) => Some((program, at(&OUTCOMES, found)?)),
                None => None,
            },
            pregnancy: form.pregnancy,
            chronic: form.chronic.unwrap_or_default().into_iter().collect(),
            medicines: form.medicines.unwrap_or_default(),
            needs: read_pairs(form.needs, &URGENCIES)?,
            referrals: read_pairs(form.referrals, &OPEN)?,
            follow_up: match form.follow_up {
                Some((on, kind)) => Some((day(on)?, at(&KINDS, kind)?)),
                None => None,
            },
        };
        (form.v == VERSION && summary.is_sound() && summary.encode() == bytes).then_some(summary)
    }

    /// Whether every text and list is within its bounds.
    fn is_sound(&self) -> bool {
        let words = |words: &str| words.chars().nth(WORDS).is_none() && !words.chars().any(char::is_control);
        let lists = [self.languages.len(), self.chronic.len(), self.needs.len(), self.referrals.len()];
        let program = self.coverage.iter().map(|(program, _)| program);
        let mut all = self.languages.iter().chain(&self.chronic).chain(program);
        words(&self.name)
            && words(&self.medicines)
            && lists.iter().all(|length| *length <= CODES)
            && all.all(|code| text::is_code(code, CODE))
            && self.needs.keys().chain(self.referrals.keys()).all(|code| text::is_code(code, CODE))
            && self.pregnancy.is_none_or(|weeks| weeks <= 44)
    }
}

/// A person handed on to another team of the department, with what they chose. Who did it, where and on which device is
/// said by the batch that carries it, signed.
#[derive(Clone, PartialEq, Eq)]
pub struct HandedOn {
    /// Whom it is about.
    pub person: DocumentId,
    /// What they let the team know.
    pub summary: Summary,
    /// When, Unix seconds by the device's clock.
    pub at: i64,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct HandedForm {
    #[n(0)]
    v: u8,
    #[cbor(n(1), with = "minicbor::bytes")]
    person: [u8; 16],
    #[cbor(n(2), with = "minicbor::bytes")]
    summary: Vec<u8>,
    #[n(3)]
    at: i64,
}

impl HandedOn {
    /// The bytes that are sealed.
    pub fn encode(&self) -> Vec<u8> {
        let form =
            HandedForm { v: VERSION, person: self.person.0, summary: self.summary.encode(), at: self.at };
        minicbor::to_vec(form).unwrap_or_default()
    }

    /// Reads such bytes; none when they are no hand-on of this version, or too long.
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        if bytes.len() > MAX_HANDED_ON {
            return None;
        }
        let form: HandedForm = whole::decode(bytes)?;
        let summary = Summary::decode(&form.summary)?;
        (form.v == VERSION).then_some(Self { person: DocumentId(form.person), summary, at: form.at })
    }
}

impl std::fmt::Debug for HandedOn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HandedOn").finish_non_exhaustive()
    }
}

fn number(day: NaiveDate) -> u32 {
    u32::try_from(day.num_days_from_ce()).unwrap_or_default()
}

fn day(number: u32) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(i32::try_from(number).ok()?)
}

/// One that is in no list is written as none of them, so that it is not read again.
fn place<T: PartialEq>(all: &[T], one: &T) -> u8 {
    all.iter().position(|known| known == one).and_then(|place| u8::try_from(place).ok()).unwrap_or(u8::MAX)
}

fn at<T: Clone>(all: &[T], place: u8) -> Option<T> {
    all.get(usize::from(place)).cloned()
}

fn codes(codes: &BTreeSet<String>) -> Option<Vec<String>> {
    Some(codes.iter().cloned().collect()).filter(|codes: &Vec<String>| !codes.is_empty())
}

fn pairs<T: PartialEq>(pairs: &BTreeMap<String, T>, all: &[T]) -> Option<Vec<(String, u8)>> {
    let pairs: Vec<_> = pairs.iter().map(|(code, one)| (code.clone(), place(all, one))).collect();
    Some(pairs).filter(|pairs| !pairs.is_empty())
}

fn read_pairs<T: Clone>(pairs: Option<Vec<(String, u8)>>, all: &[T]) -> Option<BTreeMap<String, T>> {
    pairs.unwrap_or_default().into_iter().map(|(code, place)| Some((code, at(all, place)?))).collect()
}
