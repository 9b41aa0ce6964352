//! Cutting off a user or a device, and letting in what was kept aside.

use posta_domain::{AuditAct, AuditRecord, DocumentId, RevocationReason};
use posta_identity::{DeviceId, EntryBody, Hash32, Log, Revoked, UserId};
use posta_protocol::FeedId;

use super::cuts::MOST;
use crate::app::App;
use crate::error::Error;
use crate::open::Open;
use crate::permission::Act;
use crate::time::Moment;
use crate::view::{MembersView, ProblemView};

impl App {
    /// Cuts a user off: what they wrote so far counts, what comes later is kept aside. Final: a person who comes back
    /// is invited anew.
    ///
    /// # Errors
    /// [`Error::NotAllowed`] (also oneself), [`Error::NotFound`] (no active user of that id), [`Error::BadInput`] (no
    /// such reason), [`Error::Locked`], [`Error::Storage`].
    pub fn revoke_user(&self, user: &str, reason: &str) -> Result<MembersView, Error> {
        let user: UserId = user.parse().map_err(|_| Error::NotFound)?;
        let now = self.now();
        self.with(|open| {
            open.allow(Act::RevokeMember)?;
            if user == open.desk.secrets.user {
                return Err(Error::NotAllowed);
            }
            if !open.membership().user(user).is_some_and(|known| known.active) {
                return Err(Error::NotFound);
            }
            open.revoke(Revoked::User(user), "user", DocumentId::from(*user.as_bytes()), reason, now)
        })
    }

    /// Cuts a device off. Its order to destroy what it holds is the authority's alone to give.
    ///
    /// # Errors
    /// As [`App::revoke_user`]; [`Error::NotAllowed`] for the device that one works on.
    pub fn revoke_device(&self, device: &str, reason: &str) -> Result<MembersView, Error> {
        let device: DeviceId = device.parse().map_err(|_| Error::NotFound)?;
        let now = self.now();
        self.with(|open| {
            open.allow(Act::RevokeMember)?;
            if device == open.desk.keys.device {
                return Err(Error::NotAllowed);
            }
            if !open.membership().device(device).is_some_and(|known| known.active) {
                return Err(Error::NotFound);
            }
            open.revoke(Revoked::Device(device), "device", DocumentId::from(*device.as_bytes()), reason, now)
        })
    }

    /// Lets batches of a feed count after all, through the one named: supervisors of any feed, the members of a team of
    /// those that only the team reads. The answer shows what [`App::members`] shows.
    ///
    /// # Errors
    /// [`Error::NotAllowed`] (also where it would have no effect: the authority, or somebody who could see it, cut the
    /// author off, and only a supervisor outdoes that), [`Error::NotFound`] (no such batch is aside), [`Error::Locked`],
    /// [`Error::Storage`].
    pub fn admit(&self, feed: &str, n: u32, hash: &str) -> Result<MembersView, Error> {
        let feed: FeedId = feed.parse().map_err(|_| Error::NotFound)?;
        let hash: Hash32 = hash.parse().map_err(|_| Error::NotFound)?;
        let now = self.now();
        self.with(|open| {
            open.allow(Act::AdmitAside)?;
            let aside = open.aside_to_see()?;
            let named = aside.iter().find(|(_, batch)| batch.feed == feed && batch.link.hash == hash);
            let (lane, batch) =
                named.filter(|(_, batch)| batch.link.n == u64::from(n)).ok_or(Error::NotFound)?;
            if !open.is_admissible(*lane, batch)? {
                return Err(Error::NotAllowed);
            }
            let body = open.admission(batch.link.n, hash)?.ok_or(Error::NotFound)?;
            let record = DocumentId::from(hash.half());
            open.note_act(AuditAct::Admitted, "batch", record, "", now)?;
            let mut log = open.desk.log.clone();
            append(&mut log, body, open)?;
            open.publish(log)?;
            open.take_in()?;
            open.members(now)
        })
    }
}

impl Open {
    fn revoke(
        &mut self,
        who: Revoked,
        kind: &str,
        named: DocumentId,
        reason: &str,
        now: Moment,
    ) -> Result<MembersView, Error> {
        if matches!(RevocationReason::from_word(reason), RevocationReason::Other(_)) {
            return Err(unknown_reason());
        }
        self.bring_out()?;
        let mut cuts = self.cuts_of(&who)?;
        let beyond = cuts.split_off(cuts.len().min(MOST));
        self.note_act(AuditAct::Revoked, kind, named, reason, now)?;
        let mut log = self.desk.log.clone();
        append(&mut log, EntryBody::Revoke { who, cuts, destroy: false }, self)?;
        for cut in beyond {
            append(&mut log, EntryBody::Admit { feed: cut.feed, n: cut.n, hash: cut.hash, of: None }, self)?;
        }
        self.publish(log)?;
        self.take_in()?;
        self.tend_scopes(now)?;
        self.members(now)
    }

    /// Notes an act on members or orders of the whole department.
    pub(crate) fn note_act(
        &self,
        act: AuditAct,
        kind: &str,
        record: DocumentId,
        reason: &str,
        now: Moment,
    ) -> Result<(), Error> {
        let place = self.membership().department().map(|d| d.code.clone()).unwrap_or_default();
        let note = AuditRecord {
            at: now.at,
            act,
            sensitivity: "registry".into(),
            place,
            kind: kind.into(),
            record,
            reason: reason.into(),
            words: String::new(),
        };
        self.note(&[note], now)
    }
}

/// Signs a body as this session's user.
pub(crate) fn append(log: &mut Log, body: EntryBody, open: &Open) -> Result<Hash32, Error> {
    if !open.membership().may_sign(open.desk.secrets.user, &body) {
        return Err(Error::NotAllowed);
    }
    let entry =
        log.append(body, &open.desk.secrets.sign).map_err(|error| Error::Unexpected(error.to_string()))?;
    Ok(entry.hash())
}

pub(crate) fn unknown_reason() -> Error {
    let (field, code, severity) = ("reason".into(), "reason_unknown".into(), "error".into());
    Error::BadInput(vec![ProblemView { field, code, severity }])
}
