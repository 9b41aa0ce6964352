//! What supervisors read of the audit.

use chrono::{Local, NaiveDate, NaiveTime};
use posta_domain::AuditRecord;
use posta_identity::Sensitivity;
use posta_store::{InboxFilter, InboxRow};

use crate::app::App;
use crate::catalogue::post_name;
use crate::error::Error;
use crate::home::count;
use crate::inbox::AUDIT;
use crate::open::Open;
use crate::permission::Act;
use crate::register::read_day;
use crate::scope::OpenScope;
use crate::time::rfc3339;
use crate::view::{AuditFilter, AuditPage, AuditRow, UserCard};

/// Rows of a page, at most.
const MOST: u32 = 200;

impl App {
    /// A page of the audit, newest first; with the first page what is wrong with the audit itself.
    ///
    /// # Errors
    /// [`Error::NotAllowed`], [`Error::BadInput`] (a day that is none), [`Error::NotFound`] (an id that is none),
    /// [`Error::Locked`], [`Error::Unreadable`].
    pub fn audit_page(&self, filter: &AuditFilter) -> Result<AuditPage, Error> {
        let asked = read_filter(filter)?;
        let (page, check) = self.read(|open| {
            open.allow(Act::ViewAudit)?;
            let audit = open.first(&Sensitivity::Audit)?;
            let page = audit.file.inbox(&asked, filter.offset, filter.limit.clamp(1, MOST))?;
            let page = AuditPage {
                total: count(page.total),
                rows: page.rows.iter().filter_map(|row| open.audit_row(row)).collect(),
                users: open.audited_users(audit)?,
                faults: Vec::new(),
            };
            let check = if filter.offset == 0 { Some(open.audit_check()?) } else { None };
            Ok((page, check))
        })?;
        let faults = check.map(|check| check.faults()).transpose()?;
        Ok(AuditPage { faults: faults.unwrap_or_default(), ..page })
    }
}

fn read_filter(filter: &AuditFilter) -> Result<InboxFilter, Error> {
    let user = match filter.user.as_str() {
        "" => None,
        id => Some(id.parse().map_err(|_| Error::NotFound)?),
    };
    let document = match filter.record.as_str() {
        "" => None,
        id => Some(crate::id::read_id(id)?),
    };
    let until = read_day("to", &filter.to)?.and_then(|day| day.succ_opt());
    Ok(InboxFilter {
        kind: AUDIT.into(),
        user,
        act: filter.act.clone(),
        document,
        from: read_day("from", &filter.from)?.map(day_begins),
        until: until.map(day_begins),
        only_open: false,
    })
}

/// Unix seconds at which a day begins at this post.
fn day_begins(day: NaiveDate) -> i64 {
    let midnight = day.and_time(NaiveTime::MIN);
    midnight.and_local_timezone(Local).earliest().map_or(midnight.and_utc().timestamp(), |at| at.timestamp())
}

impl Open {
    fn audit_row(&self, row: &InboxRow) -> Option<AuditRow> {
        let record = AuditRecord::decode(&row.bytes)?;
        let reason = match (record.reason.as_str(), record.words.as_str()) {
            (code, "") => code.to_owned(),
            (code, words) => format!("{code}: {words}"),
        };
        Some(AuditRow {
            at: rfc3339(record.at),
            user: self.name_of(row.user),
            device: row.device.to_string(),
            post: post_name(self.desk.pack, &row.post),
            act: record.act.as_str().into(),
            sensitivity: record.sensitivity.clone(),
            place: self.place_name(&record.place),
            record: record.record.to_string(),
            reason,
        })
    }

    /// Those who did anything that was noted.
    fn audited_users(&self, audit: &OpenScope) -> Result<Vec<UserCard>, Error> {
        let mut users: Vec<UserCard> = audit
            .file
            .inbox_users(AUDIT)?
            .into_iter()
            .filter_map(|user| self.membership().user(user))
            .map(|user| {
                let right = user.primary().or(user.ended.first());
                UserCard {
                    id: user.user.to_string(),
                    name: user.name.clone(),
                    role: right.map(|right| right.role.as_str().to_owned()).unwrap_or_default(),
                    place: right.map(|right| self.place_name(&right.place)).unwrap_or_default(),
                    roles: user.assignments.iter().map(|right| right.role.as_str().to_owned()).collect(),
                }
            })
            .collect();
        users.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(users)
    }
}
