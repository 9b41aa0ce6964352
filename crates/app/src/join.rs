//! Joining a department with a one-time code; on a device that has joined already, adding a user to it.

mod anew;
pub(crate) mod host;
pub(crate) mod pending;
pub(crate) mod place;
mod typed;

use std::path::Path;

use posta_identity::keyring::Keyring;
use posta_identity::{
    Acceptance, CodeKeys, DepartmentId, Invitation, KdfCost, UserId, UserSecrets, check_password,
};
use posta_store::DeviceFile;

use crate::app::App;
use crate::code::words_to_show;
use crate::country::pack_of;
use crate::error::Error;
use crate::open::read_log;
use crate::profile::place_name;
use crate::time::Moment;
use crate::view::{InvitationView, SessionView};
use pending::{Ask, Marker};
use place::Place;
use typed::Typed;

/// Longest file of an invitation. Bytes.
const LONGEST_FILE: u64 = 4 * 1024 * 1024;

/// An invitation that its code has opened.
pub(crate) struct Opened {
    pub keys: CodeKeys,
    pub invitation: Invitation,
}

impl App {
    /// What the invitation of a code says, and the words to compare, before anybody accepts it. `code` may be the
    /// payload of the invitation's picture, which names the server.
    ///
    /// # Errors
    /// [`Error::MalformedCode`], [`Error::InvitationRefused`], [`Error::Unreachable`].
    pub async fn look_at_invitation(&self, server: &str, code: &str) -> Result<InvitationView, Error> {
        self.refuse_in_practice()?;
        let typed = Typed::read(code)?;
        view_invitation(&fetch(&typed.server_or(server), &typed).await?, false)
    }

    /// As [`App::look_at_invitation`], of an invitation that came as a file.
    ///
    /// # Errors
    /// [`Error::MalformedCode`], [`Error::InvitationRefused`], [`Error::Unreadable`].
    pub fn look_at_invitation_file(&self, path: &Path, code: &str) -> Result<InvitationView, Error> {
        self.refuse_in_practice()?;
        view_invitation(&read_file(path, &Typed::read(code)?)?, true)
    }

    /// Joins with the code that the supervisor gave, under a new password, and unlocks. Keys and entry are durable here
    /// before the server hears of them: after a cut, [`App::resume_join`] goes on with the same ones, and so does this
    /// with the same code and password.
    ///
    /// # Errors
    /// [`Error::MalformedCode`], [`Error::PasswordTooShort`], [`Error::InvitationRefused`],
    /// [`Error::OtherDepartment`], [`Error::NobodyHere`] (the device has users, and none of them is unlocked or
    /// paused), [`Error::JoinWaits`] (somebody else's join was cut here: it is ended or let go of first),
    /// [`Error::Unreachable`], [`Error::NotOurServer`], [`Error::Storage`].
    pub async fn join(&self, server: &str, code: &str, password: &str) -> Result<SessionView, Error> {
        self.refuse_in_practice()?;
        check_password(password).map_err(|_| Error::PasswordTooShort)?;
        let typed = Typed::read(code)?;
        let server = typed.server_or(server);
        if self.pending_user(&typed)?.is_some() {
            return self.resume_join(password).await;
        }
        let opened = fetch(&server, &typed).await?;
        {
            // One join with a network at a time: what is known of one that was cut would be known no more.
            let _alone = self.joining.lock().await;
            let user = opened.invitation.user.to_string();
            if Marker::read(&self.folder).is_some_and(|marker| marker.user != user) {
                return Err(Error::JoinWaits);
            }
            self.settle(&opened, Some(&server), password, true)?;
        }
        self.resume_join(password).await
    }

