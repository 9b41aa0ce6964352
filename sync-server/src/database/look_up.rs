//! Who asked about people of other departments, and how often they may.

use posta_identity::ids::{DepartmentId, DeviceId, Reference, UserId};
use rusqlite::{Connection, OptionalExtension, Transaction, named_params};

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
    transaction
        .prepare_cached("DELETE FROM look_up WHERE at < :before")?
        .execute(named_params! { ":before": now.saturating_sub(KEPT) })?;
    // The one that has to be an hour old before there is a place again.
    let oldest: Option<i64> = transaction
        .prepare_cached(
            "SELECT at FROM look_up
             WHERE department = :department AND user = :user AND question = :question AND at > :since
                 AND question_row IS NULL
             ORDER BY at DESC LIMIT 1 OFFSET :most - 1",
        )?
        .query_row(
            named_params! {
                ":department": asked.department.as_bytes(),
                ":user": asked.user.as_bytes(),
                ":question": asked.question,
                ":since": now.saturating_sub(SPAN),
                ":most": most,
            },
            |row| row.get("at"),
        )
        .optional()?;
    if let Some(oldest) = oldest {
        let wait = oldest.saturating_add(SPAN).saturating_sub(now).clamp(1, SPAN);
        return Ok(Turn::Wait(wait.unsigned_abs()));
    }
    transaction
        .prepare_cached(
            "INSERT INTO look_up (at, department, user, device, question, elsewhere, reference, found)
             VALUES (:at, :department, :user, :device, :question, NULL, NULL, 0)",
        )?
        .execute(named_params! {
            ":at": now,
            ":department": asked.department.as_bytes(),
            ":user": asked.user.as_bytes(),
            ":device": asked.device.as_bytes(),
            ":question": asked.question,
        })?;
    Ok(Turn::Noted(transaction.last_insert_rowid()))
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
    let mut first = transaction.prepare_cached(
        "UPDATE look_up SET elsewhere = :elsewhere, reference = :reference, found = :found WHERE id = :id",
    )?;
    let mut other = transaction.prepare_cached(
        "INSERT INTO look_up (at, department, user, device, question, elsewhere, reference, found, question_row)
         SELECT at, department, user, device, question, :elsewhere, :reference, :found, id
         FROM look_up WHERE id = :id",
    )?;
    // Those who are counted and not named stay with the question.
    let named = told.whom.len().saturating_sub(1);
    let of_first = i64::try_from(told.found.saturating_sub(named)).unwrap_or(i64::MAX);
    let (one, others) = match told.whom.split_first() {
        Some((one, others)) => (Some(one), others),
        None => (None, [].as_slice()),
    };
    first.execute(named_params! {
        ":id": row,
        ":elsewhere": one.map(|(department, _)| department.as_bytes()),
        ":reference": one.map(|(_, reference)| reference.as_bytes()),
        ":found": of_first,
    })?;
    for (department, reference) in others {
        other.execute(named_params! {
            ":id": row,
            ":elsewhere": department.as_bytes(),
            ":reference": reference.as_bytes(),
            ":found": 1,
        })?;
    }
    Ok(())
}

/// How often a user of a department asked each kind of question, and how many were told of in all.
pub fn look_ups(
    connection: &Connection,
    department: DepartmentId,
) -> Result<Vec<(UserId, String, u64, u64)>, Error> {
    let mut statement = connection.prepare_cached(
        "SELECT user, question, sum(question_row IS NULL) AS asked, sum(found) AS found FROM look_up
         WHERE department = :department GROUP BY user, question ORDER BY user, question",
    )?;
    let rows = statement.query_map(named_params! { ":department": department.as_bytes() }, |row| {
        Ok((
            UserId::from(row.get::<_, [u8; 16]>("user")?),
            row.get("question")?,
            row.get::<_, i64>("asked")?.unsigned_abs(),
            row.get::<_, i64>("found")?.unsigned_abs(),
        ))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
