//! Where devices wait for each other. Whoever gives up on the way counts as having come.

use std::sync::Arc;

use tokio::sync::watch;

/// Opens when everybody who is expected has come.
pub struct Gate {
    missing: watch::Sender<usize>,
}

/// The right of one device to come to a gate once. Let go of, it counts as having come.
pub struct Turn {
    gate: Arc<Gate>,
}

impl Gate {
    pub fn expect(devices: usize) -> Arc<Self> {
        Arc::new(Self { missing: watch::Sender::new(devices) })
    }

    pub fn turn(self: &Arc<Self>) -> Turn {
        Turn { gate: Arc::clone(self) }
    }
}

impl Turn {
    /// Comes, and waits for the others.
    pub async fn pass(self) {
        let gate = Arc::clone(&self.gate);
        drop(self);
        // The gate lives as long as somebody waits, so it cannot close unopened.
        let _ = gate.missing.subscribe().wait_for(|missing| *missing == 0).await;
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.gate.missing.send_modify(|missing| *missing = missing.saturating_sub(1));
    }
}
