//! A PostgreSQL server of the tests' own: in a temporary folder, reached by a socket in it, gone with the test program.
//! It is as durable as in production: nothing is switched off.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

const MISSING: &str = "These tests need PostgreSQL's programs: install Debian's package `postgresql`, as `cargo xtask setup` does";

/// Runs until its standard input ends, which it does however the test program ends.
const SCRIPT: &str = r#"
set -e
folder=$(mktemp -d "${TMPDIR:-/tmp}/posta-postgres.XXXXXX")
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"$1/initdb" --pgdata=data --username=posta --auth=trust --encoding=UTF8 --locale=C.UTF-8 --locale-provider=icu --icu-locale=es-BO --no-instructions >init.log
echo "$2" >data/server.crt
(umask 077 && echo "$3" >data/server.key)
"$1/postgres" -D data -k "$folder" -c listen_addresses=localhost -p "$4" -c ssl=on -c max_connections=300 -c log_min_messages=fatal </dev/null &
server=$!
until "$1/pg_isready" --quiet --host="$folder" --port="$4" --username=posta --dbname=postgres; do kill -0 $server; sleep 0.05; done
echo "$folder"
cat >/dev/null || true
kill -INT $server
wait $server || true
"#;

struct Server {
    /// Its standard input stays open as long as this program lives.
    _child: Child,
    folder: String,
    port: u16,
    /// What its certificate comes from (PEM): itself.
    root: String,
}

fn server() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| {
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let (root, key) = (made.cert.pem(), made.signing_key.serialize_pem());
        // Free now; whoever takes it meanwhile lets the tests fail, not pass.
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut command = as_nobody_special();
        command.args(["/bin/sh", "-c", SCRIPT, "sh", &programs(), &root, &key, &port.to_string()]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect(MISSING);
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        assert!(!line.trim().is_empty(), "PostgreSQL did not start");
        Server { _child: child, folder: line.trim().to_owned(), port, root }
    })
}

/// Where Debian keeps them, the newest; they are not on the path.
fn programs() -> String {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    let number = |version: std::fs::DirEntry| version.file_name().to_str()?.parse::<u32>().ok();
    let newest = versions.flatten().filter_map(number).max().expect(MISSING);
    format!("/usr/lib/postgresql/{newest}/bin")
}

/// PostgreSQL refuses to run as root.
fn as_nobody_special() -> Command {
    let id = Command::new("id").arg("-u").output().unwrap();
    if id.stdout.trim_ascii() != b"0" {
        return Command::new("env");
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]).current_dir("/");
    command
}

/// The address of a new, empty database.
pub fn new_database() -> String {
    static MADE: AtomicUsize = AtomicUsize::new(0);
    let name = format!("posta_{}", MADE.fetch_add(1, Ordering::Relaxed));
    admin("postgres", &format!("CREATE DATABASE {name}"));
    address(&name)
}

/// The address of a database.
pub fn address(name: &str) -> String {
    format!("postgres://posta@{}:{}/{name}", server().folder.replace('/', "%2F"), server().port)
}

/// The address of a database as over a network, and what the server's certificate comes from.
pub fn address_with_tls(name: &str) -> (String, &'static str) {
    (format!("postgres://posta@localhost:{}/{name}", server().port), &server().root)
}

/// Runs statements beside the program under test.
pub fn admin(database: &str, sql: &str) {
    let (database, sql) = (address(database), sql.to_owned());
    apart(move || {
        postgres::Client::connect(&database, postgres::NoTls).unwrap().batch_execute(&sql).unwrap()
    });
}

/// On a thread of its own: the client has a runtime that must not end on a thread of another.
pub fn apart<T: Send + 'static>(act: impl FnOnce() -> T + Send + 'static) -> T {
    std::thread::spawn(act).join().unwrap()
}
