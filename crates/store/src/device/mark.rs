//! Marks: the file of this scope may hold own batches that the shelf does not. Whoever cannot open that file can tell by
//! them that something would be lost with this device.

use posta_identity::ids::ScopeId;

use super::DeviceFile;
use crate::error::Error;

const PREFIX: &str = "unshelved/";

impl DeviceFile {
    /// Says durably that a scope's file is about to take an own batch. Writes nothing where the mark stands already, so
    /// that a day of work costs one write.
    ///
    /// # Errors
    /// Those of the disk: nothing may be committed in the scope's file then.
    pub fn mark_unshelved(&self, scope: &ScopeId) -> Result<(), Error> {
        if self.is_marked_unshelved(scope)? {
            return Ok(());
        }
        self.put_setting(&name_of(scope), &[1])
    }

    /// Takes the mark away, once every own batch of the scope lies on the shelf; under the lock that saving holds.
    pub fn unmark_unshelved(&self, scope: &ScopeId) -> Result<(), Error> {
        if self.is_marked_unshelved(scope)? { self.remove_setting(&name_of(scope)) } else { Ok(()) }
    }

    /// Whether a scope's mark stands.
    pub fn is_marked_unshelved(&self, scope: &ScopeId) -> Result<bool, Error> {
        Ok(self.setting(&name_of(scope))?.is_some())
    }

    /// The scopes whose mark stands.
    pub fn unshelved(&self) -> Result<Vec<ScopeId>, Error> {
        let sql = "SELECT substr(name, length(:prefix) + 1) AS scope FROM setting
                   WHERE substr(name, 1, length(:prefix)) = :prefix ORDER BY name";
        let mut sql = self.connection.prepare_cached(sql)?;
        let rows = sql.query_map(&[(":prefix", PREFIX)], |row| row.get::<_, String>("scope"))?;
        rows.map(|name| name?.parse().map_err(|_| Error::Stored("mark"))).collect()
    }
}

fn name_of(scope: &ScopeId) -> String {
    format!("{PREFIX}{scope}")
}
