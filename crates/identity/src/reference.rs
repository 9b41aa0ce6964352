//! How one department names a person of another: by a keyed hash that only the server of both can make.

use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::device::ServerKeys;
use crate::ids::{DepartmentId, Reference, ScopeId};

/// Makes references. It follows from the server's key alone: the same after a restart, and after a restore of its folder.
pub struct ReferenceKey(Zeroizing<[u8; 32]>);

impl ReferenceKey {
    /// The key of a server.
    pub fn of(server: &ServerKeys) -> Self {
        let secret = Zeroizing::new(server.sign.to_bytes());
        let mut key = Zeroizing::new([0; 32]);
        // HKDF refuses only lengths beyond 255 hashes.
        let _ = Hkdf::<Sha256>::new(None, secret.as_ref()).expand(b"posta reference", key.as_mut());
        Self(key)
    }

    /// How `asking` names a person of a scope: the first 16 bytes of HMAC-SHA-256 over the three, each of 16 bytes. Two
    /// departments that name one person cannot tell so by comparing references.
    pub fn reference(&self, asking: &DepartmentId, scope: &ScopeId, person: &[u8; 16]) -> Reference {
        let message = [asking.as_bytes().as_slice(), scope.as_bytes(), person].concat();
        // HKDF's first half is HMAC, keyed with the salt.
        let (tag, _) = Hkdf::<Sha256>::extract(Some(self.0.as_ref()), &message);
        let mut half = [0; 16];
        half.iter_mut().zip(tag).for_each(|(to, from)| *to = from);
        Reference::from(half)
    }
}

impl std::fmt::Debug for ReferenceKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ReferenceKey")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reference(key: &ReferenceKey, asking: u8, scope: u8, person: u8) -> Reference {
        key.reference(&[asking; 16].into(), &[scope; 16].into(), &[person; 16])
    }

    #[test]
    fn a_reference_differs_by_who_asks_where_and_whom_and_by_server_and_is_the_same_again() {
        let (server, other) = (ServerKeys::random(), ReferenceKey::of(&ServerKeys::random()));
        let key = ReferenceKey::of(&server);
        let all = [
            reference(&key, 1, 2, 3),
            reference(&key, 9, 2, 3),
            reference(&key, 1, 9, 3),
            reference(&key, 1, 2, 9),
            reference(&other, 1, 2, 3),
        ];
        let distinct: std::collections::BTreeSet<_> = all.iter().collect();
        assert_eq!(distinct.len(), all.len());
        let again = ServerKeys::from_bytes(&server.to_bytes()).unwrap();
        assert_eq!(all.first(), Some(&reference(&ReferenceKey::of(&again), 1, 2, 3)));
        assert!(!format!("{key:?}").contains("sign"));
    }
}
