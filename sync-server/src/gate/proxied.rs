//! For whom a balancer connects: the header of the PROXY protocol, version 2, before anything else. Without it all devices
//! would share the limits of one address, the balancer's.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use tokio::io::AsyncReadExt as _;
use tokio::net::TcpStream;

/// How long a balancer may take to say it.
const PATIENCE: Duration = Duration::from_secs(5);
const SIGNATURE: [u8; 12] = *b"\r\n\r\n\0\r\nQUIT\n";
/// Longest rest of a header. Bytes.
const LONGEST: usize = 1_024;

/// Reads the header away; `None` when the balancer comes for itself, as to see whether the server is there.
///
/// # Errors
/// When there is none, or it does not come.
pub async fn read_away(stream: &mut TcpStream) -> io::Result<Option<SocketAddr>> {
    let read = async {
        let mut head = [0; 16];
        stream.read_exact(&mut head).await?;
        let mut rest = vec![0; length_of(&head)?];
        stream.read_exact(&mut rest).await?;
        client_of(&head, &rest)
    };
    tokio::time::timeout(PATIENCE, read).await.map_err(|_| io::Error::from(io::ErrorKind::TimedOut))?
}

fn length_of(head: &[u8; 16]) -> io::Result<usize> {
    let [.., high, low] = *head;
    let length = usize::from(u16::from_be_bytes([high, low]));
    if head.starts_with(&SIGNATURE) && length <= LONGEST { Ok(length) } else { Err(bad()) }
}

fn client_of(head: &[u8; 16], rest: &[u8]) -> io::Result<Option<SocketAddr>> {
    let [.., command, family, _, _] = *head;
    let port = |at: usize| Some(u16::from_be_bytes(*rest.get(at..)?.first_chunk()?));
    let client = match (command, family) {
        (0x20, _) => return Ok(None),
        (0x21, 0x11) => rest.first_chunk::<4>().map(|ip| IpAddr::V4(Ipv4Addr::from(*ip))).zip(port(8)),
        (0x21, 0x21) => rest.first_chunk::<16>().map(|ip| IpAddr::V6(Ipv6Addr::from(*ip))).zip(port(32)),
        _ => None,
    };
    client.map(|(ip, port)| Some(SocketAddr::new(ip, port))).ok_or_else(bad)
}

fn bad() -> io::Error {
    io::Error::from(io::ErrorKind::InvalidData)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(command: u8, family: u8, rest: &[u8]) -> [u8; 16] {
        let mut head = [0; 16];
        head[..12].copy_from_slice(&SIGNATURE);
        head[12..14].copy_from_slice(&[command, family]);
        head[14..].copy_from_slice(&u16::try_from(rest.len()).unwrap().to_be_bytes());
        head
    }

    #[test]
    fn a_header_names_the_client_and_whatever_else_is_refused() {
        let four = [192, 0, 2, 7, 10, 0, 0, 1, 0x30, 0x39, 0x20, 0xfb, 0xff, 0, 1];
        let client = client_of(&header(0x21, 0x11, &four), &four).unwrap();
        assert_eq!(client, Some("192.0.2.7:12345".parse().unwrap()));
        let six: Ipv6Addr = "2001:db8::7".parse().unwrap();
        let six = [six.octets().as_slice(), &[0; 16], &[0x30, 0x39, 0, 1]].concat();
        let client = client_of(&header(0x21, 0x21, &six), &six).unwrap();
        assert_eq!(client, Some("[2001:db8::7]:12345".parse().unwrap()));
        assert_eq!(client_of(&header(0x20, 0, &[]), &[]).unwrap(), None);
        assert!(client_of(&header(0x21, 0x11, &four[..9]), &four[..9]).is_err());
        assert!(client_of(&header(0x21, 0x31, &four), &four).is_err());
        assert_eq!(length_of(&header(0x21, 0x11, &four)).unwrap(), 15);
        assert!(length_of(b"GET / HTTP/1.1\r\n").is_err());
        assert!(length_of(&header(0x21, 0x11, &[0; 2_000])).is_err());
    }
}
