//! A user who takes up work on a further device: its screen asks, the user's own device answers, and the keys travel
//! sealed from one to the other. Nothing here needs a network.

use std::sync::{MutexGuard, PoisonError};

use posta_identity::keyring::Keyring;
use posta_identity::{
    Entry, SealSecret, Transfer, TransferError, TransferRequest, TypedError, UserSecrets, check_password,
};

use crate::app::App;
use crate::code::view_code;
use crate::country::kept_pack;
use crate::error::Error;
use crate::join::host::Host;
use crate::permission::Act;
use crate::profile::user_card;
use crate::time::Moment;
use crate::view::{CodeView, UserCard};

/// A request that is shown, and what opens its answer. In memory only.
pub(crate) type Asked = (TransferRequest, SealSecret);

impl App {
    /// What this device shows to a colleague who comes from a device of their own. Only the answer to the last one
    /// serves, once, and none after a restart or after every session was ended.
    ///
    /// # Errors
    /// [`Error::NobodyHere`] (nobody of this device is unlocked or paused), [`Error::Revoked`], [`Error::NotJoined`].
    pub fn attach_request(&self) -> Result<CodeView, Error> {
        self.refuse_in_practice()?;
        let keyring = Keyring::load(self.folder.keyring())?;
        let host = Host::find(&self.folder, &keyring, self.present(self.now()))?;
        let (request, secret) = TransferRequest::new(keyring.department(), &host.keys);
        let view = view_code(request.to_text(), request.words())?;
        *self.asked() = Some((request, secret));
        Ok(view)
    }

    /// Seals the unlocked user's keys to the device that asks, once the user has compared the words and given the
    /// password again. Wrong tries count as at the unlock screen.
    ///
    /// # Errors
    /// [`Error::NotThatCode`] (also altered, or not signed by the device that it names), [`Error::OldRequest`] (of a
    /// version that did not sign), [`Error::WrongPassword`], [`Error::TooSoon`], [`Error::OtherDepartment`],
    /// [`Error::Strangers`] (this device has not heard of the other), [`Error::Revoked`] (the other device, or here),
    /// [`Error::NotAllowed`], [`Error::Locked`].
    pub fn attach_answer(&self, request_text: &str, password: &str) -> Result<CodeView, Error> {
        self.refuse_in_practice()?;
        let now = self.now();
        let user = self.read(|open| open.allow(Act::Attach).map(|()| open.desk.secrets.user))?;
        let request = TransferRequest::from_text(request_text).map_err(|error| match error {
            TypedError::UnsupportedVersion(_) => Error::OldRequest,
            _ => Error::NotThatCode,
        })?;
        // What lies in the slot, without the keys that the log hands out: the other device finds those in its own.
        let mut keyring = Keyring::load(self.folder.keyring())?;
        let secrets = keyring.unlock(&user.to_string(), password, now.at)?;
        let transfer = self.read(|open| {
            open.allow(Act::Attach)?;
            let membership = open.membership();
            match secrets.transfer(membership, &request) {
                Ok(transfer) => Ok(transfer),
                Err(TransferError::UnknownDevice) if membership.device(request.device).is_some() => {
                    Err(Error::Revoked)
                }
                Err(error) => Err(error.into()),
            }
        })?;
        view_code(transfer.to_text(), request.words())
    }

