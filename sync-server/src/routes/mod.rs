//! What the server answers to, over HTTP/1.1.

mod elsewhere;
mod exchange;
mod health;
mod invitation;
mod join;
mod packing;
mod queue;
mod ready;
mod safety;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::routing::{get, post};
use posta_protocol::{ErrorBody, Frame, code};

use crate::error::Error;
use crate::gate::{Client, TooMany, Whose};
use crate::request_log::{watch_request, write_line};
use crate::server::Server;

pub(crate) use queue::AHEAD_OF_ALL;
use safety::secured;

/// All routes. Every answer, refusals and unknown paths included, carries the headers of [`safety`].
pub fn router(server: Arc<Server>, tls: bool) -> Router {
    Router::new()
        .route("/v1/invitation/{id}", get(invitation::invitation))
        .route("/v1/join", post(join::join))
        .route("/v1/join/{hash}", get(join::taken))
        .route("/v1/elsewhere", post(elsewhere::elsewhere))
        .route_layer(middleware::from_fn_with_state(Arc::clone(&server), limit_tries))
        .route("/v1/health", get(health::health))
        .route("/v1/ready", get(ready::ready))
        .route("/v1/exchange", post(exchange::exchange))
        .layer(middleware::from_fn_with_state(Arc::clone(&server), limit_requests))
        .layer(middleware::from_fn_with_state(Arc::clone(&server), watch_request))
        .layer(middleware::map_request(name_client))
        .layer(middleware::map_response(move |response| async move { secured(response, tls) }))
        .with_state(server)
}

/// Answers one exchange that came by no network.
pub(crate) async fn answer_exchange(server: Arc<Server>, from: SocketAddr, body: Body) -> Response {
    exchange::exchange(State(server), ConnectInfo(from), body).await
}

/// What is told on an address of its own, to those who watch over the server.
pub fn watched(server: Arc<Server>) -> Router {
    Router::new().route("/metrics", get(ready::metrics)).with_state(server)
}

/// What connected may be a balancer.
async fn name_client(mut request: Request) -> Request {
    if let Some(Whose(client)) = request.extensions().get().copied() {
        request.extensions_mut().insert(ConnectInfo(client));
    }
    request
}

/// Whoever tries codes waits longer and longer; who has one pays a tenth.
async fn limit_tries(
    State(server): State<Arc<Server>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
    next: Next,
) -> Response {
    let client = Client::from(peer.ip());
    if let Err(wait) = server.rates.pay(client, 1, Instant::now()) {
        return Failure::rate_limited(wait).into_response();
    }
    let response = next.run(request).await;
    if response.status().is_success() || response.status().is_server_error() {
        server.rates.refund(client, 1, Instant::now());
    }
    response
}

/// Turns away what is more than this machine can serve at one time.
async fn limit_requests(State(server): State<Arc<Server>>, request: Request, next: Next) -> Response {
    match server.requests.try_acquire() {
        Ok(_permit) => next.run(request).await,
        Err(_) => Failure::busy().into_response(),
    }
}

/// The disk of the server's database is full: nothing was kept, and the device keeps it.
const SERVER_FULL: &str = "server_full";
/// When to come again then. Seconds.
const FULL_PATIENCE: u64 = 300;

/// A failure as the other side sees it: a status and a code, never a value.
#[derive(Debug)]
pub(crate) struct Failure {
    pub status: StatusCode,
    pub code: &'static str,
    pub nonce: Vec<u8>,
    /// Seconds.
    pub retry_after: Option<u64>,
}

impl Failure {
    pub(crate) fn new(status: StatusCode, code: &'static str) -> Self {
        Self { status, code, nonce: Vec::new(), retry_after: None }
    }

    pub(crate) fn bad_request() -> Self {
        Self::new(StatusCode::BAD_REQUEST, code::BAD_REQUEST)
    }

    pub(crate) fn busy() -> Self {
        let unavailable = Self::new(StatusCode::SERVICE_UNAVAILABLE, code::SERVER_TROUBLE);
        Self { retry_after: Some(5), ..unavailable }
    }

    pub(crate) fn rate_limited(wait: TooMany) -> Self {
        let limited = Self::new(StatusCode::TOO_MANY_REQUESTS, code::RATE_LIMITED);
        Self { retry_after: Some(wait.seconds), ..limited }
    }

    pub(crate) fn into_response(self) -> Response {
        let frame = Frame::Error(ErrorBody::new(self.code, self.nonce));
        let mut response = frames_response(self.status, Body::from(frame.encode()));
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        write_line(&format!("trouble: {error}"));
        if error.is_full() {
            let full = Self::new(StatusCode::INSUFFICIENT_STORAGE, SERVER_FULL);
            return Self { retry_after: Some(FULL_PATIENCE), ..full };
        }
        if error.is_busy() {
            return Self::busy();
        }
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, code::SERVER_TROUBLE)
    }
}

pub(crate) fn frames_response(status: StatusCode, body: Body) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    response
}

/// Gives up on a body that takes longer than this in all, however steadily it trickles.
pub(crate) async fn within<T>(
    patience: Duration,
    reading: impl Future<Output = Result<T, Failure>>,
) -> Result<T, Failure> {
    let late = |_| Failure::new(StatusCode::REQUEST_TIMEOUT, code::BAD_REQUEST);
    tokio::time::timeout(patience, reading).await.map_err(late)?
}

/// Runs work that blocks (disk, signatures) away from the tasks that move bytes.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    match tokio::task::spawn_blocking(work).await {
        Ok(outcome) => outcome,
        Err(_) => Err(Failure::from(Error::Task)),
    }
}
