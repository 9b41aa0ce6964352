//! Hand-overs: what the counter, or another team, tells the care team, sealed so that nobody else reads it, not even who
//! wrote it.

mod hand_on;
mod hand_over;
mod handed;
mod list;
mod settle;
