//! Departments together: the figures that each lets out by month, taken in from files and put beside the own ones.

mod count;
mod show;

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use posta_domain::{FiguresError, LONGEST_FIGURES, MonthFigures};

use crate::app::App;
use crate::error::Error;
use crate::home::count;
use crate::open::Open;
use crate::paper::bad;
use crate::permission::Act;
use crate::setting;
use crate::view::NationalTaken;

impl App {
    /// Takes in a file of figures of another department, as its supervisor wrote it. Of each month what was counted last
    /// is kept; a file that was taken before changes nothing.
    ///
    /// # Errors
    /// [`Error::BadInput`]: `figures_malformed`, `figures_newer`, `figures_other_country`, `figures_own` (of the own
    /// department, whose figures are here already); [`Error::Stick`], [`Error::NotAllowed`], [`Error::Locked`],
    /// [`Error::Storage`], [`Error::Practice`].
    pub fn take_national_figures(&self, path: &Path) -> Result<NationalTaken, Error> {
        self.refuse_in_practice()?;
        let now = self.now();
        self.with(|open| {
            open.allow(Act::SeeFigures)?;
            let taken = MonthFigures::from_json(&read(path)?).map_err(refused)?;
            let pack = open.desk.pack;
            let named = pack.department(&taken.department).filter(|_| taken.pack == pack.id);
            let department = named.ok_or_else(|| bad("file", "figures_other_country"))?;
            if department.code == open.own_department() {
                return Err(bad("file", "figures_own"));
            }
            let mut kept = open
                .figures_of(&department.code)?
                .unwrap_or_else(|| MonthFigures::of(&taken.pack, &taken.department));
            let months = kept.take(&taken, now.today);
            let bytes = serde_json::to_vec(&kept).map_err(|error| Error::Unexpected(error.to_string()))?;
            open.desk.device.put_setting(&setting::figures_of(&department.code), &bytes)?;
            Ok(NationalTaken {
                department: department.code.clone(),
                department_name: department.name.clone(),
                months: count(months as u64),
            })
        })
    }
}

impl Open {
    /// The code of the own department.
    fn own_department(&self) -> String {
        self.membership().department().map(|department| department.code.clone()).unwrap_or_default()
    }

    /// What is kept of another department; nothing where that cannot be read, so that it is asked for again.
    fn figures_of(&self, department: &str) -> Result<Option<MonthFigures>, Error> {
        let kept = self.desk.device.setting(&setting::figures_of(department))?;
        Ok(kept.and_then(|bytes| MonthFigures::from_json(&bytes).ok()))
    }
}

/// At most one byte more than a file of figures has.
fn read(path: &Path) -> Result<Vec<u8>, Error> {
    let stick = |error: std::io::Error| Error::Stick(error.kind().to_string());
    let most = u64::try_from(LONGEST_FIGURES).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    File::open(path).map_err(stick)?.take(most).read_to_end(&mut bytes).map_err(stick)?;
    Ok(bytes)
}

fn refused(error: FiguresError) -> Error {
    bad(
        "file",
        match error {
            FiguresError::Malformed => "figures_malformed",
            FiguresError::Newer => "figures_newer",
        },
    )
}
