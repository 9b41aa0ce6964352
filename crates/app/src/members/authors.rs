//! Who is behind each session, and whose batches may be cut.

use std::collections::{BTreeMap, BTreeSet};

use posta_identity::{Actor, DeviceId, Hash32, Membership, ScopeId, SessionCertificate, UserId};
use posta_protocol::{FeedId, chain};
use posta_store::{DeviceFile, SignedLink};

use crate::error::Error;

/// The sessions that this device knows of, by their actors.
pub(crate) struct Authors(BTreeMap<Actor, SessionCertificate>);

impl Authors {
    /// Of all sessions.
    pub fn of(device: &DeviceFile) -> Result<Self, Error> {
        let sessions = device.sessions()?;
        Ok(Authors(sessions.into_iter().map(|session| (session.actor(), session)).collect()))
    }

    /// Of those whose batches may not all count: somebody who was revoked, or lost a right, or a revoked device.
    pub fn cut(device: &DeviceFile, membership: &Membership) -> Result<Self, Error> {
        let whole = |session: &SessionCertificate| {
            membership.user(session.user).is_some_and(|user| user.active && user.ended.is_empty())
                && membership.device(session.device).is_some_and(|device| device.active)
        };
        let everybody = membership.users().all(|user| user.active && user.ended.is_empty())
            && membership.devices().all(|device| device.active);
        if everybody {
            return Ok(Authors(BTreeMap::new()));
        }
        let Authors(mut sessions) = Self::of(device)?;
        sessions.retain(|_, session| !whole(session));
        Ok(Authors(sessions))
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn get(&self, actor: &Actor) -> Option<&SessionCertificate> {
        self.0.get(actor)
    }

    pub fn sessions(&self) -> impl Iterator<Item = &SessionCertificate> {
        self.0.values()
    }

    /// Batches of a scope or lane by these authors, each with whether it counts.
    pub fn judge(
        &self,
        device: &DeviceFile,
        membership: &Membership,
        lane: &ScopeId,
    ) -> Result<Vec<(SignedLink, bool)>, Error> {
        if self.is_empty() {
            return Ok(Vec::new());
        }
        let mut feeds = BTreeMap::<FeedId, Vec<SignedLink>>::new();
        for link in device.signed_links(lane)? {
            feeds.entry(link.feed).or_default().push(link);
        }
        let mut judged = Vec::new();
        for (feed, signed) in feeds {
            let links: Vec<_> = signed.iter().map(|signed| signed.link).collect();
            let mut counting = BTreeMap::<(UserId, DeviceId), BTreeSet<Hash32>>::new();
            for batch in signed {
                let Some(session) = self.get(&batch.session) else { continue };
                let counting = counting.entry((session.user, session.device)).or_insert_with(|| {
                    let (user, device) = (session.user, session.device);
                    chain::counted_by(&links, &membership.limit(user, device, *lane, *feed.as_bytes()))
                });
                judged.push((batch, counting.contains(&batch.link.hash)));
            }
        }
        Ok(judged)
    }
}
