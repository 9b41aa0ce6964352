//! `POST /v1/elsewhere`: one signed question about people of other departments up, its answer down.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use posta_protocol::{DecodeError, ElsewhereRequest, code, limits};

use super::exchange::step;
use super::{Failure, frames_response, within};
use crate::elsewhere::{Refusal, answer, let_in, refresh};
use crate::gate::TooMany;
use crate::server::Server;

/// How long a question, of a few KiB, may take.
const BODY_PATIENCE: Duration = Duration::from_secs(60);

/// Answers, or refuses with a code. Nothing that was typed stands in either.
pub async fn elsewhere(State(server): State<Arc<Server>>, body: Body) -> Response {
    match run(&server, body).await {
        Ok(answer) => frames_response(StatusCode::OK, Body::from(answer)),
        Err(failure) => failure.into_response(),
    }
}

async fn run(server: &Arc<Server>, body: Body) -> Result<Vec<u8>, Failure> {
    let too_large = |_| Failure::new(StatusCode::PAYLOAD_TOO_LARGE, code::TOO_LARGE);
    let read = async { to_bytes(body, limits::QUESTION).await.map_err(too_large) };
    let bytes = within(BODY_PATIENCE, read).await?;
    let request = ElsewhereRequest::decode(&bytes).map_err(|error| match error {
        DecodeError::Malformed { .. } => Failure::bad_request(),
        other => Failure::new(StatusCode::BAD_REQUEST, other.code()),
    })?;
    let (noted, request) = step(server, move |server| {
        let noted = let_in(server, &request).map_err(failure)?;
        Ok((noted, request))
    })
    .await?;
    // Holds no worker while it waits.
    refresh(server, &request.question).await;
    step(server, move |server| {
        let answer = answer(server, &noted, &request.question).map_err(failure)?;
        Ok(answer.encode())
    })
    .await
}

fn failure(refusal: Refusal) -> Failure {
    match refusal {
        Refusal::Because(code, nonce) => Failure { nonce, ..Failure::new(status_of(code), code) },
        Refusal::Wait(seconds) => Failure::rate_limited(TooMany { seconds }),
        Refusal::Trouble(error) => error.into(),
    }
}

fn status_of(code: &str) -> StatusCode {
    match code {
        code::TOO_LITTLE => StatusCode::BAD_REQUEST,
        code::REVOKED | code::NOT_ALLOWED | code::NOT_CONSENTED => StatusCode::FORBIDDEN,
        code::NOT_FOUND => StatusCode::NOT_FOUND,
        _ => StatusCode::UNAUTHORIZED,
    }
}
