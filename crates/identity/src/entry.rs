//! One signed entry of a department's membership log, and its bytes.
//!
//! ```text
//! entry   = [payload: bytes, signature: bytes 64]            hash = SHA-256(entry)
//! payload = { 0: version, 1: department, 2: [parents, sorted], 3: [tag, body], 4: signer }
//! ```
//!
//! The signature covers the payload as it came, so a later version may add keys to it. The outer form has one encoding
//! only: whoever lacks the key cannot give an entry another hash.

mod body;

use minicbor::{Decode, Encode};

use crate::form::{decoded, encoded, version_of};
use crate::ids::{DepartmentId, DeviceId, Hash32, UserId};
use crate::signing::{self, BadSignature, SigningKey};

use body::BodyForm;
pub use body::{Cut, EntryBody, FeedOrigin, Revoked};

/// The largest entry in bytes.
pub const MAX_ENTRY: usize = 8 * 1024;
/// The most parents that an entry names.
pub const MAX_PARENTS: usize = 64;
const VERSION: u8 = 1;
const ENTRY_CONTEXT: &str = "posta entry";
const USER_CONTEXT: &str = "posta join user";
const DEVICE_CONTEXT: &str = "posta join device";
const ATTACH_CONTEXT: &str = "posta attach device";

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
    /// parents where they must be, and the proofs of a join. What a user signs is left to the log, which knows who
    /// the user is.
    pub fn verify(&self) -> Result<(), EntryError> {
        signing::verify(&self.signer, ENTRY_CONTEXT, &self.payload, &self.signature)?;
        let is_first = matches!(self.body, EntryBody::Department { .. });
        if is_first != self.parents.is_empty() {
            return Err(EntryError::Malformed);
        }
        match &self.body {
            EntryBody::Join { .. } => self.verify_proofs(),
            // Bodies of later versions too, until somebody else can be given a right to add any.
            _ if self.is_by_authority() => Ok(()),
            body if body.is_for_users() => Ok(()),
            _ => Err(EntryError::SignerNotAllowed),
        }
    }

    /// Whether the department's authority signed it.
    pub fn is_by_authority(&self) -> bool {
        DepartmentId::of(&self.signer) == self.department
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

/// Signs, with the key of a device, that a user is attached to it.
pub(crate) fn prove_attach(
    department: &DepartmentId,
    user: UserId,
    device: DeviceId,
    key: &SigningKey,
) -> [u8; 64] {
    signing::sign(key, ATTACH_CONTEXT, &attach_message(department, user, device))
}

/// Verifies what [`prove_attach`] made.
pub(crate) fn proves_attach(
    department: &DepartmentId,
    user: UserId,
    device: DeviceId,
    device_sign: &[u8; 32],
    proof: &[u8; 64],
) -> bool {
    signing::verify(device_sign, ATTACH_CONTEXT, &attach_message(department, user, device), proof).is_ok()
}

fn attach_message(department: &DepartmentId, user: UserId, device: DeviceId) -> Vec<u8> {
    [department.as_bytes().as_slice(), user.as_bytes(), device.as_bytes()].concat()
}
