//! What an unlocked user holds in memory.

use minicbor::{Decode, Encode};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::form::{decoded, encoded_secret};
use crate::ids::{DepartmentId, Hash32, ScopeId, UserId};
use crate::keys::EpochKey;
use crate::role::Role;
use crate::seal::SealSecret;
use crate::signing::{self, SigningKey};

/// A user's keys and the epoch keys of the scopes that the user may open; wiped when dropped.
#[derive(Clone)]
pub struct UserSecrets {
    /// The department whose authority certified the user.
    pub department: DepartmentId,
    /// The user.
    pub user: UserId,
    /// The name as the invitation gave it.
    pub name: String,
    /// What the user does.
    pub role: Role,
    /// Municipality code; a department code for supervisors.
    pub place: String,
    /// Certifies sessions.
    pub sign: SigningKey,
    /// Opens what is sealed to the user.
    pub seal: SealSecret,
    /// X25519 key of the department's recovery, to which the keyring seals a way back for a forgotten password.
    pub recovery_public: [u8; 32],
    /// Epoch keys by scope; one scope may have several.
    pub epochs: Vec<(ScopeId, EpochKey)>,
}

impl UserSecrets {
    /// The key of an epoch of a scope, if the user holds it.
    pub fn epoch(&self, scope: ScopeId, id: Hash32) -> Option<&EpochKey> {
        self.epochs.iter().find(|(of, key)| *of == scope && key.id == id).map(|(_, key)| key)
    }

    /// The latest epoch key of a scope that the user was given.
    pub fn latest_epoch(&self, scope: ScopeId) -> Option<&EpochKey> {
        self.epochs.iter().rev().find(|(of, _)| *of == scope).map(|(_, key)| key)
    }

    /// The public half of the signing key.
    pub fn sign_public(&self) -> [u8; 32] {
        signing::public_of(&self.sign)
    }

    pub(crate) fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let form = SecretsForm {
            v: VERSION,
            department: self.department.into(),
            user: self.user.into(),
            name: self.name.clone(),
            role: self.role.as_str().to_owned(),
            place: self.place.clone(),
            sign: self.sign.to_bytes(),
            seal: *self.seal.as_bytes(),
            recovery_public: self.recovery_public,
            epochs: self.epochs.iter().map(EpochForm::from).collect(),
        };
        encoded_secret(&form, 512 + self.name.len() + self.place.len() + 64 * self.epochs.len())
    }

    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let form: SecretsForm = decoded(bytes).filter(|form: &SecretsForm| form.v == VERSION)?;
        Some(Self {
            department: form.department.into(),
            user: form.user.into(),
            name: form.name.clone(),
            role: Role::from_word(&form.role),
            place: form.place.clone(),
            sign: SigningKey::from_bytes(&form.sign),
            seal: SealSecret::from_bytes(form.seal),
            recovery_public: form.recovery_public,
            epochs: form.epochs.iter().map(Into::into).collect(),
        })
    }
}

impl std::fmt::Debug for UserSecrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "UserSecrets({})", self.user)
    }
}

const VERSION: u8 = 1;

#[derive(Encode, Decode, Zeroize, ZeroizeOnDrop)]
#[cbor(map)]
struct SecretsForm {
    #[n(0)]
    v: u8,
    #[cbor(n(1), with = "minicbor::bytes")]
    department: [u8; 16],
    #[cbor(n(2), with = "minicbor::bytes")]
    user: [u8; 16],
    #[n(3)]
    name: String,
    #[n(4)]
    role: String,
    #[n(5)]
    place: String,
    #[cbor(n(6), with = "minicbor::bytes")]
    sign: [u8; 32],
    #[cbor(n(7), with = "minicbor::bytes")]
    seal: [u8; 32],
    #[cbor(n(9), with = "minicbor::bytes")]
    recovery_public: [u8; 32],
    #[n(8)]
    epochs: Vec<EpochForm>,
}

/// An epoch key with its scope, where it is stored under another key.
#[derive(Encode, Decode, Zeroize, ZeroizeOnDrop)]
#[cbor(map)]
pub(crate) struct EpochForm {
    #[cbor(n(0), with = "minicbor::bytes")]
    scope: [u8; 16],
    #[cbor(n(1), with = "minicbor::bytes")]
    key: [u8; 32],
}

impl From<&(ScopeId, EpochKey)> for EpochForm {
    fn from((scope, key): &(ScopeId, EpochKey)) -> Self {
        Self { scope: (*scope).into(), key: *key.key }
    }
}

impl From<&EpochForm> for (ScopeId, EpochKey) {
    fn from(form: &EpochForm) -> Self {
        (form.scope.into(), EpochKey::from_key(form.key))
    }
}
