//! `POST /v1/join`: one Join entry up; the whole log and a first nonce down. `GET /v1/join/{hash}`: whether that entry
//! was taken.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use posta_identity::ids::Hash32;
use posta_identity::{Entry, EntryBody};
use posta_protocol::{Frame, FrameReader, Receipt, code, limits};

use super::{Failure, blocking, frames_response, within};
use crate::clock::{now_hour, now_seconds};
use crate::database as db;
use crate::members::{Backing, is_second_join};
use crate::server::Server;

/// How long the body of a Join, of a few KiB, may take.
const BODY_PATIENCE: Duration = Duration::from_secs(60);

/// Admits a Join once per invitation; the same Join again gets the same answer.
pub async fn join(State(server): State<Arc<Server>>, body: Body) -> Response {
    let too_large = |_| Failure::new(StatusCode::PAYLOAD_TOO_LARGE, code::TOO_LARGE);
    let read = async { to_bytes(body, limits::ENTRY + limits::SMALL).await.map_err(too_large) };
    let bytes = match within(BODY_PATIENCE, read).await {
        Ok(bytes) => bytes,
        Err(failure) => return failure.into_response(),
    };
    let answer = match server.workers.acquire().await {
        Ok(_permit) => {
            let server = Arc::clone(&server);
            blocking(move || admit_join(&server, &bytes)).await
        }
        Err(_) => Err(Failure::busy()),
    };
    match answer {
        Ok(answer) => frames_response(StatusCode::OK, Body::from(answer)),
        Err(failure) => failure.into_response(),
    }
}

fn admit_join(server: &Server, body: &[u8]) -> Result<Vec<u8>, Failure> {
    let bytes = read_entry(body)?;
    let entry = Entry::decode(&bytes).map_err(|_| Failure::bad_request())?;
    let EntryBody::Join { grant, device, .. } = &entry.body else { return Err(Failure::bad_request()) };
    let unknown = || Failure::new(StatusCode::NOT_FOUND, code::UNKNOWN_INVITATION);
    let invitation = server
        .database
        .read(|connection| db::invitation_of_grant(connection, *grant))?
        .filter(|invitation| invitation.department == entry.department)
        .ok_or_else(unknown)?;
    entry.verify().map_err(|_| Failure::new(StatusCode::BAD_REQUEST, code::BAD_SIGNATURE))?;
    let log = server.members.log(&server.database, entry.department)?.ok_or_else(unknown)?;
    if is_second_join(&log, &bytes) {
        return Err(Failure::new(StatusCode::CONFLICT, code::INVITATION_USED));
    }
    let known = log.get(&entry.hash()).is_some();
    if !known && invitation.expires <= now_seconds() {
        return Err(unknown());
    }
    if !known {
        server.members.take(&server.database, entry.department, &[bytes], Backing::NONE)?;
    }
    let log = server.members.log(&server.database, entry.department)?.ok_or_else(unknown)?;
    let joined = log.membership().grant(*grant).and_then(|grant| grant.used_by);
    if joined.is_some_and(|join| join != entry.hash()) {
        return Err(Failure::new(StatusCode::CONFLICT, code::INVITATION_USED));
    }
    if joined.is_none() {
        return Err(Failure::bad_request());
    }
    let nonce = server.nonces.make(*device, now_hour());
    let (tips, now) = (log.tips(), now_seconds());
    let receipt = Receipt::sign_with_tips(entry.department, Vec::new(), tips, now, nonce, &server.keys.sign);
    let mut answer = Vec::new();
    for entry in log.entries() {
        answer.extend(Frame::Entry(entry).encode());
    }
    answer.extend(Frame::Receipt(Box::new(receipt)).encode());
    answer.extend(Frame::End.encode());
    Ok(answer)
}

/// Whether the join whose entry has this hash was taken: for a device that lost the answer and would rather begin anew.
/// Only who made the entry, or may read the log, knows the hash.
pub async fn taken(State(server): State<Arc<Server>>, Path(hash): Path<String>) -> Response {
    let asked = blocking(move || {
        let unknown = || Failure::new(StatusCode::NOT_FOUND, code::UNKNOWN_JOIN);
        let hash: Hash32 = hash.parse().map_err(|_| unknown())?;
        let is_known = server.database.read(|connection| db::has_entry(connection, hash))?;
        if is_known { Ok(Frame::End.encode()) } else { Err(unknown()) }
    });
    match asked.await {
        Ok(answer) => frames_response(StatusCode::OK, Body::from(answer)),
        Err(failure) => failure.into_response(),
    }
}

/// The one Entry frame before the End.
fn read_entry(body: &[u8]) -> Result<Vec<u8>, Failure> {
    let mut reader = FrameReader::new();
    reader.push(body);
    match (reader.next(), reader.next()) {
        (Ok(Some(Frame::Entry(bytes))), Ok(Some(Frame::End))) => Ok(bytes),
        _ => Err(Failure::bad_request()),
    }
}
