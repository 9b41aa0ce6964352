//! The way of a device to the server, on which a request and an answer wait for those of the others.
//!
//! In life each device packs and unpacks on a processor of its own. Here all share the server's, so they pack before the
//! first may send, and unpack after the last has received: what lies between is the server's and the link's.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use bytes::Bytes;
use futures_util::future::BoxFuture;
use futures_util::{FutureExt, StreamExt, stream};
use posta_sync::{Answer, ByteStream, Http, Transport, TransportError};

use super::gate::Turn;
use crate::machine::processor_time;

/// When something was, and what the devices had used of the processors by then.
#[derive(Clone, Copy)]
pub struct Moment {
    pub at: Instant,
    pub used: Duration,
}

/// Where the first request and the first answer of an exchange wait, and when they went on.
#[derive(Default)]
pub struct Halts {
    packed: Mutex<Option<Turn>>,
    received: Mutex<Option<Turn>>,
    went: Mutex<Option<Moment>>,
    came: Mutex<Option<Moment>>,
}

impl Halts {
    pub fn at([packed, received]: [Turn; 2]) -> Self {
        let [packed, received] = [packed, received].map(|turn| Mutex::new(Some(turn)));
        Self { packed, received, ..Self::default() }
    }

    /// When the first request could go, and when the last answer was there whole.
    pub fn moments(&self) -> Option<[Moment; 2]> {
        let read = |moment: &Mutex<Option<Moment>>| moment.lock().ok().and_then(|moment| *moment);
        Some([read(&self.went)?, read(&self.came)?])
    }
}

/// How often a device that waits hears that it is not alone: long before it takes the server for gone.
const QUIET: Duration = Duration::from_secs(20);

/// One connection.
pub struct Way {
    pub http: Http,
    pub halts: Arc<Halts>,
}

/// An answer that is still coming, or is waited for, and what it is.
enum Rest {
    Comes(BoxFuture<'static, Vec<Result<Bytes, TransportError>>>),
    IsThere(std::vec::IntoIter<Result<Bytes, TransportError>>),
}

impl Way {
    async fn carry(&self, mut request: ByteStream) -> Result<Answer, TransportError> {
        let mut pieces = Vec::new();
        while let Some(piece) = request.next().await {
            pieces.push(Ok(piece?));
        }
        wait(&self.halts.packed).await;
        if let Ok(mut went) = self.halts.went.lock() {
            went.get_or_insert_with(now);
        }
        let Answer { status, mut body } = self.http.exchange(Box::pin(stream::iter(pieces))).await?;
        let halts = Arc::clone(&self.halts);
        let rest = async move {
            let mut answer: Vec<Result<Bytes, TransportError>> = Vec::new();
            while let Some(piece) = body.next().await {
                answer.push(piece);
            }
            if let Ok(mut came) = halts.came.lock() {
                *came = Some(now());
            }
            wait(&halts.received).await;
            answer
        };
        let rest = Rest::Comes(rest.boxed());
        Ok(Answer { status, body: Box::pin(stream::unfold(rest, Rest::next)) })
    }
}

impl Rest {
    async fn next(self) -> Option<(Result<Bytes, TransportError>, Self)> {
        let mut pieces = match self {
            Self::Comes(mut rest) => match tokio::time::timeout(QUIET, &mut rest).await {
                Ok(pieces) => pieces.into_iter(),
                Err(_) => return Some((Ok(Bytes::new()), Self::Comes(rest))),
            },
            Self::IsThere(pieces) => pieces,
        };
        Some((pieces.next()?, Self::IsThere(pieces)))
    }
}

async fn wait(turn: &Mutex<Option<Turn>>) {
    let turn = turn.lock().ok().and_then(|mut turn| turn.take());
    if let Some(turn) = turn {
        turn.pass().await;
    }
}

fn now() -> Moment {
    Moment { at: Instant::now(), used: processor_time() }
}

impl Transport for Way {
    fn exchange(&self, request: ByteStream) -> BoxFuture<'_, Result<Answer, TransportError>> {
        self.carry(request).boxed()
    }

    fn elsewhere(&self, request: Bytes) -> BoxFuture<'_, Result<Answer, TransportError>> {
        self.http.elsewhere(request)
    }
}
