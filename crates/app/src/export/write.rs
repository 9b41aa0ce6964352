//! The file of an export: whole under its name, or not there.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use chrono::DateTime;
use posta_domain::Pack;
use posta_exports::{About, Bom, Bundle, CsvFile, ExportError, Leaving, Table, Workbook};
use posta_identity::private_file::create_private;

use super::asked::Form;
use crate::app::App;
use crate::error::Error;
use crate::open::Open;
use crate::setting;
use crate::time::Moment;

/// A file of people that is being written.
pub(super) enum Writing<'a, W: Write> {
    Csv(Box<CsvFile<'a, W>>),
    Xlsx(Box<Workbook<'a, W>>),
    Fhir(Bundle<'a, W>),
}

impl<'a, W: Write> Writing<'a, W> {
    pub fn begin(to: W, form: Form, at: i64, pack: &'a Pack) -> Result<Self, ExportError> {
        Ok(match form {
            Form::Xlsx => Self::Xlsx(Box::new(Workbook::begin(to, pack))),
            Form::Fhir => Self::Fhir(Bundle::begin(to, at, pack)?),
            _ => Self::Csv(Box::new(CsvFile::begin(to, Table::People, Bom::With, pack)?)),
        })
    }

    /// Begins another table, where there are several.
    pub fn table(&mut self, table: Table) -> Result<(), ExportError> {
        match self {
            Self::Xlsx(book) => book.table(table),
            Self::Csv(_) | Self::Fhir(_) => Ok(()),
        }
    }

    pub fn add(&mut self, person: &Leaving) -> Result<(), ExportError> {
        match self {
            Self::Csv(file) => file.add(person),
            Self::Xlsx(book) => book.add(person),
            Self::Fhir(bundle) => bundle.add(person),
        }
    }

    pub fn finish(self, about: &About) -> Result<W, ExportError> {
        match self {
            Self::Csv(file) => file.finish(),
            Self::Xlsx(book) => book.finish(about),
            Self::Fhir(bundle) => bundle.finish(),
        }
    }
}

/// The name that a file will have, and the one that it has while it is written.
pub(super) fn paths(folder: &Path, form: Form, now: Moment) -> Result<(PathBuf, PathBuf), Error> {
    let path = folder.join(name_at(now, form.ending())?);
    let partial = path.with_extension("partial");
    Ok((path, partial))
}

impl App {
    /// Writes a file of an export. Where it is being written is kept until it is whole or gone, so that what a cut leaves of
    /// it, in the clear, is removed at the next unlock.
    pub(super) fn write_export(
        &self,
        folder: &Path,
        form: Form,
        now: Moment,
        write: impl FnOnce(BufWriter<File>) -> Result<BufWriter<File>, Error>,
    ) -> Result<(PathBuf, u64), Error> {
        let paths = paths(folder, form, now)?;
        // As it is found from any folder that a program was started in.
        let partial = std::path::absolute(&paths.1).map_err(stick)?.to_string_lossy().into_owned();
        self.with(|open| {
            let mut all = open.cut_exports()?;
            all.push(partial.clone());
            open.keep_cut_exports(&all)
        })?;
        let written = write_whole(paths, write);
        // Nobody may be here any more; the next unlock finds nothing to remove.
        let _ = self.quietly(|open| {
            let all = open.cut_exports()?;
            open.keep_cut_exports(&all.into_iter().filter(|one| *one != partial).collect::<Vec<_>>())
        });
        written
    }
}

impl Open {
    /// Removes what a cut left of exports. What lies on a stick that is not here waits for it.
    pub(crate) fn clear_cut_exports(&self) -> Result<(), Error> {
        let all = self.cut_exports()?;
        let left: Vec<String> = all.iter().filter(|partial| !is_gone(Path::new(partial))).cloned().collect();
        if left.len() == all.len() { Ok(()) } else { self.keep_cut_exports(&left) }
    }

    fn cut_exports(&self) -> Result<Vec<String>, Error> {
        let kept = self.desk.device.setting_text(setting::EXPORTING)?.unwrap_or_default();
        Ok(kept.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect())
    }

    fn keep_cut_exports(&self, all: &[String]) -> Result<(), Error> {
        if all.is_empty() {
            return Ok(self.desk.device.remove_setting(setting::EXPORTING)?);
        }
        Ok(self.desk.device.put_setting(setting::EXPORTING, all.join("\n").as_bytes())?)
    }
}

/// Removes what is left of a file; says whether nothing is.
fn is_gone(partial: &Path) -> bool {
    // Another program of this device may be writing it.
    if File::open(partial).is_ok_and(|file| file.try_lock().is_err()) {
        return false;
    }
    match fs::remove_file(partial) {
        Ok(()) => true,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            partial.parent().is_some_and(Path::is_dir)
        }
        Err(_) => false,
    }
}

/// Writes a file, for its owner only, durable before it gets its name. Whatever goes wrong, nothing of it is left.
/// Returns its path and bytes.
pub(super) fn write_whole(
    (path, partial): (PathBuf, PathBuf),
    write: impl FnOnce(BufWriter<File>) -> Result<BufWriter<File>, Error>,
) -> Result<(PathBuf, u64), Error> {
    let file = create_private(&partial).map_err(stick)?;
    // Says that it is no leftover; where a file cannot be held so, the worst is an export that has to be repeated.
    let _ = file.try_lock();
    let written = write(BufWriter::new(file)).and_then(|to| {
        let file = to.into_inner().map_err(|error| stick(error.into_error()))?;
        file.sync_all().map_err(stick)?;
        let bytes = file.metadata().map_err(stick)?.len();
        fs::rename(&partial, &path).map_err(stick)?;
        Ok(bytes)
    });
    let bytes = written.inspect_err(|_| {
        // What was written of it is in the clear.
        let _ = fs::remove_file(&partial);
    })?;
    Ok((path, bytes))
}

/// `posta-exporta-2026-11-29-1530-7f3a.csv`, of UTC: the last part tells files of one minute apart.
fn name_at(now: Moment, ending: &str) -> Result<PathBuf, Error> {
    let mut random = [0; 2];
    getrandom::fill(&mut random).map_err(|_| Error::Unexpected("no random numbers".into()))?;
    let when = DateTime::from_timestamp(now.at, 0).unwrap_or_default().format("%Y-%m-%d-%H%M");
    let [a, b] = random;
    Ok(PathBuf::from(format!("posta-exporta-{when}-{a:02x}{b:02x}.{ending}")))
}

/// What the writer met.
pub(super) fn failed(error: ExportError) -> Error {
    match error {
        ExportError::Write(kind) => Error::Stick(kind.to_string()),
        other => Error::Unexpected(other.to_string()),
    }
}

fn stick(error: std::io::Error) -> Error {
    Error::Stick(error.kind().to_string())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn of_a_file_that_is_not_whole_nothing_is_left_and_a_whole_one_has_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let count = || std::fs::read_dir(folder.path()).unwrap().count();
        let failed = write_whole(paths(folder.path(), Form::Csv, Moment::now()).unwrap(), |mut to| {
            to.write_all(b"Yuleisy").map_err(stick)?;
            to.flush().map_err(stick)?;
            assert_eq!(count(), 1, "while it is written");
            Err(Error::Locked)
        });
        assert!(matches!(failed, Err(Error::Locked)));
        assert_eq!(count(), 0);
        let (path, bytes) =
            write_whole(paths(folder.path(), Form::Fhir, Moment::now()).unwrap(), |mut to| {
                to.write_all(b"{}").map_err(stick)?;
                Ok(to)
            })
            .unwrap();
        let name = path.file_name().unwrap().to_str().unwrap();
        assert!(name.starts_with("posta-exporta-2") && name.ends_with(".json"), "{name}");
        assert_eq!((bytes, count(), std::fs::read(&path).unwrap().as_slice()), (2, 1, b"{}".as_slice()));
    }
}
