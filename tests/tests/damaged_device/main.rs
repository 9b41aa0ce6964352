//! A page of `device.posta`, which all users of a device share, does not read any more: a new file takes its place, the
//! damaged one lies aside as it was, and what may lack is told.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod again;
mod any_page;
mod cut;
mod erased;
mod held;
mod log;
