//! A QR code as runs of dark modules.

use qrcodegen::{QrCode, QrCodeEcc};
use serde::Serialize;

use crate::{PrintError, PrintedCode};

/// A QR code with error correction M. The template adds the quiet zone and says how large a module is.
#[derive(Serialize)]
pub(crate) struct Qr {
    /// Modules on a side.
    size: i32,
    /// Runs of dark modules: row, first column, how many.
    runs: Vec<[i32; 3]>,
}

impl Qr {
    pub fn of(code: &PrintedCode) -> Result<Self, PrintError> {
        Self::of_text(code.as_str())
    }

    /// Of a code that is no card's.
    pub fn of_text(text: &str) -> Result<Self, PrintError> {
        let qr = QrCode::encode_text(text, QrCodeEcc::Medium).map_err(|_| PrintError::Layout)?;
        let size = qr.size();
        let mut runs: Vec<[i32; 3]> = Vec::new();
        for row in 0..size {
            let mut open: Option<[i32; 3]> = None;
            for column in 0..size {
                if qr.get_module(column, row) {
                    open.get_or_insert([row, column, 0])[2] += 1;
                } else {
                    runs.extend(open.take());
                }
            }
            runs.extend(open);
        }
        Ok(Self { size, runs })
    }
}
