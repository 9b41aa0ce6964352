//! What was kept aside of somebody who was cut off: stored, relayed, not applied.

use std::collections::BTreeSet;

use posta_domain::{DocumentId, Kind};
use posta_identity::{Lane, Role, ScopeId};
use posta_store::SignedLink;

use super::Authors;
use crate::error::Error;
use crate::home::count;
use crate::open::Open;
use crate::permission::Act;
use crate::time::rfc3339;
use crate::view::{AsideCard, AsideLine, PersonCard};

impl Open {
    /// Batches on this device's shelf that do not count, with the scope or lane that each is of.
    pub(crate) fn aside_batches(&self) -> Result<Vec<(ScopeId, SignedLink)>, Error> {
        let device = &self.desk.device;
        let authors = Authors::cut(device, self.membership())?;
        let mut aside = Vec::new();
        if authors.is_empty() {
            return Ok(aside);
        }
        for lane in device.scopes()? {
            let judged = authors.judge(device, self.membership(), &lane)?;
            aside.extend(judged.into_iter().filter(|(_, counts)| !counts).map(|(batch, _)| (lane, batch)));
        }
        Ok(aside)
    }

    /// Those that this user may be shown: with the users and devices of the department all, else those of what the user
    /// may read and only the team reads.
    pub(super) fn aside_to_see(&self) -> Result<Vec<(ScopeId, SignedLink)>, Error> {
        let mut aside = self.aside_batches()?;
        if self.allow(Act::ViewMembers).is_err() {
            let registry = self.membership().registry();
            let is_theirs = |lane: ScopeId| {
                let scope = self.membership().lane(lane).map(|(scope, _)| scope.scope);
                scope != Some(registry) && self.membership().may_read(self.desk.secrets.user, lane)
            };
            aside.retain(|(lane, _)| is_theirs(*lane));
        }
        Ok(aside)
    }

    pub(super) fn aside_cards(&self) -> Result<Vec<AsideCard>, Error> {
        self.aside_to_see()?.iter().map(|(lane, batch)| self.aside_card(*lane, batch)).collect()
    }

    /// What the server told of scopes that this device does not hold; to those who see users and may let work in.
    pub(super) fn aside_lines(&self) -> Result<Vec<AsideLine>, Error> {
        if self.allow(Act::ViewMembers).and(self.allow(Act::AdmitAside)).is_err() {
            return Ok(Vec::new());
        }
        let membership = self.membership();
        let told = posta_sync::aside_elsewhere(&self.desk.device)?.into_iter();
        let unheld = told.filter(|line| !membership.may_hold(self.desk.keys.device, line.scope));
        let line = |line: posta_protocol::AsideLine| {
            let scope = membership.scope(line.scope)?;
            Some(AsideLine {
                sensitivity: scope.sensitivity.as_str().into(),
                place: self.place_name(&scope.place),
                author: self.name_of(line.user),
                device: line.device.to_string(),
                batches: line.batches,
                from: rfc3339(i64::from(line.from_hour) * 3600),
                to: rfc3339(i64::from(line.to_hour) * 3600),
            })
        };
        Ok(unheld.filter_map(line).collect())
    }

    /// Whether a batch counts once this user admits it. Only a supervisor outdoes who cut its author off knowingly.
    pub(super) fn is_admissible(&self, lane: ScopeId, batch: &SignedLink) -> Result<bool, Error> {
        if self.allow(Act::AdmitAside).is_err() {
            return Ok(false);
        }
        if self.roles().any(|role| *role == Role::Supervisor) {
            return Ok(true);
        }
        let session = self.desk.device.session(&batch.session)?;
        Ok(session.is_some_and(|session| {
            let feed = *batch.feed.as_bytes();
            self.membership().is_cut_unseen(session.user, session.device, lane, feed)
        }))
    }

    fn aside_card(&self, id: ScopeId, batch: &SignedLink) -> Result<AsideCard, Error> {
        let session = self.desk.device.session(&batch.session)?;
        let user = session.as_ref().and_then(|session| self.membership().user(session.user));
        let (scope, lane) = self.membership().lane(id).ok_or_else(|| Error::Damaged("a scope".into()))?;
        let changes = self.changes_of(scope.scope, lane, batch)?;
        let people = match (&changes, self.registry()) {
            (Some(changes), Ok(registry)) if registry.id == id => self.people_of(changes)?,
            _ => Vec::new(),
        };
        let header = self.desk.device.batch(&batch.link.hash)?.and_then(|found| found.decode_header().ok());
        Ok(AsideCard {
            feed: batch.feed.to_string(),
            scope: scope.scope.to_string(),
            sensitivity: scope.sensitivity.as_str().into(),
            place: self.place_name(&scope.place),
            author: user.map(|user| user.name.clone()).unwrap_or_default(),
            device: session.map(|session| session.device.to_string()).unwrap_or_default(),
            at: header.map(|header| rfc3339(i64::from(header.hour) * 3600)).unwrap_or_default(),
            readable: changes.is_some(),
            admissible: self.is_admissible(id, batch)?,
            changes: changes.map(|changes| count(changes.len() as u64)),
            bytes: count(batch.bytes),
            n: count(batch.link.n),
            hash: batch.link.hash.to_string(),
            people,
        })
    }

    /// The documents that a batch's changes are of; none when this user may not read it.
    fn changes_of(
        &self,
        scope: ScopeId,
        lane: Lane,
        batch: &SignedLink,
    ) -> Result<Option<Vec<(Kind, DocumentId)>>, Error> {
        if lane == Lane::Inbox || self.scope(scope).is_none() {
            return Ok(None);
        }
        let Some(stored) = self.desk.device.batch(&batch.link.hash)? else { return Ok(None) };
        let Ok(header) = stored.decode_header() else { return Ok(None) };
        let key = if header.is_sealed() { self.desk.secrets.epoch(scope, header.epoch) } else { None };
        let Ok(entries) = stored.open(key) else { return Ok(None) };
        let name = |entry: posta_protocol::ChangeEntry| {
            (Kind::from_word(&entry.kind), DocumentId::from(entry.document))
        };
        Ok(Some(entries.into_iter().map(name).collect()))
    }

    /// Those of the people whom changes are of that are here already.
    fn people_of(&self, changes: &[(Kind, DocumentId)]) -> Result<Vec<PersonCard>, Error> {
        let people: BTreeSet<DocumentId> =
            changes.iter().filter(|(kind, _)| *kind == Kind::Person).map(|(_, id)| *id).collect();
        let mut rows = Vec::new();
        for id in people {
            rows.extend(self.registry()?.file.person(&id)?);
        }
        self.cards(&rows)
    }
}
