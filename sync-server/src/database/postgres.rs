//! A server of PostgreSQL: several nodes, one database (ADR 0023).

use std::cell::RefCell;
use std::collections::HashMap;
use std::time::{Duration, Instant};

use postgres::fallible_iterator::FallibleIterator as _;
use postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};
use postgres::{Client, Statement};

use super::address::Address;
use super::connection::{Connection, Link, Lock, Named, Row, Value};
use super::statement::numbered;
use crate::error::Error;

/// The steps of its schema; the schema's version is how many were applied.
pub const MIGRATIONS: &[&str] = &[include_str!("../../migrations/postgres/0001_server.sql")];

/// After so long without a word it is asked whether a link still answers.
const FRESH: Duration = if cfg!(test) { Duration::ZERO } else { Duration::from_secs(1) };
const ANSWER_PATIENCE: Duration = Duration::from_secs(5);

/// Of every link: who waits for a lock gives up; a transaction whose node went away ends; a node that went away is noticed
/// within a minute, and what it held is free.
const SETTINGS: &str = "
    SET lock_timeout = '15s';
    SET idle_in_transaction_session_timeout = '60s';
    SET default_transaction_isolation = 'read committed';
    SET tcp_keepalives_idle = 20;
    SET tcp_keepalives_interval = 10;
    SET tcp_keepalives_count = 3;
";

/// A connection to the server.
pub struct Server(RefCell<Session>);

struct Session {
    /// None only while it is closed.
    client: Option<Client>,
    statements: HashMap<String, (Statement, Vec<String>)>,
    used: Instant,
}

impl Server {
    /// Connects, and sees that the server keeps the durability asked for.
    pub fn connect(address: &Address) -> Result<Self, Error> {
        blocking(|| Self::open(address))
    }

    fn open(address: &Address) -> Result<Self, Error> {
        let mut client = address.connect()?;
        client.batch_execute(SETTINGS)?;
        let session = Session { client: Some(client), statements: HashMap::new(), used: Instant::now() };
        let server = Self(RefCell::new(session));
        server.check()?;
        Ok(server)
    }

    fn with<T>(&self, act: impl FnOnce(&mut Session) -> Result<T, Error>) -> Result<T, Error> {
        // Borrowed only while a query of this link is read: a statement inside of that is a mistake of ours.
        let mut session = self.0.try_borrow_mut().map_err(|_| Error::Damaged("statement"))?;
        let outcome = blocking(|| act(&mut session));
        session.used = Instant::now();
        outcome
    }

    fn number(&self, sql: &str, number: i64) -> Result<bool, Error> {
        self.with(|session| Ok(session.client()?.query_one(sql, &[&number])?.try_get("done")?))
    }
}

impl Session {
    fn client(&mut self) -> Result<&mut Client, Error> {
        self.client.as_mut().ok_or(Error::Away)
    }

    /// Prepared once; its parameters in their order.
    fn prepare<'a>(
        &mut self,
        sql: &str,
        with: &'a [(&'a str, Value<'a>)],
    ) -> Result<(Statement, Vec<&'a Value<'a>>), Error> {
        if !self.statements.contains_key(sql) {
            let (text, names) = numbered(sql);
            let statement = self.client()?.prepare(&text)?;
            self.statements.insert(sql.to_owned(), (statement, names));
        }
        let (statement, names) = self.statements.get(sql).ok_or(Error::Damaged("statement"))?;
        let value = |name: &String| with.iter().find(|(given, _)| given == name).map(|(_, value)| value);
        let values: Option<Vec<_>> = names.iter().map(value).collect();
        let values = values.filter(|values| values.len() == with.len());
        Ok((statement.clone(), values.ok_or(Error::Damaged("statement"))?))
    }
}

impl Link for Server {
    fn execute(&self, sql: &str, with: Named<'_>) -> Result<u64, Error> {
        self.with(|session| {
            let (statement, values) = session.prepare(sql, with)?;
            let values: Vec<_> = values.into_iter().map(|value| value as &(dyn ToSql + Sync)).collect();
            Ok(session.client()?.execute(&statement, &values)?)
        })
    }

