//! What members had taken in of an author before they learned that somebody who could not read it, and so could name no
//! batch of it, cut that author off: it counts, and a member's device says so.

use std::collections::BTreeMap;

use posta_identity::{EntryBody, FeedOrigin, Hash32, ScopeId};
use posta_protocol::chain::{self, Link};
use posta_protocol::{BatchHeader, FeedId};

use super::{Authors, append};
use crate::error::Error;
use crate::open::Open;
use crate::scope::OpenScope;

impl Open {
    /// Admits, in the name of this session's user, what the open scopes hold of feeds that were cut off unseen, through
    /// the last batch that was taken in. Durable when it returns; run it after the news is known, before anything is
    /// taken out or in. What came with the news, or later, stays aside. Idempotent.
    ///
    /// # Errors
    /// [`Error::Storage`]: nothing was admitted.
    pub(crate) fn let_in_unseen(&mut self) -> Result<(), Error> {
        let head = self.desk.membership_head;
        if self.desk.has_ended() || self.scopes.iter().all(|scope| scope.judged == head) {
            return Ok(());
        }
        let authors = Authors::cut(&self.desk.device, self.membership())?;
        if authors.is_empty() {
            return Ok(());
        }
        let mut log = self.desk.log.clone();
        for scope in &self.scopes {
            for lane in scope.lanes() {
                for body in self.taken_in_unseen(scope, lane, &authors)? {
                    append(&mut log, body, self)?;
                }
            }
        }
        self.publish(log)
    }

    fn taken_in_unseen(
        &self,
        scope: &OpenScope,
        lane: ScopeId,
        authors: &Authors,
    ) -> Result<Vec<EntryBody>, Error> {
        let (membership, device) = (self.membership(), &self.desk.device);
        let judged = authors.judge(device, membership, &lane)?;
        let beyond = judged.into_iter().filter(|(_, counts)| !counts).map(|(batch, _)| batch);
        // By feed: what is in the documents and does not count; none where one of its authors was cut off knowingly.
        let mut feeds = BTreeMap::<FeedId, Option<Vec<Link>>>::new();
        for batch in beyond {
            let Some(session) = authors.get(&batch.session) else { continue };
            let feed = *batch.feed.as_bytes();
            let applied = feeds.entry(batch.feed).or_insert_with(|| Some(Vec::new()));
            if !membership.is_cut_unseen(session.user, session.device, lane, feed) {
                *applied = None;
            }
            if let Some(applied) = applied
                && scope.file.is_applied(&batch.link.hash)?
            {
                applied.push(batch.link);
            }
        }
        let mut bodies = Vec::new();
        for applied in feeds.into_values().flatten() {
            for tip in chain::tips_of(&applied) {
                let body = self.admission(tip.n, tip.hash)?;
                bodies.extend(body.filter(|body| membership.may_sign(self.desk.secrets.user, body)));
            }
        }
        Ok(bodies)
    }

    /// The entry that lets a batch on the shelf, and those it builds on, count; none if it is not there.
    pub(super) fn admission(&self, n: u64, hash: Hash32) -> Result<Option<EntryBody>, Error> {
        let stored = self.desk.device.batch(&hash)?;
        let header = stored.and_then(|batch| batch.decode_header().ok());
        Ok(header.map(|header| EntryBody::Admit {
            feed: *header.feed().as_bytes(),
            n,
            hash,
            of: self.origin(&header),
        }))
    }

    fn origin(&self, header: &BatchHeader) -> Option<FeedOrigin> {
        let (scope, lane) = self.membership().lane(header.scope)?;
        let (device, incarnation) = (header.device, header.incarnation);
        Some(FeedOrigin { scope: scope.scope, lane, device, incarnation })
    }
}
