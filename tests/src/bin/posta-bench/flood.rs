//! A flood of wrong joins from one address, and somebody with a right code at another.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use posta_identity::{
    Code, CodeKeys, DepartmentId, DeviceKeys, Entry, Hash32, Invitation, KdfCost, Role, SealSecret, signing,
};
use posta_protocol::Frame;
use sync_server::{InviteRequest, init_department, invite, start};
use tokio::net::TcpSocket;
use tokio::runtime::Runtime;

use crate::figure::Figures;
use crate::log_of::join_of;
use crate::sample::{Sample, timed};
use crate::world::{DEPARTMENT, PLACE};

/// Where the flood comes from; the right ones come from 127.0.0.1.
const STRANGER: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 2);
const CONNECTIONS: usize = 8;
const JOINS: usize = 20;
/// The flood goes on for at least so long.
const AT_LEAST: Duration = Duration::from_secs(5);
/// Nothing is measured of codes here, and the invitations take long enough to make.
const COST: KdfCost = KdfCost { memory_kib: 64, passes: 1 };

/// Without TLS: so the flood can be as dense as this machine makes it.
pub fn measure(work: &Path, figures: &mut Figures) -> Result<()> {
    let folder = tempfile::tempdir_in(work)?;
    let (data, authority) = (folder.path().join("server"), folder.path().join("authority"));
    init_department(&data, &authority, "bo", DEPARTMENT)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let server = runtime.block_on(start(&data, listen, false))?;
    let door = Door { url: server.url(), data, authority };
    let codes: Vec<Code> = (0..2 * JOINS).map(|guest| door.invite(guest)).collect::<Result<_>>()?;
    let (quiet_codes, flood_codes) = codes.split_at(JOINS);

    let quiet = door.join_all(&runtime, quiet_codes)?;
    let flood = Flood::default();
    let (mut flooded, mut lasted) = (None, Duration::ZERO);
    let request = request(server.addr)?;
    thread::scope(|scope| -> Result<()> {
        let streams = (0..CONNECTIONS).map(|_| runtime.block_on(connect(server.addr)));
        for mut stream in streams.collect::<Result<Vec<_>>>()? {
            let (flood, request) = (&flood, &request);
            scope.spawn(move || flood.pour(&mut stream, request));
        }
        let begun = Instant::now();
        let joined = door.join_all(&runtime, flood_codes);
        thread::sleep(AT_LEAST.saturating_sub(begun.elapsed()));
        flood.over.store(true, Ordering::Relaxed);
        lasted = begun.elapsed();
        flooded = Some(joined?);
        Ok(())
    })?;
    let flooded = flooded.context("nobody joined")?;
    let (rejected, looked_at) =
        (flood.rejected.load(Ordering::Relaxed), flood.looked_at.load(Ordering::Relaxed));
    let mut say = |what: &str, value, unit| figures.add("flood", what, value, unit);
    say("seconds", lasted.as_secs_f64(), "s");
    say("wrong joins that were looked at", looked_at as f64, "");
    say("wrong joins that were turned away unread", rejected as f64, "");
    say("wrong joins turned away a second", rejected as f64 / lasted.as_secs_f64(), "/s");
    for (name, [fetch, join]) in [("quiet", &quiet), ("during the flood", &flooded)] {
        say(&format!("{name}: invitation fetched, p50"), fetch.percentile(50.0), "ms");
        say(&format!("{name}: right join, p50"), join.percentile(50.0), "ms");
        say(&format!("{name}: right join, most"), join.percentile(100.0), "ms");
    }
    let [[_, quiet], [_, flooded]] = [&quiet, &flooded];
    say("right join, flood : quiet", flooded.percentile(50.0) / quiet.percentile(50.0), "times");
    Ok(runtime.block_on(server.stop())?)
}

/// Of the server: where codes are made and used.
struct Door {
    url: String,
    data: PathBuf,
    authority: PathBuf,
}

impl Door {
    fn invite(&self, guest: usize) -> Result<Code> {
        let name = format!("Usuaria Inventada {guest}");
        let request = InviteRequest {
            pack: "bo",
            name: &name,
            role: Role::Registrar,
            place: PLACE,
            hours: 1,
            cost: COST,
        };
        Ok(invite(&self.data, &self.authority, &request)?.code)
    }

    /// One after the other; times of fetching the invitation and of the join.
    fn join_all(&self, runtime: &Runtime, codes: &[Code]) -> Result<[Sample; 2]> {
        let (mut fetches, mut joins) = (Sample::default(), Sample::default());
        for code in codes {
            let keys = CodeKeys::derive(code, COST)?;
            let (sealed, time) =
                timed(|| runtime.block_on(posta_sync::fetch_invitation(&self.url, &keys.id)));
            fetches.add(time);
            let invitation = Invitation::open(&keys, &sealed?)?;
            let accepted = invitation.accept(&keys, &DeviceKeys::random())?;
            let (joined, time) =
                timed(|| runtime.block_on(posta_sync::join(&self.url, &invitation, &accepted.join)));
            joined?;
            joins.add(time);
        }
        Ok([fetches, joins])
    }
}

/// What became of the wrong joins.
#[derive(Default)]
struct Flood {
    over: AtomicBool,
    rejected: AtomicU64,
    looked_at: AtomicU64,
}

impl Flood {
    /// Sends the same join again and again until it is over, or the connection ends.
    fn pour(&self, stream: &mut TcpStream, request: &[u8]) {
        while !self.over.load(Ordering::Relaxed) {
            match stream.write_all(request).map_err(Into::into).and_then(|()| read_status(stream)) {
                Ok(429) => self.rejected.fetch_add(1, Ordering::Relaxed),
                Ok(_) => self.looked_at.fetch_add(1, Ordering::Relaxed),
                Err(_) => return,
            };
        }
    }
}

async fn connect(server: SocketAddr) -> Result<TcpStream> {
    let socket = TcpSocket::new_v4()?;
    socket.bind(SocketAddr::from((STRANGER, 0)))?;
    let stream = socket.connect(server).await?.into_std()?;
    stream.set_nonblocking(false)?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

/// A well-formed join by an invitation that nobody made.
fn request(server: SocketAddr) -> Result<Vec<u8>> {
    let department = DepartmentId::random();
    let grant = Hash32::of(b"nobody's grant");
    let body = join_of(&department, grant, &SealSecret::random());
    let entry = Entry::sign(department, vec![grant], body, &signing::random_key());
    let frames = [Frame::Entry(entry.encode()).encode(), Frame::End.encode()].concat();
    let mut request = Vec::new();
    write!(
        request,
        "POST /v1/join HTTP/1.1\r\nhost: {server}\r\ncontent-type: application/octet-stream\r\ncontent-length: {}\r\n\r\n",
        frames.len()
    )?;
    request.extend(frames);
    Ok(request)
}

/// Reads one whole answer.
fn read_status(stream: &mut TcpStream) -> Result<u16> {
    let (mut said, mut piece) = (Vec::new(), [0_u8; 4096]);
    loop {
        let length = stream.read(&mut piece)?;
        let bytes = piece.get(..length).filter(|bytes| !bytes.is_empty()).context("the connection ended")?;
        said.extend_from_slice(bytes);
        let Some(end) = said.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
        let head = String::from_utf8_lossy(said.get(..end).unwrap_or_default()).to_lowercase();
        let length = head.lines().find_map(|line| line.strip_prefix("content-length:"));
        let length: usize = length.context("an answer of unknown length")?.trim().parse()?;
        if said.len() >= end + 4 + length {
            return Ok(head.split(' ').nth(1).context("a status")?.parse()?);
        }
    }
}
