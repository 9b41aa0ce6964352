//! Counts by day, post and trait, for indicators: made of rows of projections, only where days are noted as stale.

mod count;
mod read;

use posta_domain::{DocumentId, Tallied};
use rusqlite::named_params;

use super::ScopeFile;
use crate::batch_rows::{count_of, id_of};
use crate::error::Error;
use crate::transaction::{self, Writer};

pub use read::{Counted, Heard};

/// Days that are counted in one transaction, so that nobody waits long for the file.
const STEP: u32 = 100;

impl ScopeFile {
    /// Counts the days whose records changed since; returns how many days there were.
    ///
    /// # Errors
    /// [`Error::Busy`], [`Error::DiskFull`], [`Error::Io`], [`Error::Damaged`]; what was counted until then stays.
    pub fn refresh_tallies(&self) -> Result<u64, Error> {
        let mut days = 0;
        // Looking first keeps a screen that only looks from writing.
        while self.has_stale_tallies()? {
            days += transaction::write(&self.connection, refresh)?;
        }
        Ok(days)
    }

    fn has_stale_tallies(&self) -> Result<bool, Error> {
        Ok(self.connection.prepare_cached("SELECT 1 AS stale FROM stale_tally LIMIT 1")?.exists([])?)
    }

    /// The records of whoever says no to figures, with any of theirs; in a registry.
    ///
    /// # Errors
    /// [`Error::Io`], [`Error::Damaged`].
    pub fn saying_no_to_figures(&self) -> Result<Vec<DocumentId>, Error> {
        let mut sql = self.connection.prepare_cached(&count::saying_no())?;
        let rows = sql.query_map([], |row| id_of(row, "id"))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Leaves these people, in the order of their ids, and nobody else, out of the counts of a care scope.
    ///
    /// # Errors
    /// [`Error::Busy`], [`Error::DiskFull`], [`Error::Io`], [`Error::Damaged`].
    pub fn count_without(&self, people: &[DocumentId]) -> Result<(), Error> {
        let mut sql = self.connection.prepare_cached("SELECT person FROM uncounted ORDER BY person")?;
        let known =
            sql.query_map([], |row| id_of::<DocumentId>(row, "person"))?.collect::<Result<Vec<_>, _>>()?;
        if known == people {
            return Ok(());
        }
        transaction::write(&self.connection, |writer| {
            let (mut take, mut give) = (
                writer.prepare_cached("INSERT INTO uncounted (person) VALUES (:person)")?,
                writer.prepare_cached("DELETE FROM uncounted WHERE person = :person")?,
            );
            for person in people.iter().filter(|one| known.binary_search(one).is_err()) {
                take.execute(named_params! { ":person": person.as_bytes() })?;
            }
            for person in known.iter().filter(|one| people.binary_search(one).is_err()) {
                give.execute(named_params! { ":person": person.as_bytes() })?;
            }
            Ok(())
        })
    }

    /// How many records of a care scope are counted from.
    ///
    /// # Errors
    /// [`Error::Io`], [`Error::Damaged`].
    pub fn records_of_care(&self) -> Result<u64, Error> {
        let sql = "SELECT (SELECT count(*) FROM consultation) + (SELECT count(*) FROM referral)
                        + (SELECT count(*) FROM follow_up) AS records";
        let mut sql = self.connection.prepare_cached(sql)?;
        Ok(sql.query_row([], |row| count_of(row, "records"))?)
    }

    /// Counts everything anew, as if nothing had been counted: what is counted by changes has to be the same.
    ///
    /// # Errors
    /// As [`ScopeFile::refresh_tallies`].
    pub fn recount(&self) -> Result<(), Error> {
        transaction::write(&self.connection, |writer| {
            writer.execute("DELETE FROM tally", [])?;
            writer.execute("DELETE FROM tally_month", [])?;
            for (what, day, table) in [
                ("people", "registered_on", "person"),
                ("enrollments", "on_day", "enrollment"),
                ("decisions", "date(updated_at, 'unixepoch', '-4 hours')", "linkage"),
                ("consultations", "on_day", "consultation"),
                ("needs", "on_day", "consultation"),
                ("referrals", "on_day", "referral"),
                ("follow_ups", "on_day", "follow_up"),
            ] {
                let sql =
                    format!("INSERT OR IGNORE INTO stale_tally SELECT DISTINCT '{what}', {day} FROM {table}");
                writer.execute(&sql, [])?;
            }
            Ok(())
        })?;
        self.refresh_tallies().map(drop)
    }
}

fn refresh(writer: &Writer<'_>) -> Result<u64, Error> {
    let mut sql = writer.prepare_cached("SELECT what, at FROM stale_tally ORDER BY what, at LIMIT :step")?;
    let rows =
        sql.query_map(named_params! { ":step": STEP }, |row| Ok((row.get("what")?, row.get("at")?)))?;
    let stale: Vec<(String, String)> = rows.collect::<Result<_, _>>()?;
    let mut months: Vec<(&str, &str)> = Vec::new();
    for (what, at) in &stale {
        let place = named_params! { ":what": what, ":at": at };
        writer.execute("DELETE FROM stale_tally WHERE what = :what AND at = :at", place)?;
        writer.execute("DELETE FROM tally WHERE what = :what AND at = :at", place)?;
        // What has no day, or is counted by a later version, is not counted.
        let Some((tallied, month)) = Tallied::from_word(what).zip(at.get(..7)) else { continue };
        for ((trait_, post), n) in count::count(writer, tallied, at)? {
            writer.execute(
                "INSERT INTO tally (what, at, trait, post, n) VALUES (:what, :at, :trait, :post, :n)",
                named_params! { ":what": what, ":at": at, ":trait": trait_, ":post": post, ":n": n },
            )?;
        }
        if months.last() != Some(&(what, month)) {
            months.push((what, month));
        }
    }
    for (what, month) in months {
        let place = named_params! { ":what": what, ":at": month };
        writer.execute("DELETE FROM tally_month WHERE what = :what AND at = :at", place)?;
        writer.execute(
            "INSERT INTO tally_month SELECT what, :at, trait, post, sum(n) FROM tally
             WHERE what = :what AND at BETWEEN :at || '-01' AND :at || '-31' GROUP BY what, trait, post",
            place,
        )?;
    }
    Ok(stale.len() as u64)
}
