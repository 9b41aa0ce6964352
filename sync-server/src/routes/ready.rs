//! `GET /v1/ready`: whether a balancer is to send anything here. `GET /metrics`, on an address of its own: numbers.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};

use super::{Failure, blocking};
use crate::metrics::render;
use crate::readiness::{Readiness, readiness};
use crate::server::Server;

/// 200, or 503 with a word that says what stands in the way.
pub async fn ready(State(server): State<Arc<Server>>) -> Response {
    let found = readiness(&server).await;
    match found {
        Readiness::Ready => found.as_str().into_response(),
        _ => (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, "5")], found.as_str()).into_response(),
    }
}

/// Everything, as it is now.
pub async fn metrics(State(server): State<Arc<Server>>) -> Response {
    let rendered = blocking(move || Ok(render(&server)?)).await;
    rendered.map_or_else(Failure::into_response, |text| {
        ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response()
    })
}
