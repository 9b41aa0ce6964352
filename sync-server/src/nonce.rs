//! Nonces that the server need not remember: a keyed hash over the device and the hour.
//!
//! They only make a recorded request head useless after a week; a replay changes nothing anyway, because
//! batches are addressed by their content.

use posta_identity::ServerKeys;
use posta_identity::ids::DeviceId;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// How long a nonce is good, in hours.
pub const NONCE_HOURS: u32 = 7 * 24;

/// The key that makes and knows nonces; every node of one server shares it.
pub struct NonceKey([u8; 32]);

impl NonceKey {
    /// The key of a server, which every node has: it follows from the one that signs receipts.
    pub fn of(server: &ServerKeys) -> Self {
        let secret = Zeroizing::new(server.sign.to_bytes());
        Self(hmac(&secret, &[b"posta nonce key"]))
    }

    /// The nonce of this device at this hour (hours since 1970): 4 bytes hour, 16 bytes keyed hash.
    #[must_use]
    pub fn make(&self, device: DeviceId, hour: u32) -> Vec<u8> {
        let mut nonce = hour.to_le_bytes().to_vec();
        nonce.extend(self.keyed_hash(device, hour).into_iter().take(16));
        nonce
    }

    /// Whether this server gave that nonce to that device within the last seven days.
    #[must_use]
    pub fn knows(&self, nonce: &[u8], device: DeviceId, now_hour: u32) -> bool {
        let Some((hour, _)) = nonce.split_first_chunk::<4>() else { return false };
        let hour = u32::from_le_bytes(*hour);
        let fresh = hour <= now_hour.saturating_add(1) && now_hour.saturating_sub(hour) <= NONCE_HOURS;
        let expected = self.make(device, hour);
        let same = expected.len() == nonce.len()
            && expected.iter().zip(nonce).fold(0_u8, |difference, (a, b)| difference | (a ^ b)) == 0;
        fresh && same
    }

    fn keyed_hash(&self, device: DeviceId, hour: u32) -> [u8; 32] {
        hmac(&self.0, &[b"posta nonce", device.as_bytes(), &hour.to_le_bytes()])
    }
}

/// HMAC-SHA-256 with a 32-byte key (RFC 2104).
fn hmac(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    let pad = |byte: u8| {
        let mut block = [byte; 64];
        for (target, key) in block.iter_mut().zip(key) {
            *target ^= key;
        }
        block
    };
    let mut inner = Sha256::new().chain_update(pad(0x36));
    parts.iter().for_each(|part| inner.update(part));
    Sha256::new().chain_update(pad(0x5c)).chain_update(inner.finalize()).finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_node_of_one_server_knows_the_nonces_of_the_others_and_no_other_server_does() {
        let (keys, device) = (ServerKeys::random(), DeviceId::from([1; 16]));
        let copy = ServerKeys::from_bytes(&keys.to_bytes()).unwrap();
        let nonce = NonceKey::of(&keys).make(device, 1_000);
        assert!(NonceKey::of(&copy).knows(&nonce, device, 1_000));
        assert!(!NonceKey::of(&ServerKeys::random()).knows(&nonce, device, 1_000));
    }

    #[test]
    fn a_nonce_is_known_for_its_device_and_for_a_week() {
        let key = NonceKey([7; 32]);
        let device = DeviceId::from([1; 16]);
        let nonce = key.make(device, 1_000);
        assert!(key.knows(&nonce, device, 1_000));
        assert!(key.knows(&nonce, device, 1_000 + NONCE_HOURS));
        assert!(!key.knows(&nonce, device, 1_001 + NONCE_HOURS));
        assert!(!key.knows(&nonce, device, 900));
        assert!(!key.knows(&nonce, DeviceId::from([2; 16]), 1_000));
        assert!(!NonceKey([8; 32]).knows(&nonce, device, 1_000));
        assert!(!key.knows(&[], device, 1_000));
        assert!(!key.knows(nonce.get(..19).unwrap_or_default(), device, 1_000));
    }
}
