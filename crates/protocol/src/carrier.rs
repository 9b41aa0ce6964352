//! A file that goes from device to device by hand: a stream of frames in sealed pieces, which devices that were meant
//! open, and no others.
//!
//! `MAGIC | version | preamble length (u32, little endian) | preamble | pieces`; a piece is
//! `1 when it is the last, else 0 | length (u32, little endian) | sealed bytes`.

use std::io::{self, Read, Write};

use minicbor::{Decode, Encode};
use posta_identity::SealSecret;
use posta_identity::ids::{DepartmentId, DeviceId, Hash32};
use posta_identity::seal::{aead_open, aead_seal, hpke_open, hpke_seal};
use zeroize::Zeroizing;

use crate::cbor::{self, VERSION};

/// How every such file begins; the last bytes show what turns line ends into others.
pub const MAGIC: [u8; 8] = *b"POSTA\r\n\x1a";
const INFO: &[u8] = b"posta carrier";
/// A piece before it is sealed. Bytes.
const PIECE: usize = 16 * 1024;
/// A sealed piece. Bytes.
const SEALED: u32 = 65 * 1024;
/// Devices that one file is sealed to.
const SLOTS: usize = 5_000;
/// Bytes of the preamble, with room for them.
const PREAMBLE: u32 = 1024 * 1024;

/// Why a carried file cannot be opened, or read on.
#[derive(Debug, thiserror::Error)]
pub enum CarrierError {
    /// It is something else, or its beginning was altered.
    #[error("no carried file")]
    Foreign,
    #[error("written by version {0} of the program's format")]
    Newer(u8),
    /// Of another department.
    #[error("of another department")]
    OtherDepartment,
    /// Whoever wrote it did not mean this device.
    #[error("not sealed to this device")]
    NotForUs,
    /// Cut short or altered from here on; what came before is as it was written.
    #[error("cut short, or altered")]
    Broken,
    #[error(transparent)]
    Io(#[from] io::Error),
}

#[derive(Encode, Decode)]
struct Preamble {
    #[n(0)]
    v: u8,
    #[n(1)]
    department: DepartmentId,
    #[n(2)]
    #[cbor(with = "minicbor::bytes")]
    nonce: [u8; 32],
    #[n(3)]
    slots: Vec<Slot>,
}

/// The file's key, sealed to one device, which finds it by a name that tells nobody else whose it is.
#[derive(Encode, Decode)]
struct Slot {
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    name: [u8; 4],
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    sealed: Vec<u8>,
}

impl Preamble {
    fn name(&self, device: &DeviceId) -> [u8; 4] {
        let hash = Hash32::of_parts(&[b"posta carrier slot", &self.nonce, device.as_bytes()]);
        hash.as_bytes().first_chunk().copied().unwrap_or_default()
    }

    fn aad(&self, device: &DeviceId) -> Vec<u8> {
        [self.department.as_bytes().as_slice(), &self.nonce, device.as_bytes()].concat()
    }
}

/// What binds a piece to its file and place.
fn aad_of(file: &Hash32, place: u64, last: u8) -> Vec<u8> {
    [file.as_bytes().as_slice(), &place.to_le_bytes(), &[last]].concat()
}

/// Writes a carried file. Without [`finish`](Self::finish) it reads as cut short.
pub struct CarrierWriter<W> {
    to: W,
    key: Zeroizing<[u8; 32]>,
    file: Hash32,
    place: u64,
    piece: Vec<u8>,
    /// Bytes written.
    pub written: u64,
    /// Devices that can open it.
    pub devices: usize,
}

impl<W: Write> CarrierWriter<W> {
    /// Begins a file for devices, each with its X25519 key. `nonce` and `key`: fresh.
    ///
    /// # Errors
    /// Those of writing; [`CarrierError::NotForUs`] when no device can be meant.
    pub fn begin(
        mut to: W,
        department: DepartmentId,
        nonce: [u8; 32],
        key: Zeroizing<[u8; 32]>,
        devices: &[(DeviceId, [u8; 32])],
    ) -> Result<Self, CarrierError> {
        let mut preamble = Preamble { v: VERSION, department, nonce, slots: Vec::new() };
        for (device, public) in devices.iter().take(SLOTS) {
            // A device whose key cannot be sealed to is left out: it could not open anything.
            if let Ok(sealed) = hpke_seal(public, INFO, &preamble.aad(device), key.as_ref()) {
                preamble.slots.push(Slot { name: preamble.name(device), sealed });
            }
        }
        if preamble.slots.is_empty() {
            return Err(CarrierError::NotForUs);
        }
        let devices = preamble.slots.len();
        let preamble = cbor::encode(&preamble);
        let length = u32::try_from(preamble.len()).unwrap_or(u32::MAX);
        let head = [MAGIC.as_slice(), &[VERSION], &length.to_le_bytes(), &preamble].concat();
        to.write_all(&head)?;
        let file = Hash32::of(&head);
        Ok(Self {
            to,
            key,
            file,
            place: 0,
            piece: Vec::with_capacity(PIECE),
            written: head.len() as u64,
            devices,
        })
    }

