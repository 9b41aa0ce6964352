//! How the window looks on this device, whoever is there.

use serde::{Deserialize, Serialize};
use specta::Type;

/// Language and theme of this device.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct LookView {
    /// ISO 639 code: `es` (assumed), `pt`, `en`.
    pub language: String,
    /// `light`, `dark`; "" as the system has it.
    pub theme: String,
}
