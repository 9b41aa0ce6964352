//! HTTP/1.1 to the server: no redirect, no system roots; plain text only to this machine itself. Through the system's
//! proxy where there is one, by a tunnel: TLS stays between this device and the server.

use std::{error::Error as _, io::ErrorKind, net::IpAddr, time::Duration};

use bytes::Bytes;
use futures_util::{FutureExt, StreamExt, future::BoxFuture};
use posta_identity::ids::Hash32;
use reqwest::header::{CONNECTION, HeaderMap, HeaderValue};
use reqwest::{Body, Client, ClientBuilder, Method, Url, redirect::Policy};

use crate::{
    Error,
    pin::{Pin, client_config},
    portal,
    transport::{Answer, ByteStream, Transport, TransportError},
};

const CONNECT: Duration = Duration::from_secs(20);
/// What the library says of a tunnel when it does not get as far as the proxy; the cause follows.
const NOT_REACHED: &str = "failed to create underlying connection";

/// A server at an address, known by its pinned key.
#[derive(Debug, Clone)]
pub struct Http {
    client: Client,
    /// Asks for a portal, in the clear.
    plain: Client,
    base: Url,
}

impl Http {
    /// `url`: `https://host[:port][/path]`, or `http://` to a loopback host (where the pin is not looked at, and the
    /// server's signature of the receipt alone counts). `pin`: SHA-256 of the SPKI of its certificate.
    ///
    /// # Errors
    /// [`Error::Address`].
    pub fn new(url: &str, pin: Hash32) -> Result<Self, Error> {
        Self::pinned(url, Pin::Key(pin))
    }

    /// As [`new`](Self::new), from one of this machine's own addresses: a machine that plays many devices, of which each
    /// stands somewhere else.
    ///
    /// # Errors
    /// [`Error::Address`].
    #[doc(hidden)]
    pub fn from_address(url: &str, pin: Hash32, from: IpAddr) -> Result<Self, Error> {
        Self::over(base_of(url)?, Pin::Key(pin), |builder| builder.local_address(from))
    }

    pub(crate) fn pinned(url: &str, pin: Pin) -> Result<Self, Error> {
        Self::over(base_of(url)?, pin, |builder| builder)
    }

    /// `way`: what else is to be set, for both clients.
    fn over(base: Url, pin: Pin, way: impl Fn(ClientBuilder) -> ClientBuilder) -> Result<Self, Error> {
        let tls = client_config(pin).map_err(|_| Error::Address)?;
        let builder = || way(Client::builder().tls_backend_preconfigured(tls.clone()).http1_only());
        let plain = portal::client(builder()).map_err(|_| Error::Address)?;
        let client = builder().redirect(Policy::none()).referer(false).connect_timeout(CONNECT);
        let client = if is_loopback(&base) { client.no_proxy() } else { client };
        Ok(Self { client: client.build().map_err(|_| Error::Address)?, plain, base })
    }

    /// A path of this server.
    fn url(&self, path: &str) -> Url {
        let mut url = self.base.clone();
        url.set_path(&format!("{}/{path}", self.base.path().trim_end_matches('/')));
        url
    }

    /// Where to ask for a portal: the server's own host, at the port of plain HTTP. An address of this machine itself has no
    /// network in between; asked is there only whoever answered in plain HTTP already.
    fn plain_question(&self, was_answered: bool) -> Option<Url> {
        let mut url = self.url("v1/health");
        let is_plain = self.base.scheme() == "http";
        if !is_plain {
            url.set_scheme("http").ok()?;
            url.set_port(None).ok()?;
        }
        let may_ask = if is_plain { was_answered } else { !is_loopback(&self.base) };
        may_ask.then_some(url)
    }

    pub(crate) async fn send(
        &self,
        method: Method,
        path: &str,
        body: Option<Body>,
    ) -> Result<Answer, TransportError> {
        self.send_with(method, path, body, HeaderMap::new()).await
    }

