//! How far a running exchange is, for whoever looks on: done is only what a receipt covers.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering::Relaxed},
};

/// Where an exchange stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// Own changes that waited as it began.
    pub records: u64,
    /// Those of them that the server's receipts cover since; never more.
    pub records_done: u64,
    /// The same in bytes of batches as they lie here.
    pub bytes: u64,
    pub bytes_done: u64,
    /// Body bytes that the connection took: no progress yet.
    pub bytes_up: u64,
    /// Body bytes that came.
    pub bytes_down: u64,
}

/// What an exchange writes its progress on, and others read meanwhile.
#[derive(Debug, Clone, Default)]
pub struct Watch(Arc<Counts>);

#[derive(Debug, Default)]
struct Counts {
    records: AtomicU64,
    records_done: AtomicU64,
    bytes: AtomicU64,
    bytes_done: AtomicU64,
    up: Arc<AtomicU64>,
    down: AtomicU64,
}

impl Watch {
    /// Where the exchange stands now.
    pub fn progress(&self) -> Progress {
        let counts = &self.0;
        let (records, bytes) = (counts.records.load(Relaxed), counts.bytes.load(Relaxed));
        Progress {
            records,
            // What was written meanwhile, and went too, is no part of what waited.
            records_done: counts.records_done.load(Relaxed).min(records),
            bytes,
            bytes_done: counts.bytes_done.load(Relaxed).min(bytes),
            bytes_up: counts.up.load(Relaxed),
            bytes_down: counts.down.load(Relaxed),
        }
    }

    pub(crate) fn begin(&self, records: u64, bytes: u64) {
        self.0.records.store(records, Relaxed);
        self.0.bytes.store(bytes, Relaxed);
    }

    /// Counts what the connection takes.
    pub(crate) fn up(&self) -> &Arc<AtomicU64> {
        &self.0.up
    }

    pub(crate) fn hear(&self, bytes_down: u64) {
        self.0.down.store(bytes_down, Relaxed);
    }

    pub(crate) fn acknowledge(&self, records: u64, bytes: u64) {
        self.0.records_done.store(records, Relaxed);
        self.0.bytes_done.store(bytes, Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_never_passes_what_waited_as_the_exchange_began() {
        let watch = Watch::default();
        watch.begin(3, 900);
        watch.acknowledge(2, 500);
        assert_eq!((watch.progress().records_done, watch.progress().bytes_done), (2, 500));
        watch.acknowledge(5, 1400);
        assert_eq!((watch.progress().records_done, watch.progress().bytes_done), (3, 900));
    }
}
