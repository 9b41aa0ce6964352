//! Two records that may be of one person: looked for, shown side by side, decided by people.

mod clusters;
mod compare;
mod decide;
mod linked;
mod list;
mod look;
mod show;

pub(crate) use decide::{read_decision, write_decision};
pub(crate) use list::standing_of;
