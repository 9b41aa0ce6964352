//! Fields and conflicts as the screens see them.

use automerge::{Automerge, ROOT, ReadDoc, Value};
use posta_domain::{Fields, Scalar};

use crate::document::actor_bytes;
use crate::{ActorBytes, ChangeHash, scalar};

/// A field with more than one distinct value, none of which has replaced the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldConflict {
    /// The flat key.
    pub field: String,
    /// The distinct values, oldest first by causality; at least two.
    pub values: Vec<ConflictValue>,
}

/// One of the values in conflict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConflictValue {
    /// The value.
    pub value: Scalar,
    /// Who put it.
    pub actor: ActorBytes,
    /// When, by the author's clock (Unix seconds, advisory).
    pub at: i64,
    /// The change that carried it.
    pub hash: ChangeHash,
    /// Whether [`crate::Document::fields`] shows this one. It is not "the right one".
    pub shown: bool,
}

pub(crate) fn fields(inner: &Automerge) -> Fields {
    inner.map_range(ROOT, ..).map(|item| (item.key.to_string(), scalar::from_ref(&item.value))).collect()
}

/// The fields as the author of a change saw them, the change included.
pub(crate) fn fields_at(inner: &Automerge, hash: &ChangeHash) -> Fields {
    let heads = [automerge::ChangeHash(*hash)];
    let items = inner.map_range_at(ROOT, .., &heads);
    items.map(|item| (item.key.to_string(), scalar::from_ref(&item.value))).collect()
}

pub(crate) fn conflicts(inner: &Automerge) -> Vec<FieldConflict> {
    inner
        .map_range(ROOT, ..)
        .filter(|item| item.conflict)
        .filter_map(|item| conflict_of(inner, &item.key))
        .collect()
}

fn conflict_of(inner: &Automerge, key: &str) -> Option<FieldConflict> {
    let winner = inner.get(ROOT, key).ok()??.1;
    let mut distinct: Vec<(Value<'_>, ConflictValue)> = Vec::new();
    for (value, id) in inner.get_all(ROOT, key).ok()? {
        let shown = id == winner;
        match distinct.iter_mut().find(|(seen, _)| *seen == value) {
            Some((_, same)) => same.shown |= shown,
            None => {
                let hash = inner.hash_for_opid(&id)?;
                let meta = inner.get_change_meta_by_hash(&hash)?;
                let read = ConflictValue {
                    value: scalar::from_value(&value),
                    actor: actor_bytes(&meta.actor),
                    at: meta.timestamp,
                    hash: hash.0,
                    shown,
                };
                distinct.push((value, read));
            }
        }
    }
    let values: Vec<_> = distinct.into_iter().map(|(_, value)| value).collect();
    (values.len() > 1).then(|| FieldConflict { field: key.to_owned(), values })
}