    /// Adds bytes.
    ///
    /// # Errors
    /// Those of writing.
    pub fn add(&mut self, mut bytes: &[u8]) -> Result<(), CarrierError> {
        while !bytes.is_empty() {
            if self.piece.len() == PIECE {
                self.close(0)?;
            }
            let (now, later) = bytes.split_at(bytes.len().min(PIECE - self.piece.len()));
            self.piece.extend_from_slice(now);
            bytes = later;
        }
        Ok(())
    }

    /// Writes the last piece and gives back what was written to.
    ///
    /// # Errors
    /// Those of writing.
    pub fn finish(mut self) -> Result<(W, u64), CarrierError> {
        self.close(1)?;
        self.to.flush()?;
        Ok((self.to, self.written))
    }

    fn close(&mut self, last: u8) -> Result<(), CarrierError> {
        let aad = aad_of(&self.file, self.place, last);
        let sealed = aead_seal(&self.key, &aad, &self.piece).map_err(|_| CarrierError::Broken)?;
        let length = u32::try_from(sealed.len()).unwrap_or(u32::MAX);
        self.to.write_all(&[last])?;
        self.to.write_all(&length.to_le_bytes())?;
        self.to.write_all(&sealed)?;
        self.written += 5 + sealed.len() as u64;
        self.place += 1;
        self.piece.clear();
        Ok(())
    }
}

/// Reads a carried file piece by piece; holds one at a time.
pub struct CarrierReader<R> {
    from: R,
    key: Zeroizing<[u8; 32]>,
    file: Hash32,
    place: u64,
    ended: bool,
    /// Ties what is said inside to this file.
    pub nonce: [u8; 32],
}

impl<R: Read> CarrierReader<R> {
    /// Opens a file of a department, with a device's key.
    ///
    /// # Errors
    /// All of [`CarrierError`].
    pub fn open(
        mut from: R,
        department: DepartmentId,
        device: &DeviceId,
        secret: &SealSecret,
    ) -> Result<Self, CarrierError> {
        let mut begin = [0; 13];
        read_whole(&mut from, &mut begin, CarrierError::Foreign)?;
        let [a, b, c, d, e, f, g, h, version, length @ ..] = begin;
        if [a, b, c, d, e, f, g, h] != MAGIC {
            return Err(CarrierError::Foreign);
        }
        if version != VERSION {
            return Err(CarrierError::Newer(version));
        }
        let length = u32::from_le_bytes(length);
        if length > PREAMBLE {
            return Err(CarrierError::Foreign);
        }
        let mut bytes = vec![0; length as usize];
        read_whole(&mut from, &mut bytes, CarrierError::Foreign)?;
        let preamble: Preamble =
            cbor::decode_versioned("carrier", &bytes).map_err(|_| CarrierError::Foreign)?;
        if preamble.department != department {
            return Err(CarrierError::OtherDepartment);
        }
        let (name, aad) = (preamble.name(device), preamble.aad(device));
        let own = preamble.slots.iter().filter(|slot| slot.name == name).take(SLOTS);
        let key = own.filter_map(|slot| hpke_open(secret, INFO, &aad, &slot.sealed).ok()).find_map(|key| {
            let key: [u8; 32] = key.as_slice().try_into().ok()?;
            Some(Zeroizing::new(key))
        });
        let key = key.ok_or(CarrierError::NotForUs)?;
        let file = Hash32::of(&[begin.as_slice(), &bytes].concat());
        Ok(Self { from, key, file, place: 0, ended: false, nonce: preamble.nonce })
    }

    /// The next piece; nothing after the last.
    ///
    /// # Errors
    /// [`CarrierError::Broken`] from the first piece on that is not whole; those of reading.
    pub fn next_piece(&mut self) -> Result<Option<Zeroizing<Vec<u8>>>, CarrierError> {
        if self.ended {
            return Ok(None);
        }
        let mut begin = [0; 5];
        read_whole(&mut self.from, &mut begin, CarrierError::Broken)?;
        let [last, length @ ..] = begin;
        let length = u32::from_le_bytes(length);
        if last > 1 || length > SEALED {
            return Err(CarrierError::Broken);
        }
        let mut sealed = vec![0; length as usize];
        read_whole(&mut self.from, &mut sealed, CarrierError::Broken)?;
        let aad = aad_of(&self.file, self.place, last);
        let piece = aead_open(&self.key, &aad, &sealed).map_err(|_| CarrierError::Broken)?;
        self.place += 1;
        self.ended = last == 1;
        Ok(Some(piece))
    }
}

fn read_whole(from: &mut impl Read, bytes: &mut [u8], short: CarrierError) -> Result<(), CarrierError> {
    from.read_exact(bytes).map_err(|error| match error.kind() {
        io::ErrorKind::UnexpectedEof => short,
        _ => CarrierError::Io(error),
    })
}
