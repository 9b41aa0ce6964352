//! Marking a hand-over as taken care of.

use posta_domain::{AuditAct, Fields, Kind};
use posta_store::Write;

use crate::app::App;
use crate::error::Error;
use crate::id::read_id;
use crate::inbox::name_of;
use crate::permission::Act;
use crate::scope::Deed;

impl App {
    /// Says that a hand-over was taken care of; returns once that is durable. Two members who do so apart make one
    /// document: its id is the hash of the record.
    ///
    /// # Errors
    /// [`Error::NotAllowed`], [`Error::NotFound`], [`Error::Locked`], [`Error::Storage`].
    pub fn settle_notice(&self, id: &str) -> Result<(), Error> {
        let now = self.now();
        let id = read_id(id)?;
        self.with(|open| {
            open.allow(Act::SettleNotice)?;
            for scope in open.confidential() {
                let notices = open.notices_of(scope)?;
                let Some((record, _)) = notices.iter().find(|(record, _)| name_of(&record.hash) == id) else {
                    continue;
                };
                if record.settled {
                    return Ok(());
                }
                open.note_in(scope, AuditAct::Settled, &record.kind, vec![id], now)?;
                let fields: Fields = [("settled".to_owned(), true.into())].into_iter().collect();
                let writes = vec![Write { kind: Kind::Notice, id, fields }];
                scope.commit(&open.desk, &[Deed { writes, draft: None }], now.at)?;
                scope.file.settle_inbox(&record.hash, now.at)?;
                return Ok(());
            }
            Err(Error::NotFound)
        })
    }
}
