//! `POST /v1/exchange`: batches up as they come, then what the device lacks down. One round trip.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::{Body, BodyDataStream};
use axum::extract::{ConnectInfo, State};
use axum::http::StatusCode;
use axum::response::Response;
use futures_util::StreamExt;
use posta_identity::ids::{DepartmentId, DeviceId};
use posta_protocol::{ExchangeHead, Frame, FrameError, FrameReader, Recall, Receipt, SignedBatch, code};

use super::packing::answer_body;
use super::safety::IsFrames;
use super::{Failure, blocking, frames_response, within};
use crate::clock::now_hour;
use crate::exchange::{Answer, ENTRIES, ENTRY_BYTES, Exchange, Same, TurnedAway, is_modest};
use crate::gate::{Client, TooMany};
use crate::request_log::Counters;
use crate::server::Server;

/// Longest body of one exchange. Bytes.
const BODY_BYTES: usize = 64 * 1024 * 1024;
/// How long anybody may take to say who it is.
const HEAD_PATIENCE: Duration = Duration::from_secs(60);
/// How long a device that nobody knows may take to bring the log that says who it is: 8 MiB are long over a slow link.
const INTRODUCTION_PATIENCE: Duration = Duration::from_secs(600);
/// How long a refused body is read away.
const DRAIN_PATIENCE: Duration = Duration::from_secs(60);
/// A body that says nothing for so long was cut.
const SILENCE: Duration = Duration::from_secs(90);
/// How long an answer waits for the merge of what was brought, so that it tells what of that was put aside.
const MERGE_PATIENCE: Duration = Duration::from_secs(15);
/// Whoever brought more batches hears of that with the next exchange: a link that goes may be gone by then. Some weeks' work
/// of a post.
const AT_ONCE: u32 = 32;
/// How long the end of a body may come after its last frame.
const END_PATIENCE: Duration = Duration::from_secs(5);
/// How much of a refused body is read away. Bytes.
const DRAIN_BYTES: usize = 1024 * 1024;
/// Batches that are taken together at most, so that nothing which expands is held for long. Bytes.
const TOGETHER: usize = 1024 * 1024;
/// Feeds from which the packs of one exchange may go on.
const RECALLS: u32 = 8;
/// What a false introduction costs, in failures.
const INTRODUCTION: u32 = 10;
/// When an address may come again that has too many exchanges open, or came while too many devices were introduced.
const CROWDED: TooMany = TooMany { seconds: 30 };

/// Stores what arrives, piece by piece, then answers. What was stored stays stored whatever happens next.
pub async fn exchange(
    State(server): State<Arc<Server>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    body: Body,
) -> Response {
    let mut upload = Upload::new(body);
    let client = Client::from(peer.ip());
    let Some(open) = server.exchanges.open(client) else {
        return refuse(&mut upload, Failure::rate_limited(CROWDED)).await;
    };
    match run(&server, &mut upload, client).await {
        Ok((counters, answer)) => {
            upload.finish().await;
            let mut response = frames_response(StatusCode::OK, answer_body(server, answer, open));
            response.extensions_mut().insert(counters);
            response.extensions_mut().insert(IsFrames);
            response
        }
        Err(failure) => refuse(&mut upload, failure).await,
    }
}

/// Reads the rest away, so that the refusal is not lost with the connection, but not for long.
async fn refuse(upload: &mut Upload, failure: Failure) -> Response {
    let _ = tokio::time::timeout(DRAIN_PATIENCE, upload.drain()).await;
    failure.into_response()
}

