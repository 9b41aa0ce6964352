//! Taking away what the membership log names as erased, here on this device.

use posta_domain::{DocumentId, Kind};
use posta_identity::{Hash32, ScopeId};

use crate::error::Error;
use crate::open::Open;
use crate::scope::OpenScope;
use crate::setting;
use crate::time::Moment;

/// What goes of an open scope's file.
struct Due<'a> {
    scope: &'a OpenScope,
    documents: Vec<(Kind, DocumentId)>,
    batches: Vec<Hash32>,
}

impl Open {
    /// Takes away what the membership log names: bodies on the shelf, documents of the open scopes; what nobody ordered
    /// stays. Of a scope that somebody else of this device reads it waits for them. Of one that nobody here reads, the
    /// bodies are only carried, and nothing in them can be looked at: they go. No scope's entry reaches another's.
    pub(super) fn take_away(&self, now: Moment) -> Result<(), Error> {
        let membership = self.membership();
        let device = &self.desk.device;
        let (mut bodies, mut due) = (Vec::new(), Vec::new());
        for scope in membership.scopes().map(|scope| scope.scope) {
            let named = || membership.erased(scope).iter().flat_map(|erased| &erased.batches);
            let left = if let Some(open) = self.scope(scope) {
                let documents = self.named_documents(open)?;
                let batches = self.named_batches(open, &documents.gone)?;
                self.put_spared_beside(open, &documents.gone, &batches.spared, now)?;
                self.remember_spared(open, &documents.gone, &batches.spared)?;
                self.note_spared(open, &documents.spared, &batches.spared, now)?;
                let left = device.whole_of(&scope, &batches.due)?;
                due.push(Due { scope: open, documents: documents.due, batches: batches.due });
                left
            } else if self.is_carried_only(scope)? {
                device.whole_of(&scope, named())?
            } else {
                Vec::new()
            };
            bodies.push((scope, left));
        }
        bodies.retain(|(_, left)| !left.is_empty());
        for (scope, left) in &bodies {
            self.write_anew(None, || device.erase_bodies(scope, left).map(drop))?;
        }
        if bodies.is_empty() && device.setting(&setting::to_write_anew(None))?.is_some() {
            self.write_anew(None, || device.compact())?;
        }
        due.into_iter().try_for_each(|due| self.take_out(&due))
    }

    /// Whether nobody of this device reads a scope. If nobody does any more, and entries erased something of it, the file
    /// that is left of it goes first, once all that was written there lies on the shelf: nothing can be taken out of it.
    fn is_carried_only(&self, scope: ScopeId) -> Result<bool, Error> {
        let (folder, membership) = (&self.desk.folder, self.membership());
        if !folder.scope(scope).exists() {
            return Ok(true);
        }
        if membership.may_hold(self.desk.keys.device, scope) || membership.erased(scope).is_empty() {
            return Ok(false);
        }
        let _alone = folder.exclusive()?;
        if self.desk.device.is_marked_unshelved(&scope)? {
            return Ok(false);
        }
        folder.remove_scope(scope)?;
        Ok(true)
    }

    fn take_out(&self, due: &Due<'_>) -> Result<(), Error> {
        let (scope, documents) = (due.scope, &due.documents);
        let mut left = Vec::new();
        for hash in &due.batches {
            if !scope.file.is_hollow(hash)? {
                left.push(*hash);
            }
        }
        if !(documents.is_empty() && left.is_empty()) {
            self.desk.linkage.borrow_mut().forget();
            self.write_anew(Some(scope.id), || scope.file.erase(documents, &left).map(drop))?;
        } else if self.desk.device.setting(&setting::to_write_anew(Some(scope.id)))?.is_some() {
            self.write_anew(Some(scope.id), || scope.file.compact())?;
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
