//! Identifiers: fixed-size opaque bytes, shown as lowercase hex.

use sha2::{Digest, Sha256};

use crate::random::random_bytes;
use crate::role::Lane;

/// The text or the bytes are no identifier of the expected length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an identifier of {expected} bytes was expected")]
pub struct IdError {
    /// Length of the identifier in bytes.
    pub expected: usize,
}

fn read_hex<const N: usize>(text: &str) -> Result<[u8; N], IdError> {
    let wrong = IdError { expected: N };
    if text.len() != 2 * N || !text.is_ascii() {
        return Err(wrong);
    }
    let mut bytes = [0; N];
    for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        let pair = std::str::from_utf8(pair).map_err(|_| wrong)?;
        if pair.starts_with('+') {
            return Err(wrong);
        }
        *byte = u8::from_str_radix(pair, 16).map_err(|_| wrong)?;
    }
    Ok(bytes)
}

macro_rules! fixed_bytes {
    ($(#[$doc:meta])* $name:ident, $length:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; $length]);

        impl $name {
            /// The bytes.
            pub const fn as_bytes(&self) -> &[u8; $length] {
                &self.0
            }
        }

        impl From<[u8; $length]> for $name {
            fn from(bytes: [u8; $length]) -> Self {
                Self(bytes)
            }
        }

        impl From<$name> for [u8; $length] {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl TryFrom<&[u8]> for $name {
            type Error = IdError;

            fn try_from(bytes: &[u8]) -> Result<Self, IdError> {
                bytes.try_into().map(Self).map_err(|_| IdError { expected: $length })
            }
        }

        impl AsRef<[u8]> for $name {
            fn as_ref(&self) -> &[u8] {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(self, f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                read_hex(text).map(Self)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }

        impl<C> minicbor::Encode<C> for $name {
            fn encode<W: minicbor::encode::Write>(
                &self,
                encoder: &mut minicbor::Encoder<W>,
                _: &mut C,
            ) -> Result<(), minicbor::encode::Error<W::Error>> {
                encoder.bytes(&self.0)?.ok()
            }
        }

        impl<'b, C> minicbor::Decode<'b, C> for $name {
            fn decode(
                decoder: &mut minicbor::Decoder<'b>,
                _: &mut C,
            ) -> Result<Self, minicbor::decode::Error> {
                decoder.bytes()?.try_into().map_err(minicbor::decode::Error::custom)
            }
        }
    };
}

macro_rules! random_id {
    ($(#[$doc:meta])* $name:ident) => {
        fixed_bytes!($(#[$doc])* $name, 16);

        impl $name {
            /// A fresh identifier of 128 random bits.
            pub fn random() -> Self {
                Self(random_bytes())
            }
        }
    };
}

random_id!(/// A user of a department.
    UserId);
random_id!(/// A device: the first 16 bytes of the SHA-256 of its public signing key ([`DeviceId::of`]).
    DeviceId);
random_id!(/// A scope: the set of documents that one group of members shares. Opaque outside.
    ScopeId);
random_id!(/// A department: the first 16 bytes of the SHA-256 of its authority's public key ([`DepartmentId::of`]).
    DepartmentId);
random_id!(/// The Automerge actor of a session: the first 16 bytes of the SHA-256 of its public key ([`Actor::of`]).
    Actor);
random_id!(/// One life of a device's feed; a new one is minted at join and after a restore.
    Incarnation);
fixed_bytes!(/// A person of another department, as the server of both lets one department name them
    /// ([`ReferenceKey`](crate::ReferenceKey)). Opaque: whoever has it learns nothing from it.
    Reference, 16);
fixed_bytes!(/// A SHA-256 hash.
    Hash32, 32);

impl Hash32 {
    /// Thirty-two zero bytes: "none".
    pub const ZERO: Self = Self([0; 32]);

    /// SHA-256 of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// SHA-256 of the concatenation of `parts`.
    pub fn of_parts(parts: &[&[u8]]) -> Self {
        let mut hasher = Sha256::new();
        parts.iter().for_each(|part| hasher.update(part));
        Self(hasher.finalize().into())
    }

    /// The first 16 bytes.
    pub fn half(&self) -> [u8; 16] {
        let mut half = [0; 16];
        half.iter_mut().zip(self.0).for_each(|(to, from)| *to = from);
        half
    }
}

impl Actor {
    /// The actor of the session with this public key.
    pub fn of(session_public: &[u8; 32]) -> Self {
        Self(Hash32::of(session_public).half())
    }
}

impl DepartmentId {
    /// The department of the authority with this public key.
    pub fn of(authority_public: &[u8; 32]) -> Self {
        Self(Hash32::of(authority_public).half())
    }
}

impl DeviceId {
    /// The device with this public signing key. A device cannot take the id of another one.
    pub fn of(sign_public: &[u8; 32]) -> Self {
        Self(Hash32::of(sign_public).half())
    }
}

impl ScopeId {
    /// The one registry scope of a department.
    pub fn registry_of(department: &DepartmentId) -> Self {
        Self(Hash32::of_parts(&[b"posta registry", department.as_bytes()]).half())
    }

    /// The one audit scope of a department.
    pub fn audit_of(department: &DepartmentId) -> Self {
        Self(Hash32::of_parts(&[b"posta audit", department.as_bytes()]).half())
    }

    /// The inbox lane of this scope.
    pub fn inbox(&self) -> Self {
        Self(Hash32::of_parts(&[b"posta inbox", self.as_bytes()]).half())
    }

    /// The checkpoint lane of this scope.
    pub fn checkpoint(&self) -> Self {
        Self(Hash32::of_parts(&[b"posta checkpoint", self.as_bytes()]).half())
    }

    /// A lane of this scope.
    pub fn lane(&self, lane: Lane) -> Self {
        match lane {
            Lane::Main => *self,
            Lane::Inbox => self.inbox(),
            Lane::Checkpoint => self.checkpoint(),
        }
    }
}

/// The feed of one life of a device in a scope or lane: the first 16 bytes of SHA-256("posta feed" || scope || device ||
/// incarnation).
pub fn feed_of(scope: &ScopeId, device: &DeviceId, incarnation: &Incarnation) -> [u8; 16] {
    let parts: [&[u8]; 4] = [b"posta feed", scope.as_bytes(), device.as_bytes(), incarnation.as_bytes()];
    Hash32::of_parts(&parts).half()
}
