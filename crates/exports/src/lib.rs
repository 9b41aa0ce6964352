//! What leaves as files: tables as CSV and XLSX, a FHIR R4 bundle, and figures for DHIS2 as JSON and ADX. And tables of
//! people that others made, on their way in ([`incoming`]).
//!
//! Data in, bytes out: no file, no network, no clock, no randomness. Whoever writes hands over one person at a time
//! and a place to write to; nothing is kept of a person once they are written, so that a register of any size needs
//! the memory of one. What may leave of a person is held in [`Leaving`], which only their consents make.

mod about;
mod aggregate;
mod csv;
mod error;
mod fhir;
pub mod incoming;
mod leaving;
mod subject;
mod table;
mod text;
mod xlsx;

pub use about::{About, LeftOut};
pub use aggregate::{Aggregate, Month, write_adx, write_dhis2};
pub use csv::{Bom, CsvFile};
pub use error::ExportError;
pub use fhir::Bundle;
pub use leaving::Leaving;
pub use subject::{Care, Kept, Origin, Subject};
pub use table::{Cell, Column, Table};
pub use xlsx::Workbook;
