//! What a user may do, one function for each act. Knows no window: the shell and the command line both call it.
//!
//! Every act checks permission, loads what it needs, writes in one transaction, and returns once that is durable.

mod accompaniment;
mod app;
mod attach;
mod audit;
mod border;
mod catalogue;
mod catch_up;
mod checkpoint;
mod code;
mod complaint;
mod consent;
mod consultation;
mod country;
mod destroy;
mod draft;
mod enrollment;
mod erase;
mod error;
mod exchange;
mod file_keys;
mod folder;
mod follow_up;
mod home;
mod household;
mod id;
mod import;
mod inbox;
mod inspect;
mod join;
mod look;
mod members;
mod notice;
mod open;
mod paper;
pub mod permission;
mod person;
mod profile;
mod recovery;
mod referral;
mod register;
pub mod report;
mod scope;
mod screening;
mod service;
mod session;
mod setting;
mod summary;
mod tend;
mod time;
mod unsent;
pub mod view;

pub use app::App;
pub use error::Error;
pub use time::{Clock, Moment};
