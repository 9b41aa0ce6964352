//! Records that only others can read: hand-overs to a care team, and the audit.

mod words;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use posta_domain::DocumentId;
use posta_identity::ScopeId;
use posta_protocol::InboxRecord;
use posta_store::{InboxKey, InboxPen, LaneAct};

use crate::error::Error;
use crate::open::Open;
use crate::time::Moment;

pub(crate) use words::{name_of, said_by, sort_inbox, subjects_of};

/// Kind of a hand-over.
pub(crate) const NOTICE: &str = "notice";
/// Kind of an answer about whom a minor came with.
pub(crate) const ACCOMPANIMENT: &str = "accompaniment";
/// Kind of a record by which another team hands a person on.
pub(crate) const HANDED_ON: &str = "handed_on";
/// What waits for a team until somebody takes care of it.
pub(crate) const NOTICES: [&str; 3] = [NOTICE, ACCOMPANIMENT, HANDED_ON];
/// Kind of a complaint or suggestion.
pub(crate) const COMPLAINT: &str = "complaint";
/// Kind of an audit record.
pub(crate) const AUDIT: &str = "audit";
/// Records that one batch takes at a time.
const GROUP: usize = 128;

/// What a session remembers of sealed records, in memory only, and forgets when it ends or is put down.
#[derive(Default)]
pub(crate) struct Sealed {
    /// The open batch of each inbox, which its writer could not read back otherwise.
    pens: RefCell<BTreeMap<ScopeId, InboxPen>>,
    /// Restricted consultations that a reason was given for since the person's page was last opened.
    opened: RefCell<BTreeSet<DocumentId>>,
    /// Hand-overs that this session has noted as shown.
    noted: RefCell<BTreeSet<DocumentId>>,
}

impl Open {
    /// Seals records to the members of a scope, who alone read them; durable when it returns.
    ///
    /// # Errors
    /// [`Error::Storage`]: nothing was written. [`Error::Damaged`] when the scope has no key.
    pub fn seal_to(
        &self,
        scope: ScopeId,
        kind: &str,
        records: Vec<Vec<u8>>,
        now: Moment,
    ) -> Result<(), Error> {
        let membership = self.membership();
        let epoch = membership
            .current_epoch(scope)
            .and_then(|epoch| membership.epoch(scope, epoch))
            .ok_or_else(|| Error::Damaged("the key of an inbox".into()))?;
        let key = InboxKey { epoch: epoch.epoch, public: epoch.inbox_public };
        let session = self.desk.session.borrow();
        let act = LaneAct {
            lane: scope.inbox(),
            session: &session,
            membership: self.desk.membership_head,
            at: now.at,
        };
        let records: Vec<InboxRecord> =
            records.into_iter().map(|bytes| InboxRecord { kind: kind.into(), bytes }).collect();
        let _alone = self.desk.folder.exclusive()?;
        let mut pens = self.sealed.pens.borrow_mut();
        let pen = pens.entry(scope).or_default();
        for group in records.chunks(GROUP) {
            self.desk.device.append_inbox(&act, &key, pen, group)?;
        }
        Ok(())
    }

    /// Remembers that a reason was given for a restricted consultation.
    pub fn remember_opened(&self, consultation: DocumentId) {
        self.sealed.opened.borrow_mut().insert(consultation);
    }

    /// Closes the restricted consultations again: whoever left the person's page gives a reason anew.
    pub fn forget_opened(&self) {
        self.sealed.opened.borrow_mut().clear();
    }

    /// Those of the hand-overs that this session has not noted as shown yet.
    pub fn not_noted(&self, shown: &[DocumentId]) -> Vec<DocumentId> {
        let noted = self.sealed.noted.borrow();
        shown.iter().filter(|id| !noted.contains(*id)).copied().collect()
    }

    /// Remembers that these hand-overs are noted as shown.
    pub fn remember_noted(&self, shown: Vec<DocumentId>) {
        self.sealed.noted.borrow_mut().extend(shown);
    }

    /// Whether this session gave a reason for a restricted consultation.
    pub fn was_opened(&self, consultation: &DocumentId) -> bool {
        self.sealed.opened.borrow().contains(consultation)
    }
}
