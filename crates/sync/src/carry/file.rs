//! The carried file: written by one device, sealed to all that may read it, taken in by any of them.

use std::io::{Read, Write};

use posta_identity::{DeviceKeys, Log, seal::random_key};
use posta_protocol::{CarrierError, CarrierReader, CarrierWriter, Frame, FrameReader, Holding, code};
use posta_store::Way;

use super::{
    holding::{accept, holding},
    parcel::{Parcel, To, What, readers},
    take::{Taken, Taker},
};
use crate::{Error, door::DeviceDoor, setting};

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Given {
    pub bytes: u64,
    /// Batches, and changes in those that can be read without a key.
    pub batches: u64,
    pub records: u64,
    /// Batches that cannot.
    pub sealed: u64,
    /// Other devices that can open it.
    pub devices: usize,
}

/// Writes everything for others into `to`. `at`: now, Unix seconds. Nothing counts as sent by it.
///
/// # Errors
/// [`Error::NotJoined`], [`Error::Storage`]; [`Error::Carrier`] when writing fails: what was written is no whole file.
pub fn give_file<D: DeviceDoor>(
    device: &mut D,
    log: &Log,
    to: impl Write,
    what: What,
    at: i64,
) -> Result<Given, Error> {
    let keys = device.with(|device| device.device_keys())?.ok_or(Error::NotJoined)?;
    let devices = readers(log.membership());
    let nonce = *random_key();
    let mut file = CarrierWriter::begin(to, log.department(), nonce, random_key(), &devices)?;
    let slots = file.devices;
    let said = device.with(|device| holding(device, log, &keys, nonce, at))?;
    file.add(&Frame::Holding(Box::new(said)).encode())?;
    for entry in log.entries() {
        file.add(&Frame::Entry(entry).encode())?;
    }
    if let Some(receipt) = device.with(setting::receipt)? {
        file.add(&Frame::Receipt(Box::new(receipt)).encode())?;
    }
    let to = To::Anybody(what);
    let mut parcel = device.with(|device| Parcel::choose(device, log, keys.device, &to))?;
    while let Some(piece) = device.with(|device| parcel.next(device, log.membership()))? {
        file.add(&piece)?;
    }
    file.add(&Frame::End.encode())?;
    let (_, bytes) = file.finish()?;
    let Parcel { batches, records, sealed, .. } = parcel;
    let is_own = devices.iter().any(|(device, _)| *device == keys.device);
    Ok(Given { bytes, batches, records, sealed, devices: slots.saturating_sub(usize::from(is_own)) })
}

/// Takes a file in, as far as it is whole: the rest is told by [`Taken::is_complete`]. `log` takes the new entries.
///
/// # Errors
/// [`Error::Carrier`] when it does not open; [`Error::Stranger`] when whoever wrote it is not, or is no longer, an
/// active device; [`Error::NotJoined`], [`Error::Storage`]. What was taken until then stays.
pub fn take_file<D: DeviceDoor>(
    device: &mut D,
    log: &mut Log,
    from: impl Read,
    at: i64,
) -> Result<Taken, Error> {
    let keys = device.with(|device| device.device_keys())?.ok_or(Error::NotJoined)?;
    let mut file = CarrierReader::open(from, log.department(), &keys.device, &keys.seal)?;
    let mut taking =
        Taking { keys: &keys, nonce: file.nonce, at, said: None, entries: Vec::new(), bytes: 0, taker: None };
    let mut reader = FrameReader::with_packs();
    let outcome = loop {
        match file.next_piece() {
            Ok(Some(piece)) => {
                if let Some(taker) = &mut taking.taker {
                    taker.hear(piece.len())?;
                }
                reader.push(&piece);
            }
            Ok(None) => break Ok(()),
            Err(error) => break Err(error),
        }
        let frame = loop {
            match reader.next() {
                Ok(Some(frame)) => device.with(|device| taking.take(frame, device, log))?,
                Ok(None) => break Ok(()),
                Err(error) if error.code() == code::UNSUPPORTED_VERSION => break Err(CarrierError::Newer(0)),
                Err(_) => break Err(CarrierError::Broken),
            }
        };
        if frame.is_err() {
            break frame;
        }
    };
    let is_complete = outcome.is_ok() && reader.is_between_frames();
    let Some(mut taker) = taking.taker else {
        return match outcome {
            // It was for us, and ends before anything could be taken.
            Err(CarrierError::Broken) => Ok(Taken::default()),
            outcome => Err(outcome.err().unwrap_or(CarrierError::Foreign).into()),
        };
    };
    device.with(|device| taker.finish(device, log))?;
    if let Err(error @ CarrierError::Newer(_)) = outcome {
        return Err(error.into());
    }
    taker.taken.is_complete = is_complete && taker.has_room();
    Ok(taker.taken)
}

/// Where a file stands: first its writer's word, then entries, by which the writer may first become known.
struct Taking<'a> {
    keys: &'a DeviceKeys,
    nonce: [u8; 32],
    at: i64,
    said: Option<Box<Holding>>,
    entries: Vec<Vec<u8>>,
    bytes: usize,
    taker: Option<Taker>,
}

impl Taking<'_> {
    fn take(&mut self, frame: Frame, device: &posta_store::DeviceFile, log: &mut Log) -> Result<(), Error> {
        if let Some(taker) = &mut self.taker {
            return taker.take(frame, device, log);
        }
        match (&self.said, frame) {
            (None, Frame::Holding(said)) => self.said = Some(said),
            (Some(_), Frame::Entry(entry)) if self.bytes + entry.len() <= ENTRY_BYTES => {
                self.bytes += entry.len();
                self.entries.push(entry);
            }
            (Some(said), frame) => {
                let mut known = log.clone();
                for entry in &self.entries {
                    let _ = known.insert(entry);
                }
                accept(said, &known, &self.nonce)?;
                let mut taker = Taker::new(self.keys.device, self.at, said, known.membership(), device)?;
                for entry in self.entries.drain(..) {
                    taker.take(Frame::Entry(entry), device, log)?;
                }
                // A file of this device, or of a copy of its disk, brings what it brings; it is no other's word.
                if said.device != self.keys.device {
                    taker.keep_holding(said, device, Way::File)?;
                }
                taker.take(frame, device, log)?;
                self.taker = Some(taker);
            }
            (None, _) => return Err(Error::Carrier(CarrierError::Foreign)),
        }
        Ok(())
    }
}

/// Entries that a file may bring before it is known who wrote it. Bytes.
const ENTRY_BYTES: usize = 32 * 1024 * 1024;
