//! How many connections, exchanges and introductions one address and all together may have open.

use std::collections::BTreeMap;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use axum::http::Request;
use axum_server::accept::Accept;
use tokio::net::TcpStream;
use tower_service::Service;

use super::Client;
use super::proxied::read_away;

/// Connections of one address: the posts of a town may share one behind a carrier's router.
const CONNECTIONS_OF_A_CLIENT: usize = 200;
/// Connections in all: below the 1,024 files that a process may open on most systems, with some left for the disk.
const CONNECTIONS: usize = 800;
/// Exchanges that one address may have open: each may last minutes over a slow link.
const EXCHANGES_OF_A_CLIENT: usize = 100;
/// Devices that nobody knows which one address may introduce at one time.
const INTRODUCTIONS_OF_A_CLIENT: usize = 2;
/// The same in all: each may hold a log of 8 MiB in memory for minutes.
const INTRODUCTIONS: usize = 8;

/// Counts what is open.
pub struct Connections {
    of_a_client: usize,
    of_all: usize,
    open: Mutex<BTreeMap<Client, usize>>,
}

impl Connections {
    /// For whole connections.
    pub fn at_the_door() -> Self {
        Self::new(CONNECTIONS_OF_A_CLIENT, CONNECTIONS)
    }

    /// For exchanges.
    pub fn of_exchanges() -> Self {
        Self::new(EXCHANGES_OF_A_CLIENT, CONNECTIONS)
    }

    /// For devices that nobody knows, while they bring the log that says who they are.
    pub fn of_introductions() -> Self {
        Self::new(INTRODUCTIONS_OF_A_CLIENT, INTRODUCTIONS)
    }

    fn new(of_a_client: usize, of_all: usize) -> Self {
        Self { of_a_client, of_all, open: Mutex::new(BTreeMap::new()) }
    }

    /// Counts one more of this client as open until what is returned is dropped; `None` when there are too many.
    pub fn open(self: &Arc<Self>, client: Client) -> Option<OpenConnection> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let of_client = open.get(&client).copied().unwrap_or(0);
        if of_client >= self.of_a_client || open.values().sum::<usize>() >= self.of_all {
            return None;
        }
        open.insert(client, of_client + 1);
        Some(OpenConnection { connections: Arc::clone(self), client })
    }
}

/// Counts as open until it is dropped.
pub struct OpenConnection {
    connections: Arc<Connections>,
    client: Client,
}

impl Drop for OpenConnection {
    fn drop(&mut self) {
        let mut open = self.connections.open.lock().unwrap_or_else(PoisonError::into_inner);
        match open.get_mut(&self.client) {
            Some(count) if *count > 1 => *count -= 1,
            _ => {
                open.remove(&self.client);
            }
        }
    }
}

/// Closes a connection at once that is one too many, before a byte of it is read but what a balancer says of it.
#[derive(Clone)]
pub struct Door {
    open: Arc<Connections>,
    /// Whose word on for whom they connect is taken, and asked for.
    balancers: Arc<[IpAddr]>,
}

impl Door {
    /// Nobody is in.
    pub fn new(balancers: &[IpAddr]) -> Self {
        Self { open: Arc::new(Connections::at_the_door()), balancers: balancers.into() }
    }

    async fn let_in(self, mut stream: TcpStream) -> io::Result<(TcpStream, SocketAddr, OpenConnection)> {
        let mut client = stream.peer_addr()?;
        if self.balancers.contains(&client.ip().to_canonical()) {
            client = read_away(&mut stream).await?.unwrap_or(client);
        }
        let full = || io::Error::from(io::ErrorKind::ConnectionRefused);
        let open = self.open.open(Client::from(client.ip())).ok_or_else(full)?;
        Ok((stream, client, open))
    }
}

impl<S: Send + 'static> Accept<TcpStream, S> for Door {
    type Stream = TcpStream;
    type Service = Counted<S>;
    type Future = Pin<Box<dyn Future<Output = io::Result<(TcpStream, Counted<S>)>> + Send>>;

    fn accept(&self, stream: TcpStream, service: S) -> Self::Future {
        let door = self.clone();
        Box::pin(async move {
            let (stream, client, open) = door.let_in(stream).await?;
            Ok((stream, Counted { service, client, _open: Arc::new(open) }))
        })
    }
}

/// What serves one connection, and is counted as long as it does.
#[derive(Clone)]
pub struct Counted<S> {
    service: S,
    client: SocketAddr,
    _open: Arc<OpenConnection>,
}

/// Whose request it is, whoever connected for them.
#[derive(Clone, Copy, Debug)]
pub struct Whose(pub SocketAddr);

impl<S: Service<Request<B>>, B> Service<Request<B>> for Counted<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.service.poll_ready(context)
    }

    fn call(&mut self, mut request: Request<B>) -> S::Future {
        request.extensions_mut().insert(Whose(self.client));
        self.service.call(request)
    }
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};

    use super::*;

    fn client(number: u32) -> Client {
        Client::from(IpAddr::V4(Ipv4Addr::from_bits(number)))
    }

    #[test]
    fn one_client_has_so_many_open_and_all_together_so_many_and_what_ends_makes_room() {
        let connections = Arc::new(Connections::new(2, 3));
        let first = connections.open(client(1)).unwrap();
        let second = connections.open(client(1)).unwrap();
        assert!(connections.open(client(1)).is_none());
        let third = connections.open(client(2)).unwrap();
        assert!(connections.open(client(3)).is_none());
        drop(first);
        let fourth = connections.open(client(3)).unwrap();
        drop((second, third, fourth));
        assert!(connections.open.lock().unwrap().is_empty());
    }
}
