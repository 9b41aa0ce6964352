//! From device to device without a server: a file that is carried, or a talk between two.
//!
//! One side says what it stores ([`posta_protocol::Holding`]), then gives entries, sessions and batches; the other takes
//! them by the same rules as a server's answer. What lies in lanes that nobody there reads is carried on for the server.

mod file;
mod holding;
mod parcel;
mod take;

pub use file::{Given, give_file, take_file};
pub(crate) use holding::{accept, holding};
pub use parcel::What;
pub(crate) use parcel::{Parcel, To};
pub use take::Taken;
pub(crate) use take::Taker;
