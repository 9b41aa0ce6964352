//! Fields with several values: the list for those who may decide, and keeping both for later.

use posta_domain::{AuditAct, DocumentId, Kind, put_off_key, put_off_mark};
use posta_identity::Sensitivity;
use posta_store::{ConflictRow, Write};

use crate::app::App;
use crate::audit::cannot_show;
use crate::error::Error;
use crate::home::count;
use crate::id::read_id;
use crate::office::is_office;
use crate::open::Open;
use crate::permission::Act;
use crate::person::{act_to_change, scalar_text};
use crate::scope::{Deed, OpenScope};
use crate::time::rfc3339;
use crate::view::{ConflictsPage, Saved};

/// Rows of a page, at most.
const MOST: u32 = 200;

impl App {
    /// A page of records with undecided fields: `open`, or `later` where somebody kept all values. The registry's first,
    /// then those of the own team; what holds an enrollment up first. Restricted consultations are not told of, and
    /// trainings, plans, meetings and commitments only to who keeps them.
    ///
    /// # Errors
    /// [`Error::NotAllowed`], [`Error::Locked`], [`Error::Unreadable`]; [`Error::Storage`] when it could not be noted that a
    /// team's were shown, and nothing is.
    pub fn conflicts_page(&self, group: &str, offset: u32, limit: u32) -> Result<ConflictsPage, Error> {
        let now = self.now();
        let (put_off, limit) = (group == "later", limit.clamp(1, MOST));
        self.with(|open| {
            open.allow(Act::ResolveConflict)?;
            let (mut rows, mut before, mut counts) = (Vec::new(), 0, [0_u64; 2]);
            let office = open.keeps_office();
            for scope in open.with_conflicts() {
                let counted = |put_off| scope.file.conflict_count(office, put_off);
                let of = |put_off| counted(put_off).map_err(Error::from).map_err(cannot_show);
                let both = [of(false)?, of(true)?];
                if scope.sensitivity != Sensitivity::Registry && both != [0, 0] {
                    open.note_list(scope, "conflict", now)?;
                }
                let here = both.get(usize::from(put_off)).copied().unwrap_or_default();
                let from = u64::from(offset).saturating_sub(before).min(here);
                let left = limit.saturating_sub(count(rows.len() as u64));
                if left > 0 {
                    let page = scope.file.conflict_page(office, put_off, count(from), left);
                    rows.extend(page.map_err(Error::from).map_err(cannot_show)?);
                }
                before += here;
                counts.iter_mut().zip(both).for_each(|(sum, here)| *sum += here);
            }
            let rows = rows.into_iter().map(|row| open.conflict_row(row).map_err(cannot_show));
            let rows = rows.collect::<Result<_, _>>()?;
            let [open, later] = counts.map(count);
            Ok(ConflictsPage { rows, total: count(before), open, later })
        })
    }

    /// Keeps all values of a field for later; returns once that is durable. A value that comes after is asked again.
    ///
    /// # Errors
    /// [`Error::NotFound`] (nothing is undecided there), [`Error::NotAllowed`], [`Error::Locked`], [`Error::Storage`].
    pub fn put_off_conflict(&self, kind: &str, id: &str, field: &str) -> Result<Saved, Error> {
        let now = self.now();
        let (kind, id) = (Kind::from_word(kind), read_id(id)?);
        self.with(|open| {
            open.allow(Act::ResolveConflict)?;
            open.allow(act_to_change(&kind))?;
            let scope = open.scope_of(&kind)?;
            let is_confidential = open.confidential().any(|team| team.id == scope.id);
            if is_confidential && open.closed_in(scope)?.contains(&id) {
                return Err(Error::NotFound);
            }
            let document = scope.file.document(&kind, &id)?.ok_or(Error::NotFound)?;
            let conflict = document.conflicts().into_iter().find(|conflict| conflict.field == field);
            let conflict = conflict.ok_or(Error::NotFound)?;
            let values: Vec<String> = conflict.values.iter().map(|one| scalar_text(&one.value)).collect();
            let mark = put_off_mark(field, &values);
            let fields = [(put_off_key(field), mark.into())].into_iter().collect();
            if is_confidential {
                open.note_in(scope, AuditAct::Amended, kind.as_str(), vec![id], now)?;
            }
            let writes = vec![Write { kind, id, fields }];
            scope.commit(&open.desk, &[Deed { writes, draft: None }], now.at)?;
            Ok(Saved { id: id.to_string(), warnings: Vec::new() })
        })
    }
}

impl Open {
    /// How many records have undecided fields, and of how many all values are kept for later.
    pub(crate) fn undecided_records(&self) -> Result<[u64; 2], Error> {
        let mut counts = [0, 0];
        for scope in self.with_conflicts() {
            for (sum, put_off) in counts.iter_mut().zip([false, true]) {
                *sum += scope.file.conflict_count(self.keeps_office(), put_off)?;
            }
        }
        Ok(counts)
    }

    /// Of the office only those are told who may decide there.
    fn keeps_office(&self) -> bool {
        self.allow(Act::TendOffice).is_ok()
    }

    fn with_conflicts(&self) -> impl Iterator<Item = &OpenScope> {
        self.registry().ok().into_iter().chain(self.team().ok())
    }

    fn conflict_row(&self, row: ConflictRow) -> Result<crate::view::ConflictRow, Error> {
        let person = match row.person == DocumentId::NONE {
            true => None,
            false => self.registry()?.file.person(&row.person)?,
        };
        let title = match is_office(&row.kind) {
            true => self.office_subject(&row.kind, &row.id)?.title,
            false => String::new(),
        };
        Ok(crate::view::ConflictRow {
            title,
            kind: row.kind.as_str().into(),
            id: row.id.to_string(),
            person: person.map(|person| self.cards(&[person])).transpose()?.and_then(|mut cards| cards.pop()),
            fields: row.fields,
            critical: row.critical,
            at: rfc3339(row.updated_at),
        })
    }
}
