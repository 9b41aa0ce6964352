//! Listening and calling: a socket, TLS with a key made for this one talk, and the words that people compare.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use rustls::pki_types::{PrivateKeyDer, ServerName};
use rustls::{ServerConfig, crypto::aws_lc_rs, version::TLS13};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::{TlsAcceptor, TlsConnector};

use super::address::own_addresses;
use super::talk::Talk;
use crate::Error;
use crate::pin::{Pin, client_config};

/// Asked for first, so that an address is easily typed again.
const PORT: u16 = 45_870;
const PATIENCE: Duration = Duration::from_secs(20);
/// Calls that may be greeted at once: one that says nothing keeps no other away.
const CALLS: usize = 16;
/// What the exported bytes of a connection are for (RFC 5705).
const LABEL: &[u8] = b"EXPORTER-posta-beside";

/// Waits for a call.
pub struct Listener {
    tcp: TcpListener,
    acceptor: TlsAcceptor,
    port: u16,
}

impl Listener {
    /// Listens on every network that this device is in.
    ///
    /// # Errors
    /// [`Error::Unreachable`] when the system lets nobody listen.
    pub async fn listen() -> Result<Self, Error> {
        Self::at(Ipv4Addr::UNSPECIFIED).await
    }

    /// Listens at one address of this device.
    ///
    /// # Errors
    /// As [`Listener::listen`].
    pub async fn at(address: Ipv4Addr) -> Result<Self, Error> {
        let tcp = match TcpListener::bind((address, PORT)).await {
            Ok(tcp) => tcp,
            Err(_) => TcpListener::bind((address, 0)).await.map_err(|_| Error::Unreachable)?,
        };
        let port = tcp.local_addr().map_err(|_| Error::Unreachable)?.port();
        Ok(Self { tcp, acceptor: TlsAcceptor::from(Arc::new(server_config()?)), port })
    }

    /// Where to call, the likeliest first: `192.168.1.20:45870`. None when this device is in no private network.
    pub fn addresses(&self) -> Vec<String> {
        own_addresses().into_iter().map(|address| format!("{address}:{}", self.port)).collect()
    }

    /// The port that is listened on.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Waits for the first call that speaks as we do; others are let go of.
    ///
    /// # Errors
    /// [`Error::Unreachable`].
    pub async fn accept(&self) -> Result<Talk, Error> {
        let mut greeting = FuturesUnordered::new();
        loop {
            tokio::select! {
                called = self.tcp.accept(), if greeting.len() < CALLS => {
                    let (stream, _) = called.map_err(|_| Error::Unreachable)?;
                    greeting.push(tokio::time::timeout(PATIENCE, self.acceptor.accept(stream)));
                }
                Some(greeted) = greeting.next() => {
                    let Ok(Ok(stream)) = greeted else { continue };
                    let channel = stream.get_ref().1.export_keying_material([0; 32], LABEL, None);
                    if let Ok(channel) = channel {
                        return Ok(Talk::over(Box::new(stream), channel));
                    }
                }
            }
        }
    }
}

/// Calls a device that listens.
///
/// # Errors
/// [`Error::Address`] when this is no `a.b.c.d:port`; [`Error::Unreachable`] when nobody answers as we speak.
pub async fn call(address: &str) -> Result<Talk, Error> {
    let address: SocketAddr = address.trim().parse().map_err(|_| Error::Address)?;
    let connect = async {
        let stream = TcpStream::connect(address).await.map_err(|_| Error::Unreachable)?;
        let config = client_config(Pin::Any).map_err(|_| Error::Unreachable)?;
        let name = ServerName::IpAddress(address.ip().into());
        let stream = TlsConnector::from(Arc::new(config)).connect(name, stream).await;
        let stream = stream.map_err(|_| Error::Unreachable)?;
        let channel = stream.get_ref().1.export_keying_material([0; 32], LABEL, None);
        Ok(Talk::over(Box::new(stream), channel.map_err(|_| Error::Unreachable)?))
    };
    tokio::time::timeout(PATIENCE, connect).await.map_err(|_| Error::Unreachable)?
}

fn server_config() -> Result<ServerConfig, Error> {
    let made = rcgen::generate_simple_self_signed(vec!["posta".to_owned()]);
    let made = made.map_err(|_| Error::Unreachable)?;
    let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).map_err(|_| Error::Unreachable)?;
    ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_protocol_versions(&[&TLS13])
        .and_then(|config| config.with_no_client_auth().with_single_cert(vec![made.cert.der().clone()], key))
        .map_err(|_| Error::Unreachable)
}
