//! Listening and stopping.

use std::net::{IpAddr, SocketAddr, TcpListener};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum_server::Handle;
use axum_server::tls_rustls::{RustlsAcceptor, RustlsConfig};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use posta_identity::ids::{Hash32, ScopeId};
use tokio::task::JoinHandle;

use crate::error::Error;
use crate::folder::Folder;
use crate::gate::Door;
use crate::quota::Quotas;
use crate::routes::{self, router};
use crate::server::Server;
use crate::tls::server_config;

/// How long open exchanges may go on after a stop was asked for.
const STOP_PATIENCE: Duration = Duration::from_secs(10);

/// How long a connection may be open without the whole head of a request.
const REQUEST_PATIENCE: Duration = Duration::from_secs(30);
/// How long a TLS handshake of 3 KiB may take.
const HANDSHAKE_PATIENCE: Duration = Duration::from_secs(30);
/// Longest head of a request; also how much of a body is read at one time. Bytes.
const HEAD_BYTES: usize = 16 * 1024;
/// Headers of a request: a device sends three.
const HEADERS: usize = 32;

fn limit_heads(builder: &mut Builder<TokioExecutor>) {
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(REQUEST_PATIENCE)
        .max_buf_size(HEAD_BYTES)
        .max_headers(HEADERS);
}

/// A server that listens.
pub struct Running {
    /// Where it listens; the port is the real one also when 0 was asked for.
    pub addr: SocketAddr,
    /// Where it tells its numbers.
    pub metrics: Option<SocketAddr>,
    scheme: &'static str,
    server: Arc<Server>,
    handle: Handle<SocketAddr>,
    task: JoinHandle<std::io::Result<()>>,
}

impl Running {
    /// The address that a device is given.
    #[must_use]
    pub fn url(&self) -> String {
        format!("{}://{}", self.scheme, self.addr)
    }

    /// One hash over a registry scope's documents, by the formula that devices use.
    ///
    /// # Errors
    /// When the database fails.
    pub fn document_digest(&self, scope: ScopeId) -> Result<Hash32, Error> {
        self.server.document_digest(scope)
    }

    /// Takes no new connection, lets open ones end (10 seconds at most) and returns when all is closed.
    ///
    /// # Errors
    /// When the listening task failed.
    pub async fn stop(self) -> Result<(), Error> {
        self.server.begin_to_stop();
        self.handle.graceful_shutdown(Some(STOP_PATIENCE));
        self.task.await.map_err(|_| Error::Task)?.map_err(Error::Listen)?;
        let server = self.server;
        tokio::task::spawn_blocking(move || server.release()).await.map_err(|_| Error::Task)?
    }
}

/// How to serve.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// Where devices come.
    pub listen: SocketAddr,
    /// Plain HTTP (false) only on a loopback address.
    pub tls: bool,
    /// How much a device may bring, and what must be free for that.
    pub quotas: Quotas,
    /// Where those who watch over the server come, on a loopback or private address.
    pub metrics: Option<SocketAddr>,
    /// Balancers that say for whom they connect, by the PROXY protocol, version 2.
    pub balancers: Vec<IpAddr>,
}

/// Serves an initialised data folder. Plain HTTP (`tls` false) only on a loopback address.
///
/// # Errors
/// When the folder was not initialised or is served already, or the address cannot be listened on.
pub async fn start(data: &Path, listen: SocketAddr, tls: bool) -> Result<Running, Error> {
    start_with(data, listen, tls, Quotas::default()).await
}

/// As [`start`], with other quotas.
///
/// # Errors
/// As [`start`].
pub async fn start_with(
    data: &Path,
    listen: SocketAddr,
    tls: bool,
    quotas: Quotas,
) -> Result<Running, Error> {
    start_as(data, &Wanted { listen, tls, quotas, metrics: None, balancers: Vec::new() }).await
}

