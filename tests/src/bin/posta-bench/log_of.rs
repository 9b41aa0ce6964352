//! Invented membership logs of any length.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use posta_identity::{
    Authority, Cut, DepartmentId, DeviceKeys, EntryBody, Hash32, Log, Revoked, Role, ScopeId, SealSecret,
    Sensitivity, ServerKeys, SigningKey, UserId, signing,
};

use crate::sample::timed;

/// Municipalities with a care team.
const TEAMS: usize = 20;
/// One of so many users is cut off later.
const REVOKED: usize = 12;
/// Feeds that a revocation names.
const CUTS: u8 = 3;

/// A department as it grows: entries one on another, as one authority signs them.
pub struct Growing {
    pub authority: Authority,
    pub log: Log,
    teams: Vec<(ScopeId, String)>,
    people: usize,
}

impl Growing {
    /// A department with its server and so many care teams.
    pub fn with_teams(teams: usize) -> Result<Self> {
        let (mut authority, mut log) = Authority::create("04", "Oruro", "bo")?;
        let server = EntryBody::Server {
            server_public: ServerKeys::random().public(),
            tls_pin: Hash32::of(b"certificate"),
        };
        authority.sign(server, &mut log)?;
        let mut made = Vec::new();
        for team in 0..teams {
            let (scope, place) = (ScopeId::random(), format!("04{team:04}"));
            let body = EntryBody::Scope { scope, place: place.clone(), sensitivity: Sensitivity::Care };
            authority.sign(body, &mut log)?;
            authority.rotate_scope(&mut log, scope)?;
            made.push((scope, place));
        }
        Ok(Self { authority, log, teams: made, people: 0 })
    }

    /// The scope of the first team.
    pub fn team(&self) -> Result<ScopeId> {
        Ok(self.teams.first().context("there is no team")?.0)
    }

    /// Somebody is invited and joins on a device of their own; returns the key that opens what is shared with them.
    pub fn join(&mut self, role: Role) -> Result<(UserId, SealSecret)> {
        let (invitation, user) = (signing::random_key(), UserId::random());
        let place =
            self.teams.get(self.people % self.teams.len().max(1)).context("there is no team")?.1.clone();
        self.people += 1;
        let grant = EntryBody::Grant {
            invitation: signing::public_of(&invitation),
            user,
            name: format!("Usuaria Inventada {}", self.people),
            role,
            place,
            expires_hour: 500_000,
        };
        let grant = self.authority.sign(grant, &mut self.log)?.hash();
        let seal = SealSecret::random();
        let body = join_of(&self.log.department(), grant, &seal);
        self.log.append(body, &invitation)?;
        Ok((user, seal))
    }

    fn revoke(&mut self, user: UserId) -> Result<()> {
        let cut = |feed| Cut { feed: [feed; 16], n: 7, hash: Hash32::of(&[feed]) };
        self.authority.revoke(&mut self.log, Revoked::User(user), (0..CUTS).map(cut).collect(), false)?;
        Ok(())
    }

    fn rotate(&mut self, team: usize) -> Result<()> {
        let scope = self.teams.get(team % self.teams.len().max(1)).context("there is no team")?.0;
        self.authority.rotate_scope(&mut self.log, scope)?;
        Ok(())
    }
}

/// The log of a department of 20 teams with exactly so many entries: users join, one of twelve is cut off, and each time
/// the team gets a new key epoch, shared with those who stay.
pub fn log_of(entries: usize) -> Result<Vec<Vec<u8>>> {
    let mut growing = Growing::with_teams(TEAMS)?;
    let roles = [Role::Care, Role::Registrar, Role::Care, Role::Protection, Role::Care, Role::Supervisor];
    while growing.log.len() < entries {
        let turn = growing.people;
        let role = roles.get(turn % roles.len()).cloned().unwrap_or(Role::Care);
        let (user, _) = growing.join(role)?;
        if turn % REVOKED == 0 {
            growing.revoke(user)?;
            growing.rotate(turn)?;
        }
    }
    let mut all = growing.log.entries();
    all.truncate(entries);
    Ok(all)
}

/// The keys and proofs that somebody sends to join, as the invitation's key will sign them.
pub fn join_of(department: &DepartmentId, grant: Hash32, seal: &SealSecret) -> EntryBody {
    let (device, user) = (DeviceKeys::random(), signing::random_key());
    let (user_sign, user_seal) = (signing::public_of(&user), seal.public());
    let (device_sign, device_seal) = (device.sign_public(), device.seal.public());
    let message = [
        department.as_bytes().as_slice(),
        grant.as_bytes(),
        &user_sign,
        &user_seal,
        device.device.as_bytes(),
        &device_sign,
        &device_seal,
    ]
    .concat();
    let proof = |key: &SigningKey, context| signing::sign(key, context, &message);
    EntryBody::Join {
        grant,
        user_sign,
        user_seal,
        device: device.device,
        device_sign,
        device_seal,
        user_proof: proof(&user, "posta join user"),
        device_proof: proof(&device.sign, "posta join device"),
    }
}

/// Verifies and takes in all entries, then works out who is who; how long each took.
pub fn insert_all(entries: &[Vec<u8>]) -> Result<(Log, Duration, Duration)> {
    let first = entries.first().context("an empty log")?;
    let mut log = Log::new(posta_identity::Entry::decode(first)?.department);
    let (done, insert) = timed(|| entries.iter().try_for_each(|entry| log.insert(entry).map(drop)));
    done?;
    let (users, fold) = timed(|| log.membership().users().count());
    anyhow::ensure!(users > 0 && log.len() == entries.len(), "entries were left out");
    Ok((log, insert, fold))
}

/// Each entry behind its length.
pub fn write(path: &Path, entries: &[Vec<u8>]) -> Result<()> {
    let mut bytes = Vec::new();
    for entry in entries {
        bytes.extend_from_slice(&u32::try_from(entry.len())?.to_le_bytes());
        bytes.extend_from_slice(entry);
    }
    Ok(std::fs::write(path, bytes)?)
}

/// What [`write`] wrote.
pub fn read(path: &Path) -> Result<Vec<Vec<u8>>> {
    let bytes = std::fs::read(path)?;
    let (mut rest, mut entries) = (bytes.as_slice(), Vec::new());
    while let Some((length, after)) = rest.split_first_chunk::<4>() {
        let length = usize::try_from(u32::from_le_bytes(*length))?;
        let (entry, after) = after.split_at_checked(length).context("an entry is cut short")?;
        entries.push(entry.to_vec());
        rest = after;
    }
    Ok(entries)
}
