//! The way to the server in this process, on which one fault may happen.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use futures_util::future::BoxFuture;
use futures_util::{FutureExt, Stream, StreamExt, stream};
use posta_sync::{Answer, ByteStream, Transport, TransportError};
use sync_server::Inside;

use crate::link::{Fault, Kind, split_frames};
use crate::template::copy_folder;

/// Bodies that passed, for those who give them again.
#[derive(Default)]
pub(crate) struct Past {
    requests: Vec<Vec<Vec<u8>>>,
    answers: Vec<(u16, Vec<Vec<u8>>)>,
}

/// Of what passed, so much is remembered.
const REMEMBERED: usize = 8;

/// The way of one exchange.
pub(crate) struct Way {
    pub inside: Arc<Inside>,
    pub data: PathBuf,
    pub left: PathBuf,
    pub fault: Option<Fault>,
    pub requests: Arc<Mutex<Past>>,
    pub answers: Arc<Mutex<Past>>,
    asked: AtomicUsize,
    pub has_happened: Mutex<Option<Kind>>,
}

impl Way {
    pub fn new(
        inside: Arc<Inside>,
        [data, left]: [PathBuf; 2],
        fault: Option<Fault>,
        [requests, answers]: [Arc<Mutex<Past>>; 2],
    ) -> Self {
        let (asked, has_happened) = (AtomicUsize::new(0), Mutex::new(None));
        Self { inside, data, left, fault, requests, answers, asked, has_happened }
    }

    /// The fault, if it happened.
    pub fn happened(&self) -> Option<Kind> {
        *lock(&self.has_happened)
    }

    async fn carry(&self, mut request: ByteStream) -> Result<Answer, TransportError> {
        let mut body = Vec::new();
        while let Some(piece) = request.next().await {
            body.extend_from_slice(&piece?);
        }
        let frames = split_frames(&body);
        let number = self.asked.fetch_add(1, Ordering::SeqCst);
        let kind = self.fault.filter(|fault| fault.request == number).map(|fault| fault.kind);
        if kind.is_some() {
            *lock(&self.has_happened) = kind;
        }
        let old = lock(&self.requests).old_request(kind);
        lock(&self.requests).keep_request(&frames);
        let (status, answer) = match kind {
            Some(Kind::Down) => return Err(TransportError::Cut),
            Some(Kind::Kill { frames: kept }) => {
                let _ = std::fs::remove_dir_all(&self.left);
                self.ask(frames, Ending::Death(kept)).await;
                if !self.left.exists() {
                    copy_folder(&self.data, &self.left);
                }
                return Err(TransportError::Cut);
            }
            Some(Kind::Up(harm)) => {
                let (frames, holds) = harm.befall(frames);
                if !holds {
                    self.ask(frames, Ending::Cut).await;
                    return Err(TransportError::Cut);
                }
                self.ask(frames, Ending::Whole).await
            }
            Some(Kind::Twice) => {
                self.ask(frames.clone(), Ending::Whole).await;
                self.ask(frames, Ending::Whole).await
            }
            Some(Kind::OldRequest(_)) => {
                self.ask(old, Ending::Whole).await;
                self.ask(frames, Ending::Whole).await
            }
            Some(Kind::OldAnswer(number)) => match lock(&self.answers).old_answer(number) {
                Some(old) => old,
                None => return Err(TransportError::Cut),
            },
            Some(Kind::Back(_)) | None => self.ask(frames, Ending::Whole).await,
        };
        lock(&self.answers).keep_answer(status, &answer);
        let (frames, holds) = match kind {
            Some(Kind::Back(harm)) => harm.befall(answer),
            _ => (answer, true),
        };
        let end = (!holds).then_some(Err(TransportError::Cut));
        let pieces = frames.into_iter().map(|frame| Ok(Bytes::from(frame))).chain(end);
        Ok(Answer { status, body: Box::pin(stream::iter(pieces.collect::<Vec<_>>())) })
    }

    /// Hands frames to the server; what it answers whole.
    async fn ask(&self, frames: Vec<Vec<u8>>, ending: Ending) -> (u16, Vec<Vec<u8>>) {
        let body = self.body(frames, ending);
        let (status, answer) = self.inside.exchange(from(), body).await;
        let mut answer = Box::pin(answer);
        let mut bytes = Vec::new();
        while let Some(Ok(piece)) = answer.next().await {
            bytes.extend_from_slice(&piece);
        }
        // What it merges meanwhile is done before anything else happens.
        self.inside.settle().await;
        (status, split_frames(&bytes))
    }

    fn body(
        &self,
        mut frames: Vec<Vec<u8>>,
        ending: Ending,
    ) -> impl Stream<Item = std::io::Result<Bytes>> + Send + 'static {
        if let Ending::Death(kept) = ending {
            frames.truncate(kept);
        }
        let (inside, data, left) = (Arc::clone(&self.inside), self.data.clone(), self.left.clone());
        let end = stream::once(async move {
            match ending {
                Ending::Whole => None,
                Ending::Cut => Some(Err(std::io::Error::other("cut"))),
                Ending::Death(_) => {
                    // It asks for more, so all before is kept.
                    inside.settle().await;
                    copy_folder(&data, &left);
                    Some(Err(std::io::Error::other("died")))
                }
            }
        });
        let pieces = stream::iter(frames.into_iter().map(|frame| Some(Ok(Bytes::from(frame)))));
        pieces.chain(end).filter_map(std::future::ready)
    }
}

/// How a body ends.
#[derive(Clone, Copy)]
enum Ending {
    Whole,
    Cut,
    /// With the server, once it has so many frames.
    Death(usize),
}

impl Transport for Way {
    fn exchange(&self, request: ByteStream) -> BoxFuture<'_, Result<Answer, TransportError>> {
        self.carry(request).boxed()
    }

    fn elsewhere(&self, _: Bytes) -> BoxFuture<'_, Result<Answer, TransportError>> {
        std::future::ready(Err(TransportError::Cut)).boxed()
    }
}

impl Past {
    fn keep_request(&mut self, frames: &[Vec<u8>]) {
        self.requests.push(frames.to_vec());
        if self.requests.len() > REMEMBERED {
            self.requests.remove(0);
        }
    }

    fn old_request(&self, kind: Option<Kind>) -> Vec<Vec<u8>> {
        let Some(Kind::OldRequest(number)) = kind else { return Vec::new() };
        self.requests.get(number % self.requests.len().max(1)).cloned().unwrap_or_default()
    }

    fn keep_answer(&mut self, status: u16, frames: &[Vec<u8>]) {
        self.answers.push((status, frames.to_vec()));
        if self.answers.len() > REMEMBERED {
            self.answers.remove(0);
        }
    }

    fn old_answer(&self, number: usize) -> Option<(u16, Vec<Vec<u8>>)> {
        self.answers.get(number % self.answers.len().max(1)).cloned()
    }
}

/// Another address each time, so that nobody is made to wait for true seconds.
fn from() -> SocketAddr {
    static LAST: AtomicU32 = AtomicU32::new(0x0a00_0001);
    SocketAddr::new(IpAddr::V4(Ipv4Addr::from(LAST.fetch_add(1, Ordering::SeqCst))), 40_000)
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
