//! Looks at everything on the shelf again: chains, body hashes, signatures.

use std::collections::BTreeSet;

use posta_identity::ids::{Actor, DeviceId, Hash32, ScopeId};
use posta_protocol::chain::Link;
use posta_protocol::{BatchError, FeedId};

use super::DeviceFile;
use crate::error::Error;
use crate::report::CheckReport;

/// Something that is wrong with a lane, and where.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LaneFault {
    /// `altered`, `missing` or `forked`.
    pub code: &'static str,
    /// The feed.
    pub feed: FeedId,
    /// The device that wrote it; `None` when nothing of the feed reads.
    pub device: Option<DeviceId>,
    /// Number of the batch; of a fork, where it begins.
    pub n: u64,
}

/// What a batch on the shelf is.
enum Found {
    /// It verifies, and has this place.
    Good(FeedId, u64),
    Bad,
    /// Without its body, though nobody ordered that.
    NoBody,
    /// With a body that was to be erased.
    BodyKept,
}

impl DeviceFile {
    /// Checks the shelf of a scope or lane. `session_public` gives the public key of a session whose certificate the
    /// caller trusts; a batch of a session that it does not know is a fault. `has_no_body` tells the batches whose
    /// content was erased by an order that holds: they, and no others, are without body.
    pub fn check(
        &self,
        scope: &ScopeId,
        session_public: impl Fn(&Actor) -> Option<[u8; 32]>,
        has_no_body: impl Fn(&Hash32) -> bool,
    ) -> Result<CheckReport, Error> {
        let mut report = CheckReport::default();
        self.check_pages(&mut report)?;
        for (feed, links) in self.links(scope)? {
            report.feeds += 1;
            let places: BTreeSet<(u64, Hash32)> = links.iter().map(|link| (link.n, link.hash)).collect();
            for link in &links {
                report.batches += 1;
                let linked = match link.n {
                    1 => link.previous == Hash32::ZERO,
                    n => places.contains(&(n - 1, link.previous)),
                };
                if !linked {
                    report.fault("broken_chain", link.hash);
                }
                let is_erased = has_no_body(&link.hash);
                match self.check_batch(&link.hash, is_erased, &session_public)? {
                    Found::Good(found, n) if (found, n) == (feed, link.n) => {}
                    Found::Good(..) => report.fault("misfiled", link.hash),
                    Found::Bad => report.fault("bad_batch", link.hash),
                    Found::NoBody => report.fault("no_body", link.hash),
                    Found::BodyKept => report.fault("body_kept", link.hash),
                }
            }
        }
        report.quarantined = self.quarantined_batches()?.len() as u64;
        Ok(report)
    }

    /// Looks through a lane for what was altered, left out or forked, and names where. `holds_all`: some user here may
    /// read it, so all that the last receipt tells of must be here.
    pub fn check_lane(
        &self,
        lane: &ScopeId,
        session_public: impl Fn(&Actor) -> Option<[u8; 32]>,
        has_no_body: impl Fn(&Hash32) -> bool,
        holds_all: bool,
    ) -> Result<Vec<LaneFault>, Error> {
        let mut faults = Vec::new();
        let feeds = self.links(lane)?;
        for (feed, links) in &feeds {
            let device = self.device_of(links)?;
            let mut fault = |code, n| faults.push(LaneFault { code, feed: *feed, device, n });
            let places: BTreeSet<(u64, Hash32)> = links.iter().map(|link| (link.n, link.hash)).collect();
            for link in links {
                match self.check_batch(&link.hash, has_no_body(&link.hash), &session_public)? {
                    Found::Good(found, n) if (found, n) == (*feed, link.n) => {}
                    _ => fault("altered", link.n),
                }
                if link.n > 1 && !places.contains(&(link.n - 1, link.previous)) {
                    fault("missing", link.n - 1);
                }
            }
            let doubled = links.windows(2).find_map(|pair| match pair {
                [one, other] if one.n == other.n => Some(one.n),
                _ => None,
            });
            if let Some(n) = doubled {
                fault("forked", n);
            }
        }
        if holds_all && let Some((receipt, _)) = self.receipt(lane)? {
            for (feed, tips) in &receipt.0 {
                let links = feeds.get(feed).map(Vec::as_slice).unwrap_or_default();
                let device = self.device_of(links)?;
                let gone = tips.iter().filter(|tip| !links.iter().any(|link| tip.names(link.n, &link.hash)));
                faults.extend(gone.map(|tip| LaneFault { code: "missing", feed: *feed, device, n: tip.n }));
            }
        }
        faults.sort();
        faults.dedup();
        Ok(faults)
    }

    /// The device whose feed these links are of, by the first header that reads.
    fn device_of(&self, links: &[Link]) -> Result<Option<DeviceId>, Error> {
        for link in links {
            if let Some(batch) = self.batch(&link.hash)?
                && let Ok(header) = batch.decode_header()
            {
                return Ok(Some(header.device));
            }
        }
        Ok(None)
    }

    fn check_batch(
        &self,
        hash: &Hash32,
        is_erased: bool,
        session_public: &impl Fn(&Actor) -> Option<[u8; 32]>,
    ) -> Result<Found, Error> {
        let Some(batch) = self.batch(hash)? else { return Ok(Found::Bad) };
        match (batch.is_bodyless(), is_erased) {
            (true, false) => return Ok(Found::NoBody),
            (false, true) => return Ok(Found::BodyKept),
            _ => {}
        }
        let verified = batch.decode_header().map_err(BatchError::from).and_then(|header| {
            let public = session_public(&header.session).ok_or(BatchError::OtherSession)?;
            if is_erased { batch.verify_bodyless(&public) } else { batch.verify(&public) }
        });
        Ok(match verified {
            Ok(header) if batch.hash() == *hash => Found::Good(header.feed(), header.n),
            _ => Found::Bad,
        })
    }

    fn check_pages(&self, report: &mut CheckReport) -> Result<(), Error> {
        let answer: String =
            self.connection.query_row("PRAGMA quick_check(1)", [], |row| row.get("quick_check"))?;
        if answer != "ok" {
            report.fault("damaged_page", "device");
        }
        Ok(())
    }
}
