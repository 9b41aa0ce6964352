//! A scope's file that is damaged: moved aside as it is, made anew, filled from the shelf and with what still reads of
//! it. Nothing is deleted, and how it came out is told.

use posta_identity::private_file::create_private_folder;
use posta_identity::{FileKey, Incarnation, ScopeId};
use posta_store::{DeviceFile, ScopeFile, move_aside};
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::folder::storage;
use crate::id::random_document;
use crate::open::{Desk, Open, open_scope_file};
use crate::setting::{MENDED, mending};
use crate::time::{Moment, rfc3339};
use crate::view::MendCard;

/// So long a mend is told that may have lost something. Seconds: 30 days.
const TOLD: i64 = 30 * 24 * 3600;

/// How one mend came out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Mend {
    pub at: i64,
    /// The last exchange before it that went through, by its place in the history.
    #[serde(default)]
    pub after: i64,
    /// Of a scope's file its own; [`DEVICE_FILE`](crate::open::DEVICE_FILE) of the device's.
    pub sensitivity: String,
    /// Own batches and drafts that were read of the damaged file.
    pub batches: u32,
    pub drafts: u32,
    /// Whether work that the server never got may be missing; whether drafts may be; whether what was carried for others.
    pub lacks_work: bool,
    pub lacks_drafts: bool,
    #[serde(default)]
    pub lacks_carried: bool,
    /// Where the damaged file lies, below the folder of scopes.
    pub aside: String,
}

impl Mend {
    fn lacks_something(&self) -> bool {
        self.lacks_work || self.lacks_drafts || self.lacks_carried
    }
}

impl Desk {
    /// Opens a scope's file. One that is damaged for sure makes way for a new one, which [`Desk::fill`] fills.
    pub(crate) fn open_file(&self, id: ScopeId, key: &FileKey, now: Moment) -> Result<ScopeFile, Error> {
        let path = self.folder.scope(id);
        if self.device.setting(&mending(&id))?.is_none() {
            if !ScopeFile::is_log_damaged(&path)? {
                match ScopeFile::open(&path, key) {
                    Err(error) if error.is_damage() && ScopeFile::is_damaged(&path, key)? => {}
                    other => return Ok(other?),
                }
            }
            self.begin_mend(id, now)?;
        }
        self.replace_file(id, key, now)
    }

    /// Says durably that a file is to be made anew, and where the damaged one goes.
    fn begin_mend(&self, id: ScopeId, now: Moment) -> Result<(), Error> {
        let name = format!("aside-{}-{}", now.at, random_document()?);
        Ok(self.device.put_setting(&mending(&id), name.as_bytes())?)
    }

    /// Moves the damaged file aside, if that was not done, and puts what it still gives where it belongs. Idempotent.
    fn replace_file(&self, id: ScopeId, key: &FileKey, now: Moment) -> Result<ScopeFile, Error> {
        let _alone = self.folder.exclusive()?;
        let aside = self.device.setting_text(&mending(&id))?.unwrap_or_default();
        let folder = self.folder.scopes().join(&aside);
        create_private_folder(&folder).map_err(storage)?;
        let was_marked = self.device.is_marked_unshelved(&id)?;
        let wreck = move_aside(&self.folder.scope(id), &folder)?;
        let file = ScopeFile::open(&self.folder.scope(id), key)?;
        let salvaged = ScopeFile::salvage(&wreck, key)?;
        self.device.put_sessions(&salvaged.certificates)?;
        let mut lacks_work = was_marked && !salvaged.all_own;
        let mut batches = 0;
        for own in &salvaged.own {
            // A batch that follows one which does not read stays where it was.
            let hash = own.batch.hash();
            let was_here = self.device.holds_batch(&hash)?;
            match self.device.put_own(&own.batch, own.changes) {
                Err(posta_store::Error::Batch(_)) => {}
                put => drop(put?),
            }
            let is_here = self.device.holds_batch(&hash)?;
            batches += u32::from(is_here && !was_here);
            lacks_work |= !is_here;
        }
        let mut drafts = 0;
        for draft in &salvaged.drafts {
            if file.draft(&draft.owner, &draft.id)?.is_none() {
                file.save_draft(draft)?;
            }
            drafts += 1;
        }
        for (hash, at) in &salvaged.settled {
            file.settle_inbox(hash, *at)?;
        }
        // The feed of before may have ended where nothing reads any more.
        self.device.put_incarnation(&id, &Incarnation::random())?;
        let scope = self.log.membership().scope(id);
        let mend = Mend {
            at: now.at,
            after: self.device.last_exchange_that_went_through()?.0,
            sensitivity: scope.map(|scope| scope.sensitivity.as_str().to_owned()).unwrap_or_default(),
            batches,
            drafts,
            lacks_work,
            lacks_drafts: !salvaged.all_drafts,
            lacks_carried: false,
            aside,
        };
        keep_mend(&self.device, mend)?;
        Ok(file)
    }

