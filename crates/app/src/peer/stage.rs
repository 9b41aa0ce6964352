//! How far the talk with another device is.

use std::sync::{Mutex, MutexGuard, PoisonError};

use posta_identity::UserId;
use tokio::sync::oneshot;
use tokio::task::AbortHandle;

use crate::view::PeerTalk;

/// The one talk that this program holds, if any.
#[derive(Default)]
pub(crate) struct Peer(Mutex<Stage>);

#[derive(Default)]
struct Stage {
    /// Which talk it is: one that was ended changes nothing any more.
    number: u64,
    /// Whose session it is of.
    user: Option<UserId>,
    talk: PeerTalk,
    /// Told once the person here says that the words are the same.
    agree: Option<oneshot::Sender<()>>,
    /// Whatever goes on; told to end by another talk, or by the person.
    task: Option<AbortHandle>,
}

impl Peer {
    fn stage(&self) -> MutexGuard<'_, Stage> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends what goes on; another talk begins, in the background.
    pub fn begin(&self, user: UserId, talk: PeerTalk, start: impl FnOnce(u64) -> AbortHandle) {
        let mut stage = self.stage();
        stage.end();
        (stage.user, stage.talk) = (Some(user), talk);
        stage.task = Some(start(stage.number));
    }

    /// Ends what goes on; whether something was being handed over.
    pub fn end(&self) -> bool {
        let mut stage = self.stage();
        let was_running = stage.talk.state == "running";
        stage.end();
        was_running
    }

    /// The same talk, one step on.
    pub fn step(&self, number: u64, change: impl FnOnce(&mut PeerTalk)) {
        let mut stage = self.stage();
        if stage.number == number {
            change(&mut stage.talk);
        }
    }

    /// The words are there to be compared; told when the person has.
    pub fn compare(&self, number: u64, words: Vec<String>) -> oneshot::Receiver<()> {
        let (sender, agreed) = oneshot::channel();
        let mut stage = self.stage();
        if stage.number == number {
            stage.talk = PeerTalk { words, ..state("comparing") };
            stage.agree = Some(sender);
        }
        agreed
    }

    /// The person says that the words are the same.
    pub fn agree(&self, user: UserId) {
        let mut stage = self.stage();
        if stage.user == Some(user)
            && let Some(agree) = stage.agree.take()
        {
            stage.talk.state = "waiting".into();
            let _ = agree.send(());
        }
    }

    /// What this user may know of it: of another's talk, that there is none.
    pub fn view(&self, user: UserId) -> PeerTalk {
        let stage = self.stage();
        if stage.user == Some(user) { stage.talk.clone() } else { state("idle") }
    }
}

impl Stage {
    fn end(&mut self) {
        let number = self.number + 1;
        *self = Stage { number, talk: state("idle"), user: None, agree: None, task: self.task.take() };
        if let Some(task) = self.task.take() {
            task.abort();
        }
    }
}

/// A state, with nothing else to tell.
pub(super) fn state(name: &str) -> PeerTalk {
    PeerTalk { state: name.into(), ..PeerTalk::default() }
}
