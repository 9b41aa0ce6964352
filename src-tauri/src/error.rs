//! The border where an error of the app becomes words that the window acts on.

use posta_app::view::ProblemView;
use serde::Serialize;
use specta::Type;

/// Why a command did not do what was asked. Never a value that someone typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct CommandError {
    /// As `POSTA-L1`, of `posta_app::Error::code`. The window has a message for each.
    pub code: String,
    /// The fields that stopped it; only for bad input.
    pub fields: Vec<ProblemView>,
    /// Seconds to wait before trying again; 0 when there is nothing to wait for.
    pub seconds: u32,
}

impl CommandError {
    /// `POSTA-X1`: something that the program did not foresee.
    pub fn unexpected() -> Self {
        CommandError { code: "POSTA-X1".into(), fields: Vec::new(), seconds: 0 }
    }
}

impl From<posta_app::Error> for CommandError {
    fn from(error: posta_app::Error) -> Self {
        CommandError { code: error.code().into(), fields: error.fields().to_vec(), seconds: error.seconds() }
    }
}
