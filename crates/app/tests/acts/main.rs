//! Acts as a window calls them, on homes of devices without a network.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod anew;
mod attach;
mod closed;
mod closing;
mod department;
mod drafts;
mod enrollment;
mod exporting;
mod handed_over;
mod importing;
mod joining;
mod leaving;
#[cfg(debug_assertions)]
mod meanwhile;
mod national;
mod office;
mod practice;
mod recovery;
mod refused;
mod revoked;
mod sessions;
mod shelf;
mod summary;
mod table;
mod trainings;
mod withdrawn;
