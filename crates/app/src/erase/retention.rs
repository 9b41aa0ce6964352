//! Records that were kept as long as the pack says. They are proposed to a supervisor; nothing is ever erased by age.

use posta_store::{PersonRow, RegisterFilter, RegisterOrder};

use crate::app::App;
use crate::error::Error;
use crate::home::count;
use crate::open::Open;
use crate::permission::Act;
use crate::view::RetentionView;

/// People looked through at a time.
const PAGE: u32 = 500;
/// People proposed at a time, at most.
const MOST: usize = 100;

impl App {
    /// People of whom nothing has changed for as long as the registry's records are kept, the oldest first.
    ///
    /// # Errors
    /// [`Error::NotAllowed`], [`Error::Locked`], [`Error::Unreadable`].
    pub fn past_retention(&self) -> Result<RetentionView, Error> {
        let now = self.now();
        self.read(|open| {
            open.allow(Act::ViewErasures)?;
            let rule = open.desk.pack.retention_of("registry");
            let through = rule.and_then(|rule| rule.kept_through(now.today));
            let (Some(rule), Some(through)) = (rule, through) else {
                return Ok(RetentionView::default());
            };
            let end = through.succ_opt().and_then(|day| day.and_hms_opt(0, 0, 0));
            let end = end.map(|moment| moment.and_utc().timestamp()).unwrap_or_default();
            let filter = RegisterFilter { to: Some(through), ..RegisterFilter::default() };
            let (mut due, mut offset) = (Vec::new(), 0);
            let registry = open.registry()?;
            loop {
                let page = registry.file.register_page(&filter, RegisterOrder::OldestFirst, offset, PAGE)?;
                let seen = page.rows.len();
                for row in page.rows {
                    if open.last_change(&row)? < end {
                        due.push(row);
                    }
                }
                offset += PAGE;
                if seen < PAGE as usize {
                    break;
                }
            }
            let total = count(due.len() as u64);
            due.truncate(MOST);
            Ok(RetentionView {
                years: u32::from(rule.years),
                verified: rule.verified,
                source: rule.source.clone(),
                through: through.to_string(),
                total,
                people: open.cards(&due)?,
            })
        })
    }
}

impl Open {
    /// When anything of a person changed last, in whichever of their records. Unix seconds.
    fn last_change(&self, row: &PersonRow) -> Result<i64, Error> {
        let file = &self.registry()?.file;
        let mut last = row.origin.updated_at;
        for id in file.linked_with(&row.id)? {
            last = last.max(file.person(&id)?.map_or(0, |other| other.origin.updated_at));
        }
        Ok(last)
    }
}
