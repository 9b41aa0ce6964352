//! How often the users of a department asked about people of others. What they asked, nobody kept.

use posta_identity::ids::UserId;

use crate::database as db;
use crate::error::Error;
use crate::manage::Department;

/// Questions of one kind by one user, of the last 90 days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookUps {
    /// Who asked.
    pub user: UserId,
    /// `look_up`, `take` or `proposals`.
    pub question: String,
    /// How often.
    pub asked: u64,
    /// How many people they were told of, in all.
    pub found: u64,
}

/// Counts by user and kind of question. Needs no authority.
///
/// # Errors
/// When the department is not on this server or the disk refuses.
pub fn look_ups(department: &Department<'_>) -> Result<Vec<LookUps>, Error> {
    let (database, department, _) = department.open_log()?;
    let counted = database.read(|connection| db::look_ups(connection, department))?;
    let counts = |(user, question, asked, found)| LookUps { user, question, asked, found };
    Ok(counted.into_iter().map(counts).collect())
}
