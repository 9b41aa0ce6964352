//! The real program as a process.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::thread::JoinHandle;

use serde_json::Value;

pub fn command() -> Command {
    Command::new(env!("CARGO_BIN_EXE_posta-server"))
}

pub fn run(arguments: &[&str]) -> Output {
    command().args(arguments).output().unwrap()
}

pub fn init(folder: &Path) -> Output {
    let (data, authority) = paths(folder);
    run(&["init", "--json", "--data", &data, "--authority", &authority, "--pack", "bo", "--department", "04"])
}

pub fn invite(folder: &Path, name: &str, role: &str, place: &str) -> Output {
    let (data, authority) = paths(folder);
    let who = ["--name", name, "--role", role, "--place", place];
    run(&[&["invite", "--json", "--data", &data, "--authority", &authority], who.as_slice()].concat())
}

pub fn paths(folder: &Path) -> (String, String) {
    let path = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    (path("data"), path("authority"))
}

pub fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

/// A serving process; killed when a test fails before stopping it.
pub struct Serving {
    pub child: Child,
    pub url: String,
    said: Option<JoinHandle<String>>,
}

impl Serving {
    pub fn start(folder: &Path, more: &[&str]) -> Self {
        let (data, _) = paths(folder);
        let mut child = command()
            .args(["serve", "--data", &data, "--listen", "127.0.0.1:0"])
            .args(more)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        let url = line.trim().strip_prefix("listening ").unwrap_or_else(|| panic!("{line}")).to_owned();
        let mut stderr = child.stderr.take().unwrap();
        // Read all the time: a full pipe would stop the server.
        let said = std::thread::spawn(move || {
            let mut all = String::new();
            stderr.read_to_string(&mut all).unwrap();
            stdout.read_to_string(&mut all).unwrap();
            all
        });
        Self { child, url, said: Some(said) }
    }

    pub fn address(&self) -> &str {
        self.url.rsplit('/').next().unwrap()
    }

    /// Asks the process to stop; returns its exit code and everything that it said.
    pub fn stop(mut self) -> (Option<i32>, String) {
        let asked = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(asked.success());
        let code = self.child.wait().unwrap().code();
        (code, self.said.take().unwrap().join().unwrap())
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
