//! Plans and carries out the exchange between a device and its server, over any transport.
//!
//! It moves batches and membership entries, and edits no document. Only a receipt signed by the server marks work as
//! sent; what does not verify is set aside with its reason and stops nothing else. Without a server the same batches go in a
//! file, or from one device to another, and each device says by its signature what it stores.

mod beside;
mod carry;
mod door;
mod elsewhere;
mod error;
mod exchange;
mod http;
mod intake;
mod join;
mod pin;
mod plan;
mod portal;
mod report;
mod setting;
mod transport;
mod upload;
mod watch;

pub use beside::{Listener, Talk, call};
pub use carry::{Given, Taken, What, give_file, take_file};
pub use door::DeviceDoor;
pub use elsewhere::ask_elsewhere;
pub use error::Error;
pub use exchange::{IDLE, exchange, exchange_watched};
pub use http::Http;
pub use join::{Joined, fetch_invitation, has_taken, join};
pub use plan::{Plan, ScopePlan, plan};
pub use report::Report;
pub use setting::{aside_elsewhere, clock_skew, goes_by_shelf, keep_answer, refused_last};
pub use transport::{Answer, ByteStream, Transport, TransportError};
pub use watch::{Progress, Watch};
