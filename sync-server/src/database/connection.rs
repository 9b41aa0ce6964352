//! What statements run on, whichever database it is: named parameters in, named columns out.
//!
//! Statements are written once, in SQL that SQLite and PostgreSQL both understand (ADR 0023). Three kinds of values:
//! whole numbers of 64 bits, text, bytes.

use std::ops::Deref;

use crate::error::Error;

/// Parameters of a statement, by name: `named_params! { ":scope": scope.as_bytes() }`.
macro_rules! named_params {
    ($($name:literal : $value:expr),* $(,)?) => {
        &[$(($name, $crate::database::connection::AsValue::as_value(&$value))),*]
    };
}
pub(crate) use named_params;

/// Parameters by name.
pub type Named<'a> = &'a [(&'a str, Value<'a>)];

/// One link to a database. It has two implementations: a file of SQLite, a server of PostgreSQL.
pub trait Link: Send {
    /// Runs one statement; returns how many rows it changed.
    fn execute(&self, sql: &str, with: Named<'_>) -> Result<u64, Error>;
    /// Runs one query, row by row. No other statement runs on this link meanwhile.
    fn each(
        &self,
        sql: &str,
        with: Named<'_>,
        take: &mut dyn FnMut(&Row<'_>) -> Result<(), Error>,
    ) -> Result<(), Error>;
    /// Runs several statements without parameters.
    fn batch(&self, sql: &str) -> Result<(), Error>;
    /// Begins a transaction that writes. `COMMIT` and `ROLLBACK` are the same everywhere.
    fn begin(&self) -> Result<(), Error>;
    /// Waits until nobody else has locked this number, until the transaction ends.
    fn lock(&self, number: i64) -> Result<(), Error>;
    /// Locks a number until the link ends, unless somebody has.
    fn hold(&self, number: i64) -> Result<bool, Error>;
    /// Unlocks it.
    fn let_go(&self, number: i64) -> Result<(), Error>;
    /// Whether the link is there still.
    fn is_alive(&self) -> bool;
    /// Sees that what is committed is durable.
    fn check(&self) -> Result<(), Error>;
    /// How many migrations were applied.
    fn version(&self) -> Result<i64, Error>;
    /// Notes how many were.
    fn set_version(&self, version: i64) -> Result<(), Error>;
    /// Writes all that is committed now into a file, beside any writer; false when the database's own tools do that.
    fn copy_to(&self, file: &std::path::Path) -> Result<bool, Error>;
    /// Takes erased content out of where it may still lie. Returns false when somebody is in the way.
    fn scrub(&self) -> Result<bool, Error>;
}

/// One link to the database, for reading.
pub struct Connection(Box<dyn Link>);

impl Connection {
    pub(super) fn over(link: impl Link + 'static) -> Self {
        Self(Box::new(link))
    }

    pub(super) fn link(&self) -> &dyn Link {
        self.0.as_ref()
    }

    /// Whether a query finds anything.
    pub fn exists(&self, sql: &str, with: Named<'_>) -> Result<bool, Error> {
        Ok(self.row(sql, with, |_| Ok(()))?.is_some())
    }

    /// The first row that a query finds.
    pub fn row<T>(
        &self,
        sql: &str,
        with: Named<'_>,
        read: impl Fn(&Row<'_>) -> Result<T, Error>,
    ) -> Result<Option<T>, Error> {
        let mut found = None;
        self.each(sql, with, |row| {
            if found.is_none() {
                found = Some(read(row)?);
            }
            Ok(())
        })?;
        Ok(found)
    }

    /// The row of a query that always finds one: a sum, a count.
    pub fn one<T>(
        &self,
        sql: &str,
        with: Named<'_>,
        read: impl Fn(&Row<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.row(sql, with, read)?.ok_or(Error::Damaged("row"))
    }

    /// All rows that a query finds.
    pub fn rows<T, All: FromIterator<T>>(
        &self,
        sql: &str,
        with: Named<'_>,
        read: impl Fn(&Row<'_>) -> Result<T, Error>,
    ) -> Result<All, Error> {
        let mut all = Vec::new();
        self.each(sql, with, |row| {
            all.push(read(row)?);
            Ok(())
        })?;
        Ok(all.into_iter().collect())
    }

    /// Row by row, none of which is kept. No other statement may run on this connection meanwhile.
    pub fn each(
        &self,
        sql: &str,
        with: Named<'_>,
        mut take: impl FnMut(&Row<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.0.each(sql, with, &mut take)
    }
}

/// A transaction: what is written in it is durable when [`Database::write`](super::Database::write) returns.
pub struct Transaction<'a>(pub(super) &'a Connection);

impl Transaction<'_> {
    /// Runs one statement; returns how many rows it changed.
    pub fn execute(&self, sql: &str, with: Named<'_>) -> Result<u64, Error> {
        self.0.link().execute(sql, with)
    }

    /// Waits until no other transaction, of any node, has this lock; held to the end of this one.
    pub fn lock(&self, lock: &Lock) -> Result<(), Error> {
        self.0.link().lock(lock.number())
    }
}

impl Deref for Transaction<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        self.0
    }
}

/// What only one may do at a time, over all nodes of a server.
#[derive(Clone, Copy, Debug)]
pub enum Lock {
    /// Bringing the schema up to date.
    Schema,
    /// Adding to the membership log of a department.
    Log([u8; 16]),
    /// Adding batches to a lane: their rows are numbered in the order in which they become visible.
    Lane([u8; 16]),
    /// Counting the questions of a user.
    Asking([u8; 16]),
    /// Merging the registries of a department.
    Merge([u8; 16]),
    /// Being there: a start of the server.
    Run([u8; 16]),
    /// Finding out whether locks lock.
    Probe([u8; 16]),
}

impl Lock {
    /// Two names fall on one number once in 2^64: then one waits for the other in vain, and nothing else happens.
    pub(super) fn number(&self) -> i64 {
        let (word, id) = match self {
            Self::Schema => ("schema", &[0; 16]),
            Self::Log(id) => ("log", id),
            Self::Lane(id) => ("lane", id),
            Self::Asking(id) => ("asking", id),
            Self::Merge(id) => ("merge", id),
            Self::Run(id) => ("run", id),
            Self::Probe(id) => ("probe", id),
        };
        let hash = posta_identity::ids::Hash32::of_parts(&[b"posta ", word.as_bytes(), id]);
        hash.as_bytes().first_chunk::<8>().map_or(0, |bytes| i64::from_be_bytes(*bytes))
    }
}

/// One row of an answer.
pub enum Row<'a> {
    /// Of SQLite.
    File(&'a rusqlite::Row<'a>),
    /// Of PostgreSQL.
    Server(&'a postgres::Row),
}

impl Row<'_> {
    /// A column by its name.
    pub fn get<T: Column>(&self, name: &str) -> Result<T, Error> {
        let value = match self {
            Self::File(row) => super::sqlite::value(row, name)?,
            Self::Server(row) => row.try_get(name)?,
        };
        T::read(value).ok_or(Error::Damaged("column"))
    }
}

/// A value on its way in or out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Value<'a> {
    /// Nothing.
    Null,
    /// A whole number; a truth is 0 or 1.
    Number(i64),
    /// Text.
    Text(&'a str),
    /// Bytes.
    Bytes(&'a [u8]),
}

/// What can be given as a parameter.
pub trait AsValue {
    /// As it goes in.
    fn as_value(&self) -> Value<'_>;
}

macro_rules! as_value {
    ($($type:ty: $value:ident => $as:expr),* $(,)?) => {
        $(impl AsValue for $type {
            fn as_value(&self) -> Value<'_> {
                let $value = self;
                $as
            }
        })*
    };
}
as_value! {
    i64: it => Value::Number(*it),
    i32: it => Value::Number(i64::from(*it)),
    u32: it => Value::Number(i64::from(*it)),
    bool: it => Value::Number(i64::from(*it)),
    str: it => Value::Text(it),
    String: it => Value::Text(it),
    [u8]: it => Value::Bytes(it),
    Vec<u8>: it => Value::Bytes(it),
}

impl<const N: usize> AsValue for [u8; N] {
    fn as_value(&self) -> Value<'_> {
        Value::Bytes(self)
    }
}

