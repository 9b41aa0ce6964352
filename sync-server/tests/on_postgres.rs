//! The tests of the server that matter most, with PostgreSQL in the place of SQLite, and those of several nodes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(clippy::duplicate_mod, reason = "each of these files is a test program of its own, too")]

#[path = "backing_up.rs"]
mod backing_up;
#[path = "on_postgres/commands.rs"]
mod commands;
mod common;
#[path = "erasing.rs"]
mod erasing;
#[path = "exchange.rs"]
mod exchange;
#[path = "joining.rs"]
mod joining;
#[path = "merging.rs"]
mod merging;
#[path = "on_postgres/nodes.rs"]
mod nodes;
#[path = "proposing.rs"]
mod proposing;
#[path = "revoking.rs"]
mod revoking;
#[path = "on_postgres/trouble.rs"]
mod trouble;
#[path = "watching.rs"]
mod watching;
