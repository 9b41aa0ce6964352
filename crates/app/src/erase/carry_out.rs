//! Carrying out what two supervisors ordered: a member of each scope names the documents and batches, then every
//! replica that hears of it takes them away.

use posta_domain::{DocumentId, Kind};
use posta_identity::{EntryBody, EpochKey, Hash32, Log, ScopeId, Sensitivity};
use posta_store::LaneAct;

use crate::error::Error;
use crate::members::append;
use crate::open::Open;
use crate::scope::OpenScope;
use crate::time::Moment;

/// Documents or batches that one entry of the membership log names, at most.
const MOST: usize = 80;

impl Open {
    /// Does what is owed: names what agreed orders mean in the scopes that this user may speak for, and takes away what
    /// anybody named. Run at unlock and after each exchange; idempotent.
    pub fn carry_out_erasures(&mut self, now: Moment) -> Result<(), Error> {
        if self.membership().orders().iter().any(|order| order.agreed) {
            // What was saved and never sent is looked through too, and grows no more.
            self.bring_out()?;
        }
        for index in 0..self.scopes.len() {
            self.name_in_scope(index, now)?;
            self.name_what_came_late(index, now)?;
        }
        self.take_away(now)
    }

    fn name_in_scope(&mut self, index: usize, now: Moment) -> Result<(), Error> {
        let Some(scope) = self.scopes.get(index) else { return Ok(()) };
        let owed = self.membership().orders().iter().filter(|order| {
            order.agreed && !order.done.contains(&scope.id) && scope.sensitivity != Sensitivity::Audit
        });
        let owed: Vec<(Hash32, Kind, DocumentId)> = owed
            .map(|order| (order.hash, Kind::from_word(&order.kind), DocumentId::from(order.document)))
            .collect();
        for (order, kind, subject) in owed {
            let Some(scope) = self.scopes.get(index) else { return Ok(()) };
            let probe =
                EntryBody::Erased { order, scope: scope.id, documents: Vec::new(), batches: Vec::new() };
            if !self.membership().may_sign(self.desk.secrets.user, &probe) {
                continue;
            }
            let documents = documents_about(scope, &kind, subject)?;
            let batches = self.replace_batches(scope, &kind, subject, &documents, now)?;
            let mut log = self.desk.log.clone();
            self.append_erased(&mut log, order, scope.id, &documents, &batches)?;
            self.publish(log)?;
        }
        Ok(())
    }

    /// Puts what else the batches hold into the checkpoint lane, durably, before anybody drops their bodies.
    fn replace_batches(
        &self,
        scope: &OpenScope,
        kind: &Kind,
        subject: DocumentId,
        documents: &[(Kind, DocumentId)],
        now: Moment,
    ) -> Result<Vec<Hash32>, Error> {
        let device = &self.desk.device;
        let epoch = |id: &Hash32| -> Option<&EpochKey> { self.desk.secrets.epoch(scope.id, *id) };
        // Hand-overs about a person name the person, who is no document of this scope.
        let mut wanted = documents.to_vec();
        wanted.push((kind.clone(), subject));
        let mut batches = Vec::new();
        for hash in scope.file.batches_of(&wanted, device, epoch)? {
            // What lies aside keeps its body until it is decided: of what does not count nothing goes on in a checkpoint.
            if scope.file.is_applied(&hash)? {
                batches.push(hash);
            }
        }
        self.put_the_rest_beside(scope, &batches, documents, now)?;
        Ok(batches)
    }

    /// Signs what was erased in a scope, in as many entries as it needs.
    pub(super) fn append_erased(
        &self,
        log: &mut Log,
        order: Hash32,
        scope: ScopeId,
        documents: &[(Kind, DocumentId)],
        batches: &[Hash32],
    ) -> Result<(), Error> {
        let named: Vec<(String, [u8; 16])> =
            documents.iter().map(|(kind, id)| (kind.as_str().to_owned(), id.0)).collect();
        for part in 0..named.len().max(batches.len()).div_ceil(MOST).max(1) {
            let documents = named.chunks(MOST).nth(part).unwrap_or_default().to_vec();
            let batches = batches.chunks(MOST).nth(part).unwrap_or_default().to_vec();
            append(log, EntryBody::Erased { order, scope, documents, batches }, self)?;
        }
        Ok(())
    }

    /// Puts the other changes of these batches into the checkpoint lane.
    pub(super) fn put_the_rest_beside(
        &self,
        scope: &OpenScope,
        batches: &[Hash32],
        documents: &[(Kind, DocumentId)],
        now: Moment,
    ) -> Result<(), Error> {
        let device = &self.desk.device;
        let epoch = |id: &Hash32| -> Option<&EpochKey> { self.desk.secrets.epoch(scope.id, *id) };
        let parts = scope.file.replacement(batches, documents, device, epoch)?;
        if !parts.is_empty() {
            let session = self.desk.session.borrow();
            let act = LaneAct {
                lane: scope.id.checkpoint(),
                session: &session,
                membership: self.desk.membership_head,
                at: now.at,
            };
            let _alone = self.desk.folder.exclusive()?;
            device.append_checkpoint(&act, scope.epoch.as_ref(), &parts)?;
        }
        Ok(())
    }
}

/// The documents of a scope that are about what an order names.
pub(super) fn documents_about(
    scope: &OpenScope,
    kind: &Kind,
    subject: DocumentId,
) -> Result<Vec<(Kind, DocumentId)>, Error> {
    let mut documents = Vec::new();
    if scope.file.holds(kind, &subject)? {
        documents.push((kind.clone(), subject));
    }
    if *kind == Kind::Person {
        documents.extend(scope.file.documents_about(&subject)?);
    }
    Ok(documents)
}
