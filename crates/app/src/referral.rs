//! Referrals: from a need to a service, answered by teams, by a letter's code, and across places.

mod across;
mod answer;
mod create;
mod letter;
mod list;
mod step;

pub(crate) use across::REFERRAL;
