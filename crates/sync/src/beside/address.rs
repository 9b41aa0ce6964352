//! Where this device can be called by one beside it.

use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};

/// The addresses of this device in the networks that it is in, of private networks only, the likeliest first.
///
/// The operating system says from where it would send to a neighbour; nothing is sent.
pub(crate) fn own_addresses() -> Vec<Ipv4Addr> {
    let mut own = Vec::new();
    for neighbour in neighbours() {
        let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0));
        let from = socket.and_then(|socket| {
            socket.connect(SocketAddr::from((neighbour, 9)))?;
            socket.local_addr()
        });
        if let Ok(IpAddr::V4(address)) = from.map(|from| from.ip())
            && (address.is_private() || address.is_link_local())
            && !own.contains(&address)
        {
            own.push(address);
        }
    }
    own
}

/// One address in each network that a post is likely to have: home routers, phones that share their link, cables.
fn neighbours() -> impl Iterator<Item = Ipv4Addr> {
    let home = (0..=255).map(|c| Ipv4Addr::new(192, 168, c, 1));
    let phones = (16..=31).map(|b| Ipv4Addr::new(172, b, 0, 1));
    let large = (0..=255).map(|b| Ipv4Addr::new(10, b, 0, 1));
    home.chain(phones).chain(large).chain([Ipv4Addr::new(169, 254, 1, 1)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_private_networks_are_told() {
        for address in own_addresses() {
            assert!(address.is_private() || address.is_link_local(), "{address}");
        }
    }
}
