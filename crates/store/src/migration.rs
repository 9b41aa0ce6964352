//! Numbered changes of a file's format. A number is given once; an applied migration never changes.

use rusqlite::Connection;

use crate::error::Error;
use crate::scope::project_again;
use crate::transaction::{self, Writer};

/// What is done to rows that were there.
pub(crate) type Then = fn(&Writer<'_>) -> Result<(), Error>;

/// One step of a file's format: the file goes from `number - 1` to `number`.
pub(crate) struct Migration {
    pub number: i64,
    pub sql: &'static str,
    /// In the same transaction as the statements.
    pub then: Option<Then>,
}

/// A family of files: same opening code, own format.
pub(crate) struct Family {
    /// SQLite's `application_id`, so that no family is taken for another.
    pub application: i64,
    pub migrations: &'static [Migration],
}

/// `device.posta`.
pub(crate) const DEVICE: Family = Family {
    application: 0x506f_7301,
    migrations: &[
        Migration { number: 1, sql: include_str!("../migrations/device/0001_device.sql"), then: None },
        Migration { number: 2, sql: include_str!("../migrations/device/0002_carry.sql"), then: None },
    ],
};

/// `<scope>.posta`.
pub(crate) const SCOPE: Family = Family {
    application: 0x506f_7302,
    migrations: &[
        Migration { number: 1, sql: include_str!("../migrations/scope/0001_scope.sql"), then: None },
        Migration { number: 2, sql: include_str!("../migrations/scope/0002_enrollment.sql"), then: None },
        Migration { number: 3, sql: include_str!("../migrations/scope/0003_care.sql"), then: None },
        // Rows are made again by the newest step only: they need the tables of today.
        Migration { number: 4, sql: include_str!("../migrations/scope/0004_made_in.sql"), then: None },
        Migration { number: 5, sql: include_str!("../migrations/scope/0005_linkage.sql"), then: None },
        Migration { number: 6, sql: include_str!("../migrations/scope/0006_tally.sql"), then: None },
        Migration { number: 7, sql: include_str!("../migrations/scope/0007_office.sql"), then: None },
        Migration { number: 8, sql: include_str!("../migrations/scope/0008_counted.sql"), then: None },
        Migration { number: 9, sql: include_str!("../migrations/scope/0009_shelf.sql"), then: None },
        Migration {
            number: 10,
            sql: include_str!("../migrations/scope/0010_withdrawn.sql"),
            then: Some(project_again),
        },
    ],
};

impl Family {
    /// Number of this program's format.
    pub fn newest(&self) -> i64 {
        self.migrations.last().map_or(0, |migration| migration.number)
    }

    /// Refuses a file of another family or of a later format, before anything is written to it.
    pub fn recognize(&self, connection: &Connection) -> Result<(), Error> {
        let found = format_of(connection)?;
        let application: i64 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
        let tables: i64 =
            connection
                .query_row("SELECT count(*) AS tables FROM sqlite_schema", [], |row| row.get("tables"))?;
        if application != self.application && (application != 0 || found != 0 || tables != 0) {
            return Err(Error::OtherFamily);
        }
        if found > self.newest() {
            return Err(Error::Newer { found, known: self.newest() });
        }
        Ok(())
    }

    /// Brings the file to the newest format, one transaction a step.
    pub fn migrate(&self, connection: &Connection) -> Result<(), Error> {
        for migration in self.migrations {
            if format_of(connection)? >= migration.number {
                continue;
            }
            transaction::write(connection, |writer| {
                // Another program may have come first.
                if format_of(writer)? < migration.number {
                    writer.execute_script(migration.sql)?;
                    if let Some(then) = migration.then {
                        then(writer)?;
                    }
                    writer.pragma_update(None, "application_id", self.application)?;
                    writer.pragma_update(None, "user_version", migration.number)?;
                }
                Ok(())
            })?;
        }
        Ok(())
    }
}

fn format_of(connection: &Connection) -> Result<i64, Error> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn migrations_are_numbered_from_one_without_gaps() {
        for family in [&DEVICE, &SCOPE] {
            for (place, migration) in family.migrations.iter().enumerate() {
                assert_eq!(migration.number, i64::try_from(place).unwrap() + 1);
            }
        }
    }

    #[test]
    fn migrating_twice_is_migrating_once() {
        for family in [&DEVICE, &SCOPE] {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("a.posta");
            let connection =
                crate::file::open_file(&path, &posta_identity::FileKey::random(), family).unwrap();
            let schema = |connection: &Connection| -> Vec<String> {
                let mut sql = connection
                    .prepare("SELECT sql FROM sqlite_schema WHERE sql NOT NULL ORDER BY name")
                    .unwrap();
                sql.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
            };
            let once = schema(&connection);
            family.recognize(&connection).unwrap();
            family.migrate(&connection).unwrap();
            assert_eq!(schema(&connection), once);
            assert_eq!(format_of(&connection).unwrap(), family.newest());
        }
    }
}
