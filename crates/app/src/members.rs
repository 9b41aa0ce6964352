//! Users and devices of the department, and what was kept aside of those who were cut off.

mod aside;
mod authors;
mod cuts;
mod let_in;
mod revoke;
mod view;

pub(crate) use authors::Authors;
pub(crate) use revoke::{append, unknown_reason};
