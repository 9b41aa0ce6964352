//! Names of what the device file keeps beside records.

use posta_identity::ScopeId;

/// URL of the server.
pub(crate) const SERVER: &str = "server";
/// Present once this device found its own feed continued elsewhere.
pub(crate) const FORKED: &str = "forked";

/// How far down the shelf a scope's file has taken in batches. Only a short cut: what was applied is marked there.
pub(crate) fn applied_through(scope: ScopeId) -> String {
    format!("applied/{scope}")
}
