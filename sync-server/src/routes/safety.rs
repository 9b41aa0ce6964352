//! Headers of every answer: nothing here is to be shown, run, guessed at, framed or kept by anybody.

use axum::http::{HeaderName, HeaderValue, header};
use axum::response::Response;

/// Marks an answer of frames to a device that proved who it is.
#[derive(Clone, Copy)]
pub struct IsFrames;

const ALWAYS: [(HeaderName, HeaderValue); 6] = [
    (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'; sandbox"),
    ),
    (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
];

/// Adds them; over TLS browsers are also told never to try anything else here.
#[must_use]
pub fn secured(mut response: Response, tls: bool) -> Response {
    let is_frames = response.extensions().get::<IsFrames>().is_some();
    let headers = response.headers_mut();
    if is_frames {
        // No program but ours makes anything of it, nobody keeps the answer to a POST, and of a slow link each byte counts.
        headers.remove(header::CONTENT_TYPE);
        return response;
    }
    headers.extend(ALWAYS);
    if tls {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=63072000"));
    }
    response
}
