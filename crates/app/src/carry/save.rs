//! Exportar a USB: writing the file.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use chrono::DateTime;
use posta_sync::{Given, What, give_file};

use super::places::ENDING;
use crate::app::App;
use crate::error::Error;
use crate::home::count;
use crate::open::Open;
use crate::permission::Act;
use crate::time::Moment;
use crate::view::{CarrySaved, ProblemView};

impl App {
    /// Writes a file for other devices into a folder, sealed to those that may read it: `unsent`, what the server is
    /// not known to have, or `all`. Its name tells a day and an hour, nothing else. Nothing counts as sent by it.
    ///
    /// # Errors
    /// [`Error::BadInput`]: there is no such folder, or no such choice; [`Error::Stick`]: it could not be written, and
    /// no file is left that looks whole; [`Error::Revoked`], [`Error::Locked`], [`Error::Storage`].
    pub fn carry_save(&self, folder: &Path, what: &str) -> Result<CarrySaved, Error> {
        self.refuse_in_practice()?;
        let now = self.now();
        self.with(|open| open.allow_carrying())?;
        let bad = |field: &str, code: &str| {
            let (field, code, severity) = (field.into(), code.into(), "error".into());
            Error::BadInput(vec![ProblemView { field, code, severity }])
        };
        let what = match what {
            "unsent" => What::Unsent,
            "all" => What::All,
            _ => return Err(bad("what", "unknown_choice")),
        };
        if !folder.is_dir() {
            return Err(bad("folder", "folder_unknown"));
        }
        let (mut counter, log) = self.with(Open::prepare_to_carry)?;
        let path = folder.join(name_at(now)?);
        let partial = path.with_extension("partial");
        let written = write_whole(&partial, |to| give_file(&mut counter, &log, to, what, now.at));
        let finished = written.and_then(|given| fs::rename(&partial, &path).map(|()| given).map_err(stick));
        let given = finished.inspect_err(|_| {
            let _ = fs::remove_file(&partial);
        })?;
        Ok(CarrySaved {
            path: path.to_string_lossy().into_owned(),
            bytes: count(given.bytes),
            records: count(given.records),
            sealed: count(given.sealed),
            devices: count(given.devices as u64),
        })
    }
}

impl Open {
    /// Those whose access has ended carry nothing, and talk to nobody but the server.
    pub(crate) fn allow_carrying(&self) -> Result<(), Error> {
        self.allow(Act::Exchange)?;
        if self.desk.has_ended() { Err(Error::Revoked) } else { Ok(()) }
    }

    /// Closes what is open of own work, so that it can leave.
    pub(crate) fn prepare_to_carry(
        &mut self,
    ) -> Result<(crate::exchange::Counter, posta_identity::Log), Error> {
        self.allow_carrying()?;
        self.bring_out()?;
        Ok((crate::exchange::Counter::of(&self.desk)?, self.desk.log.clone()))
    }
}

/// Durable before it gets its name.
fn write_whole(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<File>) -> Result<Given, posta_sync::Error>,
) -> Result<Given, Error> {
    let mut to = BufWriter::new(File::create_new(path).map_err(stick)?);
    let given = write(&mut to)?;
    to.flush().map_err(stick)?;
    to.get_ref().sync_all().map_err(stick)?;
    Ok(given)
}

/// `posta-2026-11-29-1530-7f3a.posta`, of UTC: the last part tells files of one minute apart.
fn name_at(now: Moment) -> Result<PathBuf, Error> {
    let mut random = [0; 2];
    getrandom::fill(&mut random).map_err(|_| Error::Unexpected("no random numbers".into()))?;
    let when = DateTime::from_timestamp(now.at, 0).unwrap_or_default().format("%Y-%m-%d-%H%M");
    let [a, b] = random;
    Ok(PathBuf::from(format!("posta-{when}-{a:02x}{b:02x}.{ENDING}")))
}

fn stick(error: std::io::Error) -> Error {
    Error::Stick(error.kind().to_string())
}
