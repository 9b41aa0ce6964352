//! Acts on consultations (atención): care scope only.

mod parts;
mod read;
mod record;
mod restricted;
