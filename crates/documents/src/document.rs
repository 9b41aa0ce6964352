use std::fmt;

use automerge::{Automerge, Change};
use posta_domain::Fields;

use crate::guard::guarded;
use crate::order::fixed_order;
use crate::{
    ActorBytes, ChangeHash, Error, FieldChange, FieldConflict, FieldDecision, RawChange, edit, history,
    reading,
};

/// One record with its whole history: a flat map of scalars that merges with its copies elsewhere.
///
/// About 16 KB of heap: load it to edit or merge, then drop it.
#[derive(Clone)]
pub struct Document {
    /// Boxed: it is 3.5 KB by itself, and documents travel in verdicts.
    pub(crate) inner: Box<Automerge>,
}

impl Document {
    pub(crate) fn of(inner: Automerge) -> Self {
        Self { inner: Box::new(inner) }
    }

    pub(crate) fn into_inner(self) -> Automerge {
        *self.inner
    }

    /// A new document whose fields are put in one change, authored by `actor` at `at` (Unix seconds, advisory).
    ///
    /// # Errors
    /// [`Error::Empty`] without a writable field; [`Error::KeyLength`], [`Error::TextLength`] or
    /// [`Error::Unacceptable`] when no replica would admit the change.
    pub fn create(actor: ActorBytes, fields: &Fields, at: i64) -> Result<(Self, RawChange), Error> {
        edit::create(actor, fields, at)
    }

    /// Reads what [`Document::save`] wrote.
    ///
    /// # Errors
    /// [`Error::Damaged`] when the bytes are not a document; never panics.
    pub fn load(saved: &[u8]) -> Result<Self, Error> {
        guarded(|| Automerge::load(saved))
            .and_then(Result::ok)
            .filter(|inner| !inner.is_empty())
            .map(Self::of)
            .ok_or(Error::Damaged)
    }

    /// Puts exactly the given fields in one change and returns it; `None` when nothing differs.
    ///
    /// A field equal to the only current value is skipped, unless to put it is an act ([`posta_domain::is_act`]). One that equals one of several conflicting values is
    /// put, and so resolves that conflict; conflicts of other fields stay open. [`posta_domain::Scalar::Unreadable`]
    /// is never written. On an error the document is as it was.
    ///
    /// # Errors
    /// As [`Document::create`], without [`Error::Empty`].
    pub fn edit(&mut self, actor: ActorBytes, fields: &Fields, at: i64) -> Result<Option<RawChange>, Error> {
        edit::edit(self, actor, fields, at)
    }

    /// The current value of every field; of a conflicting one, the value that Automerge shows.
    pub fn fields(&self) -> Fields {
        guarded(|| reading::fields(&self.inner)).unwrap_or_default()
    }

    /// The fields that hold more than one distinct value, in the order of their keys.
    pub fn conflicts(&self) -> Vec<FieldConflict> {
        guarded(|| reading::conflicts(&self.inner)).unwrap_or_default()
    }

    /// The fields as the author of a change saw them, the change included; none where no such change is in it.
    pub fn fields_at(&self, hash: &ChangeHash) -> Fields {
        guarded(|| reading::fields_at(&self.inner, hash)).unwrap_or_default()
    }

    /// What was chosen between several values, causes first.
    pub fn decisions(&self) -> Vec<FieldDecision> {
        guarded(|| history::decisions(&self.inner)).unwrap_or_default()
    }

    /// The hashes of the newest changes, sorted: equal heads mean equal documents.
    pub fn heads(&self) -> Vec<ChangeHash> {
        self.inner.get_heads().into_iter().map(|hash| hash.0).collect()
    }

    /// The whole document with its history. Not deflated: a record is so small that it would gain a few hundred
    /// bytes and cost more than all the rest of an admission.
    pub fn save(&mut self) -> Vec<u8> {
        self.inner.save_nocompress()
    }

    /// Every change, causes first, in an order that is the same on every replica.
    pub fn changes(&mut self) -> Vec<RawChange> {
        changes_in_order(&self.inner)
            .into_iter()
            .map(|change| RawChange { hash: change.hash().0, bytes: change.raw_bytes().to_vec() })
            .collect()
    }

    /// Every value that was ever put, causes first, in an order that is the same on every replica.
    pub fn history(&mut self) -> Vec<FieldChange> {
        guarded(|| history::field_changes(&self.inner)).unwrap_or_default()
    }

    /// Author and time (Unix seconds) of the change that created the document; of several creations the one with
    /// the smallest hash.
    pub fn first_change(&self) -> Option<(ActorBytes, i64)> {
        let metas = self.inner.get_changes_meta(&[]);
        let first = metas.iter().filter(|meta| meta.deps.is_empty()).min_by_key(|meta| meta.hash)?;
        Some((actor_bytes(&first.actor), first.timestamp))
    }
}

/// Shows no content.
impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Document").finish_non_exhaustive()
    }
}

/// The actor of a change. All have 16 bytes, since no other is made or admitted.
pub(crate) fn actor_bytes(actor: &automerge::ActorId) -> ActorBytes {
    ActorBytes::try_from(actor.to_bytes()).unwrap_or_default()
}

/// Every change in the fixed order.
pub(crate) fn changes_in_order(inner: &Automerge) -> Vec<Change> {
    let changes = inner.get_changes(&[]);
    let causes = changes
        .iter()
        .map(|change| (change.hash().0, change.deps().iter().map(|dep| dep.0).collect()))
        .collect();
    let mut by_hash: std::collections::BTreeMap<_, _> =
        changes.into_iter().map(|change| (change.hash().0, change)).collect();
    fixed_order(&causes).iter().filter_map(|hash| by_hash.remove(hash)).collect()
}
