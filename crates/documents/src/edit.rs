//! Making changes: explicit puts, one change an edit.

use std::collections::HashMap;

use automerge::hydrate::{Map, Value as Hydrated};
use automerge::transaction::{CommitOptions, Transactable};
use automerge::{ActorId, Automerge, ChangeHash as Hash, ROOT, ReadDoc, ScalarValue, Value};
use posta_domain::{Fields, Scalar};

use crate::admission::{Limits, precheck};
use crate::guard::guarded;
use crate::{ActorBytes, Document, Error, RawChange, scalar};

pub(crate) fn create(actor: ActorBytes, fields: &Fields, at: i64) -> Result<(Document, RawChange), Error> {
    let puts = writable(fields)?;
    if puts.is_empty() {
        return Err(Error::Empty);
    }
    let values: HashMap<String, Hydrated> =
        puts.into_iter().map(|(key, value)| (key.to_owned(), Hydrated::Scalar(value))).collect();
    let made = guarded(|| {
        let mut inner = Automerge::new().with_actor(ActorId::from(actor));
        let mut transaction = inner.transaction();
        transaction.init_root_from_hydrate(&Map::from(values)).ok()?;
        let hash = transaction.commit_with(CommitOptions::default().with_time(at)).0?;
        Some((inner, hash))
    });
    let (inner, hash) = made.flatten().ok_or(Error::Trouble)?;
    let change = acceptable(&inner, &hash)?;
    Ok((Document { inner }, change))
}

pub(crate) fn edit(
    document: &mut Document,
    actor: ActorBytes,
    fields: &Fields,
    at: i64,
) -> Result<Option<RawChange>, Error> {
    let mut puts = writable(fields)?;
    puts.retain(|(key, value)| !is_only_value(&document.inner, key, value));
    if puts.is_empty() {
        return Ok(None);
    }
    let made = guarded(|| match narrow_heads(&document.inner, actor) {
        None => put_all(document.inner.clone(), actor, &puts, at),
        Some(heads) => {
            // More branches than one change may name: it is made on top of the newest, and merged with the rest.
            let base = document.inner.fork_at(&heads).ok()?;
            let (edited, hash) = put_all(base, actor, &puts, at)?;
            let mut inner = document.inner.clone();
            inner.apply_changes([edited.get_change_by_hash(&hash)?]).ok()?;
            Some((inner, hash))
        }
    });
    let (inner, hash) = made.flatten().ok_or(Error::Trouble)?;
    let change = acceptable(&inner, &hash)?;
    document.inner = inner;
    Ok(Some(change))
}

fn put_all(
    mut inner: Automerge,
    actor: ActorBytes,
    puts: &[(&str, ScalarValue)],
    at: i64,
) -> Option<(Automerge, Hash)> {
    inner.set_actor(ActorId::from(actor));
    let mut transaction = inner.transaction();
    for (key, value) in puts {
        transaction.put(ROOT, *key, value.clone()).ok()?;
    }
    let hash = transaction.commit_with(CommitOptions::default().with_time(at)).0?;
    Some((inner, hash))
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

/// The heads to build on when there are more than a change may name; `None` when all of them fit.
fn narrow_heads(inner: &Automerge, actor: ActorBytes) -> Option<Vec<Hash>> {
    let mut heads = inner.get_heads();
    // One place is kept for the author's own last change, which Automerge may add.
    if heads.len() < Limits::DEPENDENCIES {
        return None;
    }
    let metas = inner.get_changes_meta(&[]);
    let newest = |hash: &Hash| metas.iter().find(|meta| meta.hash == *hash).map_or(0, |meta| meta.max_op);
    heads.sort_by_key(|hash| (std::cmp::Reverse(newest(hash)), *hash));
    heads.truncate(Limits::DEPENDENCIES - 1);
    let own = metas.iter().filter(|meta| meta.actor.to_bytes() == actor).max_by_key(|meta| meta.seq);
    if let Some(own) = own
        && !heads.contains(&own.hash)
    {
        heads.push(own.hash);
    }
    Some(heads)
}

/// The fresh change as it travels, if every replica would take it.
fn acceptable(inner: &Automerge, hash: &Hash) -> Result<RawChange, Error> {
    let change = inner.get_change_by_hash(hash).ok_or(Error::Trouble)?;
    let bytes = change.raw_bytes().to_vec();
    precheck(&bytes).map_err(Error::Unacceptable)?;
    Ok(RawChange { hash: hash.0, bytes })
}
