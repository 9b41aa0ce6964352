//! One line per request: a method that is used here, route pattern, status, milliseconds. Never an id, a name or a body.

use std::fmt::Write as _;
use std::io::Write as _;
use std::sync::Arc;
use std::time::Instant;

use axum::body::{Body, HttpBody as _};
use axum::extract::{MatchedPath, Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;
use futures_util::TryStreamExt as _;

use crate::server::Server;

/// What an exchange did, for its log line: numbers only.
#[derive(Clone, Copy, Default, Debug, PartialEq, Eq)]
pub struct Counters {
    /// Batches that are new and durable.
    pub stored: u32,
    /// Batches that were here before.
    pub known: u32,
    /// Batches kept beside another one of the same number.
    pub forked: u32,
    /// Batches whose predecessor is missing: not kept, they come again.
    pub gaps: u32,
    /// Batches, sessions and entries that do not verify or are not allowed.
    pub refused: u32,
    /// Batches and entries beyond what the device may bring.
    pub quota: u32,
    /// Batches sent down.
    pub sent: u32,
}

/// Middleware that writes the line, and counts.
pub async fn watch_request(State(server): State<Arc<Server>>, request: Request, next: Next) -> Response {
    // Any word can stand there.
    let method = match *request.method() {
        Method::GET => "GET",
        Method::POST => "POST",
        _ => "-",
    };
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "-".to_owned(), |path| path.as_str().to_owned());
    let start = Instant::now();
    let metrics = Arc::clone(&server.metrics);
    let response =
        next.run(request.map(|body| counted(body, move |bytes| metrics.received.add(bytes)))).await;
    let status = response.status();
    let counters = response.extensions().get::<Counters>();
    server.metrics.note_answer(&route, status, counters);
    let mut line = format!("{method} {route} {} {}ms", status.as_u16(), start.elapsed().as_millis());
    if let Some(counters) = counters {
        let Counters { stored, known, forked, gaps, refused, quota, sent } = counters;
        // Writing to a String cannot fail.
        let _ = write!(
            line,
            " stored={stored} known={known} forked={forked} gaps={gaps} refused={refused} quota={quota} sent={sent}"
        );
    }
    // A balancer asks every few seconds.
    if route != "/v1/ready" || !status.is_success() {
        write_line(&line);
    }
    let metrics = Arc::clone(&server.metrics);
    response.map(|body| counted(body, move |bytes| metrics.answered_bytes.add(bytes)))
}

/// Counts the bytes of a body as they pass.
fn counted(body: Body, count: impl Fn(u64) + Send + 'static) -> Body {
    if let Some(length) = body.size_hint().exact() {
        count(length);
        return body;
    }
    Body::from_stream(body.into_data_stream().inspect_ok(move |piece| count(piece.len() as u64)))
}

/// Writes one line to the log. A log that cannot be written stops nothing.
pub fn write_line(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}
