//! A wire that counts: a TCP relay in front of the server.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use anyhow::{Context, Result};

/// Bytes that passed, TLS and HTTP included (TCP and IP not).
#[derive(Clone, Default)]
pub struct Meter {
    up: Arc<AtomicU64>,
    down: Arc<AtomicU64>,
}

impl Meter {
    /// Relays to `server` until the process ends; returns where it listens.
    pub fn open(&self, server: SocketAddr) -> Result<SocketAddr> {
        let listener = TcpListener::bind("127.0.0.1:0").context("the meter cannot listen")?;
        let address = listener.local_addr()?;
        let meter = self.clone();
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                // A server that is gone: the client sees a closed connection, as without the relay.
                let _ = meter.relay(client, server);
            }
        });
        Ok(address)
    }

    /// What passed since the last call, up and down.
    pub fn take(&self) -> (u64, u64) {
        (self.up.swap(0, Ordering::Relaxed), self.down.swap(0, Ordering::Relaxed))
    }

    fn relay(&self, client: TcpStream, server: SocketAddr) -> std::io::Result<()> {
        let server = TcpStream::connect(server)?;
        client.set_nodelay(true)?;
        server.set_nodelay(true)?;
        pump(client.try_clone()?, server.try_clone()?, Arc::clone(&self.up));
        pump(server, client, Arc::clone(&self.down));
        Ok(())
    }
}

fn pump(mut from: TcpStream, mut to: TcpStream, count: Arc<AtomicU64>) {
    thread::spawn(move || {
        let mut piece = [0_u8; 16 * 1024];
        while let Ok(length) = from.read(&mut piece) {
            let Some(bytes) = piece.get(..length).filter(|bytes| !bytes.is_empty()) else { break };
            count.fetch_add(length as u64, Ordering::Relaxed);
            if to.write_all(bytes).is_err() {
                break;
            }
        }
        // The other side may have closed already.
        let _ = to.shutdown(Shutdown::Write);
    });
}
