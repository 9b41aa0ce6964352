//! A session: the key that signs one unlock's work, certified by its user and its device.

use std::sync::{Arc, Mutex, PoisonError};

use minicbor::{Decode, Encode};

use crate::device::DeviceKeys;
use crate::form::{decoded, encoded, version_of};
use crate::ids::{Actor, DepartmentId, DeviceId, Hash32, UserId};
use crate::membership::Membership;
use crate::mill::{IdMill, IdSeed};
use crate::signing::{self, BadSignature, SigningKey};
use crate::user::UserSecrets;

const VERSION: u8 = 1;
const USER_CONTEXT: &str = "posta session by user";
const DEVICE_CONTEXT: &str = "posta session by device";
const MAX_CERTIFICATE: usize = 1024;

/// A session's certificate does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CertificateError {
    /// The bytes are no certificate.
    #[error("the bytes are no session certificate")]
    Malformed,
    /// A version byte that this version does not read.
    #[error("the session certificate has version {0}, which this version does not read")]
    UnsupportedVersion(u8),
    /// A certificate of another department.
    #[error("the session belongs to another department")]
    ForeignDepartment,
    /// The log knows no such user.
    #[error("the user of the session is not known")]
    UnknownUser,
    /// The log knows no such device.
    #[error("the device of the session is not known")]
    UnknownDevice,
    /// The user never joined on that device.
    #[error("the user of the session did not join on its device")]
    UserNotOnDevice,
    /// A signature does not verify.
    #[error("a signature of the session certificate does not verify")]
    BadSignature,
}

impl From<BadSignature> for CertificateError {
    fn from(_: BadSignature) -> Self {
        Self::BadSignature
    }
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct PayloadForm {
    #[n(0)]
    v: u8,
    #[n(1)]
    department: DepartmentId,
    #[n(2)]
    user: UserId,
    #[n(3)]
    device: DeviceId,
    #[cbor(n(4), with = "minicbor::bytes")]
    session_public: [u8; 32],
    #[n(5)]
    post: String,
    #[n(6)]
    hour: u32,
    #[n(7)]
    membership: Hash32,
}

#[derive(Encode, Decode)]
struct CertificateForm {
    #[cbor(n(0), with = "minicbor::bytes")]
    payload: Vec<u8>,
    #[cbor(n(1), with = "minicbor::bytes")]
    user_signature: [u8; 64],
    #[cbor(n(2), with = "minicbor::bytes")]
    device_signature: [u8; 64],
}

/// Says that a session key works for a user on a device. What counts are its bytes; the fields are read from them.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionCertificate {
    /// Version of the form: 1.
    pub v: u8,
    /// The department.
    pub department: DepartmentId,
    /// Who unlocked.
    pub user: UserId,
    /// Where.
    pub device: DeviceId,
    /// Ed25519 key of the session.
    pub session_public: [u8; 32],
    /// Code of the post where the work is done.
    pub post: String,
    /// Hours since 1970 by the device's clock; advisory.
    pub hour: u32,
    /// Membership head when the session began.
    pub membership: Hash32,
    /// The user's signature.
    pub user_signature: [u8; 64],
    /// The device's signature.
    pub device_signature: [u8; 64],
    payload: Vec<u8>,
}

/// The fields of a certificate, to write them in fewer bytes and build it again.
#[derive(Clone, PartialEq, Eq)]
pub struct CertificateParts {
    pub department: DepartmentId,
    pub user: UserId,
    pub device: DeviceId,
    pub session_public: [u8; 32],
    pub post: String,
    pub hour: u32,
    pub membership: Hash32,
    pub user_signature: [u8; 64],
    pub device_signature: [u8; 64],
}

impl From<CertificateParts> for SessionCertificate {
    /// Nothing is verified.
    fn from(parts: CertificateParts) -> Self {
        let form = PayloadForm {
            v: VERSION,
            department: parts.department,
            user: parts.user,
            device: parts.device,
            session_public: parts.session_public,
            post: parts.post,
            hour: parts.hour,
            membership: parts.membership,
        };
        let (user_signature, device_signature) = (parts.user_signature, parts.device_signature);
        let outer = CertificateForm { payload: encoded(&form), user_signature, device_signature };
        Self::of(form, outer)
    }
}

impl SessionCertificate {
    /// Its fields.
    pub fn parts(&self) -> CertificateParts {
        CertificateParts {
            department: self.department,
            user: self.user,
            device: self.device,
            session_public: self.session_public,
            post: self.post.clone(),
            hour: self.hour,
            membership: self.membership,
            user_signature: self.user_signature,
            device_signature: self.device_signature,
        }
    }

    fn of(form: PayloadForm, outer: CertificateForm) -> Self {
        Self {
            v: form.v,
            department: form.department,
            user: form.user,
            device: form.device,
            session_public: form.session_public,
            post: form.post,
            hour: form.hour,
            membership: form.membership,
            user_signature: outer.user_signature,
            device_signature: outer.device_signature,
            payload: outer.payload,
        }
    }

