//! Carrying out what two supervisors ordered: a member of each scope names the documents and batches, then every
//! replica that hears of it takes them away.

use posta_domain::{DocumentId, Kind};
use posta_identity::{EntryBody, EpochKey, Hash32, Log, ScopeId, Sensitivity};
use posta_store::LaneAct;

use crate::error::Error;
use crate::members::append;
use crate::open::Open;
use crate::scope::OpenScope;
use crate::setting;
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

    /// Takes away what the membership log names: bodies on the shelf, documents of the open scopes; what nobody ordered
    /// stays. Of a scope that somebody else of this device reads it waits for them. Of one that nobody here reads, the
    /// bodies are only carried, and nothing in them can be looked at: they go.
    fn take_away(&self, now: Moment) -> Result<(), Error> {
        let membership = self.membership();
        let device = &self.desk.device;
        let (mut bodies, mut due) = (Vec::new(), Vec::new());
        for scope in membership.scopes().map(|scope| scope.scope) {
            if let Some(open) = self.scope(scope) {
                let documents = self.named_documents(open)?;
                let batches = self.named_batches(open, &documents.gone)?;
                self.note_spared(open, &documents.spared, &batches.spared, now)?;
                bodies.extend_from_slice(&batches.due);
                due.push((open, documents.due, batches.due));
            } else if !self.desk.folder.scope(scope).exists() {
                bodies.extend(membership.erased(scope).iter().flat_map(|erased| &erased.batches));
            }
        }
        let mut left = Vec::new();
        for hash in bodies {
            if device.has_body(&hash)? == Some(true) {
                left.push(hash);
            }
        }
        if !left.is_empty() {
            self.write_anew(None, || device.erase_bodies(&left).map(drop))?;
        } else if device.setting(&setting::to_write_anew(None))?.is_some() {
            self.write_anew(None, || device.compact())?;
        }
        for (scope, documents, batches) in due {
            let mut left = Vec::new();
            for hash in batches {
                if !scope.file.is_hollow(&hash)? {
                    left.push(hash);
                }
            }
            if !(documents.is_empty() && left.is_empty()) {
                self.write_anew(Some(scope.id), || scope.file.erase(&documents, &left).map(drop))?;
            } else if device.setting(&setting::to_write_anew(Some(scope.id)))?.is_some() {
                self.write_anew(Some(scope.id), || scope.file.compact())?;
            }
        }
        Ok(())
    }

    /// Erases in a file, of a scope or the device's, and writes it anew. All is erased even where another program keeps
    /// it from being written anew: that this is still owed is said durably before, and the next run does it.
    fn write_anew(
        &self,
        file: Option<ScopeId>,
        erase: impl FnOnce() -> Result<(), posta_store::Error>,
    ) -> Result<(), Error> {
        let owed = setting::to_write_anew(file);
        self.desk.device.put_setting(&owed, &[1])?;
        match erase() {
            Err(posta_store::Error::Busy) => Ok(()),
            done => {
                done?;
                Ok(self.desk.device.remove_setting(&owed)?)
            }
        }
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
        let enrollments = scope.file.enrollments_of(&subject)?.into_iter();
        documents.extend(enrollments.map(|row| (Kind::Enrollment, row.id)));
        let consents = scope.file.consents_of(&subject)?.into_iter();
        documents.extend(consents.map(|row| (Kind::Consent, row.id)));
        let consultations = scope.file.consultations_of(&subject)?.into_iter();
        documents.extend(consultations.map(|row| (Kind::Consultation, row.id)));
    }
    Ok(documents)
}
