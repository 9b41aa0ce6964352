//! Who asked about people of other departments, and how often they may.

use super::connection::{Connection, Lock, Transaction, named_params};
use posta_identity::ids::{DepartmentId, DeviceId, Reference, UserId};

use crate::error::Error;

/// How long a row is kept. Seconds.
const KEPT: i64 = 90 * 86_400;
/// The span that the most questions of a user are counted in. Seconds.
const SPAN: i64 = 3_600;

/// Who asks, and what kind of question.
#[derive(Clone, Copy)]
pub struct LookUp {
    /// The department that asks.
    pub department: DepartmentId,
    /// Who.
    pub user: UserId,
    /// On which device.
    pub device: DeviceId,
    /// `look_up`, `take` or `proposals`.
    pub question: &'static str,
}

/// Whether a question may be asked now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Turn {
    /// Noted in this row.
    Noted(i64),
    /// Too many within an hour: the next is free in so many seconds.
    Wait(u64),
}

/// Notes a question before it is answered, unless its user has asked `most` of that kind within the last hour. What is
/// older than 90 days goes. `now`: seconds since 1970, by this server's clock.
pub fn note_look_up(
    transaction: &Transaction<'_>,
    asked: &LookUp,
    most: u32,
    now: i64,
) -> Result<Turn, Error> {
    // Of two questions at once, one must see the other.
    transaction.lock(&Lock::Asking(*asked.user.as_bytes()))?;
    transaction.execute(
        "DELETE FROM look_up WHERE at < :before",
        named_params! { ":before": now.saturating_sub(KEPT) },
    )?;
    // The one that has to be an hour old before there is a place again.
    let oldest: Option<i64> = transaction.row(
        "SELECT at FROM look_up
             WHERE department = :department AND \"user\" = :user AND question = :question AND at > :since
                 AND question_row IS NULL
             ORDER BY at DESC LIMIT 1 OFFSET :earlier",
        named_params! {
            ":department": asked.department.as_bytes(),
            ":user": asked.user.as_bytes(),
            ":question": asked.question,
            ":since": now.saturating_sub(SPAN),
            ":earlier": i64::from(most) - 1,
        },
        |row| row.get("at"),
    )?;
    if let Some(oldest) = oldest {
        let wait = oldest.saturating_add(SPAN).saturating_sub(now).clamp(1, SPAN);
        return Ok(Turn::Wait(wait.unsigned_abs()));
    }
    let noted = transaction.one(
        "INSERT INTO look_up (at, department, \"user\", device, question, elsewhere, reference, found)
             VALUES (:at, :department, :user, :device, :question, NULL, NULL, 0) RETURNING id",
        named_params! {
            ":at": now,
            ":department": asked.department.as_bytes(),
            ":user": asked.user.as_bytes(),
            ":device": asked.device.as_bytes(),
            ":question": asked.question,
        },
        |row| row.get("id"),
    )?;
    Ok(Turn::Noted(noted))
}

/// What came of a question.
#[derive(Default)]
pub struct Told {
    /// Whom it named: of which department, and how.
    pub whom: Vec<(DepartmentId, Reference)>,
    /// How many people were told of.
    pub found: usize,
}

/// Adds what came of a question, before it is told: in the row of the question the first of those whom it names, and a row
/// for each of the others.
pub fn note_found(transaction: &Transaction<'_>, row: i64, told: &Told) -> Result<(), Error> {
    let first =
        "UPDATE look_up SET elsewhere = :elsewhere, reference = :reference, found = :found WHERE id = :id";
    let other = "INSERT INTO look_up (at, department, \"user\", device, question, elsewhere, reference, found, question_row)
         SELECT at, department, \"user\", device, question, :elsewhere, :reference, :found, id
         FROM look_up WHERE id = :id";
    // Those who are counted and not named stay with the question.
    let named = told.whom.len().saturating_sub(1);
    let of_first = i64::try_from(told.found.saturating_sub(named)).unwrap_or(i64::MAX);
    let (one, others) = match told.whom.split_first() {
        Some((one, others)) => (Some(one), others),
        None => (None, [].as_slice()),
    };
    transaction.execute(
        first,
        named_params! {
            ":id": row,
            ":elsewhere": one.map(|(department, _)| department.as_bytes()),
            ":reference": one.map(|(_, reference)| reference.as_bytes()),
            ":found": of_first,
        },
    )?;
    for (department, reference) in others {
        transaction.execute(
            other,
            named_params! {
                ":id": row,
                ":elsewhere": department.as_bytes(),
                ":reference": reference.as_bytes(),
                ":found": 1,
            },
        )?;
    }
    Ok(())
}

/// How often a user of a department asked each kind of question, and how many were told of in all.
pub fn look_ups(
    connection: &Connection,
    department: DepartmentId,
) -> Result<Vec<(UserId, String, u64, u64)>, Error> {
    connection.rows(
        "SELECT \"user\", question, count(*) FILTER (WHERE question_row IS NULL) AS asked,
                CAST(sum(found) AS BIGINT) AS found FROM look_up
         WHERE department = :department GROUP BY \"user\", question ORDER BY \"user\", question",
        named_params! { ":department": department.as_bytes() },
        |row| {
            Ok((
                UserId::from(row.get::<[u8; 16]>("user")?),
                row.get("question")?,
                row.get::<i64>("asked")?.unsigned_abs(),
                row.get::<i64>("found")?.unsigned_abs(),
            ))
        },
    )
}
