//! What other teams handed on to this user's teams, each once, however often it arrived.

use std::collections::BTreeSet;

use posta_domain::{AuditAct, DocumentId, HandedOn};
use posta_store::{InboxFilter, InboxRow};

use crate::catalogue::post_name;
use crate::error::Error;
use crate::inbox::{HANDED_ON, name_of, said_by};
use crate::open::Open;
use crate::permission::Act;
use crate::summary::{Language, lines_of};
use crate::time::{Moment, rfc3339};
use crate::view::HandedCard;

impl Open {
    /// What was handed on of a person, the last first; nothing for who may not read it. Each is noted for the
    /// supervisors first, once a session.
    ///
    /// # Errors
    /// [`Error::Storage`]: it could not be read or noted.
    pub(crate) fn handed_of(
        &self,
        person: &DocumentId,
        language: Language,
        now: Moment,
    ) -> Result<Vec<HandedCard>, Error> {
        if self.allow(Act::ReadNotices).is_err() {
            return Ok(Vec::new());
        }
        let mut cards = Vec::new();
        for scope in self.confidential() {
            let filter =
                InboxFilter { kind: HANDED_ON.into(), document: Some(*person), ..InboxFilter::default() };
            let rows = each_once(scope.file.inbox(&filter, 0, u32::MAX)?.rows);
            let shown = self.not_noted(&rows.iter().map(|(row, _)| name_of(&row.hash)).collect::<Vec<_>>());
            self.note_in(scope, AuditAct::Opened, HANDED_ON, shown.clone(), now)?;
            self.remember_noted(shown);
            cards.extend(rows.iter().map(|(row, handed)| self.handed_card(row, handed, language)));
        }
        Ok(cards)
    }

    fn handed_card(&self, row: &InboxRow, handed: &HandedOn, language: Language) -> HandedCard {
        HandedCard {
            id: name_of(&row.hash).to_string(),
            at: rfc3339(handed.at),
            from: self.name_of(row.user),
            post: post_name(self.desk.pack, &row.post),
            lines: lines_of(self.desk.pack, language, &handed.summary),
            done: row.settled,
        }
    }
}

/// The records without those that repeat another: of equal ones the one that waits, and else the last.
pub(super) fn each_once(mut rows: Vec<InboxRow>) -> Vec<(InboxRow, HandedOn)> {
    rows.sort_by_key(|row| row.settled);
    let mut seen = BTreeSet::new();
    rows.retain(|row| said_by(row).is_some_and(|said| seen.insert(said)));
    rows.into_iter().filter_map(|row| HandedOn::decode(&row.bytes).map(|handed| (row, handed))).collect()
}
