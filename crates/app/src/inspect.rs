//! Looking at what this device holds: status, digests, and a check of everything that this user may open.

use std::collections::BTreeSet;

use posta_identity::{Actor, Hash32};

use crate::app::App;
use crate::error::Error;
use crate::home::count;
use crate::open::Open;
use crate::permission::Act;
use crate::report::{CheckView, ScopeDigest, ScopeStatus, StatusReport};
use crate::setting;

impl App {
    /// What this device holds for this user and what waits to be sent.
    ///
    /// # Errors
    /// [`Error::Locked`], [`Error::NotAllowed`], [`Error::Storage`].
    pub fn status(&self) -> Result<StatusReport, Error> {
        self.read(|open| {
            open.allow(Act::Inspect)?;
            let totals = match open.registry() {
                Ok(registry) => registry.file.totals()?,
                Err(_) => posta_store::Totals::default(),
            };
            let mut quarantined = open.desk.device.quarantined_batches()?.len();
            for scope in &open.scopes {
                quarantined += scope.file.quarantined()?.len();
            }
            let history = open.desk.device.exchanges(20)?;
            let pending = open.pending()?;
            Ok(StatusReport {
                user: open.desk.secrets.name.clone(),
                role: open.desk.secrets.role.as_str().into(),
                post: open.desk.post.name.clone(),
                device: open.desk.keys.device.to_string(),
                server: open.desk.device.setting_text(setting::SERVER)?.unwrap_or_default(),
                people: count(totals.people),
                conflicts: count(totals.conflicts),
                scopes: open.scope_statuses()?,
                pending,
                waits: open.waits(history.first(), self.exchanges.progress().running)?,
                failures: count(history.iter().take_while(|line| !line.ok).count() as u64),
                last_contact: open.last_contact()?,
                quarantined: count(quarantined as u64),
            })
        })
    }

    /// One hash for each scope that this user may open, over document ids and heads.
    ///
    /// # Errors
    /// [`Error::Locked`], [`Error::NotAllowed`], [`Error::Storage`].
    pub fn digest(&self) -> Result<Vec<ScopeDigest>, Error> {
        self.read(|open| {
            open.allow(Act::Inspect)?;
            let digest = |scope: &crate::scope::OpenScope| {
                Ok(ScopeDigest {
                    scope: scope.id.to_string(),
                    sensitivity: scope.sensitivity.as_str().into(),
                    place: scope.place.clone(),
                    documents: count(scope.file.documents()?.len() as u64),
                    digest: scope.file.digest()?.to_string(),
                })
            };
            open.scopes.iter().map(digest).collect()
        })
    }

    /// Verifies chains, signatures and bodies on the shelf, and documents and projections of the open scopes.
    ///
    /// # Errors
    /// [`Error::Locked`], [`Error::NotAllowed`], [`Error::Storage`]. Faults are in the report.
    pub fn check(&self) -> Result<CheckView, Error> {
        self.with(|open| {
            open.allow(Act::Inspect)?;
            open.bring_out()?;
            let device = &open.desk.device;
            let membership = open.membership();
            let trusted = |actor: &Actor| {
                let certificate = device.session(actor).ok().flatten()?;
                certificate.verify(membership).ok().map(|()| certificate.session_public)
            };
            let mut total = posta_store::CheckReport::default();
            for scope in device.scopes()? {
                let has_no_body =
                    |batch: &Hash32| membership.has_no_body(scope, batch) && !open.keeps_body(batch);
                total.absorb(device.check(&scope, trusted, has_no_body)?);
            }
            let aside: BTreeSet<Hash32> =
                open.aside_batches()?.into_iter().map(|(_, batch)| batch.link.hash).collect();
            for scope in &open.scopes {
                let key = |epoch: &Hash32| open.desk.secrets.epoch(scope.id, *epoch);
                let standing = |batch: &Hash32| match batch {
                    batch if membership.has_no_body(scope.id, batch) && !open.keeps_body(batch) => {
                        posta_store::Standing::Erased
                    }
                    batch if aside.contains(batch) => posta_store::Standing::Aside,
                    _ => posta_store::Standing::Counts,
                };
                total.absorb(scope.file.check_batches(device, key, standing)?);
                let documents = open.named_documents(scope)?;
                for (_, id) in &documents.spared {
                    total.fault("erased_beyond_order", id);
                }
                for batch in &open.named_batches(scope, &documents.gone)?.spared {
                    total.fault("erased_beyond_order", batch);
                }
            }
            // Said so, it is mended.
            if total.faults.iter().any(|fault| fault.code == "damaged_page") {
                return Err(Error::Damaged("a page".into()));
            }
            Ok(CheckView {
                ok: total.is_clean(),
                batches: count(total.batches),
                documents: count(total.documents),
                rows: count(total.projected),
                faults: total
                    .faults
                    .iter()
                    .map(|fault| format!("{} {}", fault.code, fault.subject))
                    .collect(),
            })
        })
    }
}

impl Open {
    fn scope_statuses(&self) -> Result<Vec<ScopeStatus>, Error> {
        let status = |scope: &crate::scope::OpenScope| {
            Ok(ScopeStatus {
                scope: scope.id.to_string(),
                sensitivity: scope.sensitivity.as_str().into(),
                place: scope.place.clone(),
                documents: count(scope.file.documents()?.len() as u64),
                batches: count(self.desk.device.counts(&scope.id)?.batches),
                unsent_batches: count(self.unsent_batches(scope)?.len() as u64),
            })
        };
        self.scopes.iter().map(status).collect()
    }
}
