//! The audit: who opened, changed, printed or exported which confidential record. Written before anything is shown, and
//! sealed to the supervisors.

mod check;
mod note;
mod page;

pub(crate) use note::cannot_show;
