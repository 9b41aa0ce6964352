//! Importar: taking a file in.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use posta_sync::{Taken, take_file};

use crate::app::App;
use crate::error::Error;
use crate::home::count;
use crate::open::Open;
use crate::time::rfc3339;
use crate::view::CarryTaken;

impl App {
    /// Takes in a file that another device of the department wrote: what is whole of it. A file that was taken before
    /// changes nothing.
    ///
    /// # Errors
    /// [`Error::NotACarrier`], [`Error::NewerCarrier`], [`Error::CarrierNotForUs`], [`Error::Stranger`] (whoever wrote
    /// it has no access any more), [`Error::Stick`], [`Error::Revoked`], [`Error::Locked`], [`Error::Storage`].
    pub fn carry_take(&self, path: &Path) -> Result<CarryTaken, Error> {
        self.refuse_in_practice()?;
        let now = self.now();
        let (mut counter, mut log) = self.with(Open::prepare_to_carry)?;
        let file = File::open(path).map_err(|error| Error::Stick(error.kind().to_string()))?;
        let outcome = take_file(&mut counter, &mut log, BufReader::new(file), now.at);
        drop(counter);
        let is_forked = outcome.as_ref().is_ok_and(|taken| !taken.report.forked.is_empty());
        self.take_in_all(&log, is_forked, now)?;
        let taken = outcome?;
        self.quietly(|open| Ok(view_taken(open, &taken)))
    }
}

/// What came from another device, for a screen.
pub(crate) fn view_taken(open: &Open, taken: &Taken) -> CarryTaken {
    let report = &taken.report;
    CarryTaken {
        names: taken.from.map(|device| open.names_on(device)).unwrap_or_default(),
        device: taken.from.map(|device| device.to_string()).unwrap_or_default(),
        made_at: taken.from.map(|_| rfc3339(taken.made_at)).unwrap_or_default(),
        complete: taken.is_complete,
        records: count(report.records_down),
        sealed: count(report.sealed_down),
        carried: count(taken.carried),
        entries: count(report.entries_down),
        quarantined: count(report.quarantined),
        acknowledged: count(taken.acknowledged),
        by_server: count(taken.by_server),
    }
}
