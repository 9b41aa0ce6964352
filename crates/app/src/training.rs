//! Trainings of staff and allies: kept by supervisors, answered by whoever takes part.

mod certificate;
mod evaluate;
mod gain;
mod list;
mod report;
mod save;

pub(crate) use list::department_name;
