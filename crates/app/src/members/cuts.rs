//! The last batch that counts in each feed, when somebody is cut off: what is here now.

use std::collections::{BTreeMap, BTreeSet};

use posta_identity::{Cut, Hash32, Revoked};
use posta_protocol::FeedId;
use posta_protocol::chain::{self, Link};

use super::Authors;
use crate::error::Error;
use crate::open::Open;

/// Cuts that one entry of the membership log can name; the others follow as admissions.
pub(super) const MOST: usize = 100;

impl Open {
    /// What is here of every feed in which `who` wrote, by its last batch: the last of each branch where it forked, so
    /// that the work of both copies of a device counts.
    pub(super) fn cuts_of(&self, who: &Revoked) -> Result<Vec<Cut>, Error> {
        let device = &self.desk.device;
        let authors = Authors::of(device)?;
        let mut cuts = Vec::new();
        for scope in device.scopes()? {
            let mut feeds = BTreeMap::<FeedId, (Vec<Link>, BTreeSet<Hash32>)>::new();
            for batch in device.signed_links(&scope)? {
                let is_theirs = authors.get(&batch.session).is_some_and(|session| match who {
                    Revoked::User(user) | Revoked::Assignment { user, .. } => session.user == *user,
                    Revoked::Device(device) => session.device == *device,
                });
                let (links, theirs) = feeds.entry(batch.feed).or_default();
                links.push(batch.link);
                if is_theirs {
                    theirs.insert(batch.link.hash);
                }
            }
            for (feed, (links, theirs)) in feeds {
                let last = chain::last_among(&links, &theirs).into_iter();
                cuts.extend(last.map(|link| Cut { feed: *feed.as_bytes(), n: link.n, hash: link.hash }));
            }
        }
        Ok(cuts)
    }
}
