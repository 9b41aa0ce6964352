//! An invitation: what a new user's device needs to trust a department and to join it, sealed under a one-time code.

use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};
use zeroize::Zeroizing;

use crate::code::CodeKeys;
use crate::device::DeviceKeys;
use crate::entry::{Entry, EntryBody, EntryError, prove_join};
use crate::form::{decoded, encoded_secret};
use crate::ids::{DepartmentId, Hash32, ScopeId, UserId};
use crate::keys::EpochKey;
use crate::log::Log;
use crate::seal::{SealError, SealSecret, aead_open, aead_seal};
use crate::signing;
use crate::user::{EpochForm, UserSecrets};
use crate::words::words_of;

const VERSION: u8 = 1;

/// An invitation cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvitationError {
    /// Another code's invitation, or altered bytes. The text is the same on purpose.
    #[error("the code does not open the invitation")]
    DoesNotOpen,
    /// A later version made it.
    #[error("the invitation has version {0}, which this version does not read")]
    UnsupportedVersion(u8),
    /// It opens, but contradicts itself.
    #[error("the invitation contradicts its membership log")]
    Inconsistent,
    /// An entry in it is invalid.
    #[error("the invitation carries an invalid entry: {0}")]
    Entry(#[from] EntryError),
    /// It could not be sealed.
    #[error("the invitation could not be sealed")]
    CannotSeal,
}

/// The content of an invitation.
#[derive(Clone)]
pub struct Invitation {
    /// Ed25519 key of the authority: the root of all trust in the department.
    pub authority_public: [u8; 32],
    /// The department of that authority.
    pub department: DepartmentId,
    /// Ed25519 key of the server.
    pub server_public: [u8; 32],
    /// SHA-256 of the SPKI (DER) of the server's TLS certificate.
    pub tls_pin: Hash32,
    /// Hash of the grant's entry.
    pub grant: Hash32,
    /// The user that the join makes.
    pub user: UserId,
    /// The membership log up to the grant, parents first.
    pub entries: Vec<Vec<u8>>,
    /// Keys of the scopes of the user's role; the latest of a scope last.
    pub epoch_keys: Vec<(ScopeId, EpochKey)>,
}

/// What accepting an invitation makes.
#[derive(Debug)]
pub struct Acceptance {
    /// The new user's keys, to be kept in a keyring.
    pub secrets: UserSecrets,
    /// The join, to be sent to the server.
    pub join: Entry,
    /// The log of the invitation with the join.
    pub log: Log,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct InvitationForm {
    #[cbor(n(0), with = "minicbor::bytes")]
    authority_public: [u8; 32],
    #[cbor(n(1), with = "minicbor::bytes")]
    server_public: [u8; 32],
    #[n(2)]
    tls_pin: Hash32,
    #[n(3)]
    grant: Hash32,
    #[n(4)]
    user: UserId,
    #[n(5)]
    entries: Vec<ByteVec>,
    #[n(6)]
    epoch_keys: Vec<EpochForm>,
}

impl Invitation {
    /// Seals the invitation under the keys of its code: version, nonce, cipher text.
    pub fn seal(&self, keys: &CodeKeys) -> Result<Vec<u8>, InvitationError> {
        let form = InvitationForm {
            authority_public: self.authority_public,
            server_public: self.server_public,
            tls_pin: self.tls_pin,
            grant: self.grant,
            user: self.user,
            entries: self.entries.iter().cloned().map(Into::into).collect(),
            epoch_keys: self.epoch_keys.iter().map(Into::into).collect(),
        };
        let size = self.entries.iter().map(|entry| entry.len() + 8).sum::<usize>();
        let plain = encoded_secret(&form, 512 + size + 64 * self.epoch_keys.len());
        let sealed = aead_seal(&keys.seal_key, &associated(keys), &plain)?;
        Ok([&[VERSION], sealed.as_slice()].concat())
    }

