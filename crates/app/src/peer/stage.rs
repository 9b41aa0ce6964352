//! How far the talk with another device is.

use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;
use tokio::task::AbortHandle;

use crate::view::PeerTalk;

/// The one talk that this program holds, if any.
#[derive(Default)]
pub(crate) struct Peer(Mutex<Stage>);

#[derive(Default)]
pub(super) struct Stage {
    pub talk: PeerTalk,
    /// Told once the person here says that the words are the same.
    pub agree: Option<oneshot::Sender<()>>,
    /// Whatever goes on; told to end by another talk, or by the person.
    pub task: Option<AbortHandle>,
}

impl Peer {
    pub(super) fn stage(&self) -> MutexGuard<'_, Stage> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends what goes on, as whatever is dropped here does; another state begins.
    pub(super) fn begin(&self, talk: PeerTalk) -> PeerTalk {
        let mut stage = self.stage();
        *stage = Stage::default();
        stage.talk = talk.clone();
        talk
    }

    /// The same talk, one step on.
    pub(super) fn step(&self, change: impl FnOnce(&mut PeerTalk)) {
        change(&mut self.stage().talk);
    }

    pub(super) fn view(&self) -> PeerTalk {
        self.stage().talk.clone()
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        if let Some(task) = self.task.take() {
            task.abort();
        }
    }
}

/// A state, with nothing else to tell.
pub(super) fn state(name: &str) -> PeerTalk {
    PeerTalk { state: name.into(), ..PeerTalk::default() }
}
