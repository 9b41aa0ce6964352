//! Figures for DHIS2 and ADX: they name nobody.

use std::io::Write;

use posta_exports::{Aggregate, ExportError, write_adx, write_dhis2};

use super::asked::{Asked, Form, bad};
use crate::error::Error;
use crate::open::Open;

/// Code of our data set.
const DATA_SET: &str = "POSTA";

impl Open {
    /// The figures of the months that were asked for, as they may leave: small ones suppressed, of those who agreed to be
    /// counted.
    ///
    /// # Errors
    /// [`Error::BadInput`]: `figures_unready`.
    pub(super) fn figures(&self, _asked: &Asked) -> Result<Vec<Aggregate>, Error> {
        Err(bad("format", "figures_unready"))
    }
}

/// Writes figures in one of their forms.
pub(super) fn write_figures(
    to: impl Write,
    form: Form,
    at: i64,
    figures: &[Aggregate],
) -> Result<(), ExportError> {
    match form {
        Form::Adx => write_adx(to, DATA_SET, at, figures),
        _ => write_dhis2(to, DATA_SET, figures),
    }
}
