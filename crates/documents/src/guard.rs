//! Automerge may panic on bytes that it accepted before: no panic leaves this crate.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// Runs `act`; `None` when it panicked. What `act` was changing must be thrown away then.
pub(crate) fn guarded<T>(act: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(act)).ok()
}
