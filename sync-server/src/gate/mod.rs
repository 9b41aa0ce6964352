//! Who gets in how often: limits by the client's address. They keep the machine usable for the others; that codes
//! cannot be guessed follows from their 80 bits.

mod connections;
mod proxied;
mod rates;

use std::net::{IpAddr, Ipv6Addr};

pub use connections::{Connections, Door, OpenConnection, Whose};
pub use rates::{Rates, TooMany};

/// Whom a limit counts as one: an IPv4 address, or the /64 that an IPv6 host may choose its addresses in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Client(IpAddr);

impl From<IpAddr> for Client {
    fn from(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V6(address) => Self(IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> 64 << 64))),
            canonical => Self(canonical),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_host_counts_as_one_client_however_it_writes_its_address() {
        let client = |text: &str| Client::from(text.parse::<IpAddr>().unwrap());
        assert_eq!(client("192.0.2.1"), client("::ffff:192.0.2.1"));
        assert_ne!(client("192.0.2.1"), client("192.0.2.2"));
        assert_eq!(client("2001:db8::1"), client("2001:db8::ffff:1"));
        assert_ne!(client("2001:db8::1"), client("2001:db8:0:1::1"));
    }
}
