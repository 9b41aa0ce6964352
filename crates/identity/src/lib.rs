//! Who is who: the authority of a department, its membership log, users, devices, sessions, invitations, and the
//! keyring of a device.
//!
//! Nothing here reads a clock or opens a network connection; only [`Authority`] and [`Keyring`] keep files.
//! Keys never appear in `Debug`, `Display` or an error.

pub mod durable;
pub mod ids;
pub mod keyring;
pub mod private_file;
pub mod seal;
pub mod signing;
pub mod slow;

mod access;
mod authority;
mod code;
mod device;
mod entry;
mod epoch;
mod form;
mod invitation;
mod kdf;
mod keys;
mod log;
mod membership;
mod mill;
mod pin;
mod random;
mod recovery;
mod reference;
mod role;
mod session;
mod summary;
mod transfer;
mod typed;
mod user;
mod words;

pub use authority::{Authority, AuthorityError, GrantRequest, IssuedInvitation};
pub use code::{Code, CodeError, CodeKeys};
pub use device::{DeviceKeys, KeysError, ServerKeys};
pub use entry::{Cut, Entry, EntryBody, EntryError, FeedOrigin, MAX_ENTRY, MAX_PARENTS, Revoked};
pub use epoch::{EpochError, mint_epoch, share_epoch};
pub use ids::{Actor, DepartmentId, DeviceId, Hash32, IdError, Incarnation, Reference, ScopeId, UserId};
pub use invitation::{Acceptance, Invitation, InvitationError};
pub use kdf::{KdfCost, KdfError, PasswordProblem, check_password};
pub use keyring::{FileHolder, Keyring, KeyringError, UnlockError, UserSlot};
pub use keys::{EpochKey, FileKey};
pub use log::{Inserted, Log, MAX_ORPHANS};
pub use membership::{
    Department, Device, Epoch, Erased, Grant, Limit, Membership, Order, Scope, Server, User,
};
pub use mill::{IdMill, IdSeed};
pub use pin::{Pin, PinError};
pub use recovery::{Answer, Challenge, RecoveryError, RecoveryKey, RecoveryShare};
pub use reference::ReferenceKey;
pub use role::{Assignment, Lane, Role, Sensitivity};
pub use seal::{SealError, SealSecret};
pub use session::{CertificateError, CertificateParts, IdUse, SessionCertificate, SessionKey};
pub use signing::{BadSignature, SigningKey};
pub use summary::{MAX_SIGNED_SUMMARY, SignedSummary, SignedSummaryError, Vouched};
pub use transfer::{Transfer, TransferError, TransferRequest};
pub use typed::TypedError;
pub use user::UserSecrets;
pub use words::{slow_words_of, words_of};
