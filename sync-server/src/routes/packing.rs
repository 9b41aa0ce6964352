//! An answer as a body: packed ahead of the device, by few at one time.
//!
//! Packs go on from what went by in the same answer, which takes some MiB to remember. So an answer is packed in one go, and
//! only what is packed waits for the device. A long one waits for the device with all that, and so do few at one time.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use futures_util::stream;
use posta_protocol::{Frame, PackWriter};
use tokio::sync::{Semaphore, SemaphorePermit};

use super::blocking;
use super::queue::{Cut, Queue, Taker};
use crate::exchange::Answer;
use crate::gate::OpenConnection;
use crate::server::Server;

/// A device that hears nothing for two minutes takes the connection for cut.
const SIGN_OF_LIFE: Duration = Duration::from_secs(25);

/// The body of an answer; `open` counts as open until it was taken.
pub fn answer_body(server: Arc<Server>, mut answer: Answer, open: OpenConnection) -> Body {
    if answer.is_whole() {
        let whole = answer.next_piece(&server).ok().flatten();
        return Body::from_stream(stream::unfold((whole, open), |(whole, open)| async {
            Some((Ok::<_, std::io::Error>(whole?), (None, open)))
        }));
    }
    let queue = Queue::new(&server.ahead);
    let taker = Taker(queue.clone());
    tokio::spawn(async move {
        match pack(&server, answer, &queue).await {
            Ok(()) => queue.end().await,
            Err(Cut) => queue.cut(),
        }
    });
    Body::from_stream(stream::unfold(Some((taker, open)), |state| async {
        let (taker, open) = state?;
        match taker.0.take().await {
            Ok(Some(piece)) => Some((Ok(piece), Some((taker, open)))),
            Ok(None) => None,
            Err(Cut) => Some((Err(std::io::Error::other("answer cut")), None)),
        }
    }))
}

/// Packs all of an answer. What its packs go on from is let go of with it.
async fn pack(server: &Arc<Server>, mut answer: Answer, queue: &Queue) -> Result<(), Cut> {
    let first = answer.take_first();
    if !first.is_empty() {
        queue.put(first).await?;
    }
    if answer.is_long() {
        let _place = wait_for(&server.long_answers, queue).await?;
        return pack_long(server, answer, queue).await;
    }
    let packer = wait_for(&server.packers, queue).await?;
    while !queue.is_full() {
        let (piece, rest) = next_piece(server, answer).await?;
        let Some(piece) = piece else { return Ok(()) };
        queue.put(piece).await?;
        answer = rest;
    }
    // Longer than it looked. Nobody waits for a place with a packer in hand: those with places wait for packers. Of those
    // who wait each remembers what went by; one too many is cut, and its device goes on with the next exchange.
    drop(packer);
    let Ok(_waiting) = server.longer_than_it_looked.try_acquire() else {
        // What is packed is taken first.
        queue.end().await;
        return Err(Cut);
    };
    let _place = wait_for(&server.long_answers, queue).await?;
    pack_long(server, answer, queue).await
}

/// A turn. Meanwhile the device hears now and then that it is not forgotten.
async fn wait_for<'a>(places: &'a Semaphore, queue: &Queue) -> Result<SemaphorePermit<'a>, Cut> {
    let mut turn = pin!(places.acquire());
    loop {
        match tokio::time::timeout(SIGN_OF_LIFE, &mut turn).await {
            Ok(place) => return place.map_err(|_| Cut),
            Err(_) => queue.put(nothing()).await?,
        }
    }
}

/// A pack without anything: every program passes over it, and it changes nothing of what packs go on from.
fn nothing() -> Bytes {
    let pack = PackWriter::default().close().unwrap_or_default();
    Bytes::from(Frame::Pack { bytes: pack }.encode())
}

/// As fast as the device takes it.
async fn pack_long(server: &Arc<Server>, mut answer: Answer, queue: &Queue) -> Result<(), Cut> {
    loop {
        let (piece, rest) = {
            let _packer = wait_for(&server.packers, queue).await?;
            next_piece(server, answer).await?
        };
        let Some(piece) = piece else { return Ok(()) };
        queue.put(piece).await?;
        answer = rest;
    }
}

/// No thread waits for a slow device.
async fn next_piece(server: &Arc<Server>, mut answer: Answer) -> Result<(Option<Bytes>, Answer), Cut> {
    let server = Arc::clone(server);
    blocking(move || Ok((answer.next_piece(&server)?, answer))).await.map_err(|_| Cut)
}

#[cfg(test)]
mod tests {
    use futures_util::StreamExt;
    use posta_protocol::FrameReader;

    use super::*;
    use crate::gate::Client;
    use crate::server::packers;

    fn serve(folder: &std::path::Path) -> Arc<Server> {
        let data = folder.join("data");
        crate::init_department(&data, &folder.join("authority"), "bo", "04").unwrap();
        Arc::new(Server::open(&crate::folder::Folder::new(&data), crate::Quotas::default()).unwrap())
    }

