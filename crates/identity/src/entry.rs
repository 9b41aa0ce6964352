//! One signed entry of a department's membership log, and its bytes.
//!
//! ```text
//! entry   = [payload: bytes, signature: bytes 64]            hash = SHA-256(entry)
//! payload = { 0: version, 1: department, 2: [parents, sorted], 3: [tag, body], 4: signer }
//! ```
//!
//! The signature covers the payload as it came, so a later version may add keys to it. The outer form has one encoding
//! only: whoever lacks the key cannot give an entry another hash.

use minicbor::{Decode, Encode};

use crate::form::{decoded, encoded, version_of};
use crate::ids::{DepartmentId, DeviceId, Hash32, ScopeId, UserId};
use crate::role::{Role, Sensitivity};
use crate::signing::{self, BadSignature, SigningKey};

/// The largest entry in bytes.
pub const MAX_ENTRY: usize = 8 * 1024;
/// The most parents that an entry names.
pub const MAX_PARENTS: usize = 64;
const VERSION: u8 = 1;
const KNOWN_TAGS: std::ops::RangeInclusive<u32> = 1..=6;
const ENTRY_CONTEXT: &str = "posta entry";
const USER_CONTEXT: &str = "posta join user";
const DEVICE_CONTEXT: &str = "posta join device";

/// An entry is not as it must be. Such an entry is never stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EntryError {
    /// The bytes are no entry.
    #[error("the bytes are no membership entry")]
    Malformed,
    /// Longer than [`MAX_ENTRY`].
    #[error("the membership entry is too large")]
    TooLarge,
    /// A version byte that this version does not read.
    #[error("the membership entry has version {0}, which this version does not read")]
    UnsupportedVersion(u8),
    /// The signature does not belong to the signer and the bytes.
    #[error("the signature of the membership entry does not verify")]
    BadSignature,
    /// An entry of another department.
    #[error("the membership entry belongs to another department")]
    ForeignDepartment,
    /// The signer may not make such an entry.
    #[error("the signer may not make this membership entry")]
    SignerNotAllowed,
    /// The proofs of a join do not verify, or its device id is not that of its key.
    #[error("the join does not prove its keys")]
    BadProof,
    /// Too many entries wait for their parents already.
    #[error("too many membership entries wait for what they build on")]
    TooManyOrphans,
}

impl From<BadSignature> for EntryError {
    fn from(_: BadSignature) -> Self {
        Self::BadSignature
    }
}

/// What an entry says.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
pub enum EntryBody {
    /// The first entry: a department and its recovery key. By the authority.
    #[n(1)]
    #[cbor(map)]
    Department {
        /// Department code of the pack, "04".
        #[n(0)]
        code: String,
        /// Name for people.
        #[n(1)]
        name: String,
        /// Id of the country pack, "bo".
        #[n(2)]
        pack: String,
        /// X25519 key to which epoch keys are sealed for recovery.
        #[cbor(n(3), with = "minicbor::bytes")]
        recovery_public: [u8; 32],
    },
    /// The server of the department. By the authority; the latest one counts.
    #[n(2)]
    #[cbor(map)]
    Server {
        /// Ed25519 key that signs receipts.
        #[cbor(n(0), with = "minicbor::bytes")]
        server_public: [u8; 32],
        /// SHA-256 of the SPKI (DER) of its TLS certificate.
        #[n(1)]
        tls_pin: Hash32,
    },
    /// A scope of the department. By the authority.
    #[n(3)]
    #[cbor(map)]
    Scope {
        /// The scope.
        #[n(0)]
        scope: ScopeId,
        /// Department code for a registry, municipality code for care.
        #[n(1)]
        place: String,
        /// Who may read it.
        #[n(2)]
        sensitivity: Sensitivity,
    },
    /// A key epoch of a scope. By the authority.
    #[n(4)]
    #[cbor(map)]
    Epoch {
        /// The scope.
        #[n(0)]
        scope: ScopeId,
        /// [`crate::EpochKey::id`].
        #[n(1)]
        epoch: Hash32,
        /// The key, sealed to the recovery key of the department.
        #[cbor(n(2), with = "minicbor::bytes")]
        sealed_to_recovery: Vec<u8>,
    },
    /// The right to join once as a user. By the authority.
    #[n(5)]
    #[cbor(map)]
    Grant {
        /// Ed25519 key derived from the one-time code.
        #[cbor(n(0), with = "minicbor::bytes")]
        invitation: [u8; 32],
        /// The user that the join makes.
        #[n(1)]
        user: UserId,
        /// Name of the user.
        #[n(2)]
        name: String,
        /// What the user may do.
        #[n(3)]
        role: Role,
        /// Municipality code; department code for supervisors.
        #[n(4)]
        place: String,
        /// Hours since 1970 after which the server takes no join any more.
        #[n(5)]
        expires_hour: u32,
    },
    /// A user joins on a device. By the invitation key of the grant.
    #[n(6)]
    #[cbor(map)]
    Join {
        /// Hash of the grant's entry.
        #[n(0)]
        grant: Hash32,
        /// The user's Ed25519 key.
        #[cbor(n(1), with = "minicbor::bytes")]
        user_sign: [u8; 32],
        /// The user's X25519 key.
        #[cbor(n(2), with = "minicbor::bytes")]
        user_seal: [u8; 32],
        /// The device: [`DeviceId::of`] its signing key.
        #[n(3)]
        device: DeviceId,
        /// The device's Ed25519 key.
        #[cbor(n(4), with = "minicbor::bytes")]
        device_sign: [u8; 32],
        /// The device's X25519 key.
        #[cbor(n(5), with = "minicbor::bytes")]
        device_seal: [u8; 32],
        /// Signature of `user_sign` over department, grant and all the keys.
        #[cbor(n(6), with = "minicbor::bytes")]
        user_proof: [u8; 64],
        /// Signature of `device_sign` over the same.
        #[cbor(n(7), with = "minicbor::bytes")]
        device_proof: [u8; 64],
    },
    // Revocation, the certification of supervisors' keys and device certificates of a later version take the next tags.
    /// A body of a later version: kept and relayed, without effect. By the authority.
    #[n(4294967295)]
    #[cbor(map)]
    Unknown {
        /// Its tag.
        #[n(0)]
        tag: u32,
        /// Its CBOR.
        #[cbor(n(1), with = "minicbor::bytes")]
        raw: Vec<u8>,
    },
}