    /// Opens an invitation and checks that it agrees with itself and with the code.
    pub fn open(keys: &CodeKeys, sealed: &[u8]) -> Result<Self, InvitationError> {
        let cipher = match sealed.split_first() {
            Some((&VERSION, cipher)) => cipher,
            Some((version, _)) => return Err(InvitationError::UnsupportedVersion(*version)),
            None => return Err(InvitationError::DoesNotOpen),
        };
        let plain: Zeroizing<Vec<u8>> = aead_open(&keys.seal_key, &associated(keys), cipher)?;
        let form: InvitationForm = decoded(&plain).ok_or(InvitationError::Inconsistent)?;
        let invitation = Self {
            authority_public: form.authority_public,
            department: DepartmentId::of(&form.authority_public),
            server_public: form.server_public,
            tls_pin: form.tls_pin,
            grant: form.grant,
            user: form.user,
            entries: form.entries.into_iter().map(Into::into).collect(),
            epoch_keys: form.epoch_keys.iter().map(Into::into).collect(),
        };
        let log = invitation.log()?;
        let membership = log.membership();
        let grant = membership.grant(invitation.grant).ok_or(InvitationError::Inconsistent)?;
        let server = membership.server().ok_or(InvitationError::Inconsistent)?;
        let agrees = grant.user == invitation.user
            && grant.invitation == keys.public()
            && server.server_public == invitation.server_public
            && server.tls_pin == invitation.tls_pin;
        if agrees { Ok(invitation) } else { Err(InvitationError::Inconsistent) }
    }

    /// The words by which the screen that joins is compared with the one that invites ([`Self::words_of`]).
    pub fn words(&self) -> [&'static str; 4] {
        Self::words_of(self.department, &self.grant)
    }

    /// The words of an invitation: of the department, and of the grant's entry, which the authority signed.
    pub fn words_of(department: DepartmentId, grant: &Hash32) -> [&'static str; 4] {
        words_of(&[b"invitation", department.as_bytes(), grant.as_bytes()])
    }

    /// The membership log that the invitation carries.
    pub fn log(&self) -> Result<Log, InvitationError> {
        let mut log = Log::new(self.department);
        for entry in &self.entries {
            log.insert(entry)?;
        }
        Ok(log)
    }

    /// Makes the new user's keys and the join that certifies them on `device`, which may be new or have users already.
    pub fn accept(&self, keys: &CodeKeys, device: &DeviceKeys) -> Result<Acceptance, InvitationError> {
        let mut log = self.log()?;
        let known = log.membership();
        let grant = known.grant(self.grant).ok_or(InvitationError::Inconsistent)?;
        let recovery_public = known.department().ok_or(InvitationError::Inconsistent)?.recovery_public;
        let secrets = UserSecrets {
            department: self.department,
            user: grant.user,
            name: grant.name.clone(),
            role: grant.role.clone(),
            place: grant.place.clone(),
            sign: signing::random_key(),
            seal: SealSecret::random(),
            recovery_public,
            epochs: self.epoch_keys.clone(),
        };
        let body = EntryBody::Join {
            grant: self.grant,
            user_sign: secrets.sign_public(),
            user_seal: secrets.seal.public(),
            device: device.device,
            device_sign: device.sign_public(),
            device_seal: device.seal.public(),
            user_proof: [0; 64],
            device_proof: [0; 64],
        };
        let body = prove_join(&self.department, body, &secrets.sign, &device.sign);
        let join = log.append(body, &keys.sign)?;
        Ok(Acceptance { secrets, join, log })
    }
}

impl From<SealError> for InvitationError {
    fn from(error: SealError) -> Self {
        match error {
            SealError::DoesNotOpen => Self::DoesNotOpen,
            SealError::CannotSeal => Self::CannotSeal,
        }
    }
}

fn associated(keys: &CodeKeys) -> Vec<u8> {
    [b"posta invitation".as_slice(), &[VERSION], &keys.id].concat()
}

impl std::fmt::Debug for Invitation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Invitation({} of {})", self.user, self.department)
    }
}
