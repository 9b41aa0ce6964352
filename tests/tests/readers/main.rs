//! Who may read what: each promise is tried by somebody who should not be able to break it, with all the keys and the
//! whole disk of their role.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod audit;
mod carry;
mod directory;
mod enrollment;
mod erased;
mod erased_care;
mod export;
mod forged;
mod late;
mod newcomer;
mod operator;
mod overreach;
mod paper;
mod revoked;
mod sealed;
mod unseen;
