//! What comes of an erased person after the erasure was carried out: batches of those who had not heard of it, and
//! documents about the person that nobody had. Replaced and named in the same way, by whoever sees it first.

use std::collections::BTreeSet;

use posta_domain::{DocumentId, Kind};
use posta_identity::{EntryBody, EpochKey, Hash32, Sensitivity};
use posta_protocol::{InboxRecord, SignedBatch};

use super::carry_out::documents_about;
use crate::error::Error;
use crate::inbox::subjects_of;
use crate::open::Open;
use crate::scope::OpenScope;
use crate::setting;
use crate::time::Moment;

/// How far a scope was looked through for what came late, and by what. The device's file keeps it beside the shelf and
/// the log that it is about.
#[derive(PartialEq, Eq, Default)]
struct Looked {
    rows: [i64; 3],
    /// Documents that were erased by then.
    gone: i64,
    /// Keys that opened the scope's batches by then.
    keys: i64,
}

impl Looked {
    fn decode(bytes: &[u8]) -> Option<Self> {
        let mut words = bytes.chunks_exact(8).map(|word| word.try_into().map_or(0, i64::from_be_bytes));
        let rows = [words.next()?, words.next()?, words.next()?];
        Some(Self { rows, gone: words.next()?, keys: words.next()? })
    }

    fn encode(&self) -> Vec<u8> {
        let words = self.rows.iter().chain([&self.gone, &self.keys]);
        words.flat_map(|word| word.to_be_bytes()).collect()
    }
}

impl Open {
    /// Names what came late in a scope in which orders were carried out, if this user may speak for it. Idempotent.
    pub(super) fn name_what_came_late(&mut self, index: usize, now: Moment) -> Result<(), Error> {
        let Some(scope) = self.scopes.get(index) else { return Ok(()) };
        let membership = self.membership();
        let orders =
            membership.orders().iter().filter(|order| order.agreed && order.done.contains(&scope.id));
        let orders: Vec<(Hash32, (Kind, DocumentId))> = orders
            .map(|order| (order.hash, (Kind::from_word(&order.kind), DocumentId(order.document))))
            .collect();
        let Some((first, _)) = orders.first().filter(|_| scope.sensitivity != Sensitivity::Audit) else {
            return Ok(());
        };
        let (first, id) = (*first, scope.id);
        let probe = EntryBody::Erased { order: first, scope: id, documents: Vec::new(), batches: Vec::new() };
        if !membership.may_sign(self.desk.secrets.user, &probe) {
            return Ok(());
        }
        let mut new = Vec::new();
        for (order, (kind, subject)) in &orders {
            new.push((*order, documents_about(scope, kind, *subject)?));
        }
        // What was named and nobody ordered is no reason to empty anything else.
        let mut gone: Vec<(Kind, DocumentId)> = self.named_documents(scope)?.gone.into_iter().collect();
        gone.extend(new.iter().flat_map(|(_, documents)| documents.iter().cloned()));
        let (late, looked) = self.late_batches(scope, &gone)?;
        self.put_the_rest_beside(scope, &late, &gone, now)?;
        let mut log = self.desk.log.clone();
        if !late.is_empty() {
            self.append_erased(&mut log, first, id, &[], &late)?;
        }
        for (order, documents) in new.iter().filter(|(_, documents)| !documents.is_empty()) {
            self.append_erased(&mut log, *order, id, documents, &[])?;
        }
        self.publish(log)?;
        if let Some(looked) = looked {
            self.desk.device.put_setting(&setting::looked_for_late(&id), &looked.encode())?;
        }
        Ok(())
    }

    /// Batches taken in that carry something of what is gone and still have their bodies; and how far everything was
    /// looked through, if nothing has to be looked at again or is new.
    fn late_batches(
        &self,
        scope: &OpenScope,
        gone: &[(Kind, DocumentId)],
    ) -> Result<(Vec<Hash32>, Option<Looked>), Error> {
        let (device, membership) = (&self.desk.device, self.membership());
        let epoch = |id: &Hash32| -> Option<&EpochKey> { self.desk.secrets.epoch(scope.id, *id) };
        let known: BTreeSet<(Kind, DocumentId)> = gone.iter().cloned().collect();
        let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let keys = self.desk.secrets.epochs.iter().filter(|(of, _)| *of == scope.id).count();
        let (gone_now, keys) = (number(known.len()), number(keys));
        let before = device.setting(&setting::looked_for_late(&scope.id))?;
        let before = before.and_then(|bytes| Looked::decode(&bytes)).unwrap_or_default();
        let is_same = before.gone == gone_now && before.keys == keys;
        let from = if is_same { before.rows } else { [0; 3] };
        let mut looked = Looked { rows: from, gone: gone_now, keys };
        let (mut carried, mut sealed) = (Vec::new(), Vec::new());
        for ((lane, row), into) in scope.lanes().iter().zip(&mut looked.rows).zip([0, 1, 0]) {
            for (at, hash) in device.arrivals(lane, *row)? {
                *row = at;
                if into == 0 { &mut carried } else { &mut sealed }.push(hash);
            }
        }
        let mut found = scope.file.carrying(carried, gone, device, epoch)?;
        for hash in sealed {
            if self.hands_over_any(scope, &hash, &known)? == Some(true) {
                found.push(hash);
            }
        }
        let mut late = Vec::new();
        let mut waits = false;
        for hash in found {
            if membership.has_no_body(scope.id, &hash) {
                continue;
            }
            if scope.file.is_applied(&hash)? {
                late.push(hash);
            } else {
                waits = true;
            }
        }
        let is_kept = waits || (is_same && looked == before);
        Ok((late, Some(looked).filter(|_| !is_kept)))
    }

    /// Whether a batch of the inbox hands over somebody who is gone; none when it does not open.
    fn hands_over_any(
        &self,
        scope: &OpenScope,
        hash: &Hash32,
        gone: &BTreeSet<(Kind, DocumentId)>,
    ) -> Result<Option<bool>, Error> {
        let Some(batch) = self.desk.device.batch(hash)? else { return Ok(None) };
        let Ok(header) = batch.decode_header() else { return Ok(None) };
        let key = self.desk.secrets.epoch(scope.id, header.epoch);
        Ok(key.and_then(|key| hands_over(&batch, key, gone)))
    }
}

/// Whether a record of an inbox batch is about somebody who is gone; none when the batch does not open.
pub(super) fn hands_over(
    batch: &SignedBatch,
    key: &EpochKey,
    gone: &BTreeSet<(Kind, DocumentId)>,
) -> Option<bool> {
    let records = batch.open_inbox(&key.inbox()).ok()?;
    let about = |record: &InboxRecord| subjects_of(&record.kind, &record.bytes);
    Some(records.iter().flat_map(about).any(|subject| gone.contains(&subject)))
}
