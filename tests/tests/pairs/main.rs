//! One person once: duplicates at the counter and across posts, and fields that people decide.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod counter;
mod decided;
mod elsewhere;
mod fields;
mod whole;
