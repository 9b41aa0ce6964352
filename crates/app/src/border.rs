//! Errors of the crates below, told in this crate's words.

use std::io::ErrorKind;

use posta_identity::keyring::{KeyringError, UnlockError};
use posta_protocol::CarrierError;

use crate::error::Error;

impl From<posta_store::Error> for Error {
    fn from(error: posta_store::Error) -> Self {
        use posta_store::Error as Store;
        match error {
            Store::WrongKey | Store::Damaged(_) | Store::OtherFamily | Store::Stored(_) => {
                Error::Damaged(error.to_string())
            }
            Store::Newer { .. } => Error::NewerFiles,
            Store::ReadOnly => Error::ReadOnly,
            Store::Unreachable(kind) => reach(kind),
            Store::NotTheOwner => Error::NotAllowed,
            other => Error::Storage(other.to_string()),
        }
    }
}

/// A file or folder that could not be reached or written.
pub(crate) fn reach(kind: ErrorKind) -> Error {
    match kind {
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Error::ReadOnly,
        kind => Error::Storage(kind.to_string()),
    }
}

impl From<KeyringError> for Error {
    fn from(error: KeyringError) -> Self {
        match error {
            KeyringError::NotFound => Error::NotJoined,
            KeyringError::ForeignDepartment => Error::OtherDepartment,
            KeyringError::Unlock(error) => error.into(),
            KeyringError::Recovery(error) => error.into(),
            KeyringError::Password(_) => Error::PasswordTooShort,
            KeyringError::Damaged | KeyringError::UnsupportedVersion(_) => Error::Damaged(error.to_string()),
            other => Error::Storage(other.to_string()),
        }
    }
}

impl From<UnlockError> for Error {
    fn from(error: UnlockError) -> Self {
        match error {
            UnlockError::WrongPassword => Error::WrongPassword,
            UnlockError::UnknownUser => Error::UnknownUser,
            UnlockError::TooSoon { seconds } => Error::TooSoon { seconds },
            UnlockError::Damaged => Error::Damaged("the user's slot in the keyring".into()),
        }
    }
}

impl From<posta_documents::Error> for Error {
    fn from(error: posta_documents::Error) -> Self {
        Error::Unexpected(error.to_string())
    }
}

impl From<posta_sync::Error> for Error {
    fn from(error: posta_sync::Error) -> Self {
        use posta_sync::Error as Sync;
        match error {
            Sync::Unreachable | Sync::Address => Error::Unreachable,
            Sync::NotOurServer => Error::NotOurServer,
            Sync::CaptivePortal => Error::CaptivePortal,
            Sync::Proxy => Error::Proxy,
            Sync::NotJoined => Error::NotJoined,
            Sync::Stranger => Error::Stranger,
            Sync::Parted => Error::PeerParted,
            Sync::Carrier(error) => match error {
                CarrierError::Newer(_) => Error::NewerCarrier,
                CarrierError::NotForUs => Error::CarrierNotForUs,
                CarrierError::Io(error) => Error::Stick(error.kind().to_string()),
                CarrierError::Foreign | CarrierError::OtherDepartment | CarrierError::Broken => {
                    Error::NotACarrier
                }
            },
            Sync::NotGranted => Error::Refused("not_granted".into()),
            Sync::ServerRefused { code } => match code.as_str() {
                "unknown_invitation" | "invitation_used" => Error::InvitationRefused,
                "server_trouble" | "server_full" | "rate_limited" => Error::ServerTrouble,
                "quota" => Error::Quota,
                "unsupported_version" => Error::OtherVersion,
                _ => Error::Refused(code),
            },
            Sync::Storage(error) => error.into(),
        }
    }
}