async fn run(
    server: &Arc<Server>,
    upload: &mut Upload,
    client: Client,
) -> Result<(Counters, Answer), Failure> {
    let head = within(HEAD_PATIENCE, upload.head()).await?;
    if !is_modest(&head) {
        return Err(Failure::bad_request());
    }
    let exchange = match begin(server, head.clone()).await {
        Err(stranger) if stranger.code == code::UNKNOWN_DEVICE => {
            // Before more is read: the log of a department that is not of this server says nothing here.
            if !serves(server, head.department).await? {
                return Err(stranger);
            }
            let place = server.introductions.open(client);
            let Some(_place) = place else { return Err(Failure::rate_limited(CROWDED)) };
            // Thousands of signatures for somebody who may be nobody: paid before, given back when it was true.
            let now = Instant::now();
            server.rates.pay(client, INTRODUCTION, now).map_err(Failure::rate_limited)?;
            let (entries, receipt) = within(INTRODUCTION_PATIENCE, upload.introduction()).await?;
            introduce(server, &head, entries, receipt).await?;
            let exchange = begin(server, head).await?;
            server.rates.refund(client, INTRODUCTION, now);
            exchange
        }
        begun => begun?,
    };
    upload.reader.take_packs();
    let same = step(server, move |server| Ok((exchange.same(server)?, exchange))).await?;
    let mut exchange = match same {
        (Same::Yes(answer), exchange) => return Ok((exchange.counters, *answer)),
        (Same::No, exchange) => return Err(not_the_same(server, exchange.device())),
        (Same::NotAsked, exchange) => exchange,
    };
    let ended = loop {
        match upload.frames().await {
            Ok(Received { frames, recall, ended }) => {
                if ended {
                    // Some MiB of a long upload, while it waits for its turn and for the merge.
                    upload.reader = FrameReader::new();
                }
                if !frames.is_empty() {
                    exchange = step(server, move |server| {
                        exchange.receive(server, frames)?;
                        Ok(exchange)
                    })
                    .await?;
                    if exchange.counters.stored > 0 {
                        // Uses the time of a long upload.
                        server.ask_for_merge();
                    }
                }
                if ended {
                    break Ok(());
                }
                if let Some(recall) = recall {
                    let (branch, back) =
                        step(server, move |server| Ok((exchange.recalled(server, &recall)?, exchange)))
                            .await?;
                    exchange = back;
                    if upload.recall(&recall, &branch).is_err() {
                        break Err(not_the_same(server, exchange.device()));
                    }
                }
            }
            Err(failure) => break Err(failure),
        }
    };
    if ended.is_ok() {
        // Before the merge, which also carries out what they say of what is stored.
        exchange = step(server, move |server| {
            exchange.take_entries(server)?;
            Ok(exchange)
        })
        .await?;
    }
    // Also after a cut: what is stored gets merged.
    let number = server.ask_for_merge();
    if exchange.counters.stored <= AT_ONCE {
        // Never so long that the device takes us for dead.
        let _ = tokio::time::timeout(MERGE_PATIENCE, server.wait_for_merge(number)).await;
    }
    ended?;
    step(server, move |server| {
        let answer = exchange.answer(server)?;
        Ok((exchange.counters, answer))
    })
    .await
}

fn refused(error: &FrameError) -> Failure {
    Failure::new(StatusCode::BAD_REQUEST, error.code())
}

/// With a fresh nonce, so that the device asks once more at once.
fn not_the_same(server: &Server, device: DeviceId) -> Failure {
    let nonce = server.nonces.make(device, now_hour());
    Failure { nonce, ..Failure::new(StatusCode::CONFLICT, code::NOT_THE_SAME) }
}

async fn begin(server: &Arc<Server>, head: ExchangeHead) -> Result<Exchange, Failure> {
    step(server, move |server| {
        Exchange::begin(server, head).map_err(|away| match away {
            TurnedAway::Because(code, nonce) => {
                Failure { nonce, ..Failure::new(StatusCode::UNAUTHORIZED, code) }
            }
            TurnedAway::Busy => Failure::busy(),
            TurnedAway::Trouble(error) => error.into(),
        })
    })
    .await
}

/// Whether a department is one of this server's.
async fn serves(server: &Arc<Server>, department: DepartmentId) -> Result<bool, Failure> {
    step(server, move |server| Ok(server.members.log(&server.database, department)?.is_some())).await
}

/// A server restored from before a join does not know the device that joined: the log it brings says who it is.
async fn introduce(
    server: &Arc<Server>,
    head: &ExchangeHead,
    entries: Vec<Vec<u8>>,
    receipt: Option<Receipt>,
) -> Result<(), Failure> {
    let head = head.clone();
    step(server, move |server| {
        let tips = receipt.map(|receipt| server.backed_by(&receipt, head.department)).unwrap_or_default();
        Ok(server.members.introduce(&server.database, &head, &entries, &tips)?)
    })
    .await
}

/// Runs one blocking step of an exchange or a question, a bounded number at a time.
pub(super) async fn step<T: Send + 'static>(
    server: &Arc<Server>,
    act: impl FnOnce(&Arc<Server>) -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    let _permit = server.workers.acquire().await.map_err(|_| Failure::busy())?;
    let server = Arc::clone(server);
    blocking(move || act(&server)).await
}

struct Received {
    frames: Vec<Frame>,
    /// What the packs that come go on from.
    recall: Option<Recall>,
    ended: bool,
}

/// The body of a request as frames.
struct Upload {
    body: BodyDataStream,
    reader: FrameReader,
    received: usize,
    /// Read ahead while looking for the end of an introduction.
    held: Option<Frame>,
    /// How often packs went on from what lies here.
    recalls: u32,
}

impl Upload {
    fn new(body: Body) -> Self {
        Self {
            body: body.into_data_stream(),
            reader: FrameReader::new(),
            received: 0,
            held: None,
            recalls: 0,
        }
    }

    /// The first frame, which must be a head.
    async fn head(&mut self) -> Result<ExchangeHead, Failure> {
        loop {
            match self.next_frame()? {
                Some(Frame::Head(head)) => return Ok(*head),
                Some(_) => return Err(Failure::bad_request()),
                None => self.pull().await?,
            }
        }
    }

