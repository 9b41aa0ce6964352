//! What would leave, before anything does.

use posta_identity::Sensitivity;

use posta_exports::Table;

use super::asked::{Asked, Form};
use super::people::Parts;
use crate::app::App;
use crate::error::Error;
use crate::home::count;
use crate::open::Open;
use crate::permission::Act;
use crate::view::{ExportPreview, ExportRequest};

impl App {
    /// How many people and records an export would hold, and how many people stay because they were not asked or said
    /// no. Whoever was erased is in neither number. Nothing is written, and no purpose is asked for yet.
    ///
    /// # Errors
    /// [`Error::NotAllowed`], [`Error::BadInput`], [`Error::Locked`], [`Error::Unreadable`].
    pub fn export_preview(&self, request: &ExportRequest) -> Result<ExportPreview, Error> {
        let (asked, care) = self.read(|open| {
            open.allow(Act::ExportRegister)?;
            let asked = Asked::read(open, request)?;
            let care = asked.form.takes_care() && open.keeps_care();
            Ok((asked, care))
        })?;
        if asked.form.is_figures() {
            return self.preview_figures(&asked);
        }
        let columns = Table::People.columns().iter().map(|column| column.heading.to_owned());
        let columns = if asked.form == Form::Fhir { Vec::new() } else { columns.collect() };
        let mut seen = ExportPreview { care, columns, ..ExportPreview::default() };
        self.each_page(&asked, Parts::All { care }, |page| {
            for leaving in &page.leaving {
                let subject = leaving.get();
                add(&mut seen.people, 1);
                add(&mut seen.enrollments, subject.enrollments.len() as u64);
                add(&mut seen.consultations, subject.care.consultations.len() as u64);
                add(&mut seen.screenings, subject.care.screenings.len() as u64);
                add(&mut seen.referrals, subject.care.referrals.len() as u64);
            }
            add(&mut seen.not_asked, page.left_out.not_asked);
            add(&mut seen.opposed, page.left_out.opposed);
            Ok(())
        })?;
        Ok(seen)
    }

    fn preview_figures(&self, asked: &Asked) -> Result<ExportPreview, Error> {
        let now = self.now();
        if asked.form == Form::National {
            let month_figures = self.read(|open| open.months_leaving(asked, now.today))?;
            let kinds = month_figures.months.values().flat_map(|month| month.kinds.iter());
            let numbers = kinds.clone().map(|(_, numbers)| numbers.values().flatten().count()).sum::<usize>();
            let mut columns: Vec<String> = kinds.map(|(kind, _)| kind.clone()).collect();
            columns.sort_unstable();
            columns.dedup();
            return Ok(ExportPreview { figures: count(numbers as u64), columns, ..ExportPreview::default() });
        }
        let figures = self.read(|open| open.figures_leaving(asked, now.today))?;
        let mut columns: Vec<String> = figures.iter().map(|figure| figure.measure.clone()).collect();
        columns.sort_unstable();
        columns.dedup();
        Ok(ExportPreview { figures: count(figures.len() as u64), columns, ..ExportPreview::default() })
    }
}

impl Open {
    /// Whether a care scope is open here.
    pub(super) fn keeps_care(&self) -> bool {
        self.of(&Sensitivity::Care).next().is_some()
    }
}

fn add(to: &mut u32, more: u64) {
    *to = to.saturating_add(count(more));
}
