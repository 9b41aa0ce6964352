//! A bad link: a TCP relay with a bandwidth, a round-trip time and, if wanted, connections that end after so many bytes.
//! The kernel here has no `netem`; what this relay does agrees with real TCP within some percent.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// About what a TCP segment carries. Bytes.
const PIECE: usize = 1400;
/// Pieces that are on their way at most, as in a router's buffer.
const BUFFER: usize = 64;

/// What a link is like.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// Kilobits a second, each way.
    pub kbits: u64,
    /// Milliseconds of a round trip.
    pub round_trip: u64,
    /// Connections end after so many bytes, both ways together; 0: never.
    pub cut: u64,
}

impl std::str::FromStr for Shape {
    type Err = anyhow::Error;

    /// `KBITS,RTT_MS[,CUT_BYTES]`.
    fn from_str(text: &str) -> Result<Self> {
        let numbers = text.split(',').map(str::parse).collect::<Result<Vec<u64>, _>>();
        match numbers.context("KBITS,RTT_MS[,CUT_BYTES]")?.as_slice() {
            [kbits, round_trip] if *kbits > 0 => Ok(Self { kbits: *kbits, round_trip: *round_trip, cut: 0 }),
            [kbits, round_trip, cut] if *kbits > 0 => {
                Ok(Self { kbits: *kbits, round_trip: *round_trip, cut: *cut })
            }
            _ => bail!("KBITS,RTT_MS[,CUT_BYTES]"),
        }
    }
}

impl std::fmt::Display for Shape {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} kbit/s, {} ms", self.kbits, self.round_trip)?;
        if self.cut > 0 { write!(f, ", cut every {} bytes", self.cut) } else { Ok(()) }
    }
}

/// A link to a server.
#[derive(Clone)]
pub struct Link {
    shape: Arc<Mutex<Option<Shape>>>,
    up: Arc<AtomicU64>,
    down: Arc<AtomicU64>,
    connections: Arc<AtomicU64>,
}

/// What passed: bytes of the connections, and how many these were.
#[derive(Clone, Copy, Default, Debug)]
pub struct Passed {
    pub up: u64,
    pub down: u64,
    pub connections: u64,
}

impl Link {
    /// Relays to `server` until the process ends; returns where it listens. At first the link is as good as none.
    pub fn open(server: SocketAddr) -> Result<(Self, SocketAddr)> {
        let listener = TcpListener::bind("127.0.0.1:0").context("the link cannot listen")?;
        let address = listener.local_addr()?;
        let link = Self {
            shape: Arc::default(),
            up: Arc::default(),
            down: Arc::default(),
            connections: Arc::default(),
        };
        let relay = link.clone();
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                relay.connections.fetch_add(1, Ordering::Relaxed);
                let relay = relay.clone();
                thread::spawn(move || drop(relay.carry(client, server)));
            }
        });
        Ok((link, address))
    }

    /// How it is from now on, for connections that begin.
    pub fn set(&self, shape: Option<Shape>) {
        *self.shape.lock().unwrap_or_else(PoisonError::into_inner) = shape;
    }

    /// What passed since the last call.
    pub fn take(&self) -> Passed {
        let take = |count: &AtomicU64| count.swap(0, Ordering::Relaxed);
        Passed { up: take(&self.up), down: take(&self.down), connections: take(&self.connections) }
    }

    fn carry(&self, client: TcpStream, server: SocketAddr) -> std::io::Result<()> {
        let shape = *self.shape.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(shape) = shape {
            // Making the connection takes a round trip.
            thread::sleep(Duration::from_millis(shape.round_trip));
        }
        let server = TcpStream::connect(server)?;
        client.set_nodelay(true)?;
        server.set_nodelay(true)?;
        let left = Arc::new(Mutex::new(
            shape.map_or(u64::MAX, |shape| if shape.cut > 0 { shape.cut } else { u64::MAX }),
        ));
        let ends = Arc::new([client.try_clone()?, server.try_clone()?]);
        let back = {
            let (from, to) = (server.try_clone()?, client.try_clone()?);
            let (count, left, ends) = (Arc::clone(&self.down), Arc::clone(&left), Arc::clone(&ends));
            thread::spawn(move || pump(from, to, shape, &count, &left, &ends))
        };
        pump(client, server, shape, &self.up, &left, &ends);
        let _ = back.join();
        Ok(())
    }
}

/// One direction: pieces leave one after the other at the bandwidth, and arrive half a round trip later.
fn pump(
    mut from: TcpStream,
    to: TcpStream,
    shape: Option<Shape>,
    count: &AtomicU64,
    left: &Mutex<u64>,
    ends: &[TcpStream; 2],
) {
    let (sender, receiver) = sync_channel::<(Instant, Vec<u8>)>(BUFFER);
    let writer = thread::spawn(move || deliver(&receiver, to));
    let mut free = Instant::now();
    let mut piece = [0_u8; PIECE];
    while let Ok(length) = from.read(&mut piece) {
        let Some(bytes) = piece.get(..length).filter(|bytes| !bytes.is_empty()) else { break };
        let goes = {
            let mut left = left.lock().unwrap_or_else(PoisonError::into_inner);
            let goes = (*left).min(length as u64);
            *left -= goes;
            usize::try_from(goes).unwrap_or(length)
        };
        count.fetch_add(goes as u64, Ordering::Relaxed);
        free = free.max(Instant::now());
        if let Some(shape) = shape {
            free += Duration::from_nanos(goes as u64 * 8 * 1_000_000 / shape.kbits);
        }
        let arrives =
            free + shape.map_or(Duration::ZERO, |shape| Duration::from_millis(shape.round_trip) / 2);
        if !send(&sender, arrives, bytes.get(..goes).unwrap_or_default()) || goes < length {
            break;
        }
        // Nothing is read that the link could not have taken yet.
        thread::sleep(free.saturating_duration_since(Instant::now()));
    }
    drop(sender);
    let _ = writer.join();
    if *left.lock().unwrap_or_else(PoisonError::into_inner) == 0 {
        ends.iter().for_each(|end| drop(end.shutdown(Shutdown::Both)));
    }
}

fn send(sender: &SyncSender<(Instant, Vec<u8>)>, arrives: Instant, bytes: &[u8]) -> bool {
    sender.send((arrives, bytes.to_vec())).is_ok()
}

fn deliver(receiver: &Receiver<(Instant, Vec<u8>)>, mut to: TcpStream) {
    for (arrives, bytes) in receiver {
        thread::sleep(arrives.saturating_duration_since(Instant::now()));
        if to.write_all(&bytes).is_err() {
            return;
        }
    }
    let _ = to.shutdown(Shutdown::Write);
}
