//! Work plans, meetings of tables and networks of allies, commitments.

use serde::{Deserialize, Serialize};
use specta::Type;

/// A work plan, as its form tells it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PlanInput {
    /// Id of the plan; "" for a new one.
    pub id: String,
    pub institution: String,
    /// Id of its entry in the directory, or "".
    pub service: String,
    /// Municipality's code.
    pub place: String,
    pub from: String,
    pub to: String,
    pub note: String,
    /// At most ten.
    pub good_practices: Vec<String>,
}

/// A commitment, as its form tells it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct CommitmentInput {
    /// Id of the commitment; "" for a new one.
    pub id: String,
    /// Id of the plan or meeting.
    pub of: String,
    pub what: String,
    pub responsible: String,
    /// Day, or "".
    pub due: String,
    /// `short`, `medium`, `long`; "" of a meeting.
    pub term: String,
    /// `open`, `done` or `dropped`.
    pub state: String,
    /// How one sees that it was done.
    pub evidence: String,
}

/// A commitment in a list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Type)]
pub struct CommitmentCard {
    pub commitment: CommitmentInput,
    /// Name of the institution, table or network; "" while that has not come to this device.
    pub of_name: String,
    /// `plan` or `meeting`.
    pub of_kind: String,
    pub overdue: bool,
}

/// A work plan in a list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Type)]
pub struct PlanCard {
    pub plan: PlanInput,
    pub open: u32,
    pub done: u32,
    pub overdue: u32,
    pub place_name: String,
}

/// A work plan with what was committed to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Type)]
pub struct PlanView {
    pub card: PlanCard,
    pub commitments: Vec<CommitmentCard>,
    /// The entry in the directory is closed.
    pub service_left: bool,
    /// Nobody asked the service for half a year.
    pub service_stale: bool,
}

/// A meeting, as its form tells it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct MeetingInput {
    /// Id of the meeting; "" for a new one.
    pub id: String,
    /// `table` or `network`.
    pub kind: String,
    pub name: String,
    pub on: String,
    /// Municipality's code.
    pub place: String,
    pub institution: String,
    pub women: u32,
    pub men: u32,
    pub other: u32,
    pub agreements: String,
}

/// A meeting in a list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Type)]
pub struct MeetingCard {
    pub meeting: MeetingInput,
    pub participants: u32,
    pub open: u32,
    pub overdue: u32,
}

/// A meeting with what was committed to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Type)]
pub struct MeetingView {
    pub card: MeetingCard,
    pub commitments: Vec<CommitmentCard>,
}

/// An entry of the directory that nobody has asked for half a year.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Type)]
pub struct StaleService {
    pub id: String,
    pub name: String,
    /// Day, or "".
    pub verified_on: String,
}

/// Everything agreed with institutions and allies.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Type)]
pub struct PlansView {
    pub plans: Vec<PlanCard>,
    pub meetings: Vec<MeetingCard>,
    /// What is still to be done: overdue first, by day, without a day last.
    pub due: Vec<CommitmentCard>,
    /// Names of entries of the directory that were closed in the last year.
    pub allies_left: Vec<String>,
    pub stale_services: Vec<StaleService>,
}
