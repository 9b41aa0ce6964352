//! `GET /v1/invitation/{id}`: the sealed invitation that a code opens.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use posta_protocol::code;

use super::{Failure, blocking, frames_response};
use crate::clock::now_seconds;
use crate::database::invitation_by_id;
use crate::server::Server;

/// The sealed bytes, or 404 for an unknown or expired one, or 410 for one that was used.
pub async fn invitation(State(server): State<Arc<Server>>, Path(id): Path<String>) -> Response {
    let found = blocking(move || find(&server, &id)).await;
    match found {
        Ok(sealed) => frames_response(StatusCode::OK, Body::from(sealed)),
        Err(failure) => failure.into_response(),
    }
}

fn find(server: &Server, id: &str) -> Result<Vec<u8>, Failure> {
    let unknown = || Failure::new(StatusCode::NOT_FOUND, code::UNKNOWN_INVITATION);
    let id = parse_id(id).ok_or_else(unknown)?;
    let found = server.database.read(|connection| invitation_by_id(connection, id))?.ok_or_else(unknown)?;
    let log = server.members.log(&server.database, found.department)?.ok_or_else(unknown)?;
    if log.membership().grant(found.grant).is_some_and(|grant| grant.used_by.is_some()) {
        return Err(Failure::new(StatusCode::GONE, code::INVITATION_USED));
    }
    if found.expires <= now_seconds() {
        return Err(unknown());
    }
    Ok(found.sealed)
}

fn parse_id(hex: &str) -> Option<[u8; 16]> {
    let plain = hex.len() == 32 && hex.bytes().all(|byte| byte.is_ascii_hexdigit());
    plain.then(|| u128::from_str_radix(hex, 16).ok().map(u128::to_be_bytes)).flatten()
}
