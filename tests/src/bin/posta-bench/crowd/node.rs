//! The real server as a process of its own: what it used of the machine can be told from what the devices used.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result};
use posta_tests::Programs;

use crate::machine::{memory_of, processor_time_of};

/// One node.
pub struct Node {
    child: Child,
    pub url: String,
}

impl Node {
    /// Serves a data folder over TLS at a free port of loopback.
    pub fn serve(data: &Path) -> Result<Self> {
        Self::serve_at(data, "127.0.0.1:0")
    }

    pub fn serve_at(data: &Path, listen: &str) -> Result<Self> {
        let mut command = Command::new(&Programs::find().server);
        command.args(["--json", "serve", "--listen", listen, "--data"]).arg(data);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
        let mut said = BufReader::new(child.stdout.take().context("its answer")?);
        let mut line = String::new();
        said.read_line(&mut line)?;
        let said_so: serde_json::Value = serde_json::from_str(&line).unwrap_or_default();
        let url =
            said_so.get("listening").and_then(|url| url.as_str()).context("the server did not start")?;
        let log = child.stderr.take().context("its log")?;
        // Read all the time: a full pipe would stop the server. What it says of trouble is passed on.
        std::thread::spawn(move || {
            for line in BufReader::new(log).lines().map_while(Result::ok) {
                if line.contains("trouble") {
                    eprintln!("{line}");
                }
            }
            let _ = said.read_to_string(&mut String::new());
        });
        Ok(Self { url: url.to_owned(), child })
    }

    /// What it used of the processors so far.
    pub fn processor_time(&self) -> Duration {
        processor_time_of(&self.child.id().to_string())
    }

    /// Its memory at most so far. MiB.
    pub fn memory(&self) -> f64 {
        memory_of(&self.child.id().to_string(), "VmHWM").unwrap_or_default() as f64 / 1024.0
    }
}

/// By SIGKILL.
impl Drop for Node {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
