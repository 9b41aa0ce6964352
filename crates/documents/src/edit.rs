//! Making changes: explicit puts, one change an edit.

use std::cmp::Reverse;
use std::num::NonZeroU64;

use automerge::legacy::{Key, ObjectId, Op, OpId, OpType};
use automerge::{
    ActorId, Automerge, Change, ChangeHash as Hash, ExpandedChange, ObjId, ROOT, ReadDoc, ScalarValue, Value,
};
use posta_domain::{Fields, Scalar, is_act};

use crate::admission::{Limits, precheck};
use crate::guard::guarded;
use crate::ledger::Ledger;
use crate::{ActorBytes, ChangeHash, Document, Error, RawChange, scalar};

pub(crate) fn create(actor: ActorBytes, fields: &Fields, at: i64) -> Result<(Document, RawChange), Error> {
    let puts = writable(fields)?;
    if puts.is_empty() {
        return Err(Error::Empty);
    }
    let mut document = Document::of(Automerge::new());
    let change = put(&mut document, actor, puts, at)?;
    Ok((document, change))
}

pub(crate) fn edit(
    document: &mut Document,
    actor: ActorBytes,
    fields: &Fields,
    at: i64,
) -> Result<Option<RawChange>, Error> {
    let mut puts = writable(fields)?;
    puts.retain(|(key, value)| is_act(key) || !is_only_value(&document.inner, key, value));
    if puts.is_empty() {
        return Ok(None);
    }
    put(document, actor, puts, at).map(Some)
}

/// Makes the change and applies it; on an error the document is as it was.
fn put(
    document: &mut Document,
    actor: ActorBytes,
    puts: Vec<(&str, ScalarValue)>,
    at: i64,
) -> Result<RawChange, Error> {
    let change = guarded(|| expand(&document.inner, actor, puts, at).map(Change::from)).flatten();
    let change = change.ok_or(Error::Trouble)?;
    let raw = acceptable(&change)?;
    let mut inner = document.inner.clone();
    guarded(|| inner.apply_changes([change]).ok()).flatten().ok_or(Error::Trouble)?;
    document.inner = inner;
    Ok(raw)
}

/// The change that puts these values on top of the document.
///
/// It is spelled out, because Automerge's own `put` of the value that it shows in a conflict becomes a deletion of
/// the other values, which hides who decided, and when.
fn expand(
    inner: &Automerge,
    actor: ActorBytes,
    puts: Vec<(&str, ScalarValue)>,
    at: i64,
) -> Option<ExpandedChange> {
    let ledger = Ledger::of(inner);
    let deps = base_of(&ledger, actor);
    let ancestry = ledger.ancestry(&deps, actor);
    let deps: Vec<Hash> = deps.into_iter().map(Hash).collect();
    let mut operations = Vec::with_capacity(puts.len());
    for (key, value) in puts {
        let replaced = if ancestry.is_whole {
            inner.get_all(ROOT, key).ok()?
        } else {
            inner.get_all_at(ROOT, key, &deps).ok()?
        };
        let pred = replaced
            .into_iter()
            .filter_map(|(_, id)| match id {
                ObjId::Id(counter, actor, _) => Some(OpId(counter, actor)),
                ObjId::Root => None,
            })
            .collect();
        let (action, key) = (OpType::Put(value), Key::Map(key.into()));
        operations.push(Op { action, obj: ObjectId::Root, key, pred, insert: false });
    }
    Some(ExpandedChange {
        operations,
        actor_id: ActorId::from(actor),
        hash: None,
        seq: ancestry.last_seq + 1,
        start_op: NonZeroU64::new(ancestry.max_op + 1)?,
        time: at,
        message: None,
        deps,
        extra_bytes: Vec::new(),
        author: None,
    })
}

/// What the next change of `actor` names as its causes: every head and, as Automerge does, the author's own last
/// change. When there are more heads than a change may name, it is made on top of the newest, and so wins there.
fn base_of(ledger: &Ledger, actor: ActorBytes) -> Vec<ChangeHash> {
    let mut deps: Vec<ChangeHash> = ledger.heads().copied().collect();
    if deps.len() >= Limits::DEPENDENCIES {
        deps.sort_by_key(|head| (Reverse(ledger.max_op(head)), *head));
        deps.truncate(Limits::DEPENDENCIES - 1);
    }
    if let Some(own) = ledger.last_of(actor)
        && !deps.contains(&own)
    {
        deps.push(own);
    }
    deps.sort_unstable();
    deps
}

/// The fields that this version writes, in the order of their keys.
fn writable(fields: &Fields) -> Result<Vec<(&str, ScalarValue)>, Error> {
    let mut puts = Vec::with_capacity(fields.len());
    for (key, value) in fields {
        let Some(stored) = scalar::to_stored(value) else { continue };
        if key.is_empty() || key.len() > Limits::KEY_BYTES {
            return Err(Error::KeyLength);
        }
        if matches!(value, Scalar::Text(text) if text.len() > Limits::VALUE_BYTES) {
            return Err(Error::TextLength);
        }
        puts.push((key.as_str(), stored));
    }
    Ok(puts)
}

/// Whether the field has this value and no other.
fn is_only_value(inner: &Automerge, key: &str, value: &ScalarValue) -> bool {
    let current = inner.get_all(ROOT, key).unwrap_or_default();
    !current.is_empty()
        && current.iter().all(|(held, _)| matches!(held, Value::Scalar(held) if held.as_ref() == value))
}

/// The fresh change as it travels, if every replica would take it.
fn acceptable(change: &Change) -> Result<RawChange, Error> {
    let bytes = change.raw_bytes().to_vec();
    precheck(&bytes).map_err(Error::Unacceptable)?;
    Ok(RawChange { hash: change.hash().0, bytes })
}
