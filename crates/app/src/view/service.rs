//! The directory of services and allies.

use serde::{Deserialize, Serialize};
use specta::Type;

/// What is known of a service, as its form tells it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(default)]
pub struct ServiceInput {
    /// Id of the entry; "" for a new one.
    pub id: String,
    pub name: String,
    /// Codes of the pack.
    pub kinds: Vec<String>,
    pub offers: String,
    pub attends: String,
    pub hours: String,
    pub contact: String,
    pub address: String,
    /// Municipality's code.
    pub place: String,
    /// Codes of municipalities and departments; empty: its own municipality.
    pub coverage: Vec<String>,
    pub closed: bool,
}

/// An entry of the directory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct ServiceCard {
    pub service: ServiceInput,
    pub place_name: String,
    /// Day on which somebody asked last, or "".
    pub verified_on: String,
    pub verified_by: String,
    /// Nobody asked for half a year.
    pub stale: bool,
    /// Attends people at this post.
    pub here: bool,
    /// Open referrals of the own team to it.
    pub referrals: u32,
}
