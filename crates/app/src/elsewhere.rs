//! People of other departments: looked up at the counter, proposed to the supervisor, brought here when they agree.

mod ask;
mod bring;
mod list;
mod look_up;
