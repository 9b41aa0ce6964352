//! Batches taken apart, from which answers are packed: the devices of a department lack mostly the same ones.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use posta_identity::ids::{Actor, DepartmentId};
use posta_protocol::Prepared;

use crate::database as db;
use crate::database::Connection;
use crate::error::Error;

/// How much is kept. Bytes, about.
const KEPT: usize = 64 * 1024 * 1024;

/// A batch with the session that it is of.
pub(super) struct Opened {
    pub batch: Prepared,
    pub actor: Actor,
    pub certificate: Vec<u8>,
}

/// Those that were packed last.
#[derive(Default)]
pub(crate) struct Memory(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    batches: HashMap<i64, (usize, Arc<Opened>)>,
    /// Oldest first.
    order: VecDeque<i64>,
    bytes: usize,
}

impl Memory {
    /// The batch of a row. Whether it has its body still is asked of the database each time.
    pub(super) fn open(
        &self,
        connection: &Connection,
        department: DepartmentId,
        row: i64,
    ) -> Result<Arc<Opened>, Error> {
        let length = db::body_length(connection, row)?.ok_or(Error::Damaged("batch"))?;
        if let Some((known, opened)) = self.kept().batches.get(&row)
            && *known == length
        {
            return Ok(Arc::clone(opened));
        }
        let batch = db::batch(connection, row)?.ok_or(Error::Damaged("batch"))?;
        let certificate = db::session(connection, department, batch.actor)?;
        let opened = Arc::new(Opened {
            batch: Prepared::of(&batch.signed),
            actor: batch.actor,
            certificate: certificate.ok_or(Error::Damaged("session"))?,
        });
        self.kept().keep(row, batch.signed.body.len(), &opened, KEPT);
        Ok(opened)
    }

    /// Forgets all: something of it may have been erased.
    pub(crate) fn clear(&self) {
        *self.kept() = Kept::default();
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn keep(&mut self, row: i64, length: usize, opened: &Arc<Opened>, most: usize) {
        if opened.size() > most / 4 {
            return;
        }
        self.bytes += opened.size();
        match self.batches.insert(row, (length, Arc::clone(opened))) {
            Some((_, before)) => self.bytes = self.bytes.saturating_sub(before.size()),
            None => self.order.push_back(row),
        }
        while self.bytes > most
            && let Some(oldest) = self.order.pop_front()
        {
            let gone = self.batches.remove(&oldest).map_or(0, |(_, gone)| gone.size());
            self.bytes = self.bytes.saturating_sub(gone);
        }
    }
}

impl Opened {
    fn size(&self) -> usize {
        self.batch.size() + self.certificate.len() + 128
    }
}

#[cfg(test)]
mod tests {
    use posta_protocol::SignedBatch;

    use super::*;

    fn of_bytes(bytes: usize) -> Arc<Opened> {
        let batch = SignedBatch { header: vec![1], signature: [0; 64], body: vec![0; bytes] };
        let batch = Prepared::of(&batch);
        Arc::new(Opened { batch, actor: Actor::from([0; 16]), certificate: Vec::new() })
    }

    #[test]
    fn no_more_is_kept_than_there_is_room_for_and_the_oldest_goes_first() {
        let mut kept = Kept::default();
        for row in 0..100 {
            kept.keep(row, 0, &of_bytes(1_000), 20_000);
            kept.keep(row, 0, &of_bytes(1_000), 20_000);
            let sum: usize = kept.batches.values().map(|(_, opened)| opened.size()).sum();
            assert_eq!(kept.bytes, sum);
            assert!(sum <= 20_000);
        }
        assert!(kept.batches.len() > 10 && kept.batches.contains_key(&99) && !kept.batches.contains_key(&50));
        kept.keep(100, 0, &of_bytes(10_000), 20_000);
        assert!(!kept.batches.contains_key(&100), "one that would take the place of many");
    }
}