    /// As [`App::join`] with an invitation that came as a file, without a network: the server hears of it at the first
    /// exchange. `code` may be the payload of the invitation's picture, which names the server.
    ///
    /// # Errors
    /// As [`App::join`]; [`Error::Unreadable`] for the file.
    pub fn join_from_file(&self, path: &Path, code: &str, password: &str) -> Result<SessionView, Error> {
        self.refuse_in_practice()?;
        check_password(password).map_err(|_| Error::PasswordTooShort)?;
        let typed = Typed::read(code)?;
        let opened = read_file(path, &typed)?;
        self.settle(&opened, typed.server.as_deref(), password, false)?;
        self.unlock(&opened.invitation.user.to_string(), password)
    }

    /// Goes on with a join that was cut: sends the entry that is here, and unlocks. An invitation that the server
    /// refuses leaves nothing behind, so that another one can be used; but whoever has worked here keeps everything, and
    /// needs another invitation, which is taken beside it.
    ///
    /// # Errors
    /// [`Error::NotJoined`] (no join waits), [`Error::WrongPassword`], [`Error::TooSoon`],
    /// [`Error::InvitationRefused`] (also of a join that is being let go of), [`Error::Unreachable`], [`Error::NotOurServer`], [`Error::Storage`].
    pub async fn resume_join(&self, password: &str) -> Result<SessionView, Error> {
        let _alone = self.joining.lock().await;
        let now = self.now();
        let Marker { user, ending, .. } = Marker::read(&self.folder).ok_or(Error::NotJoined)?;
        if ending {
            return Err(Error::InvitationRefused);
        }
        let mut keyring = Keyring::load(self.folder.keyring())?;
        let secrets = keyring.unlock(&user, password, now.at)?;
        let device = place::device_file(&self.folder, &keyring, &secrets)?;
        match deliver(device, secrets.department, secrets.user, now).await {
            Err(Error::InvitationRefused) => {
                if place::has_worked(&place::device_file(&self.folder, &keyring, &secrets)?, secrets.user)? {
                    Marker::remove(&self.folder)?;
                } else {
                    place::give_up(&self.folder, keyring, &secrets, now)?;
                }
                return Err(Error::InvitationRefused);
            }
            other => other?,
        }
        Marker::remove(&self.folder)?;
        self.begin(self.start(&mut keyring, secrets, None, now, || self.turns(now).pause(now))?, now)
    }

    /// The user of a join that was cut, if this code is the one it was begun with.
    fn pending_user(&self, typed: &Typed) -> Result<Option<String>, Error> {
        let Some(marker) = Marker::read(&self.folder) else { return Ok(None) };
        let keys = code_keys(typed)?;
        Ok((marker.code == place::hex(&keys.id)).then_some(marker.user))
    }

    pub(crate) fn settle(
        &self,
        opened: &Opened,
        server: Option<&str>,
        password: &str,
        online: bool,
    ) -> Result<(), Error> {
        let now = self.now();
        let place = Place::prepare(&self.folder, &opened.invitation, self.present(now), now)?;
        let acceptance = opened
            .invitation
            .accept(&opened.keys, place.device_keys())
            .map_err(|_| Error::InvitationRefused)?;
        self.folder.prepare()?;
        match server.filter(|_| online) {
            Some(server) => marker(opened, &acceptance, server).write(&self.folder)?,
            // Of a join that was let go of: it must not speak of the user who comes with the same invitation.
            None if Marker::read(&self.folder).is_none() => Marker::remove(&self.folder)?,
            None => {}
        }
        place.settle(&acceptance, server, password, self.cost, online)
    }

    /// Nobody works with a join that was begun with a network before the server has answered it.
    pub(crate) fn refuse_pending(&self, keyring: &Keyring, secrets: &UserSecrets) -> Result<(), Error> {
        let Some(marker) = Marker::of(&self.folder, secrets.user) else { return Ok(()) };
        let device = place::device_file(&self.folder, keyring, secrets)?;
        match pending::waiting(&device, secrets.user)? {
            _ if marker.ending => Err(Error::InvitationRefused),
            Some(_) if place::has_worked(&device, secrets.user)? => Ok(()),
            Some(_) if marker.refused => Err(Error::InvitationRefused),
            Some(_) => Err(Error::JoinWaits),
            None => Marker::remove(&self.folder),
        }
    }

