//! What the membership log tells about each thing.

use std::collections::BTreeSet;

use crate::ids::{DeviceId, Hash32, ScopeId, UserId};
use crate::role::{Assignment, Role, Sensitivity};

/// The department as its first entry describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Department {
    /// Department code of the pack.
    pub code: String,
    /// Name for people.
    pub name: String,
    /// Id of the country pack.
    pub pack: String,
    /// Ed25519 key of the authority.
    pub authority_public: [u8; 32],
    /// X25519 key to which epoch keys are sealed for recovery.
    pub recovery_public: [u8; 32],
}

/// The server that the authority named last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Server {
    /// Ed25519 key that signs receipts.
    pub server_public: [u8; 32],
    /// SHA-256 of the SPKI (DER) of its TLS certificate.
    pub tls_pin: Hash32,
}

/// A scope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    /// Its id.
    pub scope: ScopeId,
    /// Department code for registry and audit, municipality code for care and protection.
    pub place: String,
    /// Who may read it.
    pub sensitivity: Sensitivity,
}

/// A key epoch of a scope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Epoch {
    /// [`crate::EpochKey::id`].
    pub epoch: Hash32,
    /// Hash of its entry.
    pub hash: Hash32,
    /// Whether whoever made it knew of every revocation that touches the scope.
    pub is_clean: bool,
    /// Whether the authority made it.
    pub is_by_authority: bool,
    /// To which inbox records are sealed.
    pub inbox_public: [u8; 32],
    /// The key, sealed to the department's recovery key.
    pub sealed_to_recovery: Vec<u8>,
}

/// The right to join once.
#[derive(Clone, PartialEq, Eq)]
pub struct Grant {
    /// Hash of its entry.
    pub hash: Hash32,
    /// Ed25519 key derived from the one-time code.
    pub invitation: [u8; 32],
    /// The user that the join makes.
    pub user: UserId,
    /// Name of the user.
    pub name: String,
    /// What the user may do.
    pub role: Role,
    /// Municipality code; department code for supervisors.
    pub place: String,
    /// Hours since 1970 after which the server takes no join any more. The fold knows no time.
    pub expires_hour: u32,
    /// The join that used it.
    pub used_by: Option<Hash32>,
}

impl std::fmt::Debug for Grant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Grant({} of {})", self.hash, self.user)
    }
}

/// A user who joined.
#[derive(Clone, PartialEq, Eq)]
pub struct User {
    /// Its id.
    pub user: UserId,
    /// Name.
    pub name: String,
    /// Whether the user is not revoked and has a right left.
    pub active: bool,
    /// What the user may do now; the first is the one shown. Empty when revoked.
    pub assignments: Vec<Assignment>,
    /// Rights that were ended, all of them when the user is revoked.
    pub ended: Vec<Assignment>,
    /// Ed25519 key.
    pub sign_public: [u8; 32],
    /// X25519 key.
    pub seal_public: [u8; 32],
    /// Devices on which the user joined or to which they were attached.
    pub devices: BTreeSet<DeviceId>,
}

impl std::fmt::Debug for User {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "User({})", self.user)
    }
}

impl User {
    /// The right that is shown for the user.
    pub fn primary(&self) -> Option<&Assignment> {
        self.assignments.first()
    }
}

/// A device on which somebody joined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// Its id.
    pub device: DeviceId,
    /// Whether it is not revoked.
    pub active: bool,
    /// Ed25519 key.
    pub sign_public: [u8; 32],
    /// X25519 key.
    pub seal_public: [u8; 32],
    /// Users who joined on it or were attached to it, revoked ones too.
    pub users: BTreeSet<UserId>,
}

/// How far the batches of an author in a feed count. Which batches these are, the links of the feed tell.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Limit {
    /// All of them.
    Free,
    /// Any of these batches, by number and hash, and those it builds on in the chain of headers. A fork that leaves all
    /// of these branches does not count; a batch that nobody has adds nothing.
    Through(BTreeSet<(u64, Hash32)>),
    /// What counts by each of these: several revocations.
    All(Vec<Limit>),
    /// What counts by any of these: several rights, each of which ended.
    Any(Vec<Limit>),
    /// None.
    Nothing,
}

impl Limit {
    /// What counts by each of several limits.
    pub(super) fn all(limits: impl Iterator<Item = Self>) -> Self {
        let mut limits: BTreeSet<Self> = limits.filter(|limit| *limit != Self::Free).collect();
        if limits.contains(&Self::Nothing) {
            return Self::Nothing;
        }
        match limits.len() {
            0 | 1 => limits.pop_first().unwrap_or(Self::Free),
            _ => Self::All(limits.into_iter().collect()),
        }
    }

    /// What counts by any of several limits.
    pub(super) fn any(limits: impl Iterator<Item = Self>) -> Self {
        let mut limits: BTreeSet<Self> = limits.filter(|limit| *limit != Self::Nothing).collect();
        if limits.contains(&Self::Free) {
            return Self::Free;
        }
        match limits.len() {
            0 | 1 => limits.pop_first().unwrap_or(Self::Nothing),
            _ => Self::Any(limits.into_iter().collect()),
        }
    }
}

/// An order to erase a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// Hash of its entry.
    pub hash: Hash32,
    /// The scope of the document.
    pub scope: ScopeId,
    /// Its kind.
    pub kind: String,
    /// Its id.
    pub document: [u8; 16],
    /// Why.
    pub basis: String,
    /// Who ordered; none for the authority.
    pub by: Option<UserId>,
    /// Whether a second person agreed: only then is it to be carried out.
    pub agreed: bool,
    /// Scopes in which a member has carried it out.
    pub done: BTreeSet<ScopeId>,
}

/// What was erased in a scope by an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erased {
    /// Hash of the order's entry.
    pub order: Hash32,
    /// Kind and id of each document that is gone.
    pub documents: Vec<(String, [u8; 16])>,
    /// Batches whose bodies are replaced by nothing.
    pub batches: Vec<Hash32>,
}