/// As [`start`], with everything that can be wished for.
///
/// # Errors
/// As [`start`]; [`Error::PublicMetrics`] when the numbers would be told to everybody.
pub async fn start_as(data: &Path, wanted: &Wanted) -> Result<Running, Error> {
    let Wanted { listen, tls, quotas, metrics, .. } = *wanted;
    if !tls && !listen.ip().is_loopback() {
        return Err(Error::PlainHttp);
    }
    if metrics.is_some_and(|metrics| !is_private(metrics.ip())) {
        return Err(Error::PublicMetrics);
    }
    let folder = Folder::new(data);
    let opened = {
        let folder = folder.clone();
        tokio::task::spawn_blocking(move || Server::open(&folder, quotas))
    };
    let server = opened.await.map_err(|_| Error::Task)??;
    let server = Arc::new(server);
    let (listener, addr) = bind(listen)?;
    let watched = metrics.map(bind).transpose()?;
    let handle = Handle::new();
    let service = router(Arc::clone(&server), tls).into_make_service_with_connect_info::<SocketAddr>();
    let door = Door::new(&wanted.balancers);
    let mut serving = axum_server::from_tcp(listener).map_err(Error::Listen)?;
    limit_heads(serving.http_builder());
    let task = if tls {
        let config = RustlsConfig::from_config(server_config(&folder)?);
        let acceptor = RustlsAcceptor::new(config).handshake_timeout(HANDSHAKE_PATIENCE).acceptor(door);
        tokio::spawn(serving.acceptor(acceptor).http1_only().handle(handle.clone()).serve(service))
    } else {
        tokio::spawn(serving.acceptor(door).http1_only().handle(handle.clone()).serve(service))
    };
    let metrics = watched.as_ref().map(|(_, addr)| *addr);
    if let Some((listener, _)) = watched {
        let service = routes::watched(Arc::clone(&server)).into_make_service();
        let mut serving = axum_server::from_tcp(listener).map_err(Error::Listen)?;
        limit_heads(serving.http_builder());
        tokio::spawn(serving.acceptor(Door::new(&[])).http1_only().handle(handle.clone()).serve(service));
    }
    // Nobody waits at the door for what a crash left unmerged.
    server.ask_for_merge();
    let scheme = if tls { "https" } else { "http" };
    Ok(Running { addr, metrics, scheme, server, handle, task })
}

fn bind(address: SocketAddr) -> Result<(TcpListener, SocketAddr), Error> {
    let listener = TcpListener::bind(address).map_err(Error::Listen)?;
    listener.set_nonblocking(true).map_err(Error::Listen)?;
    let address = listener.local_addr().map_err(Error::Listen)?;
    Ok((listener, address))
}

/// Whether only this machine, or a network of its house, reaches an address.
fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => address.is_loopback() || address.is_private(),
        IpAddr::V6(address) => address.is_loopback() || address.is_unique_local(),
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpStream;

    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;
    use crate::server::REQUESTS;

    fn ask_health(addr: SocketAddr) -> String {
        let mut link = TcpStream::connect(addr).unwrap();
        link.write_all(b"GET /v1/health HTTP/1.1\r\nhost: posta\r\nconnection: close\r\n\r\n").unwrap();
        let mut answer = Vec::new();
        link.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).lines().next().unwrap().to_owned()
    }

    #[test]
    fn numbers_are_told_to_this_house_only() {
        let is_private = |text: &str| is_private(text.parse().unwrap());
        for house in ["127.0.0.1", "::1", "10.1.2.3", "192.168.0.4", "172.16.9.9", "fd00::7"] {
            assert!(is_private(house), "{house}");
        }
        for public in ["0.0.0.0", "::", "192.0.2.1", "2001:db8::1"] {
            assert!(!is_private(public), "{public}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_connection_that_asks_nothing_is_closed() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        crate::init_department(&data, &folder.path().join("authority"), "bo", "04").unwrap();
        let running = start(&data, "127.0.0.1:0".parse().unwrap(), false).await.unwrap();
        let mut link = tokio::net::TcpStream::connect(running.addr).await.unwrap();
        link.write_all(b"GET /v1/health HTTP/1.1\r\n").await.unwrap();
        let mut answer = Vec::new();
        let closed = link.read_to_end(&mut answer);
        assert!(tokio::time::timeout(10 * REQUEST_PATIENCE, closed).await.is_ok());
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn more_requests_than_can_be_served_are_told_to_come_later() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        crate::init_department(&data, &folder.path().join("authority"), "bo", "04").unwrap();
        let running = start(&data, "127.0.0.1:0".parse().unwrap(), false).await.unwrap();
        let all = running.server.requests.acquire_many(u32::try_from(REQUESTS).unwrap()).await.unwrap();
        assert_eq!(ask_health(running.addr), "HTTP/1.1 503 Service Unavailable");
        drop(all);
        assert_eq!(ask_health(running.addr), "HTTP/1.1 200 OK");
        running.stop().await.unwrap();
    }
}
