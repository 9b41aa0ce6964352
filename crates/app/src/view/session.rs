//! Who is here, and what is open.

use serde::Serialize;
use specta::Type;

/// One user of this device, for the unlock list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct UserCard {
    pub id: String,
    pub name: String,
    /// `registrar`, `care`, `supervisor`, or a word of a later version.
    pub role: String,
    /// Name of the municipality or department that the role is for.
    pub place: String,
    /// All roles that the user holds now, the first one first. Only while the user is unlocked or paused.
    pub roles: Vec<String>,
}

/// A post that a session can work at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct PostCard {
    pub code: String,
    pub name: String,
    /// `border`, `facility`, `mobile`, `office`.
    pub kind: String,
    pub municipality: String,
    pub department: String,
    /// Code of the health facility where it works, or "".
    pub facility: String,
}

/// What the window knows before anyone unlocks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct ProfileView {
    /// False until this device has joined a department.
    pub joined: bool,
    pub users: Vec<UserCard>,
    /// Present while a session is open.
    pub session: Option<SessionView>,
    /// Sessions that wait in memory.
    pub paused: Vec<PausedCard>,
    /// The authority's order to destroy what this device held has been carried out, or is being.
    pub destroyed: bool,
    /// A join that was cut: its keys are here, the server has not answered.
    pub joining: Option<JoiningCard>,
    /// All of this is a practice with invented people.
    pub practice: bool,
}

/// A session that waits in memory for its PIN.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct PausedCard {
    /// The user's id.
    pub user: String,
    /// False when it has to be opened by the password.
    pub has_pin: bool,
    pub since: String,
}

/// A join that was cut.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct JoiningCard {
    /// The user's id.
    pub user: String,
    pub name: String,
    pub department: String,
    /// The server has refused the invitation since: another one is needed.
    pub refused: bool,
}

/// The open session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct SessionView {
    pub user: UserCard,
    pub post: PostCard,
    pub can_register: bool,
    pub can_attend: bool,
    /// Reads and writes for protection.
    pub can_protect: bool,
    pub can_supervise: bool,
    /// Sees users and devices, and revokes them.
    pub can_manage: bool,
    pub can_audit: bool,
    pub can_erase: bool,
    /// After so long without an act or a touch the session pauses or locks. Seconds.
    pub idle_seconds: u32,
    pub has_pin: bool,
    /// Somebody left a confidential scope of this user, and its key is not changed yet.
    pub must_rotate: bool,
    /// All of this is a practice with invented people.
    pub practice: bool,
}
