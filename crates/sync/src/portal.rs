//! Captive portals: a network that answers everything itself until somebody signs in with a browser.
//!
//! Asked only after a try that failed, by one request in the clear to the server's own host: it says nothing but the
//! host's name, which whoever looks on has read already where the name was looked up and in the TLS greeting.

use std::time::Duration;

use futures_util::StreamExt;
use reqwest::{
    Client, Response, Url,
    header::{CONTENT_TYPE, LOCATION},
    redirect::Policy,
};

use crate::{Error, transport::Transport};

/// How long the answer may take. A portal is near.
const PATIENCE: Duration = Duration::from_secs(8);
/// How much of a page is looked at. Bytes.
const BEGINNING: usize = 512;
/// Network Authentication Required.
const SIGN_IN_FIRST: u16 = 511;

/// What a failed try means once the network was asked for a portal.
pub(crate) async fn look_for_portal(transport: &dyn Transport, error: Error) -> Error {
    let was_answered = matches!(error, Error::NotOurServer);
    match error {
        Error::Unreachable | Error::NotOurServer if transport.meets_portal(was_answered).await => {
            Error::CaptivePortal
        }
        error => error,
    }
}

/// Whether somebody else answers for this host in the clear, with a page or by sending elsewhere. `client` follows no
/// redirect and has no proxy.
pub(crate) async fn is_kept(client: &Client, url: Url) -> bool {
    let host = url.host_str().unwrap_or_default().to_owned();
    let asked = async {
        let answer = client.get(url).send().await.ok()?;
        Some(is_portal(&host, answer).await)
    };
    tokio::time::timeout(PATIENCE, asked).await.ok().flatten().unwrap_or(false)
}

/// A client for that one question: no cookies, no name of a program, nothing that is kept.
pub(crate) fn client(builder: reqwest::ClientBuilder) -> reqwest::Result<Client> {
    builder.no_proxy().redirect(Policy::none()).referer(false).connect_timeout(PATIENCE).build()
}

/// Our server answers `ok` there, a front of it with a redirect to itself, or with a page that is not found.
async fn is_portal(host: &str, answer: Response) -> bool {
    let status = answer.status();
    if status.as_u16() == SIGN_IN_FIRST {
        return true;
    }
    let header = |name| answer.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if status.is_redirection() {
        let elsewhere = Url::parse(header(LOCATION)).ok();
        return elsewhere.is_some_and(|url| url.host_str() != Some(host));
    }
    if !status.is_success() {
        return false;
    }
    let is_page = header(CONTENT_TYPE).trim_start().to_ascii_lowercase().starts_with("text/html");
    is_page || begins_as_page(&beginning(answer).await)
}

/// Whether this is a page for a browser, whatever it was said to be.
pub(crate) fn begins_as_page(bytes: &[u8]) -> bool {
    let beginning = bytes.get(..BEGINNING).unwrap_or(bytes);
    let text = String::from_utf8_lossy(beginning).trim_start().to_ascii_lowercase();
    text.starts_with("<!doctype html") || text.starts_with("<html")
}

async fn beginning(answer: Response) -> Vec<u8> {
    let (mut pieces, mut beginning) = (answer.bytes_stream(), Vec::new());
    while let Some(Ok(piece)) = pieces.next().await {
        beginning.extend_from_slice(&piece);
        if beginning.len() >= BEGINNING {
            break;
        }
    }
    beginning
}