    async fn send_with(
        &self,
        method: Method,
        path: &str,
        body: Option<Body>,
        headers: HeaderMap,
    ) -> Result<Answer, TransportError> {
        let mut request = self.client.request(method, self.url(path)).headers(headers);
        if let Some(body) = body {
            // Without a media type: the path says what it is, and each byte counts where there is no news.
            request = request.body(body);
        }
        let response = request.send().await.map_err(|error| meaning(&error))?;
        let status = response.status().as_u16();
        let pieces = response.bytes_stream().map(|piece| piece.map_err(|error| meaning(&error)));
        Ok(Answer { status, body: Box::pin(pieces) })
    }
}

impl Transport for Http {
    fn exchange(&self, request: ByteStream) -> BoxFuture<'_, Result<Answer, TransportError>> {
        self.send(Method::POST, "v1/exchange", Some(Body::wrap_stream(request))).boxed()
    }

    fn exchange_last(&self, request: ByteStream) -> BoxFuture<'_, Result<Answer, TransportError>> {
        let close = HeaderMap::from_iter([(CONNECTION, HeaderValue::from_static("close"))]);
        let body = Some(Body::wrap_stream(request));
        async move { self.send_with(Method::POST, "v1/exchange", body, close).await }.boxed()
    }

    fn elsewhere(&self, request: Bytes) -> BoxFuture<'_, Result<Answer, TransportError>> {
        self.send(Method::POST, "v1/elsewhere", Some(Body::from(request))).boxed()
    }

    fn meets_portal(&self, was_answered: bool) -> BoxFuture<'_, bool> {
        let question = self.plain_question(was_answered);
        async move {
            match question {
                Some(url) => portal::is_kept(&self.plain, url).await,
                None => false,
            }
        }
        .boxed()
    }
}

/// Reads an answer whole, up to `limit` bytes.
pub(crate) async fn collect(mut body: ByteStream, limit: usize) -> Result<Bytes, Error> {
    let mut all = Vec::new();
    while let Some(piece) = body.next().await {
        all.extend_from_slice(&piece?);
        if all.len() > limit {
            return Err(Error::NotOurServer);
        }
    }
    Ok(all.into())
}

fn base_of(url: &str) -> Result<Url, Error> {
    Url::parse(url).ok().filter(is_acceptable).ok_or(Error::Address)
}

fn is_acceptable(url: &Url) -> bool {
    let plain = url.username().is_empty() && url.password().is_none() && url.query().is_none();
    let has_host = url.host_str().is_some_and(|host| !host.is_empty());
    plain && has_host && (url.scheme() == "https" || (url.scheme() == "http" && is_loopback(url)))
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// Any fault of TLS itself means that somebody else is there, any of the tunnel through a proxy that the proxy let nothing
/// through; everything else is a connection that failed.
fn meaning(error: &reqwest::Error) -> TransportError {
    let mut is_to_proxy = false;
    let mut next = error.source();
    while let Some(cause) = next {
        if cause.is::<rustls::Error>() {
            return TransportError::WrongKey;
        }
        // The library gives no type to ask for; tests hold these words.
        match cause.to_string().strip_prefix("tunnel error: ") {
            Some(NOT_REACHED) => is_to_proxy = true,
            Some(_) => return TransportError::Proxy,
            None => {}
        }
        // An I/O error that wraps another gives that one's source, and hides the error itself.
        let io = cause.downcast_ref::<std::io::Error>();
        // A proxy that is known and refuses is dead; one that is nowhere to be found is a network that is not there.
        if is_to_proxy && io.is_some_and(|io| io.kind() == ErrorKind::ConnectionRefused) {
            return TransportError::Proxy;
        }
        let wrapped = io.and_then(std::io::Error::get_ref);
        next = match wrapped {
            Some(inner) => Some(inner as &(dyn std::error::Error + 'static)),
            None => cause.source(),
        };
    }
    TransportError::Cut
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests;
