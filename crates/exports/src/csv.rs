//! A table as CSV (RFC 4180, UTF-8).

use std::io::Write;

use posta_domain::Pack;

use crate::error::ExportError;
use crate::leaving::Leaving;
use crate::table::{Cell, Table};
use crate::text::harmless;

/// Whether the file begins with the mark by which old spreadsheets know UTF-8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bom {
    /// With it.
    With,
    /// Without: for programs.
    Without,
}

/// A table that is written as CSV. Days are ISO 8601; a text that a spreadsheet would compute gets an apostrophe.
pub struct CsvFile<'a, W: Write> {
    to: csv::Writer<W>,
    table: Table,
    pack: &'a Pack,
}

impl<'a, W: Write> CsvFile<'a, W> {
    /// Begins a file with its headings.
    ///
    /// # Errors
    /// [`ExportError::Write`].
    pub fn begin(mut to: W, table: Table, bom: Bom, pack: &'a Pack) -> Result<Self, ExportError> {
        if bom == Bom::With {
            to.write_all("\u{feff}".as_bytes())?;
        }
        let mut to = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(to);
        to.write_record(table.columns().iter().map(|column| column.heading))?;
        Ok(Self { to, table, pack })
    }

    /// Writes the rows of a person.
    ///
    /// # Errors
    /// [`ExportError::Write`].
    pub fn add(&mut self, person: &Leaving) -> Result<(), ExportError> {
        let to = &mut self.to;
        self.table.rows(person, self.pack, &mut |cells| {
            for cell in cells {
                match cell {
                    Cell::Blank => to.write_field("")?,
                    Cell::Text(text) => to.write_field(harmless(text).as_bytes())?,
                    Cell::Day(day) => to.write_field(day.to_string())?,
                    Cell::Number(number) => to.write_field(number.to_string())?,
                }
            }
            to.write_record(None::<&[u8]>)?;
            Ok(())
        })
    }

    /// Ends the file and gives back what it was written to.
    ///
    /// # Errors
    /// [`ExportError::Write`].
    pub fn finish(self) -> Result<W, ExportError> {
        self.to.into_inner().map_err(|error| ExportError::Write(error.error().kind()))
    }
}
