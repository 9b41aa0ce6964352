//! A session's certificate without what the head said, or the one before.

use posta_identity::ids::{Actor, DepartmentId, DeviceId, Hash32, UserId};
use posta_identity::{CertificateParts, SessionCertificate};

use super::{Asker, Bytes, Malformed, Out};

/// Bits: what is as before.
const DEPARTMENT: u8 = 1;
const USER: u8 = 2;
const DEVICE: u8 = 4;
const POST: u8 = 8;
const MEMBERSHIP: u8 = 16;
const ALL: u8 = 31;
/// The certificate as it is.
const WHOLE: u8 = 0x80;
/// Longest code of a post. Bytes.
const POST_LENGTH: usize = 128;

/// What is remembered of the certificates that went by.
#[derive(Default)]
pub(super) struct Before(Option<CertificateParts>);

impl Before {
    /// As if whoever asks had sent one.
    pub fn asked_by(asker: &Asker) -> Self {
        let zero = zero();
        Self(Some(CertificateParts {
            department: asker.department,
            device: asker.device,
            membership: asker.membership,
            ..zero
        }))
    }

    fn parts(&self) -> CertificateParts {
        self.0.clone().unwrap_or_else(zero)
    }

    pub fn write(&mut self, out: &mut Out, actor: Actor, bytes: &[u8]) {
        let certificate = SessionCertificate::decode(bytes).ok();
        let parts = certificate.map(|certificate| certificate.parts()).filter(|parts| {
            parts.post.len() <= POST_LENGTH
                && Actor::of(&parts.session_public) == actor
                && SessionCertificate::from(parts.clone()).encode() == bytes
        });
        let Some(parts) = parts else {
            out.byte(WHOLE);
            out.bytes(actor.as_bytes());
            return out.counted(bytes);
        };
        let like = self.parts();
        let bits = [
            (DEPARTMENT, like.department == parts.department),
            (USER, like.user == parts.user),
            (DEVICE, like.device == parts.device),
            (POST, like.post == parts.post),
            (MEMBERSHIP, like.membership == parts.membership),
        ];
        let same = bits.iter().filter(|(_, is_same)| *is_same).fold(0, |all, (bit, _)| all | bit);
        out.byte(same);
        let raw: [(u8, &[u8]); 4] = [
            (DEPARTMENT, parts.department.as_bytes()),
            (USER, parts.user.as_bytes()),
            (DEVICE, parts.device.as_bytes()),
            (MEMBERSHIP, parts.membership.as_bytes()),
        ];
        raw.iter().filter(|(bit, _)| same & bit == 0).for_each(|(_, bytes)| out.bytes(bytes));
        if same & POST == 0 {
            out.counted(parts.post.as_bytes());
        }
        out.difference(i64::from(parts.hour) - i64::from(like.hour));
        out.bytes(&parts.session_public);
        out.bytes(&parts.user_signature);
        out.bytes(&parts.device_signature);
        self.0 = Some(parts);
    }

    /// Whose it is, and its bytes.
    pub fn read(&mut self, bytes: &mut Bytes<'_>) -> Result<(Actor, Vec<u8>), Malformed> {
        let same = bytes.byte()?;
        if same == WHOLE {
            let actor = Actor::from(bytes.array::<16>()?);
            return Ok((actor, bytes.counted()?.to_vec()));
        }
        if same & !ALL != 0 {
            return Err(Malformed);
        }
        let differs = |bit| same & bit == 0;
        let mut parts = self.parts();
        if differs(DEPARTMENT) {
            parts.department = DepartmentId::from(bytes.array::<16>()?);
        }
        if differs(USER) {
            parts.user = UserId::from(bytes.array::<16>()?);
        }
        if differs(DEVICE) {
            parts.device = DeviceId::from(bytes.array::<16>()?);
        }
        if differs(MEMBERSHIP) {
            parts.membership = Hash32::from(bytes.array::<32>()?);
        }
        if differs(POST) {
            let post = bytes.counted()?;
            if post.len() > POST_LENGTH {
                return Err(Malformed);
            }
            parts.post = std::str::from_utf8(post).map_err(|_| Malformed)?.to_owned();
        }
        let hour = i64::from(parts.hour).checked_add(bytes.difference()?).ok_or(Malformed)?;
        parts.hour = u32::try_from(hour).map_err(|_| Malformed)?;
        parts.session_public = bytes.array()?;
        parts.user_signature = bytes.array()?;
        parts.device_signature = bytes.array()?;
        self.0 = Some(parts.clone());
        Ok((Actor::of(&parts.session_public), SessionCertificate::from(parts).encode()))
    }
}

fn zero() -> CertificateParts {
    CertificateParts {
        department: DepartmentId::from([0; 16]),
        user: UserId::from([0; 16]),
        device: DeviceId::from([0; 16]),
        session_public: [0; 32],
        post: String::new(),
        hour: 0,
        membership: Hash32::ZERO,
        user_signature: [0; 64],
        device_signature: [0; 64],
    }
}
