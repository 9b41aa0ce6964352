//! The last batch that counts in each feed, when somebody is cut off: what is here now.

use std::collections::BTreeMap;

use posta_identity::{Cut, Revoked};
use posta_protocol::FeedId;
use posta_store::SignedLink;

use super::Authors;
use crate::error::Error;
use crate::open::Open;

/// Cuts that one entry of the membership log can name; the others follow as admissions.
pub(super) const MOST: usize = 100;

impl Open {
    /// The present tip of every feed in which `who` wrote. Of a feed that forked, the longer branch: the other is shown
    /// aside, and can be let in.
    pub(super) fn cuts_of(&self, who: &Revoked) -> Result<Vec<Cut>, Error> {
        let device = &self.desk.device;
        let authors = Authors::of(device)?;
        let mut cuts = Vec::new();
        for scope in device.scopes()? {
            let mut feeds = BTreeMap::<FeedId, (SignedLink, bool)>::new();
            for batch in device.signed_links(&scope)? {
                let is_theirs = authors.get(&batch.session).is_some_and(|session| match who {
                    Revoked::User(user) | Revoked::Assignment { user, .. } => session.user == *user,
                    Revoked::Device(device) => session.device == *device,
                });
                let feed = feeds.entry(batch.feed).or_insert((batch, false));
                feed.1 |= is_theirs;
                if batch.link.n > feed.0.link.n {
                    feed.0 = batch;
                }
            }
            cuts.extend(feeds.into_iter().filter(|(_, (_, theirs))| *theirs).map(|(feed, (tip, _))| Cut {
                feed: *feed.as_bytes(),
                n: tip.link.n,
                hash: tip.link.hash,
            }));
        }
        Ok(cuts)
    }
}
