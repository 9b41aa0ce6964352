//! How the window looks.

use serde::Serialize;
use specta::Type;

/// What was chosen for everybody who uses this device; "" is not chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct LookView {
    /// `es`, `pt`, `en`.
    pub language: String,
    /// `day`, `night`.
    pub theme: String,
}
