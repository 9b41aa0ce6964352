//! A user who takes up work on a further device: it asks under its signature, the user's own device hands over the
//! user's keys, sealed.
//!
//! The further device is known already and somebody has it unlocked there, who adds the newcomer to it. Afterwards the
//! user chooses a password there and signs [`crate::DeviceKeys::attach`].

use crate::device::DeviceKeys;
use crate::ids::{DepartmentId, DeviceId, Hash32};
use crate::membership::Membership;
use crate::seal::{SealError, SealSecret, hpke_open, hpke_seal};
use crate::signing;
use crate::typed::{TypedError, from_text, to_text};
use crate::user::UserSecrets;
use crate::words::slow_words_of;

/// Requests of version 1 were not signed: they are refused.
const REQUEST_VERSION: u8 = 2;
const TRANSFER_VERSION: u8 = 1;
const CONTEXT: &str = "posta request";
const INFO: &[u8] = b"posta transfer";
const REQUEST_WORD: &str = "PEDIDO";
const TRANSFER_WORD: &str = "TRASLADO";
const LONGEST: usize = 32 * 1024;

/// A user's keys could not be handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TransferError {
    /// Asked by a device of another department.
    #[error("the request comes from another department")]
    ForeignDepartment,
    /// The device is not known, or revoked.
    #[error("the device that asks is not an active one of the department")]
    UnknownDevice,
    /// Altered, or signed by another device than the one that it names.
    #[error("the request was not signed by the device that it names")]
    NotSigned,
    /// Altered, or the transfer of another request.
    #[error("the transfer does not answer this request")]
    DoesNotOpen,
    /// The keys could not be sealed.
    #[error(transparent)]
    Seal(#[from] SealError),
}

/// What the further device shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransferRequest {
    /// The department.
    pub department: DepartmentId,
    /// The device that asks.
    pub device: DeviceId,
    ephemeral_public: [u8; 32],
    signature: [u8; 64],
}

impl TransferRequest {
    const LENGTH: usize = 1 + 2 * 16 + 32 + 64;

    /// A request signed by the device that asks, and the secret that opens its transfer: kept in memory only, while the
    /// request is shown.
    pub fn new(department: DepartmentId, keys: &DeviceKeys) -> (Self, SealSecret) {
        let secret = SealSecret::random();
        let (device, ephemeral_public) = (keys.device, secret.public());
        let mut request = Self { department, device, ephemeral_public, signature: [0; 64] };
        request.signature = signing::sign(&keys.sign, CONTEXT, &request.signed());
        (request, secret)
    }

    /// What the device signs.
    fn signed(&self) -> Vec<u8> {
        let ids = [self.department.as_bytes().as_slice(), self.device.as_bytes()].concat();
        [&[REQUEST_VERSION], ids.as_slice(), &self.ephemeral_public].concat()
    }

    fn check_signed_by(&self, device_public: &[u8; 32]) -> Result<(), TransferError> {
        signing::verify(device_public, CONTEXT, &self.signed(), &self.signature)
            .map_err(|_| TransferError::NotSigned)
    }

    fn to_bytes(&self) -> Vec<u8> {
        [self.signed().as_slice(), &self.signature].concat()
    }

    /// The text for a QR code or for typing.
    pub fn to_text(&self) -> String {
        to_text(REQUEST_WORD, &self.to_bytes()).to_string()
    }

    /// Reads what [`Self::to_text`] wrote. Whether the device signed it, [`UserSecrets::transfer`] asks.
    ///
    /// # Errors
    /// When it is something else, or a letter is wrong; [`TypedError::UnsupportedVersion`], of the unsigned form too.
    pub fn from_text(text: &str) -> Result<Self, TypedError> {
        let bytes = from_text(REQUEST_WORD, text, Self::LENGTH)?;
        let wrong = TypedError::WrongCheck;
        let (version, rest) = bytes.split_first().ok_or(wrong)?;
        if *version != REQUEST_VERSION {
            return Err(TypedError::UnsupportedVersion(*version));
        }
        let (department, rest) = rest.split_first_chunk::<16>().ok_or(wrong)?;
        let (device, rest) = rest.split_first_chunk::<16>().ok_or(wrong)?;
        let (ephemeral_public, rest) = rest.split_first_chunk::<32>().ok_or(wrong)?;
        let signature = rest.try_into().map_err(|_| wrong)?;
        let (department, device) = ((*department).into(), (*device).into());
        Ok(Self { department, device, ephemeral_public: *ephemeral_public, signature })
    }