    fn open(server: &Server) -> OpenConnection {
        server.exchanges.open(Client::from(std::net::IpAddr::from([127, 0, 0, 1]))).unwrap()
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn however_many_answers_are_open_few_are_packed_at_one_time() {
        let folder = tempfile::tempdir().unwrap();
        let server = serve(folder.path());
        let busy = server.packers.acquire_many(u32::try_from(packers()).unwrap()).await.unwrap();
        let answer = Answer::of_rows(vec![7], [1]);
        let mut pieces = answer_body(Arc::clone(&server), answer, open(&server)).into_data_stream();
        assert_eq!(pieces.next().await.unwrap().unwrap(), vec![7]);
        // Long enough for what is not kept waiting.
        let next = tokio::time::timeout(Duration::from_millis(200), pieces.next()).await;
        assert!(next.is_err());
        drop(busy);
        // There is no such batch.
        assert!(pieces.next().await.unwrap().is_err());
        assert!(pieces.next().await.is_none());
        assert_eq!(server.packers.available_permits(), packers());
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn few_long_answers_wait_for_their_devices_and_no_short_one_waits_for_them() {
        let folder = tempfile::tempdir().unwrap();
        let server = serve(folder.path());
        let places = u32::try_from(server.long_answers.available_permits()).unwrap();
        let busy = server.long_answers.acquire_many(places).await.unwrap();
        let (long, short) = (Answer::of_rows(Vec::new(), 1..=1000), Answer::of_rows(Vec::new(), [1]));
        let mut long = answer_body(Arc::clone(&server), long, open(&server)).into_data_stream();
        let mut short = answer_body(Arc::clone(&server), short, open(&server)).into_data_stream();
        assert!(short.next().await.unwrap().is_err());
        assert!(tokio::time::timeout(Duration::from_millis(200), long.next()).await.is_err());
        drop(busy);
        assert!(long.next().await.unwrap().is_err());
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn an_answer_that_is_longer_than_it_looked_holds_up_no_packer_and_not_too_many_wait() {
        let folder = tempfile::tempdir().unwrap();
        let server = serve(folder.path());
        let places = u32::try_from(server.long_answers.available_permits()).unwrap();
        let _busy = server.long_answers.acquire_many(places).await.unwrap();
        let may_wait = server.longer_than_it_looked.available_permits();
        let waiting: Vec<_> = (0..may_wait)
            .map(|_| {
                let (server, queue) = (Arc::clone(&server), Queue::new(&server.ahead));
                tokio::spawn(async move {
                    while !queue.is_full() {
                        queue.put(Bytes::from(vec![7; 32 * 1024])).await.unwrap();
                    }
                    pack(&server, Answer::of_rows(Vec::new(), [1]), &queue).await
                })
            })
            .collect();
        while server.longer_than_it_looked.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        assert_eq!(server.packers.available_permits(), packers());
        let full = Queue::new(&server.ahead);
        while !full.is_full() {
            full.put(Bytes::from(vec![7; 32 * 1024])).await.unwrap();
        }
        let taking = async {
            let mut bytes = 0;
            while let Ok(Some(piece)) = full.take().await {
                bytes += piece.len();
            }
            bytes
        };
        // In this order: what is taken first would leave the queue less than full.
        let packing = pack(&server, Answer::of_rows(Vec::new(), [1]), &full);
        let (packed, taken) = futures_util::future::join(packing, taking).await;
        assert_eq!(packed, Err(Cut), "one too many");
        assert!(taken >= 160 * 1024, "what was packed arrives all the same");
        waiting.iter().for_each(tokio::task::JoinHandle::abort);
    }

    #[tokio::test(start_paused = true)]
    async fn who_waits_long_for_a_turn_hears_that_the_server_is_there() {
        let folder = tempfile::tempdir().unwrap();
        let server = serve(folder.path());
        let busy = server.packers.acquire_many(u32::try_from(packers()).unwrap()).await.unwrap();
        let answer = Answer::of_rows(Vec::new(), [1]);
        let mut pieces = answer_body(Arc::clone(&server), answer, open(&server)).into_data_stream();
        let mut reader = FrameReader::with_packs();
        let begun = tokio::time::Instant::now();
        for _ in 0..10 {
            reader.push(&pieces.next().await.unwrap().unwrap());
            assert_eq!(reader.next(), Ok(None));
        }
        assert_eq!(begun.elapsed(), 10 * SIGN_OF_LIFE);
        drop(busy);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn packs_get_less_work_while_others_wait() {
        use posta_protocol::Effort;
        let folder = tempfile::tempdir().unwrap();
        let server = serve(folder.path());
        let first = server.packers.acquire().await.unwrap();
        assert_eq!(server.effort(), Effort::Most);
        let rest = u32::try_from(packers()).unwrap() - 1;
        let others = server.packers.acquire_many(rest).await.unwrap();
        assert_eq!(server.effort(), Effort::Little);
        drop((first, others));
    }
}
