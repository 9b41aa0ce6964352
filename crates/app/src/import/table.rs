//! People of a table that others made: first seen, then taken in as lines of an import.

use std::fs::File;
use std::io::Cursor;
use std::path::Path;

use chrono::NaiveDate;
use posta_domain::import::ImportLine;
use posta_domain::{Pack, Person};
use posta_exports::incoming::{
    IncomingError, TableForm, guess_field, is_field, line_of, person_fields, read_rows,
};

use super::{LINE, Rejected, fill, first_error, unreadable};
use crate::app::App;
use crate::error::Error;
use crate::permission::Act;
use crate::report::{ImportReport, RejectedLine};
use crate::view::{ProblemView, TableColumn, TablePreview, TableProblem};

/// Problems that are shown before anything is taken in.
const SHOWN: usize = 200;

impl App {
    /// What a table of people (CSV or XLSX) says and what of it would go in. `columns` says of each column, in order, what
    /// it is ("" leaves it out); with none it is guessed by the headings. Nothing is written.
    ///
    /// # Errors
    /// [`Error::NotAllowed`], [`Error::Locked`]; [`Error::BadInput`]: the file is no such table or too large, or a column is
    /// something unknown.
    pub fn preview_table(&self, file: &Path, columns: &[String]) -> Result<TablePreview, Error> {
        self.refuse_in_practice()?;
        let (pack, today, own_post) = self.table_desk(columns)?;
        let mut preview =
            TablePreview { fields: person_fields().map(str::to_owned).collect(), ..TablePreview::default() };
        let mut mapping: Option<Vec<String>> = None;
        read(file, |number, cells| {
            let Some(mapping) = &mapping else {
                let fields = fields_of(cells, columns);
                preview.columns = columns_of(cells, &fields);
                mapping = Some(fields);
                return;
            };
            for (column, cell) in preview.columns.iter_mut().zip(cells) {
                if column.sample.is_empty() {
                    column.sample.clone_from(cell);
                }
            }
            preview.rows = preview.rows.saturating_add(1);
            let person = line_of(cells, mapping, pack).and_then(|line| line.to_person());
            match person.map_err(Rejected::from).and_then(|person| check(person, pack, today, &own_post)) {
                Ok(()) => preview.good = preview.good.saturating_add(1),
                Err(Rejected(field, code)) if preview.problems.len() < SHOWN => {
                    preview.problems.push(TableProblem { line: number, field, code });
                }
                Err(_) => {}
            }
        })?;
        Ok(preview)
    }

    /// Takes in the people of a table, as [`App::import`] does: the good rows go in, the others are named by their number
    /// and reason. Who may be registered already is proposed afterwards, as of everybody.
    ///
    /// # Errors
    /// As [`App::preview_table`], and nothing is taken in then; [`Error::Storage`].
    pub fn import_table(&self, file: &Path, columns: &[String]) -> Result<ImportReport, Error> {
        self.refuse_in_practice()?;
        let (pack, ..) = self.table_desk(columns)?;
        let mut mapping: Option<Vec<String>> = None;
        let (mut lines, mut numbers, mut rejected) = (Vec::new(), Vec::new(), Vec::new());
        read(file, |number, cells| {
            let Some(mapping) = &mapping else {
                mapping = Some(fields_of(cells, columns));
                return;
            };
            let is_long = cells.iter().map(String::len).sum::<usize>() > LINE;
            let line = if is_long {
                Err(Rejected(String::new(), "line_too_long".into()))
            } else {
                line_of(cells, mapping, pack).map_err(Rejected::from)
            };
            let written = line.and_then(|person| {
                serde_json::to_vec(&ImportLine::Person(Box::new(person))).map_err(|_| unreadable())
            });
            match written {
                Ok(line) => {
                    lines.extend(line);
                    lines.push(b'\n');
                    numbers.push(number);
                }
                Err(Rejected(field, reason)) => rejected.push(RejectedLine { line: number, field, reason }),
            }
        })?;
        let mut report = self.import(Cursor::new(lines))?;
        for one in &mut report.rejected {
            let at = usize::try_from(one.line).ok().and_then(|line| line.checked_sub(1));
            one.line = at.and_then(|at| numbers.get(at)).copied().unwrap_or(one.line);
        }
        report.rejected.append(&mut rejected);
        report.rejected.sort_by_key(|one| one.line);
        Ok(report)
    }

    /// What a table is read with.
    fn table_desk(&self, columns: &[String]) -> Result<(&'static Pack, NaiveDate, String), Error> {
        let today = self.now().today;
        self.read(|open| {
            open.allow(Act::RegisterPerson)?;
            if columns.iter().any(|column| !column.is_empty() && !is_field(column)) {
                return Err(bad("columns", "column_unknown"));
            }
            Ok((open.desk.pack, today, open.desk.post.code.clone()))
        })
    }
}

/// Reads a file whose name tells its form.
fn read(file: &Path, each: impl FnMut(u32, &[String])) -> Result<(), Error> {
    let ending = file.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    let form = if ending == "xlsx" { TableForm::Xlsx } else { TableForm::Csv };
    let refused = |error: IncomingError| bad("file", error.code());
    let file = File::open(file).map_err(|error| refused(IncomingError::Read(error.kind())))?;
    read_rows(form, file, each).map_err(refused)
}

/// What each column is: as somebody said, or as its heading says.
fn fields_of(headings: &[String], columns: &[String]) -> Vec<String> {
    if columns.is_empty() {
        headings.iter().map(|heading| guess_field(heading).to_owned()).collect()
    } else {
        columns.to_vec()
    }
}

fn columns_of(headings: &[String], fields: &[String]) -> Vec<TableColumn> {
    let column = |(at, heading): (usize, &String)| TableColumn {
        heading: heading.trim().to_owned(),
        field: fields.get(at).cloned().unwrap_or_default(),
        sample: String::new(),
    };
    headings.iter().enumerate().map(column).collect()
}

/// Whether the import would take somebody.
fn check(mut person: Person, pack: &Pack, today: NaiveDate, own_post: &str) -> Result<(), Rejected> {
    fill(&mut person.registered_post, own_post);
    person.registered_on.get_or_insert(today);
    first_error(person.problems(pack, today)).map_or(Ok(()), Err)
}

fn bad(field: &str, code: &str) -> Error {
    let (field, code, severity) = (field.into(), code.into(), "error".into());
    Error::BadInput(vec![ProblemView { field, code, severity }])
}
