//! The network between devices and a server: a proxy on loopback that can be cut, captured or led elsewhere.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

/// How connections go from now on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// None.
    Whole,
    /// Every connection ends after so many bytes, both ways together.
    CutAfter(u64),
    /// So many requests of exchanges are answered; connections end at the next.
    Exchanges(u32),
    /// A join reaches the server, which keeps it; its connection ends when the answer begins. Plain connections only.
    JoinUnanswered,
    /// A connection ends before a join on it reaches the server. Plain connections only.
    JoinUnheard,
    /// Nobody is there.
    Down,
    /// Somebody else answers: 200 and a page.
    Portal,
}

struct Shared {
    upstream: Mutex<SocketAddr>,
    fault: Mutex<Fault>,
    /// What devices said, one a connection.
    heard: Mutex<Vec<Arc<Mutex<Vec<u8>>>>>,
    /// Runs once, when a connection is cut.
    on_cut: Mutex<Option<Box<dyn FnOnce() + Send>>>,
    /// Runs once, before the next connection reaches the server.
    on_connect: Mutex<Option<Box<dyn FnOnce() + Send>>>,
    /// Exchanges that may still begin.
    exchanges: Mutex<u32>,
    closed: AtomicBool,
    cuts: AtomicU64,
}

/// Devices know its address; it leads to the server.
pub struct Network {
    addr: SocketAddr,
    shared: Arc<Shared>,
    accepting: Option<JoinHandle<()>>,
}

impl Network {
    pub fn before(upstream: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let addr = listener.local_addr().unwrap();
        let shared = Arc::new(Shared {
            upstream: Mutex::new(upstream),
            fault: Mutex::new(Fault::Whole),
            heard: Mutex::default(),
            on_cut: Mutex::default(),
            on_connect: Mutex::default(),
            exchanges: Mutex::new(u32::MAX),
            closed: AtomicBool::new(false),
            cuts: AtomicU64::new(0),
        });
        let accepting = std::thread::spawn({
            let shared = Arc::clone(&shared);
            move || accept(&listener, &shared)
        });
        Self { addr, shared, accepting: Some(accepting) }
    }

    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    pub fn lead_to(&self, upstream: SocketAddr) {
        *lock(&self.shared.upstream) = upstream;
    }

    pub fn set(&self, fault: Fault) {
        *lock(&self.shared.exchanges) = if let Fault::Exchanges(count) = fault { count } else { u32::MAX };
        *lock(&self.shared.fault) = fault;
    }

    /// What happens when the next connection is cut.
    pub fn on_cut(&self, act: impl FnOnce() + Send + 'static) {
        *lock(&self.shared.on_cut) = Some(Box::new(act));
    }

    /// What happens on the device's side while its next connection is being made.
    pub fn on_connect(&self, act: impl FnOnce() + Send + 'static) {
        *lock(&self.shared.on_connect) = Some(Box::new(act));
    }

    /// How many connections were cut.
    pub fn cuts(&self) -> u64 {
        self.shared.cuts.load(Ordering::SeqCst)
    }

    /// Everything that devices said to the server, connection by connection.
    pub fn heard(&self) -> Vec<Vec<u8>> {
        lock(&self.shared.heard).iter().map(|said| lock(said).clone()).collect()
    }

    /// The heads of all requests (request line and headers) of plain connections.
    pub fn request_heads(&self) -> Vec<String> {
        let mut heads = Vec::new();
        for said in self.heard() {
            for at in 0..said.len() {
                let rest = &said[at..];
                if rest.starts_with(b"GET /") || rest.starts_with(b"POST /") {
                    let end = rest.windows(4).position(|four| four == b"\r\n\r\n").unwrap_or(rest.len());
                    heads.push(String::from_utf8_lossy(&rest[..end]).into_owned());
                }
            }
        }
        heads
    }
}

impl Drop for Network {
    fn drop(&mut self) {
        self.shared.closed.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(self.addr);
        if let Some(accepting) = self.accepting.take() {
            let _ = accepting.join();
        }
    }
}

fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    for stream in listener.incoming() {
        if shared.closed.load(Ordering::SeqCst) {
            return;
        }
        let Ok(stream) = stream else { continue };
        let fault = *lock(&shared.fault);
        let shared = Arc::clone(shared);
        std::thread::spawn(move || match fault {
            Fault::Down => drop(stream),
            Fault::Portal => answer_as_portal(stream),
            Fault::Whole | Fault::Exchanges(_) | Fault::JoinUnanswered | Fault::JoinUnheard => {
                join(stream, &shared, u64::MAX);
            }
            Fault::CutAfter(bytes) => join(stream, &shared, bytes),
        });
    }
}

/// What is left of a connection's life, both ways together.
struct Life {
    bytes: Mutex<u64>,
    /// Nothing that the server says arrives.
    is_deaf: AtomicBool,
    ends: [TcpStream; 2],
}

impl Life {
    fn take(&self, wanted: usize) -> usize {
        let mut left = lock(&self.bytes);
        let taken = (*left).min(wanted as u64);
        *left -= taken;
        usize::try_from(taken).unwrap()
    }

    fn end(&self) {
        for end in &self.ends {
            let _ = end.shutdown(Shutdown::Both);
        }
    }
}

fn join(device: TcpStream, shared: &Arc<Shared>, bytes: u64) {
    let act = lock(&shared.on_connect).take();
    if let Some(act) = act {
        act();
    }
    let Ok(server) = TcpStream::connect(*lock(&shared.upstream)) else { return };
    let heard = Arc::new(Mutex::new(Vec::new()));
    lock(&shared.heard).push(Arc::clone(&heard));
    let ends = [device.try_clone().unwrap(), server.try_clone().unwrap()];
    let life = Arc::new(Life { bytes: Mutex::new(bytes), is_deaf: AtomicBool::new(false), ends });
    let back = std::thread::spawn({
        let (life, shared) = (Arc::clone(&life), Arc::clone(shared));
        let (server, device) = (server.try_clone().unwrap(), device.try_clone().unwrap());
        move || carry(server, device, &life, &shared, None)
    });
    carry(device, server, &life, shared, Some(&heard));
    let _ = back.join();
}

fn carry(
    mut from: TcpStream,
    mut to: TcpStream,
    life: &Life,
    shared: &Shared,
    heard: Option<&Mutex<Vec<u8>>>,
) {
    let mut piece = [0; 4096];
    loop {
        let read = match from.read(&mut piece) {
            Ok(0) | Err(_) => break,
            Ok(read) => read,
        };
        let said = &piece[..read];
        let mut refuses = heard.is_some() && begins_exchange(said) && !spend(&shared.exchanges);
        if heard.is_some() && said.starts_with(b"POST /v1/join ") {
            let fault = *lock(&shared.fault);
            refuses |= fault == Fault::JoinUnheard;
            life.is_deaf.store(fault == Fault::JoinUnanswered, Ordering::SeqCst);
        }
        refuses |= heard.is_none() && life.is_deaf.load(Ordering::SeqCst);
        let taken = if refuses { 0 } else { life.take(read) };
        if let Some(heard) = heard {
            lock(heard).extend_from_slice(&said[..taken]);
        }
        let written = to.write_all(&said[..taken]);
        if taken < read {
            shared.cuts.fetch_add(1, Ordering::SeqCst);
            if let Some(act) = lock(&shared.on_cut).take() {
                act();
            }
            life.end();
            return;
        }
        if written.is_err() {
            break;
        }
    }
    // The other direction may still have something to say.
    let _ = to.shutdown(Shutdown::Write);
}

fn begins_exchange(said: &[u8]) -> bool {
    said.starts_with(b"POST /v1/exchange ")
}

fn spend(left: &Mutex<u32>) -> bool {
    let mut left = lock(left);
    let had = *left > 0;
    *left = left.saturating_sub(1);
    had
}

fn answer_as_portal(mut stream: TcpStream) {
    let mut said = Vec::new();
    let mut piece = [0; 4096];
    while !said.windows(4).any(|four| four == b"\r\n\r\n") {
        match stream.read(&mut piece) {
            Ok(0) | Err(_) => return,
            Ok(read) => said.extend_from_slice(&piece[..read]),
        }
    }
    let page = "<html><body>Acepte las condiciones para navegar</body></html>";
    let length = page.len();
    let answer = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{page}"
    );
    let _ = stream.write_all(answer.as_bytes());
    let _ = stream.shutdown(Shutdown::Write);
    while matches!(stream.read(&mut piece), Ok(read) if read > 0) {}
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
