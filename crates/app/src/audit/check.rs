//! Whether the audit is whole: a batch that was altered, is missing, or continues what another one continues already.

use std::collections::BTreeSet;

use posta_identity::{Hash32, Log, ScopeId, SessionCertificate, UserSecrets, slow};
use posta_protocol::{FeedId, Vector};
use posta_store::{DeviceFile, SignedLink};

use crate::app::App;
use crate::error::Error;
use crate::home::count;
use crate::open::{Desk, Open, read_log};
use crate::permission::Act;
use crate::view::AuditFault;

impl App {
    /// Faults of the audit; none when it is whole.
    ///
    /// # Errors
    /// [`Error::NotAllowed`], [`Error::Locked`], [`Error::Unreadable`].
    pub fn check_audit(&self) -> Result<Vec<AuditFault>, Error> {
        let check = self.read(|open| {
            open.allow(Act::ViewAudit)?;
            open.audit_check()
        })?;
        check.faults()
    }
}

/// What it takes to check the audit while other acts go on: a hand of its own on the device file, and the keys.
pub(super) struct AuditCheck {
    device: DeviceFile,
    secrets: UserSecrets,
}

impl Open {
    /// The means to check the audit, as the log is known now.
    pub(super) fn audit_check(&self) -> Result<AuditCheck, Error> {
        let Desk { folder, device_key, secrets, .. } = &self.desk;
        let device = DeviceFile::open(&folder.device(), device_key)?;
        Ok(AuditCheck { device, secrets: secrets.clone() })
    }
}

impl AuditCheck {
    /// What is wrong with the audit. Verifies every batch of it: slow, and for no lock.
    ///
    /// # Errors
    /// [`Error::Unreadable`].
    pub fn faults(&self) -> Result<Vec<AuditFault>, Error> {
        self.find_faults().map_err(|error| match error {
            Error::Storage(what) => Error::Unreadable(what),
            other => other,
        })
    }

    /// `altered`: header, body or signature are not what was signed, or the body does not open. `foreign`: signed by
    /// nobody of the department. `missing`: what it follows is not here, or the server's receipt tells of more.
    /// `forked`: two batches of one number, as after a restored disk.
    fn find_faults(&self) -> Result<Vec<AuditFault>, Error> {
        // An exchange may go on meanwhile: each is read after what it has to cover. The receipt tells of no more than the
        // batches, and nobody wrote one whom the log does not know.
        let department = self.secrets.department;
        let scope = read_log(&self.device, department, self.secrets.user)?.membership().audit();
        let lane = scope.inbox();
        let receipt = self.device.receipt(&lane)?;
        slow::begins();
        let links = self.device.signed_links(&lane)?;
        let log = read_log(&self.device, department, self.secrets.user)?;
        let mut faults = Vec::new();
        let here: BTreeSet<Hash32> = links.iter().map(|batch| batch.link.hash).collect();
        let mut before: Option<&SignedLink> = None;
        for batch in &links {
            let session = self.device.session(&batch.session)?;
            if let Some(code) = self.fault_of(&log, scope, batch, session.as_ref())? {
                faults.push(fault(code, session.as_ref(), batch));
            }
            if batch.link.n > 1 && !here.contains(&batch.link.previous) {
                faults.push(fault("missing", session.as_ref(), batch));
            }
            if before.is_some_and(|before| (before.feed, before.link.n) == (batch.feed, batch.link.n)) {
                faults.push(fault("forked", session.as_ref(), batch));
            }
            before = Some(batch);
        }
        if let Some((vector, _)) = receipt {
            faults.extend(withheld(&vector, &links));
        }
        Ok(faults)
    }

    fn fault_of(
        &self,
        log: &Log,
        scope: ScopeId,
        batch: &SignedLink,
        session: Option<&SessionCertificate>,
    ) -> Result<Option<&'static str>, Error> {
        let Some(stored) = self.device.batch(&batch.link.hash)? else { return Ok(Some("missing")) };
        let Some(session) = session.filter(|session| session.verify(log.membership()).is_ok()) else {
            return Ok(Some("foreign"));
        };
        let is_of_row = |header: &posta_protocol::BatchHeader| {
            header.feed() == batch.feed && header.n == batch.link.n && header.device == session.device
        };
        let Some(header) = stored.verify(&session.session_public).ok().filter(is_of_row) else {
            return Ok(Some("altered"));
        };
        if stored.hash() != batch.link.hash {
            return Ok(Some("altered"));
        }
        let key = self.secrets.epoch(scope, header.epoch);
        Ok(match key.map(|key| stored.open_inbox(&key.inbox())) {
            Some(Err(_)) => Some("altered"),
            // Of an epoch before this user came: only its chain can be checked.
            Some(Ok(_)) | None => None,
        })
    }
}

/// What the server says it has, and did not give.
fn withheld(vector: &Vector, links: &[SignedLink]) -> Vec<AuditFault> {
    let mut faults = Vec::new();
    for (feed, tips) in &vector.0 {
        for tip in tips {
            let is_here =
                links.iter().any(|batch| batch.feed == *feed && tip.names(batch.link.n, &batch.link.hash));
            if !is_here {
                faults.push(AuditFault {
                    code: "missing".into(),
                    device: String::new(),
                    feed: FeedId::to_string(feed),
                    n: count(tip.n),
                });
            }
        }
    }
    faults
}

fn fault(code: &str, session: Option<&SessionCertificate>, batch: &SignedLink) -> AuditFault {
    AuditFault {
        code: code.into(),
        device: session.map(|session| session.device.to_string()).unwrap_or_default(),
        feed: batch.feed.to_string(),
        n: count(batch.link.n),
    }
}
