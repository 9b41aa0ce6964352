//! The real programs: told by xtask, or built here as the tests are.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::OnceLock;

use serde_json::Value;

use crate::PASSWORD;

/// Where `posta` and `posta-server` are.
#[derive(Debug, Clone)]
pub struct Programs {
    pub posta: PathBuf,
    pub server: PathBuf,
}

impl Programs {
    /// POSTA_BIN and POSTA_SERVER; without them cargo makes sure, once, that the programs beside the tests are there
    /// and of the present sources.
    pub fn find() -> &'static Self {
        static FOUND: OnceLock<Programs> = OnceLock::new();
        FOUND.get_or_init(|| match (std::env::var_os("POSTA_BIN"), std::env::var_os("POSTA_SERVER")) {
            (Some(posta), Some(server)) => Programs { posta: posta.into(), server: server.into() },
            _ => build(),
        })
    }

    /// Runs `posta` on a home, with `--json`.
    pub fn posta(&self, home: &Path, user: Option<&str>, arguments: &[&str]) -> Said {
        Said::of(self.command(home, user, arguments).output().unwrap())
    }

    /// Starts `posta` on a home as a process that can be killed. What it says is not heard.
    pub fn start_posta(&self, home: &Path, user: &str, arguments: &[&str]) -> Child {
        let mut command = self.command(home, Some(user), arguments);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    }

    fn command(&self, home: &Path, user: Option<&str>, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.posta);
        command
            .env("POSTA_PASSWORD", PASSWORD)
            .env("POSTA_HOST_PASSWORD", PASSWORD)
            .arg("--json")
            .arg("--home")
            .arg(home);
        if let Some(user) = user {
            command.args(["--user", user]);
        }
        command.args(arguments);
        command
    }

    /// Runs `posta-server`, with `--json`.
    pub fn server(&self, arguments: &[&str]) -> Said {
        Said::of(Command::new(&self.server).arg("--json").args(arguments).output().unwrap())
    }
}

/// What a program said and how it ended.
#[derive(Debug, Clone)]
pub struct Said {
    pub exit: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Said {
    fn of(output: Output) -> Self {
        Said {
            exit: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// The one object that it printed.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|_| panic!("{self:?}"))
    }

    /// The object of a command that must have gone well.
    pub fn done(&self) -> Value {
        assert_eq!(self.exit, 0, "{self:?}");
        self.json()
    }
}

fn build() -> Programs {
    let tests = std::env::current_exe().unwrap();
    // target/debug/deps/journey-1234, or target/release/posta-bench.
    let folder = tests.ancestors().skip(1).find(|folder| !folder.ends_with("deps")).unwrap();
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    // The tests' own package too: so all dependencies have the features that they have here.
    cargo.args(["build", "--quiet", "--bin", "posta", "--bin", "posta-server", "--lib"]);
    cargo.args(["--package", "posta-tests", "--package", "posta-cli", "--package", "sync-server"]);
    cargo.arg("--target-dir").arg(folder.parent().unwrap());
    if folder.ends_with("release") {
        cargo.arg("--release");
    }
    cargo.current_dir(env!("CARGO_MANIFEST_DIR"));
    assert!(cargo.status().unwrap().success(), "the programs do not build");
    Programs { posta: folder.join("posta"), server: folder.join("posta-server") }
}
