//! Hand-overs: what the counter tells the care team, sealed so that nobody else reads it, not even who wrote it.

mod hand_over;
mod list;
mod settle;
