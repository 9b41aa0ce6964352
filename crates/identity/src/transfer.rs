//! A user who takes up work on a further device: it asks, the user's own device hands over the user's keys, sealed.
//!
//! The further device is known already and somebody has it unlocked there, who adds the newcomer to it. Afterwards the
//! user chooses a password there and signs [`crate::DeviceKeys::attach`].

use crate::ids::{DepartmentId, DeviceId, Hash32};
use crate::membership::Membership;
use crate::seal::{SealError, SealSecret, hpke_open, hpke_seal};
use crate::typed::{TypedError, from_text, to_text};
use crate::user::UserSecrets;
use crate::words::slow_words_of;

const VERSION: u8 = 1;
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
}

impl TransferRequest {
    const LENGTH: usize = 1 + 2 * 16 + 32;

    /// A request, and the secret that opens its transfer: kept in memory only, while the request is shown.
    pub fn new(department: DepartmentId, device: DeviceId) -> (Self, SealSecret) {
        let secret = SealSecret::random();
        (Self { department, device, ephemeral_public: secret.public() }, secret)
    }

    fn to_bytes(&self) -> Vec<u8> {
        [&[VERSION], self.department.as_bytes().as_slice(), self.device.as_bytes(), &self.ephemeral_public]
            .concat()
    }

    /// The text for a QR code or for typing.
    pub fn to_text(&self) -> String {
        to_text(REQUEST_WORD, &self.to_bytes()).to_string()
    }

    /// Reads what [`Self::to_text`] wrote.
    ///
    /// # Errors
    /// When it is something else, or a letter is wrong.
    pub fn from_text(text: &str) -> Result<Self, TypedError> {
        let bytes = from_text(REQUEST_WORD, text, Self::LENGTH)?;
        let wrong = TypedError::WrongCheck;
        let (version, rest) = bytes.split_first().ok_or(wrong)?;
        if *version != VERSION {
            return Err(TypedError::UnsupportedVersion(*version));
        }
        let (department, rest) = rest.split_first_chunk::<16>().ok_or(wrong)?;
        let (device, rest) = rest.split_first_chunk::<16>().ok_or(wrong)?;
        let ephemeral_public = rest.try_into().map_err(|_| wrong)?;
        Ok(Self { department: (*department).into(), device: (*device).into(), ephemeral_public })
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
        to_text(TRANSFER_WORD, &[&[VERSION], self.sealed.as_slice()].concat()).to_string()
    }

    /// Reads what [`Self::to_text`] wrote.
    ///
    /// # Errors
    /// When it is something else, or a letter is wrong.
    pub fn from_text(text: &str) -> Result<Self, TypedError> {
        let bytes = from_text(TRANSFER_WORD, text, LONGEST)?;
        match bytes.split_first().ok_or(TypedError::WrongCheck)? {
            (&VERSION, sealed) => Ok(Self { sealed: sealed.to_vec() }),
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
    /// Hands this user's keys to a device that asks, once the user has compared the words.
    ///
    /// # Errors
    /// [`TransferError::ForeignDepartment`], [`TransferError::UnknownDevice`].
    pub fn transfer(
        &self,
        membership: &Membership,
        request: &TransferRequest,
    ) -> Result<Transfer, TransferError> {
        if request.department != self.department {
            return Err(TransferError::ForeignDepartment);
        }
        if !membership.device(request.device).is_some_and(|device| device.active) {
            return Err(TransferError::UnknownDevice);
        }
        let sealed = hpke_seal(&request.ephemeral_public, INFO, &request.to_bytes(), &self.to_bytes())?;
        Ok(Transfer { sealed })
    }
}
