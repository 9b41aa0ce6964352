//! What was handed over to the team.

use posta_domain::{AuditAct, Notice};
use posta_store::{InboxFilter, InboxRow};

use crate::app::App;
use crate::audit::cannot_show;
use crate::catalogue::post_name;
use crate::error::Error;
use crate::inbox::{NOTICE, name_of};
use crate::open::Open;
use crate::permission::Act;
use crate::scope::OpenScope;
use crate::time::rfc3339;
use crate::view::NoticeCard;

/// Hand-overs shown of one team, at most.
const MOST: u32 = 500;

impl App {
    /// Hand-overs to the teams of this user: those that wait first, then the newest. Each is noted for the
    /// supervisors first, once a session.
    ///
    /// # Errors
    /// [`Error::NotAllowed`], [`Error::Locked`], [`Error::Unreadable`]; [`Error::Storage`] when it could not be noted,
    /// and is not shown.
    pub fn notices(&self) -> Result<Vec<NoticeCard>, Error> {
        let now = self.now();
        self.with(|open| {
            open.allow(Act::ReadNotices)?;
            let mut cards = Vec::new();
            for scope in open.confidential() {
                let notices = open.notices_of(scope).map_err(cannot_show)?;
                let shown: Vec<_> = notices.iter().map(|(record, _)| name_of(&record.hash)).collect();
                for (record, notice) in &notices {
                    let card = open.notice_card(record, notice).map_err(cannot_show)?;
                    cards.push((notice.at, card));
                }
                let shown = open.not_noted(&shown);
                open.note_in(scope, AuditAct::Opened, NOTICE, shown.clone(), now)?;
                open.remember_noted(shown);
            }
            cards.sort_by_key(|(at, card)| (card.done, std::cmp::Reverse(*at)));
            Ok(cards.into_iter().map(|(_, card)| card).collect())
        })
    }
}

impl Open {
    /// Hand-overs to one team, the last first.
    pub(super) fn notices_of(&self, scope: &OpenScope) -> Result<Vec<(InboxRow, Notice)>, Error> {
        let filter = InboxFilter { kind: NOTICE.into(), ..InboxFilter::default() };
        let rows = scope.file.inbox(&filter, 0, MOST)?.rows.into_iter();
        Ok(rows.filter_map(|row| Notice::decode(&row.bytes).map(|notice| (row, notice))).collect())
    }

    /// How many hand-overs wait for this user's teams. Shows nothing of them.
    pub(crate) fn waiting_notices(&self) -> Result<u64, Error> {
        if self.allow(Act::ReadNotices).is_err() {
            return Ok(0);
        }
        let waiting = self.confidential().map(|scope| scope.file.open_inbox_records(NOTICE));
        Ok(waiting.sum::<Result<u64, _>>()?)
    }

    fn notice_card(&self, record: &InboxRow, notice: &Notice) -> Result<NoticeCard, Error> {
        let person = match self.registry()?.file.person(&notice.person)? {
            Some(row) => self.cards(&[row])?.pop(),
            None => None,
        };
        Ok(NoticeCard {
            id: name_of(&record.hash).to_string(),
            kind: record.kind.clone(),
            at: rfc3339(notice.at),
            from: self.name_of(record.user),
            post: post_name(self.desk.pack, &record.post),
            person,
            reason: notice.reason.as_str().into(),
            note: notice.note.clone(),
            done: record.settled,
        })
    }
}
