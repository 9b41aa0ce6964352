//! The lanes of a scope: its documents, the records sealed to its members, its checkpoints.

use posta_identity::Lane;
use posta_identity::ids::ScopeId;

/// Which lane of `scope` an id names; `None` when it is another scope's.
pub(super) fn lane_of(scope: &ScopeId, id: &ScopeId) -> Option<Lane> {
    match id {
        id if id == scope => Some(Lane::Main),
        id if *id == scope.inbox() => Some(Lane::Inbox),
        id if *id == scope.checkpoint() => Some(Lane::Checkpoint),
        _ => None,
    }
}

/// As it is stored.
pub(super) fn word_of(lane: Lane) -> &'static str {
    match lane {
        Lane::Main => "main",
        Lane::Inbox => "inbox",
        Lane::Checkpoint => "checkpoint",
    }
}
