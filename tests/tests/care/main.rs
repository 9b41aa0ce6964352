//! The dupla's work on real scopes: two authors on two devices, a referral answered in another place and by code, what is
//! shared and what is not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod across;
mod apart;
mod attended;
mod cast;
mod handed_on;
mod lists;
