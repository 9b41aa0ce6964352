//! The authority's file, in a folder of its own.

use std::io;
use std::path::{Path, PathBuf};

use minicbor::{Decode, Encode};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::{Authority, AuthorityError};
use crate::form::{checked, decoded, encoded_secret, unchecked, version_of};
use crate::private_file::{create_private_folder, write_private};
use crate::recovery::RecoveryKey;
use crate::seal::SealSecret;
use crate::signing::SigningKey;
use crate::user::EpochForm;

const VERSION: u8 = 1;

#[derive(Encode, Decode, Zeroize, ZeroizeOnDrop)]
#[cbor(map)]
struct AuthorityForm {
    #[n(0)]
    v: u8,
    #[n(1)]
    code: String,
    #[cbor(n(2), with = "minicbor::bytes")]
    sign: [u8; 32],
    #[cbor(n(3), with = "minicbor::bytes")]
    recovery: Option<[u8; 32]>,
    #[n(4)]
    epochs: Vec<EpochForm>,
    #[cbor(n(5), with = "minicbor::bytes")]
    recovery_public: [u8; 32],
}

/// The file.
impl Authority {
    /// Whether the folder holds a file for this department code.
    pub fn exists(folder: &Path, code: &str) -> bool {
        check_code(code).is_ok() && file_of(folder, code).exists()
    }

    /// Writes `<folder>/authority-<code>.cbor` with mode 0600, durably. Never replaces another authority's file.
    pub fn save(&self, folder: &Path) -> Result<(), AuthorityError> {
        match Self::load(folder, &self.code) {
            Ok(other) if other.department() != self.department() => return Err(AuthorityError::Exists),
            Ok(_) | Err(AuthorityError::NotFound) => {}
            Err(error) => return Err(error),
        }
        let form = AuthorityForm {
            v: VERSION,
            code: self.code.clone(),
            sign: self.sign.to_bytes(),
            recovery: self.recovery.as_ref().map(|key| *key.0.as_bytes()),
            recovery_public: self.recovery_public,
            epochs: self.epochs.iter().map(EpochForm::from).collect(),
        };
        let payload: Zeroizing<Vec<u8>> = encoded_secret(&form, 256 + 64 * self.epochs.len());
        create_private_folder(folder).map_err(AuthorityError::Io)?;
        write_private(&file_of(folder, &self.code), &checked(&payload)).map_err(AuthorityError::Io)
    }

    /// Reads what [`Self::save`] wrote.
    pub fn load(folder: &Path, code: &str) -> Result<Self, AuthorityError> {
        check_code(code)?;
        let bytes = match std::fs::read(file_of(folder, code)) {
            Ok(bytes) => Zeroizing::new(bytes),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(AuthorityError::NotFound),
            Err(error) => return Err(AuthorityError::Io(error)),
        };
        let payload = unchecked(&bytes).ok_or(AuthorityError::Damaged)?;
        match version_of(&payload).ok_or(AuthorityError::Damaged)? {
            VERSION => {}
            other => return Err(AuthorityError::UnsupportedVersion(other)),
        }
        let form: AuthorityForm = decoded(&payload).ok_or(AuthorityError::Damaged)?;
        Ok(Self {
            code: form.code.clone(),
            sign: SigningKey::from_bytes(&form.sign),
            recovery: form.recovery.map(|key| RecoveryKey(SealSecret::from_bytes(key))),
            recovery_public: form.recovery_public,
            epochs: form.epochs.iter().map(Into::into).collect(),
        })
    }
}

fn file_of(folder: &Path, code: &str) -> PathBuf {
    folder.join(format!("authority-{code}.cbor"))
}

pub(super) fn check_code(code: &str) -> Result<(), AuthorityError> {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
    if (1..=32).contains(&code.len()) && code.chars().all(plain) {
        Ok(())
    } else {
        Err(AuthorityError::BadCode)
    }
}
