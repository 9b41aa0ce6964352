//! Erasing a person's records: ordered by one supervisor, agreed by another, carried out by members of each scope.

mod carry_out;
mod late;
mod list;
mod order;
mod retention;
mod verify;
