//! What a person carries to the next post, signed by the device that made it: a text for a QR code.
//!
//! The content is opaque here. `RESUMEN:` and Crockford's base 32 of: a version byte, 16 bytes of the department, 16 of
//! the device, the content, 64 of signature over all before it; then the check of every typed text.

use crate::device::DeviceKeys;
use crate::ids::{DepartmentId, DeviceId};
use crate::membership::Membership;
use crate::signing::{self, BadSignature};
use crate::typed::{self, TypedError};

/// The longest content: with it the text has 644 characters, which a QR code of 81 modules a side holds. Bytes.
pub const MAX_SIGNED_SUMMARY: usize = 300;

const WORD: &str = "RESUMEN";
const VERSION: u8 = 1;
const CONTEXT: &str = "posta summary by device";
/// Version, department, device.
const HEAD: usize = 33;
const SIGNATURE: usize = 64;

/// A text that is no signed summary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignedSummaryError {
    /// The text is another one, or was misread.
    #[error(transparent)]
    Text(#[from] TypedError),
    /// The bytes in it are none.
    #[error("the text holds no summary")]
    Malformed,
    /// A later version made it.
    #[error("the summary has version {0}, which this version does not read")]
    UnsupportedVersion(u8),
    /// The content is too long for a QR code that old cameras read.
    #[error("the summary is too long")]
    TooLong,
}

/// How far a summary can be vouched for with a membership log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Vouched {
    /// A device of this department made it and works here still.
    Yes,
    /// Another department's: its members are not known here.
    OtherDepartment,
    /// This department's, by a device that this log has not heard of.
    UnknownDevice,
    /// By a device that was cut off. The log knows no time, so nothing that it signed is vouched for any more.
    Ended,
}

/// A signed summary.
#[derive(Clone, PartialEq, Eq)]
pub struct SignedSummary {
    /// The department.
    pub department: DepartmentId,
    /// The device that signed it.
    pub device: DeviceId,
    /// What it says.
    pub content: Vec<u8>,
    signature: [u8; SIGNATURE],
}

impl SignedSummary {
    /// Signs a content of at most [`MAX_SIGNED_SUMMARY`] bytes.
    ///
    /// # Errors
    /// [`SignedSummaryError::TooLong`].
    pub fn sign(
        department: DepartmentId,
        device: &DeviceKeys,
        content: &[u8],
    ) -> Result<Self, SignedSummaryError> {
        if content.len() > MAX_SIGNED_SUMMARY {
            return Err(SignedSummaryError::TooLong);
        }
        let signed = signed_bytes(department, device.device, content);
        let signature = signing::sign(&device.sign, CONTEXT, &signed);
        Ok(Self { department, device: device.device, content: content.to_vec(), signature })
    }

    /// The text, of characters that QR codes pack tightest.
    pub fn to_text(&self) -> String {
        let mut bytes = signed_bytes(self.department, self.device, &self.content);
        bytes.extend_from_slice(&self.signature);
        typed::to_text(WORD, &bytes).replace('-', "")
    }

    /// Reads such a text; nothing is verified yet.
    ///
    /// # Errors
    /// [`SignedSummaryError`].
    pub fn from_text(text: &str) -> Result<Self, SignedSummaryError> {
        let bytes = typed::from_text(WORD, text, HEAD + MAX_SIGNED_SUMMARY + SIGNATURE)?;
        let malformed = SignedSummaryError::Malformed;
        let (version, rest) = bytes.split_first().ok_or(malformed)?;
        if *version != VERSION {
            return Err(SignedSummaryError::UnsupportedVersion(*version));
        }
        let (department, rest) = rest.split_first_chunk::<16>().ok_or(malformed)?;
        let (device, rest) = rest.split_first_chunk::<16>().ok_or(malformed)?;
        let (content, signature) = rest.split_last_chunk::<SIGNATURE>().ok_or(malformed)?;
        Ok(Self {
            department: DepartmentId::from(*department),
            device: DeviceId::from(*device),
            content: content.to_vec(),
            signature: *signature,
        })
    }

    /// How far it can be vouched for.
    ///
    /// # Errors
    /// [`BadSignature`]: the device is known, and did not sign this.
    pub fn verify(&self, membership: &Membership) -> Result<Vouched, BadSignature> {
        if self.department != membership.id() {
            return Ok(Vouched::OtherDepartment);
        }
        let Some(device) = membership.device(self.device) else { return Ok(Vouched::UnknownDevice) };
        let signed = signed_bytes(self.department, self.device, &self.content);
        signing::verify(&device.sign_public, CONTEXT, &signed, &self.signature)?;
        Ok(if device.active { Vouched::Yes } else { Vouched::Ended })
    }
}

impl std::fmt::Debug for SignedSummary {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SignedSummary(by {})", self.device)
    }
}

fn signed_bytes(department: DepartmentId, device: DeviceId, content: &[u8]) -> Vec<u8> {
    [&[VERSION], department.as_bytes().as_slice(), device.as_bytes(), content].concat()
}