    fn each(
        &self,
        sql: &str,
        with: Named<'_>,
        take: &mut dyn FnMut(&Row<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.with(|session| {
            let (statement, values) = session.prepare(sql, with)?;
            let mut rows = session.client()?.query_raw(&statement, values)?;
            while let Some(row) = rows.next()? {
                take(&Row::Server(&row))?;
            }
            Ok(())
        })
    }

    fn batch(&self, sql: &str) -> Result<(), Error> {
        self.with(|session| Ok(session.client()?.batch_execute(sql)?))
    }

    fn begin(&self) -> Result<(), Error> {
        self.batch("BEGIN")
    }

    fn lock(&self, number: i64) -> Result<(), Error> {
        self.execute("SELECT pg_advisory_xact_lock(:number)", &[(":number", Value::Number(number))])?;
        Ok(())
    }

    fn hold(&self, number: i64) -> Result<bool, Error> {
        self.number("SELECT pg_try_advisory_lock($1) AS done", number)
    }

    fn let_go(&self, number: i64) -> Result<(), Error> {
        self.number("SELECT pg_advisory_unlock($1) AS done", number).map(drop)
    }

    fn is_alive(&self) -> bool {
        let alive = self.with(|session| {
            let is_fresh = session.used.elapsed() < FRESH;
            let client = session.client()?;
            Ok(!client.is_closed() && (is_fresh || client.is_valid(ANSWER_PATIENCE).is_ok()))
        });
        alive.unwrap_or(false)
    }

    fn check(&self) -> Result<(), Error> {
        let sql =
            "SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commits,
                          pg_is_in_recovery() AS copies";
        let row = self.with(|session| Ok(session.client()?.query_one(sql, &[])?))?;
        check_durable(row.try_get("fsync")?, row.try_get("commits")?)?;
        // A standby copies, and takes no writes.
        if row.try_get("copies")? { Err(Error::Away) } else { Ok(()) }
    }

    fn version(&self) -> Result<i64, Error> {
        self.with(|session| {
            let client = session.client()?;
            // Of what is committed now: `to_regclass` may remember what was not there.
            let there = "SELECT EXISTS (SELECT FROM pg_tables WHERE schemaname = current_schema()
                                        AND tablename = 'schema_version') AS there";
            let there = client.query_one(there, &[])?;
            if !there.try_get::<_, bool>("there")? {
                return Ok(0);
            }
            Ok(client.query_one("SELECT version FROM schema_version", &[])?.try_get("version")?)
        })
    }

    fn set_version(&self, version: i64) -> Result<(), Error> {
        self.batch(
            "CREATE TABLE IF NOT EXISTS schema_version (
                 one BIGINT NOT NULL PRIMARY KEY CHECK (one = 1), version BIGINT NOT NULL)",
        )?;
        self.execute(
            "INSERT INTO schema_version (one, version) VALUES (1, :version)
             ON CONFLICT (one) DO UPDATE SET version = excluded.version",
            &[(":version", Value::Number(version))],
        )?;
        Ok(())
    }

    fn copy_to(&self, _: &std::path::Path) -> Result<bool, Error> {
        Ok(false)
    }

    /// Lets the room of erased rows be written over. What lies in it until then, in the write-ahead log and in whatever
    /// was copied from either, is out of reach from here (README).
    fn scrub(&self) -> Result<bool, Error> {
        match self.batch("VACUUM batch, document, pending, quarantine, compared") {
            Err(Error::Busy) => Ok(false),
            vacuumed => vacuumed.map(|()| true),
        }
    }
}

impl Drop for Server {
    /// The client ends a runtime of its own, which must not happen on a thread that runs tasks of another.
    fn drop(&mut self) {
        if let Some(client) = self.0.get_mut().client.take() {
            let _ = std::thread::spawn(move || drop(client)).join();
        }
    }
}

/// Lets a thread that runs tasks wait: the client waits by a runtime of its own.
fn blocking<T>(act: impl FnOnce() -> T) -> T {
    use tokio::runtime::{Handle, RuntimeFlavor};
    match Handle::try_current().map(|runtime| runtime.runtime_flavor()) {
        Ok(RuntimeFlavor::MultiThread) => tokio::task::block_in_place(act),
        _ => act(),
    }
}

/// Sees that what is committed is on the disk.
pub fn check_durable(fsync: &str, synchronous_commit: &str) -> Result<(), Error> {
    match fsync == "on" && synchronous_commit != "off" {
        true => Ok(()),
        false => Err(Error::Damaged("durability settings")),
    }
}

/// Sees that a lock of one connection keeps out another. Engines that only pretend, and balancers that deal one session's
/// statements to several, would let two nodes merge at once.
pub fn check_locks(one: &Connection, other: &Connection) -> Result<(), Error> {
    let mut probe = [0; 16];
    getrandom::fill(&mut probe).map_err(|_| Error::Task)?;
    let number = Lock::Probe(probe).number();
    let locks = one.link().hold(number)? && !other.link().hold(number)?;
    one.link().let_go(number)?;
    if locks { Ok(()) } else { Err(Error::NoLocks) }
}

impl ToSql for Value<'_> {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut bytes::BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Number(number) if *ty == Type::INT4 => i32::try_from(*number)?.to_sql(ty, out),
            Self::Number(number) if *ty == Type::INT8 => number.to_sql(ty, out),
            Self::Text(text) if <&str as ToSql>::accepts(ty) => text.to_sql(ty, out),
            Self::Bytes(bytes) if *ty == Type::BYTEA => bytes.to_sql(ty, out),
            _ => Err("a parameter of another type".into()),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

impl<'a> FromSql<'a> for Value<'a> {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        match *ty {
            Type::INT8 => Ok(Self::Number(i64::from_sql(ty, raw)?)),
            Type::INT4 => Ok(Self::Number(i64::from(i32::from_sql(ty, raw)?))),
            Type::BYTEA => Ok(Self::Bytes(raw)),
            _ => Ok(Self::Text(<&str>::from_sql(ty, raw)?)),
        }
    }

    fn from_sql_null(_: &Type) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Self::Null)
    }

    fn accepts(ty: &Type) -> bool {
        matches!(*ty, Type::INT8 | Type::INT4 | Type::BYTEA) || <&str as FromSql>::accepts(ty)
    }
}
