//! Two devices side by side, without a server: one listens, the other calls, people compare words, then both hand over
//! what the other lacks, and each says by its signature what it stores.
//!
//! TLS 1.3 with keys made for this one talk; the words and both signatures are bound to it (RFC 9266), so that nobody
//! in between can be either side.

mod address;
mod connect;
mod talk;

pub use connect::{Listener, call};
pub use talk::Talk;
