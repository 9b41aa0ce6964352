//! Letting go of a join that was cut and that nobody goes on with: its password is forgotten, or its invitation is good
//! no more. Only a join that counts for nothing yet is let go of, so nothing is lost.

use posta_identity::UserId;
use posta_identity::keyring::Keyring;

use super::host::Host;
use super::pending::{self, Marker};
use super::place;
use crate::app::App;
use crate::error::Error;
use crate::view::ProfileView;

impl App {
    /// Begins anew: takes away what a join that was cut has left here, the user's slot and keys among it, so that another
    /// invitation, or the same one while it is good, can be used. On a device of its own what there was is moved away.
    /// A cut of this act itself is made good by the act again; until then nobody works with that join.
    ///
    /// # Errors
    /// [`Error::NotJoined`] (no join waits), [`Error::JoinCounts`] (the server has taken it, or something was written
    /// with it: nothing changes), [`Error::NobodyHere`] (on a device that others work on, none of them is unlocked or
    /// paused), [`Error::Unreachable`] and [`Error::NotOurServer`] (the server could not be asked), [`Error::Storage`].
    pub async fn begin_join_anew(&self) -> Result<ProfileView, Error> {
        let _alone = self.joining.lock().await;
        let now = self.now();
        let marker = Marker::read(&self.folder).ok_or(Error::NotJoined)?;
        let user: UserId = marker.user.parse().map_err(|_| Error::NotJoined)?;
        if !marker.ending {
            self.refuse_what_counts(user)?;
            if !marker.refused && was_taken(&marker).await? {
                return Err(Error::JoinCounts);
            }
            // Somebody may have exchanged while the server was asked.
            self.refuse_what_counts(user)?;
            Marker { ending: true, ..marker }.write(&self.folder)?;
        }
        match self.host_beside(user)? {
            Some((mut keyring, host)) => {
                pending::forget(&host.file, user)?;
                keyring.remove_user(user)?;
            }
            None => self.folder.set_aside(now.at)?,
        }
        Marker::remove(&self.folder)?;
        self.profile()
    }

    /// Who works here besides the user of the join; none on a device of its own.
    fn host_beside(&self, user: UserId) -> Result<Option<(Keyring, Host)>, Error> {
        let keyring = Keyring::load(self.folder.keyring())?;
        if keyring.users().iter().all(|slot| slot.user == user) {
            return Ok(None);
        }
        let host = Host::find(&self.folder, &keyring, self.present(self.now()))?;
        Ok(Some((keyring, host)))
    }

    /// What can be told without the server: whether the user worked here, or the log here has the join.
    fn refuse_what_counts(&self, user: UserId) -> Result<(), Error> {
        let counts = match self.host_beside(user)? {
            // Nobody has the key of the device file; who unlocks makes the files of scopes.
            None => self.folder.has_scopes()?,
            Some((_, host)) => {
                place::has_worked(&host.file, user)? || host.log.membership().user(user).is_some()
            }
        };
        if counts { Err(Error::JoinCounts) } else { Ok(()) }
    }
}

async fn was_taken(marker: &Marker) -> Result<bool, Error> {
    let ask = marker.ask.as_ref().ok_or(Error::JoinWaits)?;
    Ok(posta_sync::has_taken(&ask.server, ask.tls_pin, &ask.join).await?)
}