    /// The entries before anything else, and the receipt after them, if there is one.
    async fn introduction(&mut self) -> Result<(Vec<Vec<u8>>, Option<Receipt>), Failure> {
        let (mut entries, mut length) = (Vec::new(), 0);
        loop {
            match self.next_frame()? {
                Some(Frame::Entry(bytes)) => {
                    length += bytes.len();
                    if length > ENTRY_BYTES || entries.len() >= ENTRIES {
                        return Err(Failure::new(StatusCode::PAYLOAD_TOO_LARGE, code::TOO_LARGE));
                    }
                    entries.push(bytes);
                }
                Some(Frame::Receipt(receipt)) => return Ok((entries, Some(*receipt))),
                Some(other) => {
                    self.held = Some(other);
                    return Ok((entries, None));
                }
                None => self.pull().await?,
            }
        }
    }

    /// All whole frames that are here, after waiting for at least one or for the end.
    async fn frames(&mut self) -> Result<Received, Failure> {
        let (mut frames, mut bytes) = (Vec::new(), 0);
        loop {
            while bytes < TOGETHER {
                match self.next_frame() {
                    Ok(Some(Frame::End)) => return Ok(Received { frames, recall: None, ended: true }),
                    Ok(Some(Frame::Recall(recall))) => {
                        return Ok(Received { frames, recall: Some(recall), ended: false });
                    }
                    Ok(Some(frame)) => {
                        if let Frame::Batch { bytes: batch } = &frame {
                            bytes += batch.len();
                        }
                        frames.push(frame);
                    }
                    Ok(None) => break,
                    // What came whole before is still taken; the error comes again with the next call.
                    Err(_) if !frames.is_empty() => break,
                    Err(failure) => return Err(failure),
                }
            }
            if !frames.is_empty() {
                return Ok(Received { frames, recall: None, ended: false });
            }
            self.pull().await?;
        }
    }

    /// Lets the packs that come go on from these batches, a few times.
    fn recall(&mut self, recall: &Recall, branch: &[SignedBatch]) -> Result<(), Failure> {
        self.recalls += 1;
        if self.recalls > RECALLS {
            return Err(Failure::bad_request());
        }
        self.reader.recall(recall, branch).map_err(|error| refused(&error))
    }

    fn next_frame(&mut self) -> Result<Option<Frame>, Failure> {
        match self.held.take() {
            Some(Frame::Pack { bytes }) => self.reader.unpack(&bytes).map_err(|error| refused(&error))?,
            Some(held) => return Ok(Some(held)),
            None => {}
        }
        self.reader.next().map_err(|error| refused(&error))
    }

    /// Waits for more bytes; the body must not end here.
    async fn pull(&mut self) -> Result<(), Failure> {
        let piece = tokio::time::timeout(SILENCE, self.body.next()).await;
        let Ok(Some(Ok(piece))) = piece else { return Err(Failure::bad_request()) };
        self.received += piece.len();
        if self.received > BODY_BYTES {
            return Err(Failure::new(StatusCode::PAYLOAD_TOO_LARGE, code::TOO_LARGE));
        }
        self.reader.push(&piece);
        Ok(())
    }

    /// Reads the body to its end. A connection that is closed with bytes unread is reset, and what of a long answer is
    /// still on its way is lost. Who never ends the body is answered all the same.
    async fn finish(&mut self) {
        let _ = tokio::time::timeout(END_PATIENCE, self.drain()).await;
    }

    async fn drain(&mut self) {
        let mut left = DRAIN_BYTES;
        while let Some(Ok(piece)) = self.body.next().await {
            match left.checked_sub(piece.len()) {
                Some(rest) => left = rest,
                None => return,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use futures_util::stream;

    use super::*;

    /// A body that gives a byte every half minute and never ends.
    fn trickle() -> Upload {
        let bytes = stream::unfold((), |()| async {
            tokio::time::sleep(Duration::from_secs(30)).await;
            Some((Ok::<_, std::io::Error>(Bytes::from_static(&[1])), ()))
        });
        Upload::new(Body::from_stream(bytes))
    }

    #[tokio::test(start_paused = true)]
    async fn a_head_that_trickles_is_given_up() {
        let failure = within(HEAD_PATIENCE, trickle().head()).await.unwrap_err();
        assert_eq!((failure.status, failure.code), (StatusCode::REQUEST_TIMEOUT, code::BAD_REQUEST));
    }

    #[tokio::test(start_paused = true)]
    async fn a_refused_body_that_trickles_is_not_read_away_for_ever() {
        let begun = tokio::time::Instant::now();
        refuse(&mut trickle(), Failure::bad_request()).await;
        assert_eq!(begun.elapsed(), DRAIN_PATIENCE);
    }
}
