//! The database of a data folder, from beside the server: what tests damage, hold up and look at. And which database it is:
//! whatever `on_postgres.rs` takes in runs on PostgreSQL, and on SQLite where it stands.

use std::path::Path;
use std::sync::mpsc;

use super::postgres;

/// Which of the two this test program is for.
pub fn is_postgres() -> bool {
    env!("CARGO_CRATE_NAME") == "on_postgres"
}

/// Lets a data folder that is to be made have a database of its own of the kind that this test program is for.
pub fn prepare(data: &Path) {
    if is_postgres() {
        sync_server::set_database(data, &postgres::new_database()).unwrap();
    }
}

/// Runs statements.
pub fn change(data: &Path, sql: &str) {
    match address(data) {
        Some(address) => {
            let sql = sql.to_owned();
            postgres::apart(move || connect(&address).batch_execute(&sql).unwrap());
        }
        None => file(data).execute_batch(sql).unwrap(),
    }
}

/// The number that a query finds, in its column `it`.
pub fn number(data: &Path, sql: &str) -> i64 {
    match address(data) {
        Some(address) => {
            let sql = sql.to_owned();
            postgres::apart(move || connect(&address).query_one(&sql, &[]).unwrap().get::<_, i64>("it"))
        }
        None => file(data).query_row(sql, [], |row| row.get("it")).unwrap(),
    }
}

/// Bytes as a literal.
pub fn bytes(bytes: &[u8]) -> String {
    if is_postgres() {
        format!("'\\x{}'::bytea", super::hex(bytes))
    } else {
        format!("x'{}'", super::hex(bytes))
    }
}

/// Everything that the server keeps, in no order.
pub fn contents(data: &Path) -> Vec<u8> {
    let mut all = Vec::new();
    for file in std::fs::read_dir(data).unwrap() {
        all.extend(std::fs::read(file.unwrap().path()).unwrap());
    }
    if let Some(address) = address(data) {
        all.extend(postgres::apart(move || tables(&address)));
    }
    all
}

/// Nobody writes into a table (of SQLite: into any) until what this returns is dropped; who reads goes on.
pub fn hold_up(data: &Path, table: &str) -> Held {
    let (until, dropped) = mpsc::channel::<()>();
    let (begun, has_begun) = mpsc::channel();
    let (address, data) = (address(data), data.to_owned());
    let lock = format!("BEGIN; LOCK TABLE {table} IN EXCLUSIVE MODE");
    let holds = std::thread::spawn(move || match address {
        Some(address) => {
            let mut client = connect(&address);
            client.batch_execute(&lock).unwrap();
            begun.send(()).unwrap();
            let _ = dropped.recv();
            client.batch_execute("ROLLBACK").unwrap();
        }
        None => {
            let file = file(&data);
            file.execute_batch("BEGIN IMMEDIATE").unwrap();
            begun.send(()).unwrap();
            let _ = dropped.recv();
            file.execute_batch("ROLLBACK").unwrap();
        }
    });
    has_begun.recv().unwrap();
    Held { until: Some(until), holds: Some(holds) }
}

pub struct Held {
    until: Option<mpsc::Sender<()>>,
    holds: Option<std::thread::JoinHandle<()>>,
}

impl Drop for Held {
    fn drop(&mut self) {
        drop(self.until.take());
        self.holds.take().unwrap().join().unwrap();
    }
}

fn address(data: &Path) -> Option<String> {
    std::fs::read_to_string(data.join("database")).ok()
}

fn connect(address: &str) -> ::postgres::Client {
    ::postgres::Client::connect(address, ::postgres::NoTls).unwrap()
}

fn file(data: &Path) -> rusqlite::Connection {
    rusqlite::Connection::open(data.join("server.sqlite")).unwrap()
}

fn tables(address: &str) -> Vec<u8> {
    let mut client = connect(address);
    let names = client.query("SELECT tablename FROM pg_tables WHERE schemaname = 'public'", &[]).unwrap();
    let mut all = Vec::new();
    for name in names {
        let copy = format!("COPY {} TO STDOUT (FORMAT binary)", name.get::<_, String>("tablename"));
        std::io::Read::read_to_end(&mut client.copy_out(&copy).unwrap(), &mut all).unwrap();
    }
    all
}
