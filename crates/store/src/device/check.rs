//! Looks at everything on the shelf again: chains, body hashes, signatures.

use std::collections::BTreeSet;

use posta_identity::ids::{Actor, Hash32, ScopeId};
use posta_protocol::BatchError;

use super::DeviceFile;
use crate::error::Error;
use crate::report::CheckReport;

impl DeviceFile {
    /// Checks the shelf of a scope. `session_public` gives the public key of a session whose certificate the caller
    /// trusts; a batch of a session that it does not know is a fault.
    pub fn check(
        &self,
        scope: &ScopeId,
        session_public: impl Fn(&Actor) -> Option<[u8; 32]>,
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
                match self.check_batch(&link.hash, &session_public)? {
                    Some((found, n)) if (found, n) == (feed, link.n) => {}
                    Some(_) => report.fault("misfiled", link.hash),
                    None => report.fault("bad_batch", link.hash),
                }
            }
        }
        report.quarantined = self.quarantined_batches()?.len() as u64;
        Ok(report)
    }

    /// The feed and number that a batch really has; `None` when it does not verify.
    fn check_batch(
        &self,
        hash: &Hash32,
        session_public: &impl Fn(&Actor) -> Option<[u8; 32]>,
    ) -> Result<Option<(posta_protocol::FeedId, u64)>, Error> {
        let Some(batch) = self.batch(hash)? else { return Ok(None) };
        let verified = batch.decode_header().map_err(BatchError::from).and_then(|header| {
            let public = session_public(&header.session).ok_or(BatchError::OtherSession)?;
            batch.verify(&public)
        });
        Ok(verified.ok().filter(|_| batch.hash() == *hash).map(|header| (header.feed(), header.n)))
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