    /// The keys of those who are unlocked or paused here, the active one's first.
    pub(crate) fn present(&self, now: Moment) -> Vec<UserSecrets> {
        let turns = self.turns(now);
        let active = turns.shown().map(|open| &open.desk.secrets);
        active
            .into_iter()
            .chain(turns.waiting().iter().map(|waiting| &waiting.asleep.secrets))
            .cloned()
            .collect()
    }
}

/// Sends a user's join that waits, if one does, and keeps the answer.
pub(crate) async fn deliver(
    device: DeviceFile,
    department: DepartmentId,
    user: UserId,
    now: Moment,
) -> Result<(), Error> {
    let Some(join) = pending::waiting(&device, user)? else { return Ok(()) };
    let (server, _) = pending::server(&device, user)?.ok_or(Error::NotJoined)?;
    let mut log = read_log(&device, department, user)?;
    let address = pending::address(&log, &join).ok_or_else(|| Error::Damaged("the membership log".into()))?;
    let joined = posta_sync::join(&server, &address, &join).await?;
    for entry in &joined.entries {
        log.insert(entry).map_err(|_| Error::NotOurServer)?;
    }
    device.append_entries(&log.entries())?;
    posta_sync::keep_answer(&device, &joined.receipt, now.at)?;
    pending::delivered(&device, user)
}

fn code_keys(typed: &Typed) -> Result<CodeKeys, Error> {
    CodeKeys::derive(&typed.code, KdfCost::STANDARD).map_err(|error| Error::Unexpected(error.to_string()))
}

async fn fetch(server: &str, typed: &Typed) -> Result<Opened, Error> {
    let keys = code_keys(typed)?;
    let sealed = posta_sync::fetch_invitation(server, &keys.id).await?;
    open(keys, &sealed)
}

fn read_file(path: &Path, typed: &Typed) -> Result<Opened, Error> {
    let unreadable = |error: std::io::Error| Error::Unreadable(error.kind().to_string());
    if std::fs::metadata(path).map_err(unreadable)?.len() > LONGEST_FILE {
        return Err(Error::InvitationRefused);
    }
    open(code_keys(typed)?, &std::fs::read(path).map_err(unreadable)?)
}

fn open(keys: CodeKeys, sealed: &[u8]) -> Result<Opened, Error> {
    let invitation = Invitation::open(&keys, sealed).map_err(|_| Error::InvitationRefused)?;
    Ok(Opened { keys, invitation })
}

fn view_invitation(opened: &Opened, offline: bool) -> Result<InvitationView, Error> {
    let log = opened.invitation.log().map_err(|_| Error::InvitationRefused)?;
    let grant = log.membership().grant(opened.invitation.grant).ok_or(Error::InvitationRefused)?;
    Ok(InvitationView {
        department: department_of(&log),
        name: grant.name.clone(),
        role: grant.role.as_str().into(),
        place: place_name(pack_of(&log)?, &grant.place),
        words: words_to_show(opened.invitation.words()),
        offline,
    })
}

fn department_of(log: &posta_identity::Log) -> String {
    log.membership().department().map(|department| department.name.clone()).unwrap_or_default()
}

fn marker(opened: &Opened, acceptance: &Acceptance, server: &str) -> Marker {
    let (join, tls_pin) = (acceptance.join.hash(), opened.invitation.tls_pin);
    Marker {
        user: acceptance.secrets.user.to_string(),
        name: acceptance.secrets.name.clone(),
        department: department_of(&acceptance.log),
        code: place::hex(&opened.keys.id),
        refused: false,
        ask: Some(Ask { server: server.to_owned(), tls_pin, join }),
        ending: false,
    }
}
