//! Acts on consultations (atención): care scope only.

mod link;
mod parts;
mod read;
mod record;
mod restricted;
