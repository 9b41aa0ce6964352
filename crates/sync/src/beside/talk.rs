//! What two devices say to each other.

use std::collections::VecDeque;
use std::time::Duration;

use bytes::Bytes;
use posta_identity::{DeviceKeys, Log, slow_words_of};
use posta_protocol::{Frame, FrameError, FrameReader, Holding, code};
use posta_store::Way;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadHalf, WriteHalf};
use tokio::sync::mpsc;

use crate::carry::{Parcel, Taken, Taker, To, accept, holding};
use crate::{Error, door::DeviceDoor, setting};

/// Nothing heard for this long: the other has gone.
const IDLE: Duration = Duration::from_secs(60);
/// Time for people to compare the words.
const COMPARING: Duration = Duration::from_secs(600);
/// "The words are the same."
const YES: u8 = 0x59;
/// Bytes of membership entries that are taken of somebody not yet known.
const INTRODUCTION: usize = 8 * 1024 * 1024;

/// A connection that nobody reads or alters on the way.
pub trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<S: AsyncRead + AsyncWrite + Send + Unpin> Stream for S {}

/// A talk with one other device, before and after the words were compared.
pub struct Talk {
    from: ReadHalf<Box<dyn Stream>>,
    to: WriteHalf<Box<dyn Stream>>,
    channel: [u8; 32],
    words: [&'static str; 4],
}

impl Talk {
    /// Over a connection whose both ends know `channel`, and nobody else.
    #[doc(hidden)]
    pub fn over(stream: Box<dyn Stream>, channel: [u8; 32]) -> Self {
        let (from, to) = tokio::io::split(stream);
        let half = channel.first_chunk().copied().unwrap_or_default();
        Self { from, to, channel, words: slow_words_of(&half) }
    }

    /// Four words that both screens show.
    pub fn words(&self) -> [&'static str; 4] {
        self.words
    }

    /// The connection alone, for whoever would stand in between.
    #[doc(hidden)]
    pub fn into_stream(self) -> Box<dyn Stream> {
        self.from.unsplit(self.to)
    }

    /// Says that the words are the same here, and waits until the other says so.
    ///
    /// # Errors
    /// [`Error::Parted`] when the other does not.
    pub async fn agree(&mut self) -> Result<(), Error> {
        let both = async {
            self.to.write_all(&[YES]).await?;
            self.to.flush().await?;
            self.from.read_u8().await
        };
        match tokio::time::timeout(COMPARING, both).await {
            Ok(Ok(YES)) => Ok(()),
            _ => Err(Error::Parted),
        }
    }