    /// The words that both screens show.
    pub fn words(&self) -> [&'static str; 4] {
        slow_words_of(&Hash32::of_parts(&[b"posta request", &self.to_bytes()]).half())
    }
}

/// A user's keys, sealed to one request.
#[derive(Clone, PartialEq, Eq)]
pub struct Transfer {
    sealed: Vec<u8>,
}

impl Transfer {
    /// The text for a QR code. Long: with many epochs it fits a file better.
    pub fn to_text(&self) -> String {
        to_text(TRANSFER_WORD, &[&[TRANSFER_VERSION], self.sealed.as_slice()].concat()).to_string()
    }

    /// Reads what [`Self::to_text`] wrote.
    ///
    /// # Errors
    /// When it is something else, or a letter is wrong.
    pub fn from_text(text: &str) -> Result<Self, TypedError> {
        let bytes = from_text(TRANSFER_WORD, text, LONGEST)?;
        match bytes.split_first().ok_or(TypedError::WrongCheck)? {
            (&TRANSFER_VERSION, sealed) => Ok(Self { sealed: sealed.to_vec() }),
            (version, _) => Err(TypedError::UnsupportedVersion(*version)),
        }
    }

    /// Opens the keys on the device that asked.
    ///
    /// # Errors
    /// [`TransferError::DoesNotOpen`].
    pub fn open(&self, request: &TransferRequest, secret: &SealSecret) -> Result<UserSecrets, TransferError> {
        let plain = hpke_open(secret, INFO, &request.to_bytes(), &self.sealed);
        let plain = plain.map_err(|_| TransferError::DoesNotOpen)?;
        UserSecrets::from_bytes(&plain)
            .filter(|secrets| secrets.department == request.department)
            .ok_or(TransferError::DoesNotOpen)
    }
}

impl std::fmt::Debug for Transfer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Transfer")
    }
}

impl UserSecrets {
    /// Hands this user's keys to a device that asks, once the user has compared the words. The device that the
    /// membership log names must have signed the request.
    ///
    /// # Errors
    /// [`TransferError::ForeignDepartment`], [`TransferError::UnknownDevice`], [`TransferError::NotSigned`].
    pub fn transfer(
        &self,
        membership: &Membership,
        request: &TransferRequest,
    ) -> Result<Transfer, TransferError> {
        if request.department != self.department {
            return Err(TransferError::ForeignDepartment);
        }
        let device = membership.device(request.device).filter(|device| device.active);
        let device = device.ok_or(TransferError::UnknownDevice)?;
        request.check_signed_by(&device.sign_public)?;
        let sealed = hpke_seal(&request.ephemeral_public, INFO, &request.to_bytes(), &self.to_bytes())?;
        Ok(Transfer { sealed })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;

    #[test]
    fn a_request_of_which_any_byte_was_altered_is_not_signed() {
        let keys = DeviceKeys::random();
        let (request, _) = TransferRequest::new(DepartmentId::random(), &keys);
        request.check_signed_by(&keys.sign_public()).unwrap();
        let bytes = request.to_bytes();
        for place in 1..bytes.len() {
            let mut altered = bytes.clone();
            altered[place] ^= 1;
            let altered = TransferRequest::from_text(&to_text(REQUEST_WORD, &altered)).unwrap();
            assert_eq!(
                altered.check_signed_by(&keys.sign_public()),
                Err(TransferError::NotSigned),
                "{place}"
            );
        }
    }

    #[test]
    fn the_unsigned_form_and_one_cut_short_or_lengthened_are_not_read() {
        let (request, _) = TransferRequest::new(DepartmentId::random(), &DeviceKeys::random());
        let bytes = request.to_bytes();
        let unsigned = [&[1], &bytes[1..65]].concat();
        let read = |bytes: &[u8]| TransferRequest::from_text(&to_text(REQUEST_WORD, bytes)).unwrap_err();
        assert_eq!(read(&unsigned), TypedError::UnsupportedVersion(1));
        assert_eq!(read(&bytes[..bytes.len() - 1]), TypedError::WrongCheck);
        assert_eq!(read(&bytes[..65]), TypedError::WrongCheck, "the signed form without its signature");
        assert_eq!(read(&[bytes.as_slice(), &[0]].concat()), TypedError::TooLong);
    }
}
