//! Exportar: the register of those who agreed, as a file for others, for a written purpose.

mod asked;
mod figures;
mod people;
mod preview;
mod progress;
mod run;
mod write;

pub(crate) use people::Parts;
pub(crate) use progress::Exports;
