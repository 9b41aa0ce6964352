//! Pieces of one answer that are packed and that the device has not taken yet: bounded, also over all answers together.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};

/// Packed bytes of one answer that may wait for the device: the others' day of a usual department, and some more; with room for the largest piece beyond it. KiB.
pub const AHEAD: u32 = 320;
/// The same of all answers. KiB.
pub const AHEAD_OF_ALL: usize = 64 * 1024;
/// Whoever takes less than [`STEP`] in this time is cut: others wait for the room.
const STALLED: Duration = Duration::from_secs(120);
/// KiB.
const STEP: u32 = 32;
/// More than the largest piece: one that is nearly full and a whole pack. KiB.
const LARGEST: usize = 96;

/// Why nothing more can be put.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cut;

/// What waits. One side puts, the other takes; a copy is the same queue.
#[derive(Clone)]
pub struct Queue(Arc<Shared>);

struct Shared {
    waiting: Mutex<Waiting>,
    put: Notify,
    /// Of this answer, and of all.
    room: Arc<Semaphore>,
    of_all: Arc<Semaphore>,
}

#[derive(Default)]
struct Waiting {
    pieces: VecDeque<Piece>,
    /// No more will be put.
    ended: bool,
    /// The device is gone, or takes nothing, or the server failed.
    cut: bool,
}

struct Piece {
    bytes: Bytes,
    _room: OwnedSemaphorePermit,
    _of_all: OwnedSemaphorePermit,
}

impl Queue {
    /// Empty. `of_all`: room of all answers. KiB.
    pub fn new(of_all: &Arc<Semaphore>) -> Self {
        let room = Arc::new(Semaphore::new(AHEAD as usize));
        Self(Arc::new(Shared {
            waiting: Mutex::default(),
            put: Notify::new(),
            room,
            of_all: Arc::clone(of_all),
        }))
    }

    /// Whether one more piece would have to wait until the device has taken some.
    pub fn is_full(&self) -> bool {
        self.0.room.available_permits() < LARGEST
    }

    /// Puts a piece once there is room.
    ///
    /// # Errors
    /// When nobody takes any.
    pub async fn put(&self, bytes: Bytes) -> Result<(), Cut> {
        let size = u32::try_from(bytes.len().div_ceil(1024)).unwrap_or(u32::MAX).clamp(1, AHEAD);
        let room = self.within(Arc::clone(&self.0.room).acquire_many_owned(size)).await?;
        // Others hold it: for as long as they may take.
        let of_all = Arc::clone(&self.0.of_all).acquire_many_owned(size).await.map_err(|_| Cut)?;
        {
            let mut waiting = self.waiting();
            if waiting.cut {
                return Err(Cut);
            }
            waiting.pieces.push_back(Piece { bytes, _room: room, _of_all: of_all });
        }
        self.0.put.notify_one();
        Ok(())
    }

    /// Says that all has been put, and waits until it was taken, as long as some of it is.
    pub async fn end(&self) {
        self.waiting().ended = true;
        self.0.put.notify_one();
        for _ in 0..AHEAD / STEP {
            match self.within(Arc::clone(&self.0.room).acquire_many_owned(STEP)).await {
                Ok(taken) => taken.forget(),
                Err(Cut) => return,
            }
        }
    }

    /// The next piece; `None` after the last.
    ///
    /// # Errors
    /// When the answer was cut.
    pub async fn take(&self) -> Result<Option<Bytes>, Cut> {
        loop {
            {
                let mut waiting = self.waiting();
                if let Some(piece) = waiting.pieces.pop_front() {
                    return Ok(Some(piece.bytes));
                }
                match *waiting {
                    Waiting { cut: true, .. } => return Err(Cut),
                    Waiting { ended: true, .. } => return Ok(None),
                    Waiting { .. } => {}
                }
            }
            self.0.put.notified().await;
        }
    }

