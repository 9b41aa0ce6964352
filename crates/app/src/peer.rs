//! Two devices side by side, without a server: one waits, the other calls, the people compare four words.

mod stage;
mod talk;

pub(crate) use stage::Peer;