    /// Hands over what the other lacks and takes what is lacked here; returns that, and how many batches were given.
    /// `log` takes the new entries. `at`: now, Unix seconds.
    ///
    /// # Errors
    /// [`Error::Stranger`] when the other is no active device of the department, [`Error::Parted`] when it went away,
    /// [`Error::NotJoined`], [`Error::Storage`]. What was taken until then stays.
    pub async fn exchange<D: DeviceDoor>(
        self,
        device: &mut D,
        log: &mut Log,
        at: i64,
    ) -> Result<(Taken, u64), Error> {
        let keys = device.with(|device| device.device_keys())?.ok_or(Error::NotJoined)?;
        let channel = self.channel;
        let (sender, receiver) = mpsc::channel(4);
        let writing = write_all(self.to, receiver);
        let hearing = Hearing { from: self.from, reader: FrameReader::with_packs(), bytes: 0 };
        let side = Side { device, log, keys, channel, at, sender, hearing };
        let talking = side.talk();
        tokio::pin!(talking, writing);
        let done = tokio::select! {
            biased;
            talked = &mut talking => talked?,
            written = &mut writing => match written {
                Ok(()) => talking.await?,
                // What came until then stays; the talk itself says how far it was.
                Err(_) => return talking.await,
            },
        };
        // The other may have gone already: it has heard all.
        let _ = tokio::time::timeout(IDLE, writing).await;
        Ok(done)
    }
}

/// Writes what is given until there is no more.
async fn write_all(
    mut to: WriteHalf<Box<dyn Stream>>,
    mut pieces: mpsc::Receiver<Bytes>,
) -> Result<(), Error> {
    while let Some(piece) = pieces.recv().await {
        let written = async {
            to.write_all(&piece).await?;
            to.flush().await
        };
        match tokio::time::timeout(IDLE, written).await {
            Ok(Ok(())) => {}
            _ => return Err(Error::Parted),
        }
    }
    // The other may have gone already: it has heard all.
    let _ = to.shutdown().await;
    Ok(())
}

/// What the other says, frame by frame.
struct Hearing {
    from: ReadHalf<Box<dyn Stream>>,
    reader: FrameReader,
    /// Bytes heard since they were counted last.
    bytes: usize,
}

/// A newer program is told from somebody who says nothing that can be read.
fn not_read(error: FrameError) -> Error {
    match error.code() {
        code::UNSUPPORTED_VERSION => Error::refused(code::UNSUPPORTED_VERSION),
        _ => Error::Parted,
    }
}

impl Hearing {
    async fn next(&mut self) -> Result<Frame, Error> {
        loop {
            if let Some(frame) = self.reader.next().map_err(not_read)? {
                return Ok(frame);
            }
            let mut piece = vec![0; 16 * 1024];
            let read = tokio::time::timeout(IDLE, self.from.read(&mut piece)).await;
            match read {
                Ok(Ok(read)) if read > 0 => {
                    self.bytes += read;
                    self.reader.push(piece.get(..read).unwrap_or_default());
                }
                _ => return Err(Error::Parted),
            }
        }
    }

    async fn holding(&mut self) -> Result<Box<Holding>, Error> {
        match self.next().await? {
            Frame::Holding(said) => Ok(said),
            _ => Err(Error::Parted),
        }
    }
}

async fn tell(sender: &mpsc::Sender<Bytes>, frame: Frame) -> Result<(), Error> {
    sender.send(frame.encode().into()).await.map_err(|_| Error::Parted)
}

/// One side of a talk; the other does the same.
struct Side<'a, D> {
    device: &'a mut D,
    log: &'a mut Log,
    keys: DeviceKeys,
    channel: [u8; 32],
    at: i64,
    sender: mpsc::Sender<Bytes>,
    hearing: Hearing,
}

