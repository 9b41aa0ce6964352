//! Every value that was ever put.

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
