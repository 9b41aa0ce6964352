//! What cuts the power in the middle of an act: after so many calls that change something, nothing goes any more.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// Calls that still go well; below zero the power is out.
const UNLIT: i64 = i64::MAX;

/// A fuse that folders share: what one of them does burns it for all. A copy is the same fuse.
#[derive(Debug, Clone)]
pub struct Fuse(Arc<AtomicI64>);

impl Default for Fuse {
    fn default() -> Self {
        Self(Arc::new(AtomicI64::new(UNLIT)))
    }
}

impl Fuse {
    /// After so many writes, syncs, cuts and deletions the power is out.
    pub fn light(&self, after: u32) {
        self.0.store(i64::from(after), Ordering::SeqCst);
    }

    /// It burns no longer. Returns whether the power is out.
    pub fn stop(&self) -> bool {
        let was_out = self.is_out();
        if !was_out {
            self.0.store(UNLIT, Ordering::SeqCst);
        }
        was_out
    }

    /// Whether the power is out.
    pub fn is_out(&self) -> bool {
        self.0.load(Ordering::SeqCst) < 0
    }

    /// One call more; whether the power is out by then.
    pub(crate) fn burn(&self) -> bool {
        match self.0.load(Ordering::SeqCst) {
            UNLIT => false,
            left if left < 0 => true,
            left => {
                self.0.store(left - 1, Ordering::SeqCst);
                left == 0
            }
        }
    }
}