impl EntryBody {
    /// A short word for logs.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Department { .. } => "department",
            Self::Server { .. } => "server",
            Self::Scope { .. } => "scope",
            Self::Epoch { .. } => "epoch",
            Self::Grant { .. } => "grant",
            Self::Join { .. } => "join",
            Self::Unknown { .. } => "unknown",
        }
    }
}

/// Names the kind of body only: a grant carries a person's name.
impl std::fmt::Debug for EntryBody {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.word())
    }
}

/// The body as it stands inside a payload: `[tag, fields]`, also when the tag is unknown.
struct BodyForm(EntryBody);

impl<C> Encode<C> for BodyForm {
    fn encode<W: minicbor::encode::Write>(
        &self,
        encoder: &mut minicbor::Encoder<W>,
        context: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        match &self.0 {
            EntryBody::Unknown { tag, raw } => {
                encoder.array(2)?.u32(*tag)?;
                encoder.writer_mut().write_all(raw).map_err(minicbor::encode::Error::write)
            }
            known => known.encode(encoder, context),
        }
    }
}

impl<'b, C> Decode<'b, C> for BodyForm {
    fn decode(decoder: &mut minicbor::Decoder<'b>, context: &mut C) -> Result<Self, minicbor::decode::Error> {
        let start = decoder.position();
        if decoder.array()? != Some(2) {
            return Err(minicbor::decode::Error::message("a body is a pair"));
        }
        let tag = decoder.u32()?;
        if KNOWN_TAGS.contains(&tag) {
            decoder.set_position(start);
            return EntryBody::decode(decoder, context).map(Self);
        }
        let from = decoder.position();
        decoder.skip()?;
        let raw = decoder.input().get(from..decoder.position()).unwrap_or_default().to_vec();
        Ok(Self(EntryBody::Unknown { tag, raw }))
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
    parents: Vec<Hash32>,
    #[n(3)]
    body: BodyForm,
    #[cbor(n(4), with = "minicbor::bytes")]
    signer: [u8; 32],
}

#[derive(Encode, Decode)]
struct EntryForm {
    #[cbor(n(0), with = "minicbor::bytes")]
    payload: Vec<u8>,
    #[cbor(n(1), with = "minicbor::bytes")]
    signature: [u8; 64],
}

/// A signed entry. What counts are its bytes; the fields are read from them.
#[derive(Clone)]
pub struct Entry {
    /// Version of the form: 1.
    pub v: u8,
    /// The department whose log it belongs to.
    pub department: DepartmentId,
    /// Hashes of the entries that its maker had last, sorted; empty for the first entry.
    pub parents: Vec<Hash32>,
    /// What it says.
    pub body: EntryBody,
    /// Ed25519 key of its maker.
    pub signer: [u8; 32],
    /// Signature over the payload.
    pub signature: [u8; 64],
    payload: Vec<u8>,
    bytes: Vec<u8>,
    hash: Hash32,
}

impl Entry {
    /// Makes and signs an entry. `parents` are sorted here.
    pub fn sign(
        department: DepartmentId,
        mut parents: Vec<Hash32>,
        body: EntryBody,
        key: &SigningKey,
    ) -> Self {
        parents.sort_unstable();
        parents.dedup();
        let signer = signing::public_of(key);
        let body = BodyForm(body);
        let form = PayloadForm { v: VERSION, department, parents, body, signer };
        let payload = encoded(&form);
        let signature = signing::sign(key, ENTRY_CONTEXT, &payload);
        Self::of(form, EntryForm { payload, signature })
    }

