//! The simplest exchange there is, to compare with: JSON lines, zstd, one HTTP POST without TLS to a server that
//! writes the body to a file and flushes it.

use std::fs::File;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::thread;

use anyhow::{Context, Result};

use crate::sample::{Sample, timed};

/// Times that it is done.
const TIMES: usize = 9;
/// As an ordinary client sets it.
const LEVEL: i32 = 3;

/// What it took.
pub struct PlainPost {
    pub body: usize,
    /// Body with the heads of request and answer.
    pub wire: usize,
    /// Median, packing included.
    pub milliseconds: f64,
}

pub fn post(text: &str, folder: &Path) -> Result<PlainPost> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    let kept = folder.join("posted");
    let server = thread::spawn(move || serve(&listener, &kept));
    let (mut body, mut wire, mut times) = (0, 0, Sample::default());
    for _ in 0..TIMES {
        let (sent, time) = timed(|| -> Result<(usize, usize)> {
            let packed = zstd::bulk::compress(text.as_bytes(), LEVEL)?;
            let mut stream = TcpStream::connect(address)?;
            stream.set_nodelay(true)?;
            let head = format!(
                "POST /day HTTP/1.1\r\nhost: {address}\r\ncontent-encoding: zstd\r\ncontent-length: {}\r\n\r\n",
                packed.len()
            );
            stream.write_all(&[head.as_bytes(), &packed].concat())?;
            let mut answer = Vec::new();
            stream.read_to_end(&mut answer)?;
            anyhow::ensure!(answer.starts_with(b"HTTP/1.1 204"), "the plain server did not take it");
            Ok((packed.len(), head.len() + packed.len() + answer.len()))
        });
        (body, wire) = sent?;
        times.add(time);
    }
    server.join().ok().context("the plain server panicked")??;
    Ok(PlainPost { body, wire, milliseconds: times.percentile(50.0) })
}

fn serve(listener: &TcpListener, kept: &PathBuf) -> Result<()> {
    for _ in 0..TIMES {
        let (mut stream, _) = listener.accept()?;
        let (mut bytes, mut piece) = (Vec::new(), [0; 16 * 1024]);
        let body = loop {
            let length = stream.read(&mut piece)?;
            bytes.extend_from_slice(piece.get(..length).unwrap_or_default());
            if let Some(body) = whole_body(&bytes) {
                break body;
            }
            anyhow::ensure!(length > 0, "half a request");
        };
        let mut file = File::create(kept)?;
        file.write_all(body)?;
        file.sync_all()?;
        stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n")?;
    }
    Ok(())
}

/// The body, once as much of it is there as the head says.
fn whole_body(bytes: &[u8]) -> Option<&[u8]> {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let head = std::str::from_utf8(bytes.get(..end)?).ok()?;
    let length =
        head.lines().find_map(|line| line.strip_prefix("content-length: "))?.parse::<usize>().ok()?;
    bytes.get(end..).filter(|body| body.len() == length)
}
