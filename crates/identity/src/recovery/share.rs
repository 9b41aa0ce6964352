//! Shares of the recovery key: any `needed` of them make the key, fewer tell nothing.

use zeroize::Zeroizing;

use super::{RecoveryError, RecoveryKey, gf256};
use crate::ids::{DepartmentId, Hash32};
use crate::seal::SealSecret;
use crate::typed::{TypedError, from_text, to_text};

const VERSION: u8 = 1;
const WORD: &str = "PARTE";
const LENGTH: usize = 1 + 16 + 8 + 1 + 1 + 32;
const MOST: u8 = 32;

/// One share of a department's recovery key, for one person's safe.
#[derive(Clone)]
pub struct RecoveryShare {
    /// Whose recovery key it is.
    pub department: DepartmentId,
    /// Names the key, and with it the split: shares of another key do not go with it.
    key: [u8; 8],
    /// How many shares make the key.
    pub needed: u8,
    /// Which share this is, from 1.
    pub index: u8,
    value: Zeroizing<[u8; 32]>,
}

impl RecoveryShare {
    /// The text to print or write down, for one person only.
    pub fn to_text(&self) -> Zeroizing<String> {
        let mut bytes = Zeroizing::new(Vec::with_capacity(LENGTH));
        bytes.push(VERSION);
        bytes.extend_from_slice(self.department.as_bytes());
        bytes.extend_from_slice(&self.key);
        bytes.extend_from_slice(&[self.needed, self.index]);
        bytes.extend_from_slice(self.value.as_ref());
        to_text(WORD, &bytes)
    }

    /// Reads what [`Self::to_text`] wrote, typed in any case with any spaces and dashes.
    ///
    /// # Errors
    /// [`TypedError::WrongCheck`] when a letter is wrong or missing, so that the wrong share is told from the others.
    pub fn from_text(text: &str) -> Result<Self, TypedError> {
        let bytes = from_text(WORD, text, LENGTH)?;
        let wrong = TypedError::WrongCheck;
        let (version, rest) = bytes.split_first().ok_or(wrong)?;
        if *version != VERSION {
            return Err(TypedError::UnsupportedVersion(*version));
        }
        let (department, rest) = rest.split_first_chunk::<16>().ok_or(wrong)?;
        let (key, rest) = rest.split_first_chunk::<8>().ok_or(wrong)?;
        let ([needed, index], value) = rest.split_first_chunk::<2>().ok_or(wrong)?;
        let value: &[u8; 32] = value.try_into().map_err(|_| wrong)?;
        let (department, key, value) = ((*department).into(), *key, Zeroizing::new(*value));
        Ok(Self { department, key, needed: *needed, index: *index, value })
    }
}

impl std::fmt::Debug for RecoveryShare {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RecoveryShare({} of {})", self.index, self.department)
    }
}

impl RecoveryKey {
    /// Splits the key in `many` shares, of which `needed` make it again. From 2 of 2 to 32 of 32.
    ///
    /// # Errors
    /// [`RecoveryError::BadSplit`] for other numbers.
    pub fn split(
        &self,
        department: DepartmentId,
        needed: u8,
        many: u8,
    ) -> Result<Vec<RecoveryShare>, RecoveryError> {
        if needed < 2 || needed > many || many > MOST {
            return Err(RecoveryError::BadSplit);
        }
        let key = name_of(&self.public());
        let points = gf256::split(self.0.as_bytes(), needed, many).into_iter();
        Ok(points.map(|(index, value)| RecoveryShare { department, key, needed, index, value }).collect())
    }

    /// Makes the key from its shares, and proves that it is the department's, whose public half the log names.
    ///
    /// # Errors
    /// [`RecoveryError::TooFewShares`], [`RecoveryError::MixedShares`] if they are not of one key and department,
    /// [`RecoveryError::WrongShares`] if what they make is not the key: one of them is altered.
    pub fn combine(
        shares: &[RecoveryShare],
        department: DepartmentId,
        public: &[u8; 32],
    ) -> Result<Self, RecoveryError> {
        let first = shares.first().ok_or(RecoveryError::TooFewShares { needed: 2 })?;
        let name = name_of(public);
        let fits = |share: &RecoveryShare| {
            share.department == department
                && share.key == name
                && share.needed == first.needed
                && share.index > 0
        };
        if !shares.iter().all(fits) {
            return Err(RecoveryError::MixedShares);
        }
        let mut points: Vec<(u8, &[u8; 32])> =
            shares.iter().map(|share| (share.index, &*share.value)).collect();
        points.sort_by_key(|(index, _)| *index);
        points.dedup_by_key(|(index, _)| *index);
        if points.len() < usize::from(first.needed) {
            return Err(RecoveryError::TooFewShares { needed: first.needed });
        }
        let secret = gf256::combine(&points);
        let key = Self(SealSecret::from_bytes(*secret));
        if key.public() == *public { Ok(key) } else { Err(RecoveryError::WrongShares) }
    }
}

fn name_of(public: &[u8; 32]) -> [u8; 8] {
    let hash = Hash32::of_parts(&[b"posta recovery key", public]);
    let mut name = [0; 8];
    name.iter_mut().zip(hash.as_bytes()).for_each(|(to, from)| *to = *from);
    name
}
