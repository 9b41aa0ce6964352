//! What members had taken in of an author before they learned that somebody who could not read it, and so could name no
//! batch of it, cut that author off: it counts, and a member's device says so.

use std::collections::BTreeMap;

use posta_identity::{EntryBody, FeedOrigin, Hash32, Limit, ScopeId};
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
        // By feed: the last batch that is in the documents; none where one of its authors was cut off knowingly.
        let mut feeds = BTreeMap::<FeedId, Option<(u64, Hash32)>>::new();
        for batch in device.signed_links(&lane)? {
            let Some(session) = authors.get(&batch.session) else { continue };
            let (user, device, feed) = (session.user, session.device, *batch.feed.as_bytes());
            let reached = match membership.limit(user, device, lane, feed) {
                Limit::Free => continue,
                Limit::Through { n, .. } => n,
                Limit::Nothing => 0,
            };
            let last = feeds.entry(batch.feed).or_insert(Some((0, Hash32::ZERO)));
            if !membership.is_cut_unseen(user, device, lane, feed) {
                *last = None;
            }
            if let Some((n, hash)) = last
                && batch.link.n > (*n).max(reached)
                && scope.file.is_applied(&batch.link.hash)?
            {
                (*n, *hash) = (batch.link.n, batch.link.hash);
            }
        }
        let mut bodies = Vec::new();
        for (n, hash) in feeds.into_values().flatten().filter(|(n, _)| *n > 0) {
            let body = self.admission(n, hash)?;
            bodies.extend(body.filter(|body| membership.may_sign(self.desk.secrets.user, body)));
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