impl<T: AsValue> AsValue for Option<T> {
    fn as_value(&self) -> Value<'_> {
        self.as_ref().map_or(Value::Null, AsValue::as_value)
    }
}

impl<T: AsValue + ?Sized> AsValue for &T {
    fn as_value(&self) -> Value<'_> {
        T::as_value(self)
    }
}

/// What a column can be read as.
pub trait Column: Sized {
    /// None when it is something else.
    fn read(value: Value<'_>) -> Option<Self>;
}

impl Column for i64 {
    fn read(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Number(number) => Some(number),
            _ => None,
        }
    }
}

impl Column for u32 {
    fn read(value: Value<'_>) -> Option<Self> {
        i64::read(value)?.try_into().ok()
    }
}

impl Column for bool {
    fn read(value: Value<'_>) -> Option<Self> {
        Some(i64::read(value)? != 0)
    }
}

impl Column for String {
    fn read(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Text(text) => Some(text.to_owned()),
            _ => None,
        }
    }
}

impl Column for Vec<u8> {
    fn read(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Bytes(bytes) => Some(bytes.to_vec()),
            _ => None,
        }
    }
}

impl<const N: usize> Column for [u8; N] {
    fn read(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Bytes(bytes) => bytes.try_into().ok(),
            _ => None,
        }
    }
}

impl<T: Column> Column for Option<T> {
    fn read(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Null => Some(None),
            other => T::read(other).map(Some),
        }
    }
}
