//! A person's way into a programme: what decides, which papers, how far it has come, where.

mod change;
mod check;
mod decide;
mod enroll;
mod facility;
mod mark;
mod resolve;
mod show;
mod step;
mod words;

pub(crate) use decide::{facts_of, read_answers};