impl<D: DeviceDoor> Side<'_, D> {
    async fn talk(mut self) -> Result<(Taken, u64), Error> {
        self.tell_holding().await?;
        let said = self.hearing.holding().await?;
        let is_known = self.accept(&said, self.log).is_ok();
        let entries = if is_known { self.log.lacked_by(&said.tips) } else { Vec::new() };
        let entries = self.introduce(entries).await?;
        let mut known = self.log.clone();
        for entry in &entries {
            let _ = known.insert(entry);
        }
        // Whoever joined since we exchanged last is known by what it brings.
        self.accept(&said, &known)?;
        let (id, at) = (self.keys.device, self.at);
        let mut taker = self.device.with(|device| Taker::new(id, at, &said, known.membership(), device))?;
        self.device.with(|device| {
            entries.into_iter().try_for_each(|entry| taker.take(Frame::Entry(entry), device, self.log))?;
            taker.finish(device, self.log)?;
            taker.keep_holding(&said, device, Way::Beside)
        })?;
        let owed = if is_known { Vec::new() } else { self.log.lacked_by(&said.tips) };
        let (given, handed) = self.hand_over(&said, owed, &mut taker).await;
        let ended = match handed {
            Ok(()) => self.part(&mut taker).await,
            Err(error) => Err(error),
        };
        self.device.with(|device| taker.finish(device, self.log))?;
        let has_moved = given > 0 || taker.taken.report != Default::default();
        match ended {
            Ok(()) => taker.taken.is_complete = taker.has_room(),
            // What was given and taken until then was given and taken.
            Err(Error::Parted) if has_moved => {}
            Err(error) => return Err(error),
        }
        Ok((taker.taken, given))
    }

    /// Both say what they store now.
    async fn part(&mut self, taker: &mut Taker) -> Result<(), Error> {
        self.device.with(|device| taker.finish(device, self.log))?;
        self.tell_holding().await?;
        let said = self.hearing.holding().await?;
        self.accept(&said, self.log)?;
        self.device.with(|device| taker.keep_holding(&said, device, Way::Beside))
    }

    /// It is another active device of the department, and says so in this talk.
    fn accept(&self, said: &Holding, log: &Log) -> Result<(), Error> {
        let is_another = said.device != self.keys.device;
        accept(said, log, &self.channel).and(if is_another { Ok(()) } else { Err(Error::Stranger) })
    }

    async fn tell_holding(&mut self) -> Result<(), Error> {
        let (log, keys, channel, at) = (&*self.log, &self.keys, self.channel, self.at);
        let said = self.device.with(|device| holding(device, log, keys, channel, at))?;
        tell(&self.sender, Frame::Holding(Box::new(said))).await
    }

    /// Tells entries and hears those of the other, at once: neither waits for the other to listen.
    async fn introduce(&mut self, entries: Vec<Vec<u8>>) -> Result<Vec<Vec<u8>>, Error> {
        let mut tells = entries.into_iter().map(Frame::Entry).chain([Frame::End]).peekable();
        let (mut heard, mut bytes, mut hears) = (Vec::new(), 0, true);
        while tells.peek().is_some() || hears {
            // In one order, so that the same talk goes the same way; a full connection lets the other branch go on. What came
            // and was not heard when the connection broke comes with the next talk.
            tokio::select! {
                biased;
                place = self.sender.reserve(), if tells.peek().is_some() => {
                    let place = place.map_err(|_| Error::Parted)?;
                    if let Some(frame) = tells.next() {
                        place.send(frame.encode().into());
                    }
                }
                frame = self.hearing.next(), if hears => match frame? {
                    Frame::Entry(entry) if bytes + entry.len() <= INTRODUCTION => {
                        bytes += entry.len();
                        heard.push(entry);
                    }
                    Frame::End => hears = false,
                    _ => return Err(Error::Parted),
                },
            }
        }
        Ok(heard)
    }

    /// Gives and takes at once, whichever side is ready; how many batches were given, also when it did not come to an end.
    async fn hand_over(
        &mut self,
        said: &Holding,
        owed: Vec<Vec<u8>>,
        taker: &mut Taker,
    ) -> (u64, Result<(), Error>) {
        let mut given = 0;
        let handed = self.hand_over_all(said, owed, taker, &mut given).await;
        (given, handed)
    }

    async fn hand_over_all(
        &mut self,
        said: &Holding,
        owed: Vec<Vec<u8>>,
        taker: &mut Taker,
        given: &mut u64,
    ) -> Result<(), Error> {
        let mut first: VecDeque<Bytes> =
            owed.into_iter().map(|entry| Frame::Entry(entry).encode().into()).collect();
        if let Some(receipt) = self.device.with(setting::receipt)? {
            first.push_back(Frame::Receipt(Box::new(receipt)).encode().into());
        }
        let id = self.keys.device;
        let to = To::Device(said);
        let mut parcel = self.device.with(|device| Parcel::choose(device, self.log, id, &to))?;
        let (mut gives, mut takes) = (true, true);
        while gives || takes {
            // As above.
            tokio::select! {
                biased;
                place = self.sender.reserve(), if gives => {
                    let place = place.map_err(|_| Error::Parted)?;
                    let piece = match first.pop_front() {
                        Some(piece) => Some(piece),
                        None => self.device.with(|device| parcel.next(device, self.log.membership()))?,
                    };
                    gives = piece.is_some();
                    *given = parcel.batches;
                    place.send(piece.unwrap_or_else(|| Frame::End.encode().into()));
                }
                frame = self.hearing.next(), if takes => match frame? {
                    Frame::End => takes = false,
                    frame => {
                        taker.hear(std::mem::take(&mut self.hearing.bytes))?;
                        self.device.with(|device| taker.take(frame, device, self.log))?;
                    }
                },
                () = tokio::time::sleep(IDLE) => return Err(Error::Parted),
            }
        }
        Ok(())
    }
}
