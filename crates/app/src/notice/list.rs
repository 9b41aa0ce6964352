//! What was handed over to the team.

use posta_domain::{Accompaniment, AuditAct, DocumentId, Notice, Summary};
use posta_store::{InboxFilter, InboxRow};
use serde_json::{Value, json};

use super::handed::each_once;
use crate::app::App;
use crate::audit::cannot_show;
use crate::catalogue::post_name;
use crate::error::Error;
use crate::inbox::{ACCOMPANIMENT, HANDED_ON, NOTICE, NOTICES, name_of};
use crate::open::Open;
use crate::permission::Act;
use crate::scope::OpenScope;
use crate::summary::{Language, lines_of};
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
        let (now, language) = (self.now(), self.words_language());
        // Asked for again when something arrives, too.
        self.quietly(|open| {
            open.allow(Act::ReadNotices)?;
            let mut cards = Vec::new();
            for scope in open.confidential() {
                let notices = open.notices_of(scope).map_err(cannot_show)?;
                for kind in NOTICES {
                    let of_kind = notices.iter().filter(|(record, _)| record.kind == kind);
                    let shown: Vec<_> = of_kind.map(|(record, _)| name_of(&record.hash)).collect();
                    let shown = open.not_noted(&shown);
                    open.note_in(scope, AuditAct::Opened, kind, shown.clone(), now)?;
                    open.remember_noted(shown);
                }
                for (record, told) in &notices {
                    let card = open.notice_card(record, told, language).map_err(cannot_show)?;
                    cards.push((told.at, card));
                }
            }
            cards.sort_by_key(|(at, card)| (card.done, std::cmp::Reverse(*at)));
            Ok(cards.into_iter().map(|(_, card)| card).collect())
        })
    }
}

/// What a record tells the team.
pub(super) struct Told {
    person: DocumentId,
    reason: String,
    note: String,
    /// Of a hand-on.
    summary: Option<Summary>,
    at: i64,
}

impl Told {
    fn read(row: &InboxRow) -> Option<Self> {
        if row.kind == ACCOMPANIMENT {
            let answer = Accompaniment::decode(&row.bytes)?;
            let reason = answer.answer.as_str().to_owned();
            let (person, note, at) = (answer.person, String::new(), answer.at);
            return Some(Self { person, reason, note, summary: None, at });
        }
        let notice = Notice::decode(&row.bytes)?;
        let (reason, note) = (notice.reason.as_str().to_owned(), notice.note.clone());
        Some(Self { person: notice.person, reason, note, summary: None, at: notice.at })
    }
}

impl Open {
    /// What was handed over to one team about a person, each as it was sealed and as a record of a copy.
    pub(crate) fn handed_over(
        &self,
        scope: &OpenScope,
        person: &DocumentId,
    ) -> Result<Vec<(InboxRow, Value)>, Error> {
        let mut records = Vec::new();
        for kind in [NOTICE, ACCOMPANIMENT] {
            let filter = InboxFilter { kind: kind.into(), document: Some(*person), ..InboxFilter::default() };
            for row in scope.file.inbox(&filter, 0, u32::MAX)?.rows {
                let Some(told) = Told::read(&row).filter(|told| told.person == *person) else { continue };
                let by = self.name_of(row.user);
                let said = |value: &str| json!([{ "value": value, "author": by, "at": rfc3339(told.at) }]);
                let fields = json!({ "reason": said(&told.reason), "note": said(&told.note) });
                let id = name_of(&row.hash).to_string();
                records.push((row, json!({ "kind": kind, "id": id, "fields": fields })));
            }
        }
        let filter =
            InboxFilter { kind: HANDED_ON.into(), document: Some(*person), ..InboxFilter::default() };
        for (row, handed) in each_once(scope.file.inbox(&filter, 0, u32::MAX)?.rows) {
            let lines = lines_of(self.desk.pack, Language::Spanish, &handed.summary);
            let id = name_of(&row.hash).to_string();
            let (author, at) = (self.name_of(row.user), rfc3339(handed.at));
            records.push((
                row,
                json!({ "kind": HANDED_ON, "id": id, "author": author, "at": at, "lines": lines }),
            ));
        }
        Ok(records)
    }

    /// What was handed over to one team, of each kind the last first.
    pub(super) fn notices_of(&self, scope: &OpenScope) -> Result<Vec<(InboxRow, Told)>, Error> {
        let mut notices = Vec::new();
        for kind in NOTICES {
            let filter = InboxFilter { kind: kind.into(), ..InboxFilter::default() };
            let rows = scope.file.inbox(&filter, 0, MOST)?.rows;
            if kind == HANDED_ON {
                let told = |(row, handed): (InboxRow, posta_domain::HandedOn)| {
                    let (person, summary, at) = (handed.person, Some(handed.summary), handed.at);
                    (row, Told { person, reason: String::new(), note: String::new(), summary, at })
                };
                notices.extend(each_once(rows).into_iter().map(told));
                continue;
            }
            let rows = rows.into_iter();
            notices.extend(rows.filter_map(|row| Told::read(&row).map(|told| (row, told))));
        }
        Ok(notices)
    }

    /// How many hand-overs wait for this user's teams. Shows nothing of them.
    pub(crate) fn waiting_notices(&self) -> Result<u64, Error> {
        if self.allow(Act::ReadNotices).is_err() {
            return Ok(0);
        }
        let mut waiting = 0;
        for scope in self.confidential() {
            for kind in NOTICES {
                waiting += scope.file.open_inbox_records(kind)?;
            }
        }
        Ok(waiting)
    }

    fn notice_card(&self, record: &InboxRow, notice: &Told, language: Language) -> Result<NoticeCard, Error> {
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
            reason: notice.reason.clone(),
            note: notice.note.clone(),
            lines: notice
                .summary
                .as_ref()
                .map(|summary| lines_of(self.desk.pack, language, summary))
                .unwrap_or_default(),
            done: record.settled,
        })
    }
}