    /// Takes the colleague in whose device answered: keys and slot under a new password of theirs. They unlock from now
    /// on, also without a network; whoever is unlocked or paused here stays so.
    ///
    /// # Errors
    /// [`Error::NotThatCode`], [`Error::OtherChallenge`] (it answers another request, or served already),
    /// [`Error::PasswordTooShort`], [`Error::NobodyHere`], [`Error::Strangers`] (this device has not heard of the
    /// colleague), [`Error::Revoked`], [`Error::AlreadyHere`], [`Error::Storage`].
    pub fn attach_finish(&self, answer_text: &str, new_password: &str) -> Result<UserCard, Error> {
        self.refuse_in_practice()?;
        let transfer = Transfer::from_text(answer_text).map_err(|_| Error::NotThatCode)?;
        // Once to refuse at once what will not do, and once more when the slot is made: that is slow, and others go on.
        let (newcomer, keyring, _) = self.arrived(&transfer, &self.asked())?;
        check_password(new_password).map_err(|_| Error::PasswordTooShort)?;
        let slot = keyring.seal_slot(&newcomer, new_password, self.cost)?;
        let mut asked = self.asked();
        let (newcomer, mut keyring, mut host) = self.arrived(&transfer, &asked)?;
        let now = self.now();
        let scopes = host.log.membership().scopes_for(newcomer.user);
        host.hand_over(&mut keyring, &newcomer, &scopes)?;
        // Without the entry nobody would take what the newcomer writes here. Cut after it, another answer goes on.
        if let Some(entry) = host.attach(&newcomer)? {
            self.hear(&entry, now)?;
        }
        keyring.add_slot(slot)?;
        *asked = None;
        let UserSecrets { user, name, role, place, .. } = &newcomer;
        let pack = kept_pack(&self.folder);
        Ok(user_card(pack, user.to_string(), name, role.as_str(), place))
    }

    /// The colleague whose keys answer the request that is shown, and somebody here who takes them in.
    fn arrived(
        &self,
        transfer: &Transfer,
        asked: &Option<Asked>,
    ) -> Result<(UserSecrets, Keyring, Host), Error> {
        let (request, secret) = asked.as_ref().ok_or(Error::OtherChallenge)?;
        let mut newcomer = transfer.open(request, secret)?;
        let keyring = Keyring::load(self.folder.keyring())?;
        let host = Host::find(&self.folder, &keyring, self.present(self.now()))?;
        host.recognize(&mut newcomer)?;
        if keyring.users().iter().any(|slot| slot.user == newcomer.user) {
            return Err(Error::AlreadyHere);
        }
        Ok((newcomer, keyring, host))
    }

    /// The request that is shown.
    pub(crate) fn asked(&self) -> MutexGuard<'_, Option<Asked>> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whoever is unlocked goes on with what is durable, so that it travels with the next exchange.
    fn hear(&self, entry: &Entry, now: Moment) -> Result<(), Error> {
        let mut turns = self.turns(now);
        if let Some(open) = turns.active() {
            let mut log = open.desk.log.clone();
            log.insert(&entry.encode()).map_err(|error| Error::Damaged(error.to_string()))?;
            open.adopt(log);
        }
        Ok(())
    }
}

impl Host {
    /// Refuses keys that are not those of an active user whom the membership log here knows.
    fn recognize(&self, newcomer: &mut UserSecrets) -> Result<(), Error> {
        let user = self.log.membership().user(newcomer.user).ok_or(Error::Strangers)?;
        if user.sign_public != newcomer.sign_public() || user.seal_public != newcomer.seal.public() {
            return Err(Error::Strangers);
        }
        if !user.active {
            return Err(Error::Revoked);
        }
        newcomer.name.clone_from(&user.name);
        Ok(())
    }

    /// The newcomer's own entry, with this device's consent; durable. None if an attempt that was cut left it.
    fn attach(&mut self, newcomer: &UserSecrets) -> Result<Option<Entry>, Error> {
        let device = self.log.membership().device(self.keys.device);
        if device.is_some_and(|device| device.users.contains(&newcomer.user)) {
            return Ok(None);
        }
        let body = self.keys.attach(&newcomer.department, newcomer.user);
        let entry = self.log.append(body, &newcomer.sign).map_err(|_| Error::NotAllowed)?;
        self.file.append_entries(&[entry.encode()])?;
        Ok(Some(entry))
    }
}

impl From<TransferError> for Error {
    fn from(error: TransferError) -> Self {
        match error {
            TransferError::ForeignDepartment => Error::OtherDepartment,
            TransferError::UnknownDevice => Error::Strangers,
            TransferError::NotSigned => Error::NotThatCode,
            TransferError::DoesNotOpen => Error::OtherChallenge,
            TransferError::Seal(error) => Error::Unexpected(error.to_string()),
        }
    }
}
