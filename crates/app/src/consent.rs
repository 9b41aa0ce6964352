//! What a person allows: conversations, and what holds now.

mod record;
mod show;

pub(crate) use record::{Wish, read_wish};
