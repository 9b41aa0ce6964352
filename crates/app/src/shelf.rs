//! The knowledge shelf: what the pack brings, and what supervisors of the department add.

mod file;
mod list;
mod page;
mod save;
mod search;
mod snippet;