    /// What was mended and is still to be told: until all is at the server again, by an exchange that began later, or for 30
    /// days when something may lack.
    pub(crate) fn told_mends(&self, pending: u32, now: Moment) -> Result<Vec<MendCard>, Error> {
        let (last, began) = self.device.last_exchange_that_went_through()?;
        let is_told = |mend: &Mend| {
            let is_young = now.at.saturating_sub(mend.at) < TOLD;
            match mend.lacks_something() {
                true => is_young,
                // One that went on meanwhile says nothing of it; a clock that was set back makes none later.
                false => pending > 0 || last <= mend.after || (began < mend.at && is_young),
            }
        };
        let view = |mend: Mend| MendCard {
            at: rfc3339(mend.at),
            sensitivity: mend.sensitivity,
            batches: mend.batches,
            drafts: mend.drafts,
            lacks_work: mend.lacks_work,
            lacks_drafts: mend.lacks_drafts,
            lacks_carried: mend.lacks_carried,
            aside: mend.aside,
        };
        Ok(mends(&self.device)?.into_iter().filter(is_told).map(view).collect())
    }
}

fn mends(device: &DeviceFile) -> Result<Vec<Mend>, Error> {
    let bytes = device.setting(MENDED)?.unwrap_or_default();
    Ok(serde_json::from_slice(&bytes).unwrap_or_default())
}

/// Remembers how a mend came out.
pub(crate) fn keep_mend(device: &DeviceFile, mend: Mend) -> Result<(), Error> {
    let mut mends = mends(device)?;
    mends.retain(|known| known.aside != mend.aside);
    mends.push(mend);
    Ok(device.put_setting(MENDED, &serde_json::to_vec(&mends).unwrap_or_default())?)
}

impl Open {
    /// Makes every damaged file of this session anew and fills it. Returns whether there was one.
    ///
    /// # Errors
    /// Those of the disk; what was begun goes on at the next unlock.
    pub(crate) fn mend(&mut self, now: Moment) -> Result<bool, Error> {
        let mut mended = false;
        let mut place = 0;
        while let Some(scope) = self.scopes.get(place) {
            if !ScopeFile::is_damaged(&self.desk.folder.scope(scope.id), &scope.key)? {
                place += 1;
                continue;
            }
            // Closed before it is moved.
            let closed = self.scopes.remove(place);
            let (id, key) = (closed.id, closed.key.clone());
            drop(closed);
            self.desk.begin_mend(id, now)?;
            let file = self.desk.open_file(id, &key, now)?;
            let scope = self.desk.log.membership().scope(id);
            let scope = scope.ok_or_else(|| Error::Damaged("the membership log".into()))?;
            let again = open_scope_file(&self.desk, scope, file, key)?;
            self.scopes.insert(place, again);
            mended = true;
            place += 1;
        }
        Ok(mended)
    }

    /// Takes note of what was made here, once what lay on the shelf was taken in: a mend ends with this.
    pub(crate) fn end_mends(&mut self) -> Result<(), Error> {
        for scope in &self.scopes {
            if self.desk.device.setting(&mending(&scope.id))?.is_some() {
                let epoch = |epoch: &_| self.desk.secrets.epoch(scope.id, *epoch);
                scope.file.regain_own(&self.desk.device, epoch)?;
                self.desk.device.remove_setting(&mending(&scope.id))?;
            }
        }
        Ok(())
    }
}
