//! Fetching an invitation, and joining with it.

use posta_identity::{Entry, Invitation, ids::Hash32};
use posta_protocol::{ErrorBody, Frame, FrameReader, Receipt};
use reqwest::{Body, Method};

use crate::{
    Error,
    http::{Http, collect},
    pin::Pin,
    portal::{begins_as_page, look_for_portal},
    transport::Answer,
};

/// Largest sealed invitation. Bytes.
const INVITATION: usize = 4 * 1024 * 1024;
/// Largest membership log that a join brings. Bytes.
const LOG: usize = 32 * 1024 * 1024;
/// Largest answer that is a word. Bytes.
const SMALL: usize = 4096;
/// Everything but the exchange is short.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(60);

/// What the server answers to a join.
#[derive(Debug, Clone)]
pub struct Joined {
    /// The membership log, parents first; to be inserted in a [`posta_identity::Log`], which verifies them.
    pub entries: Vec<Vec<u8>>,
    /// Signed by the server; see [`keep_answer`](crate::keep_answer).
    pub receipt: Receipt,
}

/// Fetches the sealed invitation with this id. Whoever answers, only the holder of the code could have sealed it, so
/// any certificate is accepted here.
///
/// # Errors
/// [`Error::ServerRefused`] with `unknown_invitation`; others as in [`Error`].
pub async fn fetch_invitation(url: &str, id: &[u8; 16]) -> Result<Vec<u8>, Error> {
    let path: String = id.iter().map(|byte| format!("{byte:02x}")).collect();
    let http = Http::pinned(url, Pin::Any)?;
    let answer = patiently(async {
        let Answer { status, body } = http.send(Method::GET, &format!("v1/invitation/{path}"), None).await?;
        Ok((status, collect(body, INVITATION).await?))
    });
    let read = async {
        match answer.await? {
            // Any key is taken here, a portal's too.
            (200, bytes) if begins_as_page(&bytes) => Err(Error::NotOurServer),
            (200, bytes) => Ok(bytes.to_vec()),
            (status, bytes) => Err(refusal(status, &bytes)),
        }
    };
    minding_portals(&http, read).await
}

/// Sends a join to the server that the invitation pins; its signature of the receipt is verified.
///
/// # Errors
/// [`Error::ServerRefused`] with `invitation_used` or `unknown_invitation`; others as in [`Error`].
pub async fn join(url: &str, invitation: &Invitation, join: &Entry) -> Result<Joined, Error> {
    let http = Http::new(url, invitation.tls_pin)?;
    let request = [Frame::Entry(join.encode()).encode(), Frame::End.encode()].concat();
    let answer = patiently(async {
        let Answer { status, body } = http.send(Method::POST, "v1/join", Some(Body::from(request))).await?;
        Ok((status, collect(body, LOG).await?))
    });
    let read = async {
        let (status, bytes) = answer.await?;
        if status != 200 {
            return Err(refusal(status, &bytes));
        }
        let joined = read_joined(&bytes)?;
        let receipt = &joined.receipt;
        let is_of_department = receipt.department == invitation.department;
        match is_of_department && receipt.verify(&invitation.server_public).is_ok() {
            true => Ok(joined),
            false => Err(Error::NotOurServer),
        }
    };
    minding_portals(&http, read).await
}

/// Whether the server with this key has taken the join whose entry has this hash.
///
/// # Errors
/// [`Error::NotOurServer`] also when the server is of a version that does not tell; others as in [`Error`].
pub async fn has_taken(url: &str, tls_pin: Hash32, join: &Hash32) -> Result<bool, Error> {
    let http = Http::new(url, tls_pin)?;
    let answer = patiently(async {
        let Answer { status, body } = http.send(Method::GET, &format!("v1/join/{join}"), None).await?;
        Ok((status, collect(body, SMALL).await?))
    });
    let read = async {
        let (status, bytes) = answer.await?;
        if status != 200 {
            return match refusal(status, &bytes) {
                Error::ServerRefused { code } if code == posta_protocol::code::UNKNOWN_JOIN => Ok(false),
                other => Err(other),
            };
        }
        let mut reader = FrameReader::new();
        reader.push(&bytes);
        match reader.next()? {
            Some(Frame::End) => Ok(true),
            _ => Err(Error::NotOurServer),
        }
    };
    minding_portals(&http, read).await
}

fn read_joined(bytes: &[u8]) -> Result<Joined, Error> {
    let mut reader = FrameReader::new();
    reader.push(bytes);
    let (mut entries, mut receipt) = (Vec::new(), None);
    while let Some(frame) = reader.next()? {
        match frame {
            Frame::Entry(entry) => entries.push(entry),
            Frame::Receipt(signed) => receipt = Some(*signed),
            Frame::Error(error) => return Err(Error::refused(&error.code)),
            Frame::End => break,
            _ => return Err(Error::NotOurServer),
        }
    }
    Ok(Joined { entries, receipt: receipt.ok_or(Error::NotOurServer)? })
}

/// One request, and if it failed the question whether a portal keeps this network.
async fn minding_portals<T>(http: &Http, act: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    match act.await {
        Err(error) => Err(look_for_portal(http, error).await),
        done => done,
    }
}

pub(crate) async fn patiently<T>(act: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    tokio::time::timeout(PATIENCE, act).await.unwrap_or(Err(Error::Unreachable))
}

fn refusal(status: u16, bytes: &[u8]) -> Error {
    read_refusal(status, bytes).map_or_else(|foreign| foreign, |error| Error::refused(&error.code))
}

/// The error frame of an answer that is not a success. Without one, somebody in between answered.
pub(crate) fn read_refusal(status: u16, bytes: &[u8]) -> Result<ErrorBody, Error> {
    let mut reader = FrameReader::new();
    reader.push(bytes);
    match reader.next() {
        Ok(Some(Frame::Error(error))) => Ok(error),
        _ if status >= 500 => Err(Error::Unreachable),
        _ => Err(Error::NotOurServer),
    }
}
