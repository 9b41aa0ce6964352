//! Users, devices, and what was kept aside of revoked ones.

use serde::Serialize;
use specta::Type;

use super::PersonCard;

/// Users and devices of the department.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct MembersView {
    pub users: Vec<MemberCard>,
    pub devices: Vec<DeviceCard>,
    pub aside: Vec<AsideCard>,
    /// What lies aside where only a team can look; to supervisors, as the server told at the last exchange.
    pub elsewhere: Vec<AsideLine>,
    pub epochs: Vec<EpochCard>,
}

/// A role with where it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct RoleCard {
    pub role: String,
    pub place_name: String,
}

/// A user of the department.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct MemberCard {
    pub id: String,
    pub name: String,
    pub roles: Vec<RoleCard>,
    /// Ids of devices.
    pub devices: Vec<String>,
    /// False once revoked.
    pub active: bool,
    /// False while an invitation waits.
    pub joined: bool,
    pub me: bool,
    pub last_seen: Option<String>,
}

/// A device of the department.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct DeviceCard {
    pub id: String,
    /// Names.
    pub users: Vec<String>,
    /// False once revoked.
    pub active: bool,
    /// This device.
    pub me: bool,
    pub last_seen: Option<String>,
    /// The authority ordered it to destroy what it holds.
    pub destroyed_ordered: bool,
    /// Batches of it that are here.
    pub batches: u32,
}

/// A batch of a revoked author that does not count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct AsideCard {
    pub feed: String,
    pub scope: String,
    pub sensitivity: String,
    pub place: String,
    /// Name.
    pub author: String,
    pub device: String,
    pub at: String,
    /// None where this user may not read it.
    pub changes: Option<u32>,
    pub bytes: u32,
    pub n: u32,
    pub hash: String,
    pub readable: bool,
    /// Whether it counts once this user admits it: not where it was cut off by the authority, which only supervisors
    /// outdo, nor by somebody who could see it.
    pub admissible: bool,
    /// Whom it would bring or change; of a registry only.
    pub people: Vec<PersonCard>,
}

/// Batches of one author on one device that do not count, and that this device does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct AsideLine {
    pub sensitivity: String,
    pub place: String,
    /// Name.
    pub author: String,
    pub device: String,
    pub batches: u32,
    /// When the first and the last were written.
    pub from: String,
    pub to: String,
}

/// The current key epoch of a confidential scope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct EpochCard {
    pub scope: String,
    pub sensitivity: String,
    pub place: String,
    /// Epochs so far.
    pub epochs: u32,
    /// Names of those who have or are owed its key.
    pub members: Vec<String>,
    /// Somebody left, and the key is not changed yet.
    pub must_rotate: bool,
}
