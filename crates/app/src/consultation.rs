//! Acts on consultations (atención): care scope only.

mod record;
mod restricted;
