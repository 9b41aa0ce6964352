#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod fhir;
mod figures;
mod golden;
mod incoming;
mod leaving;
mod people;
mod tables;
