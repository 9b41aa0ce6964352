//! A PostgreSQL of the bench's own: in a temporary folder, reached by a socket in it, as durable as in production.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result};

const MISSING: &str = "PostgreSQL's programs are not there: `cargo xtask setup` installs them";

/// Runs until its standard input ends, which it does however the bench ends.
const SCRIPT: &str = r#"
set -e
folder=$(mktemp -d "${TMPDIR:-/tmp}/posta-postgres.XXXXXX")
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"$1/initdb" --pgdata=data --username=posta --auth=trust --encoding=UTF8 --locale=C.UTF-8 --locale-provider=icu --icu-locale=es-BO --no-instructions >init.log
"$1/postgres" -D data -k "$folder" -c listen_addresses= -c max_connections=300 -c log_min_messages=fatal </dev/null &
server=$!
until "$1/pg_isready" --quiet --host="$folder" --username=posta --dbname=postgres; do kill -0 $server; sleep 0.05; done
"$1/createdb" --host="$folder" --username=posta crowd
echo "$folder $server"
cat >/dev/null || true
kill -INT $server
wait $server || true
"#;

/// Its standard input stays open as long as this lives.
pub struct Cluster {
    child: Child,
    folder: String,
}

impl Cluster {
    /// With one empty database.
    pub fn start() -> Result<Self> {
        let mut command = as_nobody_special()?;
        command.args(["/bin/sh", "-c", SCRIPT, "sh", &programs()?]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().context(MISSING)?;
        let mut line = String::new();
        BufReader::new(child.stdout.take().context("its answer")?).read_line(&mut line)?;
        let (folder, _) = line.trim().split_once(' ').context("PostgreSQL did not start")?;
        Ok(Self { folder: folder.to_owned(), child })
    }

    /// Where servers find it.
    pub fn address(&self) -> String {
        format!("postgres://posta@{}/crowd", self.folder.replace('/', "%2F"))
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

/// Where Debian keeps them, the newest; they are not on the path.
fn programs() -> Result<String> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    let number = |version: std::fs::DirEntry| version.file_name().to_str()?.parse::<u32>().ok();
    let newest = versions.flatten().filter_map(number).max().context(MISSING)?;
    Ok(format!("/usr/lib/postgresql/{newest}/bin"))
}

/// PostgreSQL refuses to run as root.
fn as_nobody_special() -> Result<Command> {
    let id = Command::new("id").arg("-u").output()?;
    if id.stdout.trim_ascii() != b"0" {
        return Ok(Command::new("env"));
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]).current_dir("/");
    Ok(command)
}
