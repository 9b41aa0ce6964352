//! What this device stores, said by its signature; and whether to believe another's word.

use posta_identity::{Device, DeviceKeys, Log};
use posta_protocol::Holding;
use posta_store::DeviceFile;

use crate::{Error, plan};

/// What is stored here of every lane that this device exchanges. `at`: now, Unix seconds.
pub(crate) fn holding(
    device: &DeviceFile,
    log: &Log,
    keys: &DeviceKeys,
    nonce: [u8; 32],
    at: i64,
) -> Result<Holding, Error> {
    let plan = plan::plan(device, log.membership(), keys.device)?;
    let lanes = plan.scopes.into_iter().map(|lane| (lane.scope, lane.vector)).collect();
    Ok(Holding::sign(log.department(), keys.device, nonce, at, log.tips(), lanes, &keys.sign))
}

/// The device that says so, if it is an active one of this department and the word is of this file or talk.
///
/// # Errors
/// [`Error::Stranger`].
pub(crate) fn accept<'a>(holding: &Holding, log: &'a Log, nonce: &[u8; 32]) -> Result<&'a Device, Error> {
    let device = log.membership().device(holding.device).filter(|device| device.active);
    let device = device.ok_or(Error::Stranger)?;
    let membership = log.membership();
    // A device on which nobody may work any more is no side either.
    let works = |user: &_| membership.user(*user).is_some_and(|user| user.active);
    let is_ours =
        holding.department == log.department() && holding.nonce == *nonce && device.users.iter().any(works);
    if is_ours && holding.verify(&device.sign_public).is_ok() { Ok(device) } else { Err(Error::Stranger) }
}
