//! How the exchange gets at the device file: never for longer than one step, so that saving goes on meanwhile.

use std::sync::{Arc, Mutex, PoisonError};

use posta_store::DeviceFile;

/// Gives the device file for one short act.
pub trait DeviceDoor: Send {
    fn with<R>(&mut self, act: impl FnOnce(&DeviceFile) -> R) -> R;
}

/// The exchange has the file for itself.
impl DeviceDoor for DeviceFile {
    fn with<R>(&mut self, act: impl FnOnce(&DeviceFile) -> R) -> R {
        act(self)
    }
}

/// The file is shared with whoever saves: planning and offering happen under one lock.
impl DeviceDoor for Arc<Mutex<DeviceFile>> {
    fn with<R>(&mut self, act: impl FnOnce(&DeviceFile) -> R) -> R {
        act(&self.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
