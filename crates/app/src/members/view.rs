//! The page of users, devices and keys.

use std::collections::BTreeMap;

use posta_identity::{Assignment, DeviceId, Scope, Sensitivity, User, UserId};

use super::Authors;
use crate::app::App;
use crate::catalogue::{municipality_name, post_for};
use crate::error::Error;
use crate::home::count;
use crate::open::Open;
use crate::permission::Act;
use crate::time::{Moment, rfc3339};
use crate::view::{DeviceCard, EpochCard, MemberCard, MembersView, RoleCard};

impl App {
    /// Users, devices, what is kept aside, and the keys of confidential scopes. To members of a team only what is kept
    /// aside of theirs: no users, devices or keys.
    ///
    /// # Errors
    /// [`Error::NotAllowed`], [`Error::Locked`], [`Error::Unreadable`].
    pub fn members(&self) -> Result<MembersView, Error> {
        let now = self.now();
        self.read(|open| {
            open.allow(Act::ViewAside)?;
            open.members(now)
        })
    }
}

/// When somebody or something was last heard of, and how many batches are here.
#[derive(Default)]
struct Heard {
    users: BTreeMap<UserId, u32>,
    devices: BTreeMap<DeviceId, u32>,
    batches: BTreeMap<DeviceId, u64>,
}

impl Open {
    pub(crate) fn members(&self, now: Moment) -> Result<MembersView, Error> {
        if self.allow(Act::ViewMembers).is_err() {
            let (aside, elsewhere) = (self.aside_cards()?, Vec::new());
            let (users, devices, epochs) = (Vec::new(), Vec::new(), Vec::new());
            return Ok(MembersView { users, devices, aside, elsewhere, epochs });
        }
        let heard = self.heard()?;
        let membership = self.membership();
        let mut users: Vec<MemberCard> =
            membership.users().map(|user| self.member_card(user, &heard)).collect();
        let invited = membership.grants().filter(|grant| {
            grant.used_by.is_none()
                && grant.expires_hour >= now.hour()
                && membership.user(grant.user).is_none()
        });
        users.extend(invited.map(|grant| MemberCard {
            id: grant.user.to_string(),
            name: grant.name.clone(),
            roles: vec![self.role_card(&Assignment { role: grant.role.clone(), place: grant.place.clone() })],
            devices: Vec::new(),
            active: true,
            joined: false,
            me: false,
            last_seen: None,
        }));
        users.sort_by(|a, b| (!a.active, &a.name).cmp(&(!b.active, &b.name)));
        let devices = membership.devices().map(|device| DeviceCard {
            id: device.device.to_string(),
            users: device.users.iter().map(|user| self.name_of(*user)).collect(),
            active: device.active,
            me: device.device == self.desk.keys.device,
            last_seen: heard.devices.get(&device.device).map(|hour| rfc3339(i64::from(*hour) * 3600)),
            destroyed_ordered: membership.must_destroy(device.device),
            batches: count(heard.batches.get(&device.device).copied().unwrap_or(0)),
        });
        let devices = devices.collect();
        let sealed = membership.scopes().filter(|scope| scope.sensitivity != Sensitivity::Registry);
        let epochs = sealed.map(|scope| self.epoch_card(scope)).collect();
        let mut aside = self.aside_cards()?;
        if self.allow(Act::AdmitAside).is_err() {
            // Who may not let anybody in has no need to see whom it is about.
            aside.iter_mut().for_each(|card| card.people.clear());
        }
        Ok(MembersView { users, devices, aside, elsewhere: self.aside_lines()?, epochs })
    }

    fn member_card(&self, user: &User, heard: &Heard) -> MemberCard {
        let rights = if user.assignments.is_empty() { &user.ended } else { &user.assignments };
        MemberCard {
            id: user.user.to_string(),
            name: user.name.clone(),
            roles: rights.iter().map(|right| self.role_card(right)).collect(),
            devices: user.devices.iter().map(ToString::to_string).collect(),
            active: user.active,
            joined: true,
            me: user.user == self.desk.secrets.user,
            last_seen: heard.users.get(&user.user).map(|hour| rfc3339(i64::from(*hour) * 3600)),
        }
    }

    fn role_card(&self, right: &Assignment) -> RoleCard {
        RoleCard { role: right.role.as_str().into(), place_name: self.place_name(&right.place) }
    }

    fn epoch_card(&self, scope: &Scope) -> EpochCard {
        let membership = self.membership();
        EpochCard {
            scope: scope.scope.to_string(),
            sensitivity: scope.sensitivity.as_str().into(),
            place: self.place_name(&scope.place),
            epochs: count(membership.epochs(scope.scope).len() as u64),
            members: membership.members(scope.scope).into_iter().map(|user| self.name_of(user)).collect(),
            must_rotate: membership.needs_rotation(scope.scope),
        }
    }

    fn heard(&self) -> Result<Heard, Error> {
        let device = &self.desk.device;
        let authors = Authors::of(device)?;
        let mut heard = Heard::default();
        for session in authors.sessions() {
            let latest = |hour: &mut u32| *hour = session.hour.max(*hour);
            latest(heard.users.entry(session.user).or_default());
            latest(heard.devices.entry(session.device).or_default());
        }
        for scope in device.scopes()? {
            for batch in device.signed_links(&scope)? {
                if let Some(session) = authors.get(&batch.session) {
                    *heard.batches.entry(session.device).or_default() += 1;
                }
            }
        }
        Ok(heard)
    }

    pub(crate) fn name_of(&self, user: UserId) -> String {
        self.membership().user(user).map(|user| user.name.clone()).unwrap_or_default()
    }

    /// Name of a municipality or department; the code when the pack does not know it.
    pub(crate) fn place_name(&self, place: &str) -> String {
        match self.desk.pack.municipality(place) {
            Some(_) => municipality_name(self.desk.pack, place),
            None => post_for(self.desk.pack, place).name,
        }
    }
}
