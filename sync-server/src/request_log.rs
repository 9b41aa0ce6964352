//! One line per request: a method that is used here, route pattern, status, milliseconds. Never an id, a name or a body.

use std::fmt::Write as _;
use std::io::Write as _;
use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;

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

/// Middleware that writes the line.
pub async fn log_request(request: Request, next: Next) -> Response {
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
    let response = next.run(request).await;
    let status = response.status().as_u16();
    let mut line = format!("{method} {route} {status} {}ms", start.elapsed().as_millis());
    if let Some(counters) = response.extensions().get::<Counters>() {
        let Counters { stored, known, forked, gaps, refused, quota, sent } = counters;
        // Writing to a String cannot fail.
        let _ = write!(
            line,
            " stored={stored} known={known} forked={forked} gaps={gaps} refused={refused} quota={quota} sent={sent}"
        );
    }
    write_line(&line);
    response
}

/// Writes one line to the log. A log that cannot be written stops nothing.
pub fn write_line(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}
