//! Sin internet: a file that is carried, and who else has a copy of what waits.

mod places;
mod save;
mod take;
mod view;

pub(crate) use take::view_taken;
