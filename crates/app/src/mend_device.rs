//! The device file, damaged: a new one is made beside it and filled with what still reads; only once that is whole the
//! damaged one is moved aside as it is. Nothing is deleted, and how it came out is told.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use posta_identity::durable::sync_parent;
use posta_identity::keyring::Keyring;
use posta_identity::private_file::{create_private_folder, write_private};
use posta_identity::{FileKey, Log, ScopeId, SessionKey, UserSecrets};
use posta_store::{DeviceFile, Refilled, SalvagedDevice, ScopeFile, move_aside};

use crate::app::App;
use crate::country::pack_of;
use crate::error::Error;
use crate::folder::{Folder, storage};
use crate::id::random_document;
use crate::join::pending;
use crate::mend::{Mend, keep_mend};
use crate::open::{DEVICE_FILE, Open};
use crate::setting::{self, CARRIES_OWN, SERVER};
use crate::time::Moment;

impl App {
    /// As [`Open::start`]. A device file that is damaged for sure makes way for a new one first, if what nothing else
    /// gives still reads: the keys of the device, the log as far as everybody here is in it. `put_down` closes the session
    /// that is active, if any, because it has the file open.
    ///
    /// # Errors
    /// As [`Open::start`]: [`Error::Damaged`] where nothing could be made, and all is as it was.
    pub(crate) fn start(
        &self,
        keyring: &mut Keyring,
        secrets: UserSecrets,
        session: Option<SessionKey>,
        now: Moment,
        put_down: impl FnOnce(),
    ) -> Result<Open, Error> {
        let folder = &self.folder;
        finish(folder)?;
        let start =
            |keyring: &mut Keyring| Open::start(folder, keyring, secrets.clone(), session.clone(), now);
        if !folder.mending().exists() && !DeviceFile::is_log_damaged(&folder.device())? {
            match start(keyring) {
                Err(Error::Damaged(_)) => {}
                other => return other,
            }
        }
        let Some(key) = keyring.file_key(DEVICE_FILE, &secrets) else { return start(keyring) };
        if DeviceFile::is_damaged(&folder.device(), &key)? {
            put_down();
            make_anew(folder, keyring, &secrets, &key, now)?;
        } else {
            remove(&folder.mending())?;
            for path in with_log(&folder.device_anew()) {
                remove(&path)?;
            }
        }
        start(keyring)
    }
}

impl Open {
    /// Says durably that the device file is damaged, if it is for sure: the next unlock makes it anew, which nobody may
    /// have open then. Returns whether that is worth another unlock: not where the last one could make nothing.
    pub(crate) fn note_damage(&self) -> bool {
        let (folder, key) = (&self.desk.folder, &self.desk.device_key);
        !folder.mending().exists()
            && DeviceFile::is_damaged(&folder.device(), key).unwrap_or(false)
            && write_private(&folder.mending(), b"").is_ok()
    }
}

/// Makes a new file, fills it and puts it in the place of the damaged one, or leaves all as it was: also while somebody has
/// it open, an exchange of this program too. What still reads serves until nobody has.
fn make_anew(
    folder: &Folder,
    keyring: &Keyring,
    secrets: &UserSecrets,
    key: &FileKey,
    now: Moment,
) -> Result<(), Error> {
    let _alone = folder.exclusive()?;
    let path = folder.device();
    if DeviceFile::is_in_use(&path, key)? {
        return Ok(());
    }
    DeviceFile::chain_log(&path)?;
    let before = stamp(&path);
    let salvaged = DeviceFile::salvage(&path, key)?;
    let Some(log) = log_of(&salvaged, keyring, secrets) else { return Ok(()) };
    let anew = folder.device_anew();
    // Of a try that was cut: nothing lies in it that does not lie in the damaged one.
    for path in with_log(&anew) {
        remove(&path)?;
    }
    let aside = format!("aside-device-{}-{}", now.at, random_document()?);
    let file = DeviceFile::open(&anew, key)?;
    if !salvaged.all_sessions {
        put_own_sessions(&file, folder, keyring, secrets, &log)?;
    }
    fill(&file, &salvaged, &log, folder, now, &aside)?;
    drop(file);
    let [_, log, _] = with_log(&anew);
    let is_whole = std::fs::metadata(log).map_or(0, |log| log.len()) == 0;
    if !is_whole || stamp(&path) != before || DeviceFile::is_in_use(&path, key)? {
        for path in with_log(&anew) {
            remove(&path)?;
        }
        return Ok(());
    }
    write_private(&folder.mending(), aside.as_bytes()).map_err(storage)?;
    put_in_place(folder, &aside)
}

/// Goes on with putting a new file in its place, if that was cut.
fn finish(folder: &Folder) -> Result<(), Error> {
    match std::fs::read_to_string(folder.mending()) {
        Ok(aside) if !aside.is_empty() => {
            let _alone = folder.exclusive()?;
            put_in_place(folder, &aside)
        }
        Err(error) if error.kind() != ErrorKind::NotFound => Err(storage(error)),
        _ => Ok(()),
    }
}

/// Moves the damaged file aside and the new one to where it was; under the folder's lock. Idempotent.
fn put_in_place(folder: &Folder, aside: &str) -> Result<(), Error> {
    let (path, anew) = (folder.device(), folder.device_anew());
    if anew.exists() {
        let aside = folder.scopes().join(aside);
        create_private_folder(&aside).map_err(storage)?;
        move_aside(&path, &aside)?;
        // Whatever bears the name now was made by somebody who found nothing there, and its log is no other's.
        let [_, log, shared] = with_log(&path);
        remove(&log)?;
        remove(&shared)?;
        DeviceFile::forget_log(&path)?;
        std::fs::rename(&anew, &path).map_err(storage)?;
        // Durable before the word for it goes.
        sync_parent(&path).map_err(storage)?;
    }
    remove(&folder.mending())?;
    sync_parent(&path).map_err(storage)
}

