#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod birth;
mod card_code;
mod consent;
mod consultation;
mod country_free;
mod eligibility;
mod eligibility_properties;
mod enrollment;
mod fields;
mod fold;
mod follow_up;
mod forbidden;
mod identity_document;
mod import;
mod mrz;
mod mrz_slips;
mod names_apart;
mod numbers;
mod office;
mod pack;
mod pack_refused;
mod problems;
mod publication;
mod referral;
mod requirement;
mod screening;
mod sealed;
mod small_pack;
mod summary;
mod synthetic;

use chrono::NaiveDate;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}
