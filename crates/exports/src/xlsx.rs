//! A workbook (Office Open XML, ECMA-376): a sheet a table, and one that says what this is.
//!
//! Written in one pass to anything that takes bytes: nothing of a person is kept, and no file is made on the side. Texts
//! stand in their cells as such and are never formulas.

mod cell;
mod parts;

use std::io::Write;

use posta_domain::Pack;
use zip::ZipWriter;
use zip::write::{SimpleFileOptions, StreamWriter};

use crate::about::About;
use crate::error::ExportError;
use crate::leaving::Leaving;
use crate::table::{Cell, Table};
use cell::{Style, column_name, write_cell, write_text};

/// Rows that a sheet holds, with its heading.
const MOST_ROWS: u32 = 1_048_576;

/// A workbook that is being written.
pub struct Workbook<'a, W: Write> {
    to: ZipWriter<StreamWriter<W>>,
    pack: &'a Pack,
    most_rows: u32,
    /// Names of the sheets so far.
    sheets: Vec<String>,
    open: Option<Sheet>,
}

/// The sheet that rows go to.
struct Sheet {
    table: Table,
    /// Of those of one table, from 1.
    number: u32,
    /// Rows so far, with the heading.
    rows: u32,
}

impl<'a, W: Write> Workbook<'a, W> {
    /// Begins a workbook.
    pub fn begin(to: W, pack: &'a Pack) -> Self {
        Self { to: ZipWriter::new_stream(to), pack, most_rows: MOST_ROWS, sheets: Vec::new(), open: None }
    }

    /// With fewer rows a sheet, at least 2.
    #[must_use]
    pub fn with_rows_per_sheet(mut self, rows: u32) -> Self {
        self.most_rows = rows.clamp(2, MOST_ROWS);
        self
    }

    /// Begins a table: the rows that follow are of it.
    ///
    /// # Errors
    /// [`ExportError::Write`].
    pub fn table(&mut self, table: Table) -> Result<(), ExportError> {
        self.end_sheet()?;
        self.begin_sheet(table, 1)
    }

    /// Writes the rows of a person. A sheet that is full is followed by another.
    ///
    /// # Errors
    /// [`ExportError::NoTable`], [`ExportError::Write`].
    pub fn add(&mut self, person: &Leaving) -> Result<(), ExportError> {
        let table = self.open.as_ref().ok_or(ExportError::NoTable)?.table;
        let pack = self.pack;
        table.rows(person, pack, &mut |cells| self.row(cells))
    }

    /// Writes the sheet that says what this is, which is shown first, and ends the workbook.
    ///
    /// # Errors
    /// [`ExportError::Write`].
    pub fn finish(mut self, about: &About) -> Result<W, ExportError> {
        self.end_sheet()?;
        let number = self.sheets.len() + 1;
        self.part(&format!("xl/worksheets/sheet{number}.xml"))?;
        self.to.write_all(parts::about_sheet(about).as_bytes())?;
        self.part("xl/styles.xml")?;
        self.to.write_all(parts::STYLES.as_bytes())?;
        for (path, text) in parts::around(&self.sheets) {
            self.part(path)?;
            self.to.write_all(text.as_bytes())?;
        }
        let to = self.to.finish()?;
        let mut to = to.into_inner();
        to.flush()?;
        Ok(to)
    }

    fn row(&mut self, cells: &[Cell]) -> Result<(), ExportError> {
        let most = self.most_rows;
        let (table, number, rows) = self
            .open
            .as_ref()
            .map(|sheet| (sheet.table, sheet.number, sheet.rows))
            .ok_or(ExportError::NoTable)?;
        if rows >= most {
            self.end_sheet()?;
            self.begin_sheet(table, number.saturating_add(1))?;
        }
        let row = self.open.as_mut().map_or(1, |sheet| {
            sheet.rows = sheet.rows.saturating_add(1);
            sheet.rows
        });
        write!(self.to, "<row r=\"{row}\">")?;
        for (index, cell) in cells.iter().enumerate() {
            write_cell(&mut self.to, index, row, cell)?;
        }
        Ok(self.to.write_all(b"</row>")?)
    }

    fn begin_sheet(&mut self, table: Table, number: u32) -> Result<(), ExportError> {
        let name = match number {
            1 => table.name().to_owned(),
            more => format!("{} {more}", table.name()),
        };
        self.sheets.push(name);
        self.part(&format!("xl/worksheets/sheet{}.xml", self.sheets.len()))?;
        self.to.write_all(parts::SHEET_HEAD.as_bytes())?;
        self.to.write_all(b"<cols>")?;
        for (index, column) in (1..).zip(table.columns()) {
            let width = column.width;
            write!(self.to, "<col min=\"{index}\" max=\"{index}\" width=\"{width}\" customWidth=\"1\"/>")?;
        }
        self.to.write_all(b"</cols><sheetData><row r=\"1\">")?;
        for (index, column) in table.columns().iter().enumerate() {
            write_text(&mut self.to, index, 1, column.heading, Style::Heading)?;
        }
        self.to.write_all(b"</row>")?;
        self.open = Some(Sheet { table, number, rows: 1 });
        Ok(())
    }

    fn end_sheet(&mut self) -> Result<(), ExportError> {
        let Some(sheet) = self.open.take() else { return Ok(()) };
        let last = column_name(sheet.table.columns().len().saturating_sub(1));
        write!(self.to, "</sheetData><autoFilter ref=\"A1:{last}{}\"/></worksheet>", sheet.rows)?;
        Ok(())
    }

    fn part(&mut self, path: &str) -> Result<(), ExportError> {
        // A sheet may be larger than 4 GB before it is packed, which has to be said beforehand.
        let options = SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Deflated)
            .last_modified_time(zip::DateTime::default())
            .large_file(path.contains("/worksheets/"));
        Ok(self.to.start_file(path, options)?)
    }
}
