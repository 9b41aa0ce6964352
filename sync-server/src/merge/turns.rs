//! One merge at a time, however many exchanges ask for one: who asks takes a number, and no thread waits.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::watch;

/// Who asked, and who was served.
#[derive(Default)]
pub struct Turns {
    asked: Mutex<Asked>,
    served: watch::Sender<u64>,
}

#[derive(Default)]
struct Asked {
    last: u64,
    running: bool,
}

impl Turns {
    /// Asks for a pass that begins after now; returns the number to [`wait`](Self::wait) for. All who ask during a
    /// pass share the next one. `pass` may block.
    pub fn ask(self: &Arc<Self>, pass: impl Fn() + Send + Sync + 'static) -> u64 {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        asked.last += 1;
        if !std::mem::replace(&mut asked.running, true) {
            tokio::spawn(Arc::clone(self).run(Arc::new(pass)));
        }
        asked.last
    }

    /// Waits until a pass that began after this number was given has ended.
    pub async fn wait(&self, number: u64) {
        // The sender lives as long as this, so waiting cannot fail.
        let _ = self.served.subscribe().wait_for(|served| *served >= number).await;
    }

    async fn run(self: Arc<Self>, pass: Arc<impl Fn() + Send + Sync + 'static>) {
        while let Some(number) = self.next() {
            let pass = Arc::clone(&pass);
            // A pass that panicked counts too: whoever asks next gets another one.
            let _ = tokio::task::spawn_blocking(move || pass()).await;
            self.served.send_replace(number);
        }
    }

    /// The number that the next pass serves; `None` when nobody waits.
    fn next(&self) -> Option<u64> {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        asked.running = asked.last > *self.served.borrow();
        asked.running.then_some(asked.last)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::mpsc;

    use super::*;

    #[tokio::test]
    async fn all_who_ask_during_a_pass_share_the_next_one() {
        let turns = Arc::new(Turns::default());
        let passes = Arc::new(AtomicUsize::new(0));
        let (begun, has_begun) = mpsc::channel();
        let (go, may_go) = mpsc::channel();
        let may_go = Mutex::new(may_go);
        let pass = {
            let passes = Arc::clone(&passes);
            move || {
                passes.fetch_add(1, Ordering::Relaxed);
                begun.send(()).unwrap();
                may_go.lock().unwrap().recv().unwrap();
            }
        };
        turns.ask(pass);
        tokio::task::spawn_blocking(move || has_begun.recv().map(|()| has_begun)).await.unwrap().unwrap();
        let mut last = 0;
        for _ in 0..50 {
            last = turns.ask(|| unreachable!("one pass runs already"));
        }
        go.send(()).unwrap();
        go.send(()).unwrap();
        turns.wait(last).await;
        assert_eq!(passes.load(Ordering::Relaxed), 2);
    }

    #[tokio::test]
    async fn a_pass_that_panics_does_not_end_the_merging() {
        let turns = Arc::new(Turns::default());
        turns.wait(turns.ask(|| panic!("synthetic"))).await;
        turns.wait(turns.ask(|| {})).await;
    }
}
