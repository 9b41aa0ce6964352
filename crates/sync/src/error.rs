//! What can keep an exchange from going through. Codes and ids, never values.

use thiserror::Error;

/// Why an exchange did not go through. What had been verified until then stays on the shelf.
#[derive(Debug, Error)]
pub enum Error {
    /// No connection, or it was cut, or nothing moved for [`IDLE`](crate::IDLE).
    #[error("the server cannot be reached, or the connection was cut")]
    Unreachable,
    /// The server does not know this device, or grants it none of what it asked for.
    #[error("the server does not grant this device what it asks for")]
    NotGranted,
    /// The server said no, with this code (`posta_protocol::code`).
    #[error("the server refused: {code}")]
    ServerRefused { code: String },
    /// Somebody else answered: another key, no frames, or a receipt that the server has not signed (a captive portal,
    /// a proxy, an impostor). Nothing was marked as sent.
    #[error("the answer does not come from this department's server")]
    NotOurServer,
    /// The network keeps everything back until somebody signs in with a browser. Nothing was marked as sent.
    #[error("the network asks to sign in first")]
    CaptivePortal,
    /// The proxy of this network asks for a password, refuses, or does not answer.
    #[error("the proxy of this network does not let the connection through")]
    Proxy,
    /// The address is no `https` URL, nor an `http` one of this machine itself.
    #[error("the server's address is not acceptable")]
    Address,
    /// The device file holds no device keys yet.
    #[error("this device has not joined a department")]
    NotJoined,
    /// A carried file cannot be opened or written.
    #[error(transparent)]
    Carrier(#[from] posta_protocol::CarrierError),
    /// Whoever wrote a file or called is no active device of this department, as far as is known here.
    #[error("no active device of this department")]
    Stranger,
    /// The other device ended the talk.
    #[error("the other device ended the talk")]
    Parted,
    #[error(transparent)]
    Storage(#[from] posta_store::Error),
}

impl Error {
    /// A short stable word for the history of exchanges and for screens.
    pub fn code(&self) -> &str {
        match self {
            Self::Unreachable => "unreachable",
            Self::NotGranted => "not_granted",
            Self::ServerRefused { code } => code,
            Self::NotOurServer => "not_our_server",
            Self::CaptivePortal => "captive_portal",
            Self::Proxy => "proxy",
            Self::Address => "address",
            Self::NotJoined => "not_joined",
            Self::Carrier(_) => "carrier",
            Self::Stranger => "stranger",
            Self::Parted => "parted",
            Self::Storage(_) => "storage",
        }
    }

    /// What a code of the server means here.
    pub(crate) fn refused(code: &str) -> Self {
        match code {
            posta_protocol::code::UNKNOWN_DEVICE | posta_protocol::code::SCOPE_NOT_GRANTED => {
                Self::NotGranted
            }
            code => Self::ServerRefused { code: code.to_owned() },
        }
    }
}

impl From<posta_protocol::FrameError> for Error {
    /// What is not made of frames does not come from our server; unless it is newer than this program.
    fn from(error: posta_protocol::FrameError) -> Self {
        match error.code() {
            code @ posta_protocol::code::UNSUPPORTED_VERSION => Self::ServerRefused { code: code.to_owned() },
            _ => Self::NotOurServer,
        }
    }
}
