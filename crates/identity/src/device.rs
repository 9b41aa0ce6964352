//! Keys of a device and of a server.

use minicbor::{Decode, Encode};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::entry::{EntryBody, prove_attach};
use crate::form::{decoded, encoded_secret, version_of};
use crate::ids::{DepartmentId, DeviceId, UserId};
use crate::seal::SealSecret;
use crate::signing::{self, SigningKey};

const VERSION: u8 = 1;

/// Stored keys cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeysError {
    /// The bytes are damaged or are something else.
    #[error("the stored keys are damaged")]
    Damaged,
    /// The bytes come from a later version.
    #[error("the stored keys come from version {0} of the form, which this version does not read")]
    UnsupportedVersion(u8),
}

#[derive(Encode, Decode, Zeroize, ZeroizeOnDrop)]
#[cbor(map)]
struct KeysForm {
    #[n(0)]
    v: u8,
    #[cbor(n(1), with = "minicbor::bytes")]
    sign: [u8; 32],
    #[cbor(n(2), with = "minicbor::bytes")]
    seal: Option<[u8; 32]>,
}

impl KeysForm {
    fn read(bytes: &[u8]) -> Result<Self, KeysError> {
        match version_of(bytes).ok_or(KeysError::Damaged)? {
            VERSION => decoded(bytes).ok_or(KeysError::Damaged),
            other => Err(KeysError::UnsupportedVersion(other)),
        }
    }
}

/// The keys of a device. They lie in its encrypted device file.
#[derive(Clone)]
pub struct DeviceKeys {
    /// [`DeviceId::of`] the public half of `sign`.
    pub device: DeviceId,
    /// Signs exchanges and certifies sessions.
    pub sign: SigningKey,
    /// Opens what is sealed to the device.
    pub seal: SealSecret,
}

impl DeviceKeys {
    /// Keys of a new device.
    pub fn random() -> Self {
        Self::of(signing::random_key(), SealSecret::random())
    }

    fn of(sign: SigningKey, seal: SealSecret) -> Self {
        Self { device: DeviceId::of(&signing::public_of(&sign)), sign, seal }
    }

    /// The secret bytes, for an encrypted place only.
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let form = KeysForm { v: VERSION, sign: self.sign.to_bytes(), seal: Some(*self.seal.as_bytes()) };
        encoded_secret(&form, 128)
    }

    /// Reads what [`Self::to_bytes`] wrote.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, KeysError> {
        let form = KeysForm::read(bytes)?;
        let seal = form.seal.ok_or(KeysError::Damaged)?;
        Ok(Self::of(SigningKey::from_bytes(&form.sign), SealSecret::from_bytes(seal)))
    }

    /// What a user signs to take up work on this device, on which somebody has joined before.
    pub fn attach(&self, department: &DepartmentId, user: UserId) -> EntryBody {
        let device_proof = prove_attach(department, user, self.device, &self.sign);
        EntryBody::Attach { user, device: self.device, device_proof }
    }

    /// The public half of the signing key.
    pub fn sign_public(&self) -> [u8; 32] {
        signing::public_of(&self.sign)
    }
}

impl std::fmt::Debug for DeviceKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "DeviceKeys({})", self.device)
    }
}

/// The identity of a server: signs its receipts.
#[derive(Clone)]
pub struct ServerKeys {
    /// Signs receipts.
    pub sign: SigningKey,
}

impl ServerKeys {
    /// Keys of a new server.
    pub fn random() -> Self {
        Self { sign: signing::random_key() }
    }

    /// The secret bytes, for a file that only the server reads.
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        encoded_secret(&KeysForm { v: VERSION, sign: self.sign.to_bytes(), seal: None }, 64)
    }

    /// Reads what [`Self::to_bytes`] wrote.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, KeysError> {
        Ok(Self { sign: SigningKey::from_bytes(&KeysForm::read(bytes)?.sign) })
    }

    /// The public half, as the membership log names it.
    pub fn public(&self) -> [u8; 32] {
        signing::public_of(&self.sign)
    }
}

impl std::fmt::Debug for ServerKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ServerKeys")
    }
}
