//! Pieces that go up and pieces that come down, whichever side is ready.

use std::time::{Duration, Instant};

use bytes::Bytes;
use futures_util::StreamExt;
use posta_protocol::{ErrorBody, Frame, FrameReader, code};

use super::{Exchange, IDLE, Outcome};
use crate::{
    Error,
    door::DeviceDoor,
    intake::{Intake, Step},
    transport::{Answer, ByteStream, TransportError},
    upload::{self, Upload},
};

/// What came is kept after this long at most, also while more is coming.
const SOON: Duration = Duration::from_secs(1);
/// Body of an answer that is not a success: one error frame. Bytes.
const REFUSAL: usize = 4096;

impl<D: DeviceDoor> Exchange<'_, D> {
    /// Sends and receives at the same time, whichever side is ready.
    pub(super) async fn converse(
        &mut self,
        upload: &mut Upload,
        reader: &mut FrameReader,
        intake: &mut Intake,
        is_last: bool,
    ) -> Result<Outcome, Error> {
        let transport = self.transport;
        let (sender, body) = upload::body(self.watch.up().clone());
        let mut sender = Some(sender);
        let mut answering = if is_last { transport.exchange_last(body) } else { transport.exchange(body) };
        let Answer { status, body: mut answer } = loop {
            tokio::select! {
                open = is_open(&sender), if sender.is_some() => {
                    if !open || !self.send_next(&sender, upload)? {
                        sender = None;
                    }
                }
                answer = &mut answering => break answer?,
                () = tokio::time::sleep(IDLE) => return Err(Error::Unreachable),
            }
        };
        if status != 200 {
            drop(sender);
            return Ok(Outcome::Refusal(self.read_refusal(status, answer).await?));
        }
        let mut kept = Instant::now();
        loop {
            // So it can be taken in while the rest is on its way.
            if intake.is_waiting() && kept.elapsed() >= SOON {
                let (log, report) = (&*self.log, &mut self.report);
                self.device.with(|device| intake.keep(device, log, report))?;
                kept = Instant::now();
            }
            tokio::select! {
                open = is_open(&sender), if sender.is_some() => {
                    if !open || !self.send_next(&sender, upload)? {
                        sender = None;
                    }
                }
                piece = answer.next() => match self.take_piece(piece, reader, intake)? {
                    Step::Goes => {}
                    Step::Unlike => {
                        let nonce = self.nonce.clone();
                        return Ok(Outcome::Refusal(ErrorBody::new(code::NOT_THE_SAME, nonce)));
                    }
                    Step::Ended if intake.has_receipt => return Ok(Outcome::Receipt),
                    Step::Ended => return Err(Error::NotOurServer),
                },
                () = tokio::time::sleep(SOON), if intake.is_waiting() => {}
                () = tokio::time::sleep(IDLE) => return Err(Error::Unreachable),
            }
        }
    }

    /// Gives the next piece to the connection; false after the last.
    fn send_next(
        &mut self,
        sender: &Option<upload::PieceSender>,
        upload: &mut Upload,
    ) -> Result<bool, Error> {
        let Some(sender) = sender else { return Ok(false) };
        let (membership, id) = (self.log.membership(), self.keys.device);
        let piece = self.device.with(|device| upload.next(device, membership, id, &self.refused));
        match piece {
            Ok(Some(piece)) => Ok(sender.try_send(Ok(piece)).is_ok()),
            Ok(None) => Ok(false),
            Err(error) => {
                let _ = sender.try_send(Err(TransportError::Cut));
                Err(error)
            }
        }
    }

    fn take_piece(
        &mut self,
        piece: Option<Result<Bytes, TransportError>>,
        reader: &mut FrameReader,
        intake: &mut Intake,
    ) -> Result<Step, Error> {
        let Some(piece) = piece else {
            // The receipt is signed: an answer cut after it has said all that matters.
            return match (intake.has_receipt, reader.is_between_frames()) {
                (true, _) => Ok(Step::Ended),
                (false, _) => Err(Error::Unreachable),
            };
        };
        let piece = match piece {
            Ok(piece) => piece,
            Err(_) if intake.has_receipt => return Ok(Step::Ended),
            Err(error) => return Err(error.into()),
        };
        self.report.bytes_down += piece.len() as u64;
        self.watch.hear(self.report.bytes_down);
        intake.hear(piece.len())?;
        reader.push(&piece);
        while let Some(frame) = reader.next()? {
            if let Frame::Recall(recall) = frame {
                let branch = self.device.with(|device| device.branch(&recall.last, recall.count))?;
                if reader.recall(&recall, &branch).is_err() {
                    return Ok(Step::Unlike);
                }
                continue;
            }
            let report = &mut self.report;
            let log = &mut *self.log;
            let step = self.device.with(|device| intake.take(frame, device, log, report))?;
            self.watch.acknowledge(self.report.records_up, self.report.acknowledged);
            match step {
                Step::Goes => {}
                step => return Ok(step),
            }
        }
        Ok(Step::Goes)
    }

    /// The error frame of an answer that is not a success. Without one, somebody in between answered.
    async fn read_refusal(&mut self, status: u16, mut answer: ByteStream) -> Result<ErrorBody, Error> {
        let foreign = if status >= 500 { Error::Unreachable } else { Error::NotOurServer };
        let mut reader = FrameReader::new();
        let mut length = 0;
        while length <= REFUSAL {
            let piece = tokio::select! {
                piece = answer.next() => piece,
                () = tokio::time::sleep(IDLE) => None,
            };
            let Some(Ok(piece)) = piece else { break };
            self.report.bytes_down += piece.len() as u64;
            length += piece.len();
            reader.push(&piece);
            match reader.next() {
                Ok(Some(Frame::Error(error))) => return Ok(error),
                Ok(None) => {}
                Ok(Some(_)) | Err(_) => break,
            }
        }
        Err(foreign)
    }
}

/// Waits until the body can take a piece; false when nobody reads it any more.
async fn is_open(sender: &Option<upload::PieceSender>) -> bool {
    match sender {
        Some(sender) => sender.reserve().await.is_ok(),
        None => false,
    }
}