    /// Lets go of all that waits: it will not be taken, or not be whole.
    pub fn cut(&self) {
        {
            let mut waiting = self.waiting();
            waiting.cut = true;
            waiting.pieces.clear();
        }
        self.0.room.close();
        self.0.put.notify_one();
    }

    async fn within<T>(
        &self,
        room: impl Future<Output = Result<T, tokio::sync::AcquireError>>,
    ) -> Result<T, Cut> {
        match tokio::time::timeout(STALLED, room).await {
            Ok(got) => got.map_err(|_| Cut),
            Err(_) => {
                self.cut();
                Err(Cut)
            }
        }
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.0.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Cuts the queue when whoever takes from it is dropped.
pub struct Taker(pub Queue);

impl Drop for Taker {
    fn drop(&mut self) {
        self.0.cut();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_kib(kib: usize) -> Bytes {
        Bytes::from(vec![7; kib * 1024])
    }

    #[tokio::test]
    async fn what_was_put_is_taken_in_order_and_then_comes_the_end() {
        let queue = Queue::new(&Arc::new(Semaphore::new(AHEAD_OF_ALL)));
        let (putting, taking) = (queue.clone(), queue);
        let put = tokio::spawn(async move {
            for number in 0..2000_u32 {
                putting.put(Bytes::copy_from_slice(&number.to_le_bytes())).await.unwrap();
            }
            putting.end().await;
        });
        for number in 0..2000_u32 {
            assert_eq!(taking.take().await.unwrap().unwrap(), number.to_le_bytes().as_slice());
        }
        assert_eq!(taking.take().await, Ok(None));
        put.await.unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn no_more_than_the_room_of_one_answer_waits_and_who_takes_nothing_is_cut() {
        let of_all = Arc::new(Semaphore::new(AHEAD_OF_ALL));
        let queue = Queue::new(&of_all);
        while !queue.is_full() {
            queue.put(of_kib(STEP as usize)).await.unwrap();
        }
        // The largest piece had room before it was full.
        assert!(queue.0.room.available_permits() + STEP as usize >= LARGEST);
        for _ in 0..queue.0.room.available_permits() {
            queue.put(of_kib(1)).await.unwrap();
        }
        assert_eq!(of_all.available_permits(), AHEAD_OF_ALL - AHEAD as usize);
        assert_eq!(queue.put(of_kib(1)).await, Err(Cut));
        assert_eq!(queue.take().await, Err(Cut));
        assert_eq!(of_all.available_permits(), AHEAD_OF_ALL);
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_packed_and_never_taken_is_let_go_of() {
        let of_all = Arc::new(Semaphore::new(AHEAD_OF_ALL));
        let queue = Queue::new(&of_all);
        queue.put(of_kib(100)).await.unwrap();
        queue.end().await;
        assert_eq!(of_all.available_permits(), AHEAD_OF_ALL);
        assert_eq!(queue.take().await, Err(Cut));
    }

    #[tokio::test]
    async fn who_goes_away_ends_the_packing() {
        let of_all = Arc::new(Semaphore::new(AHEAD_OF_ALL));
        let queue = Queue::new(&of_all);
        let taker = Taker(queue.clone());
        queue.put(of_kib(100)).await.unwrap();
        drop(taker);
        assert_eq!(queue.put(of_kib(1)).await, Err(Cut));
        assert_eq!(of_all.available_permits(), AHEAD_OF_ALL);
    }

    #[tokio::test]
    async fn answers_share_the_room_of_all() {
        let of_all = Arc::new(Semaphore::new(150));
        let (first, second) = (Queue::new(&of_all), Queue::new(&of_all));
        first.put(of_kib(100)).await.unwrap();
        let waits = second.clone();
        let waiting = tokio::spawn(async move { waits.put(of_kib(100)).await });
        tokio::task::yield_now().await;
        assert!(!waiting.is_finished());
        assert!(first.take().await.unwrap().is_some());
        waiting.await.unwrap().unwrap();
        assert!(second.take().await.unwrap().is_some());
    }
}
