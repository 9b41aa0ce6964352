//! Invents registers in which people are enrolled more than once at different posts, with the errors of a border post,
//! and says which records are of one person. README.md has the rates and what is known not to be real.
//!
//! Nobody here exists. Nothing here is shared with what links records: neither tables nor code.

mod calendar;
mod damage;
mod errors;
mod family;
mod names;
mod person;
mod random;
mod register;
mod spelling;
mod words;
mod write;

pub use errors::{Error, Noise, Tally};
pub use register::{DEVELOPMENT_SEED, HELD_OUT_SEED, Record, Register, Settings, invent};
pub use write::{write_records, write_truth};