    fn of(form: PayloadForm, outer: EntryForm) -> Self {
        let bytes = encoded(&outer);
        Self {
            v: form.v,
            department: form.department,
            parents: form.parents,
            body: form.body.0,
            signer: form.signer,
            signature: outer.signature,
            payload: outer.payload,
            hash: Hash32::of(&bytes),
            bytes,
        }
    }

    /// Reads an entry; its signature is not yet verified.
    pub fn decode(bytes: &[u8]) -> Result<Self, EntryError> {
        if bytes.len() > MAX_ENTRY {
            return Err(EntryError::TooLarge);
        }
        let outer: EntryForm = decoded(bytes).ok_or(EntryError::Malformed)?;
        let version = version_of(&outer.payload).ok_or(EntryError::Malformed)?;
        if version != VERSION {
            return Err(EntryError::UnsupportedVersion(version));
        }
        let form: PayloadForm = decoded(&outer.payload).ok_or(EntryError::Malformed)?;
        let sorted = form.parents.is_sorted_by(|left, right| left < right);
        let entry = Self::of(form, outer);
        if !sorted || entry.parents.len() > MAX_PARENTS || entry.bytes != bytes {
            return Err(EntryError::Malformed);
        }
        Ok(entry)
    }

    /// The bytes, as stored and sent.
    pub fn encode(&self) -> Vec<u8> {
        self.bytes.clone()
    }

    /// SHA-256 of the bytes.
    pub fn hash(&self) -> Hash32 {
        self.hash
    }

    /// Verifies everything that needs no other entry: the signature, an authority's entry being the authority's own,
    /// parents where they must be, and the proofs of a join.
    pub fn verify(&self) -> Result<(), EntryError> {
        signing::verify(&self.signer, ENTRY_CONTEXT, &self.payload, &self.signature)?;
        let is_first = matches!(self.body, EntryBody::Department { .. });
        if is_first != self.parents.is_empty() {
            return Err(EntryError::Malformed);
        }
        match &self.body {
            EntryBody::Join { .. } => self.verify_proofs(),
            // Bodies of later versions too, until somebody else can be given a right to add any.
            _ if DepartmentId::of(&self.signer) == self.department => Ok(()),
            _ => Err(EntryError::SignerNotAllowed),
        }
    }

    fn verify_proofs(&self) -> Result<(), EntryError> {
        let EntryBody::Join { user_sign, device, device_sign, user_proof, device_proof, .. } = &self.body
        else {
            return Err(EntryError::Malformed);
        };
        let message = join_message(&self.department, &self.body);
        let proven = *device == DeviceId::of(device_sign)
            && signing::verify(user_sign, USER_CONTEXT, &message, user_proof).is_ok()
            && signing::verify(device_sign, DEVICE_CONTEXT, &message, device_proof).is_ok();
        if proven { Ok(()) } else { Err(EntryError::BadProof) }
    }
}

impl std::fmt::Debug for Entry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Entry({:?} {})", self.body, self.hash)
    }
}

/// What the two proofs of a join sign: department, grant and all the keys, each of fixed length.
fn join_message(department: &DepartmentId, join: &EntryBody) -> Vec<u8> {
    let EntryBody::Join { grant, user_sign, user_seal, device, device_sign, device_seal, .. } = join else {
        return Vec::new();
    };
    [
        department.as_bytes().as_slice(),
        grant.as_bytes(),
        user_sign,
        user_seal,
        device.as_bytes(),
        device_sign,
        device_seal,
    ]
    .concat()
}

/// Fills in the proofs of a join body with the user's and the device's key.
pub(crate) fn prove_join(
    department: &DepartmentId,
    mut join: EntryBody,
    user: &SigningKey,
    device: &SigningKey,
) -> EntryBody {
    let message = join_message(department, &join);
    if let EntryBody::Join { user_proof, device_proof, .. } = &mut join {
        *user_proof = signing::sign(user, USER_CONTEXT, &message);
        *device_proof = signing::sign(device, DEVICE_CONTEXT, &message);
    }
    join
}
