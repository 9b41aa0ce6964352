//! Every value that was ever put.

use std::collections::BTreeMap;

use automerge::{Automerge, legacy};
use posta_domain::Scalar;

use crate::document::{actor_bytes, changes_in_order};
use crate::{ActorBytes, ChangeHash, scalar};

/// One put of one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldChange {
    /// The flat key.
    pub field: String,
    /// The value that was put.
    pub value: Scalar,
    /// Who put it.
    pub actor: ActorBytes,
    /// When, by the author's clock (Unix seconds, advisory).
    pub at: i64,
    /// The change that carried it.
    pub hash: ChangeHash,
}

pub(crate) fn field_changes(inner: &Automerge) -> Vec<FieldChange> {
    let mut all = Vec::new();
    for change in changes_in_order(inner) {
        let (actor, at, hash) = (actor_bytes(change.actor_id()), change.timestamp(), change.hash().0);
        for operation in change.decode().operations {
            let (legacy::Key::Map(key), legacy::OpType::Put(value)) = (&operation.key, &operation.action)
            else {
                continue;
            };
            let value = scalar::from_stored(value);
            all.push(FieldChange { field: key.to_string(), value, actor, at, hash });
        }
    }
    all
}

/// A value that somebody chose while a field had several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldDecision {
    /// The flat key.
    pub field: String,
    /// What was chosen.
    pub value: Scalar,
    /// The other values that the field had; at least one.
    pub over: Vec<Scalar>,
    /// Who chose.
    pub actor: ActorBytes,
    /// When, by their clock (Unix seconds, advisory).
    pub at: i64,
}

pub(crate) fn decisions(inner: &Automerge) -> Vec<FieldDecision> {
    let mut put: BTreeMap<(u64, ActorBytes), Scalar> = BTreeMap::new();
    let mut all = Vec::new();
    for change in changes_in_order(inner) {
        let (actor, at) = (actor_bytes(change.actor_id()), change.timestamp());
        let first = change.start_op().get();
        for (number, operation) in (first..).zip(change.decode().operations) {
            let (legacy::Key::Map(key), legacy::OpType::Put(value)) = (&operation.key, &operation.action)
            else {
                continue;
            };
            let value = scalar::from_stored(value);
            let replaced =
                operation.pred.iter().filter_map(|id| put.get(&(id.0, actor_bytes(&id.1))).cloned());
            let mut values: Vec<Scalar> = replaced.collect();
            values.sort_unstable();
            values.dedup();
            put.insert((number, actor), value.clone());
            if values.len() > 1 {
                values.retain(|other| *other != value);
                all.push(FieldDecision { field: key.to_string(), value, over: values, actor, at });
            }
        }
    }
    all
}