/// The membership log that a new file could stand on; none where it had nothing to stand on.
fn log_of(salvaged: &SalvagedDevice, keyring: &Keyring, secrets: &UserSecrets) -> Option<Log> {
    let keys = salvaged.device_keys()?;
    // Nothing else here knows where the server is.
    if !salvaged.all_settings && salvaged.setting(SERVER).is_none() {
        return None;
    }
    let mut log = Log::new(secrets.department);
    for entry in salvaged.entries() {
        log.insert(entry).ok()?;
    }
    for user in keyring.users() {
        if let Some(join) = pending::kept(|name| salvaged.setting(name), user.user) {
            let _ = log.insert(&join.encode());
        }
    }
    // Without its first entries, or those that let somebody in here, no log is better than this one.
    if !salvaged.all_entries {
        let membership = log.membership();
        let is_in = |id| membership.user(id).is_some_and(|user| user.active);
        let is_known = membership.device(keys.device).is_some_and(|device| device.active)
            && membership.server().is_some()
            && keyring.users().iter().all(|slot| is_in(slot.user))
            && pack_of(&log).is_ok();
        if !is_known {
            return None;
        }
    }
    Some(log)
}

/// Certificates of own sessions lie in the files of scopes too, of which this user opens some.
fn put_own_sessions(
    file: &DeviceFile,
    folder: &Folder,
    keyring: &Keyring,
    secrets: &UserSecrets,
    log: &Log,
) -> Result<(), Error> {
    for scope in log.membership().scopes_for(secrets.user) {
        let path = folder.scope(scope);
        let Some(key) = keyring.file_key(&scope.to_string(), secrets).filter(|_| path.exists()) else {
            continue;
        };
        // One that is damaged as well is mended by itself: SQLite would take the rest of a damaged log away as it closes it.
        if ScopeFile::is_log_damaged(&path)? {
            continue;
        }
        let certificates = ScopeFile::open(&path, &key).and_then(|scope| scope.own_certificates());
        file.put_sessions(&certificates.unwrap_or_default())?;
    }
    Ok(())
}

fn fill(
    file: &DeviceFile,
    salvaged: &SalvagedDevice,
    log: &Log,
    folder: &Folder,
    now: Moment,
    aside: &str,
) -> Result<(), Error> {
    // Feeds of before may have ended where nothing reads any more, and rows have other numbers.
    let is_kept = |name: &str| !setting::goes_by_rows(name) && !posta_sync::goes_by_shelf(name);
    let refilled = file.refill(salvaged, is_kept)?;
    let mut lacks_work = !(salvaged.all_entries && salvaged.knows_all_batches);
    let membership = log.membership();
    let scopes = || membership.scopes().map(|scope| scope.scope);
    let has_file = |scope: &ScopeId| folder.scope(*scope).exists();
    // What the shelf lacks of a scope lies in its file too, and is brought out by whoever opens that.
    let lies_in_file = |lane: &ScopeId| scopes().any(|scope| scope == *lane) && has_file(lane);
    for lost in &refilled.lost_own {
        if lies_in_file(&lost.lane) {
            file.mark_unshelved(&lost.lane)?;
        } else {
            lacks_work |= !lost.is_covered;
        }
    }
    let may_lack_marks = !(salvaged.all_settings && salvaged.knows_all_batches);
    for scope in scopes().filter(|scope| may_lack_marks && has_file(scope)) {
        file.mark_unshelved(&scope)?;
    }
    let Refilled { unplaced_own, unsent, .. } = refilled;
    let mut to_carry = Vec::new();
    for (carried, batch) in unplaced_own {
        if lies_in_file(&carried.lane) {
            file.mark_unshelved(&carried.lane)?;
        } else if !membership.has_no_body(carried.lane, &carried.hash) {
            to_carry.push((carried, batch));
        }
    }
    lacks_work |= file.carry(&to_carry)?.left > 0;
    if !to_carry.is_empty() {
        file.put_setting(CARRIES_OWN, b"")?;
    }
    // Of what did not read of the carried, some may be from a mend before.
    let may_carry_own = salvaged.setting(CARRIES_OWN).is_some() || !salvaged.all_settings;
    lacks_work |= !salvaged.all_carried && may_carry_own;
    keep_mend(
        file,
        Mend {
            at: now.at,
            after: file.last_exchange_that_went_through()?.0,
            sensitivity: DEVICE_FILE.into(),
            batches: unsent,
            drafts: 0,
            lacks_work,
            lacks_drafts: false,
            lacks_carried: !salvaged.all_carried,
            aside: aside.into(),
        },
    )
}

/// A file of the store, its log, and what those share who have it open.
fn with_log(path: &Path) -> [PathBuf; 3] {
    ["", "-wal", "-shm"].map(|end| {
        let mut name = path.as_os_str().to_owned();
        name.push(end);
        name.into()
    })
}

/// By what it is told that a file was written to: length and time of it and of its log.
fn stamp(path: &Path) -> Vec<(u64, Option<std::time::SystemTime>)> {
    let [file, log, _] = with_log(path);
    let stamps = [file, log].map(|path| std::fs::metadata(path).ok().filter(|file| file.len() > 0));
    stamps.into_iter().flatten().map(|file| (file.len(), file.modified().ok())).collect()
}

fn remove(path: &Path) -> Result<(), Error> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(storage(error)),
        _ => Ok(()),
    }
}
