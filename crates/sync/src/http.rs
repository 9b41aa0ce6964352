//! HTTP/1.1 to the server: no proxy, no redirect, no system roots; plain text only to this machine itself.

use std::{error::Error as _, time::Duration};

use bytes::Bytes;
use futures_util::{FutureExt, StreamExt, future::BoxFuture};
use posta_identity::ids::Hash32;
use reqwest::header::{CONNECTION, HeaderMap, HeaderValue};
use reqwest::{Body, Client, Method, Url, redirect::Policy};

use crate::{
    Error,
    pin::{Pin, client_config},
    transport::{Answer, ByteStream, Transport, TransportError},
};

const CONNECT: Duration = Duration::from_secs(20);

/// A server at an address, known by its pinned key.
#[derive(Debug, Clone)]
pub struct Http {
    client: Client,
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

    pub(crate) fn pinned(url: &str, pin: Pin) -> Result<Self, Error> {
        let base = Url::parse(url).map_err(|_| Error::Address)?;
        if !is_acceptable(&base) {
            return Err(Error::Address);
        }
        let client = Client::builder()
            .tls_backend_preconfigured(client_config(pin).map_err(|_| Error::Address)?)
            .http1_only()
            .no_proxy()
            .redirect(Policy::none())
            .referer(false)
            .connect_timeout(CONNECT)
            .build()
            .map_err(|_| Error::Address)?;
        Ok(Self { client, base })
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
        let mut url = self.base.clone();
        url.set_path(&format!("{}/{path}", self.base.path().trim_end_matches('/')));
        let mut request = self.client.request(method, url).headers(headers);
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

fn is_acceptable(url: &Url) -> bool {
    let plain = url.username().is_empty() && url.password().is_none() && url.query().is_none();
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    let is_loopback =
        host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback());
    plain && !host.is_empty() && (url.scheme() == "https" || (url.scheme() == "http" && is_loopback))
}

/// Any fault of TLS itself means that somebody else is there; everything else is a connection that failed.
fn meaning(error: &reqwest::Error) -> TransportError {
    let mut next = error.source();
    while let Some(cause) = next {
        if cause.is::<rustls::Error>() {
            return TransportError::WrongKey;
        }
        // An I/O error that wraps another gives that one's source, and hides the error itself.
        let wrapped = cause.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        next = match wrapped {
            Some(inner) => Some(inner as &(dyn std::error::Error + 'static)),
            None => cause.source(),
        };
    }
    TransportError::Cut
}