    /// Reads a certificate; nothing is verified yet.
    pub fn decode(bytes: &[u8]) -> Result<Self, CertificateError> {
        let malformed = CertificateError::Malformed;
        if bytes.len() > MAX_CERTIFICATE {
            return Err(malformed);
        }
        let outer: CertificateForm = decoded(bytes).ok_or(malformed)?;
        let version = version_of(&outer.payload).ok_or(malformed)?;
        if version != VERSION {
            return Err(CertificateError::UnsupportedVersion(version));
        }
        let form = decoded(&outer.payload).ok_or(malformed)?;
        let certificate = Self::of(form, outer);
        if certificate.encode() == bytes { Ok(certificate) } else { Err(malformed) }
    }

    /// The bytes, as stored and sent; the same on every replica.
    pub fn encode(&self) -> Vec<u8> {
        encoded(&CertificateForm {
            payload: self.payload.clone(),
            user_signature: self.user_signature,
            device_signature: self.device_signature,
        })
    }

    /// The actor under which the session's changes stand.
    pub fn actor(&self) -> Actor {
        Actor::of(&self.session_public)
    }

    /// Verifies that a known user certified the session, on a known device on which that user joined.
    pub fn verify(&self, membership: &Membership) -> Result<(), CertificateError> {
        if self.department != membership.id() {
            return Err(CertificateError::ForeignDepartment);
        }
        let user = membership.user(self.user).ok_or(CertificateError::UnknownUser)?;
        let device = membership.device(self.device).ok_or(CertificateError::UnknownDevice)?;
        if !device.users.contains(&self.user) {
            return Err(CertificateError::UserNotOnDevice);
        }
        signing::verify(&user.sign_public, USER_CONTEXT, &self.payload, &self.user_signature)?;
        signing::verify(&device.sign_public, DEVICE_CONTEXT, &self.payload, &self.device_signature)?;
        Ok(())
    }
}

impl std::fmt::Debug for SessionCertificate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SessionCertificate({} by {} on {})", self.actor(), self.user, self.device)
    }
}

/// A session in memory. Its key is never reused: each unlock starts a new one.
#[derive(Clone)]
pub struct SessionKey {
    /// Signs the session's batches.
    pub sign: SigningKey,
    /// What user and device certify about it.
    pub certificate: SessionCertificate,
    /// Of which the ids of what it makes are drawn: in registries, and apart from that in confidential scopes, so that who
    /// reads the one learns no id of the other.
    pub ids: Arc<Mutex<[IdMill; 2]>>,
}

/// Where an id is to be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdUse {
    /// In a registry.
    Open,
    /// In a confidential scope.
    Sealed,
}

impl SessionKey {
    /// A new id.
    pub fn draw_id(&self, of: IdUse) -> [u8; 16] {
        self.mill(of, IdMill::draw)
    }

    /// A new id that is not taken ([`IdMill::draw_free`]).
    pub fn draw_free_id(&self, of: IdUse, is_taken: impl Fn(&[u8; 16]) -> bool) -> [u8; 16] {
        self.mill(of, |mill| mill.draw_free(is_taken))
    }

    /// The stretches in which ids were drawn ([`IdMill::seeds_of`]).
    pub fn seeds_of(&self, of: IdUse, ids: impl IntoIterator<Item = [u8; 16]>) -> Vec<IdSeed> {
        self.mill(of, |mill| mill.seeds_of(ids))
    }

    fn mill<T>(&self, of: IdUse, act: impl FnOnce(&mut IdMill) -> T) -> T {
        let mut mills = self.ids.lock().unwrap_or_else(PoisonError::into_inner);
        let [open, sealed] = &mut *mills;
        act(if of == IdUse::Open { open } else { sealed })
    }

    /// Starts a session at `post` in `hour` (hours since 1970), knowing the membership log up to head `membership`.
    pub fn start(user: &UserSecrets, device: &DeviceKeys, post: &str, hour: u32, membership: Hash32) -> Self {
        let sign = signing::random_key();
        let form = PayloadForm {
            v: VERSION,
            department: user.department,
            user: user.user,
            device: device.device,
            session_public: signing::public_of(&sign),
            post: post.to_owned(),
            hour,
            membership,
        };
        let payload = encoded(&form);
        let outer = CertificateForm {
            user_signature: signing::sign(&user.sign, USER_CONTEXT, &payload),
            device_signature: signing::sign(&device.sign, DEVICE_CONTEXT, &payload),
            payload,
        };
        Self { sign, certificate: SessionCertificate::of(form, outer), ids: Arc::default() }
    }

    /// The actor under which the session's changes stand.
    pub fn actor(&self) -> Actor {
        self.certificate.actor()
    }
}

impl std::fmt::Debug for SessionKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SessionKey({})", self.actor())
    }
}
