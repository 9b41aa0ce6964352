//! How an exchange reaches the other side: one streamed request, one streamed answer.

use std::pin::Pin;

use bytes::Bytes;
use futures_util::{FutureExt, Stream, future::BoxFuture};
use thiserror::Error;

/// A body as it goes: pieces of any size. An error as last piece means that the rest never comes.
pub type ByteStream = Pin<Box<dyn Stream<Item = Result<Bytes, TransportError>> + Send>>;

/// Why nothing, or nothing more, comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TransportError {
    /// Not connected, or cut.
    #[error("cut")]
    Cut,
    /// Whoever answered does not hold the key that was pinned, or does not speak TLS.
    #[error("not the pinned key")]
    WrongKey,
    /// The proxy in between wants a password, refuses, or is not there.
    #[error("the proxy")]
    Proxy,
}

impl From<TransportError> for crate::Error {
    fn from(error: TransportError) -> Self {
        match error {
            TransportError::Cut => Self::Unreachable,
            TransportError::WrongKey => Self::NotOurServer,
            TransportError::Proxy => Self::Proxy,
        }
    }
}

/// The answer to an exchange.
pub struct Answer {
    /// As in HTTP: 200, or the body is a single error frame.
    pub status: u16,
    pub body: ByteStream,
}

/// Carries requests to one server.
pub trait Transport: Send + Sync {
    /// `POST /v1/exchange`. Resolves once the answer begins, which may be before the request has gone up whole. The request
    /// body ends with an error when the asking side gives up.
    fn exchange(&self, request: ByteStream) -> BoxFuture<'_, Result<Answer, TransportError>>;

    /// `POST /v1/elsewhere`: a question about people of other departments.
    fn elsewhere(&self, request: Bytes) -> BoxFuture<'_, Result<Answer, TransportError>>;

    /// Whether a portal keeps this network until somebody signs in. Asked after a try that failed; `was_answered`: by
    /// somebody who is not our server. Of a transport that is no network: no.
    fn meets_portal(&self, was_answered: bool) -> BoxFuture<'_, bool> {
        let _ = was_answered;
        std::future::ready(false).boxed()
    }
}
