//! The server of a test: in this process, or the real program.

use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::JoinHandle;

use posta_identity::{KdfCost, Revoked, Role, ScopeId};
use sync_server::{Department, InviteRequest, Running};

use crate::programs::Said;
use crate::{ORURO, Programs, runtime};

/// One data folder, its authority, and what serves it.
pub struct Server {
    pub data: PathBuf,
    pub authority: PathBuf,
    kind: Kind,
    tls: bool,
    serving: Serving,
    said: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    InProcess,
    Program,
}

enum Serving {
    Nobody,
    InProcess(Running),
    Program { child: Child, url: String, log: JoinHandle<String> },
}

impl Server {
    /// A department of Oruro under `folder`, served in this process without TLS.
    pub fn in_process(folder: &Path) -> Self {
        Self::start(folder, ORURO, Kind::InProcess, false)
    }

    /// As [`Server::in_process`] for another department.
    pub fn of_department(folder: &Path, department: &str) -> Self {
        Self::start(folder, department, Kind::InProcess, false)
    }

    /// One more department of this server, under the same hand.
    pub fn add_department(&self, department: &str) {
        sync_server::init_department(&self.data, &self.authority, "bo", department).unwrap();
    }

    /// Served by the real program.
    pub fn program(folder: &Path, tls: bool) -> Self {
        Self::start(folder, ORURO, Kind::Program, tls)
    }

    fn start(folder: &Path, department: &str, kind: Kind, tls: bool) -> Self {
        let (data, authority) = (folder.join("data"), folder.join("authority"));
        match kind {
            Kind::InProcess => {
                sync_server::init_department(&data, &authority, "bo", department).unwrap();
            }
            Kind::Program => {
                let (data, authority) = (data.to_str().unwrap(), authority.to_str().unwrap());
                let words = ["init", "--data", data, "--authority", authority, "--department", department];
                Programs::find().server(&words).done();
            }
        }
        let said = String::new();
        let mut server = Self { data, authority, kind, tls, serving: Serving::Nobody, said };
        server.serve();
        server
    }

    /// Serves, on a new port.
    pub fn serve(&mut self) {
        assert!(matches!(self.serving, Serving::Nobody));
        self.serving = match self.kind {
            Kind::InProcess => {
                let listen = "127.0.0.1:0".parse().unwrap();
                let running = runtime().block_on(sync_server::start(&self.data, listen, self.tls));
                Serving::InProcess(running.unwrap())
            }
            Kind::Program => self.spawn(),
        };
    }

    fn spawn(&self) -> Serving {
        let mut command = Command::new(&Programs::find().server);
        command.args(["--json", "serve", "--listen", "127.0.0.1:0", "--data"]).arg(&self.data);
        if !self.tls {
            command.arg("--plain-http");
        }
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        let said: serde_json::Value = serde_json::from_str(&line).unwrap();
        let url = said["listening"].as_str().unwrap().to_owned();
        let mut stderr = child.stderr.take().unwrap();
        // Read all the time: a full pipe would stop the server.
        let log = std::thread::spawn(move || {
            let mut all = line;
            stderr.read_to_string(&mut all).unwrap();
            stdout.read_to_string(&mut all).unwrap();
            all
        });
        Serving::Program { child, url, log }
    }

    pub fn addr(&self) -> SocketAddr {
        match &self.serving {
            Serving::InProcess(running) => running.addr,
            Serving::Program { url, .. } => url.rsplit('/').next().unwrap().parse().unwrap(),
            Serving::Nobody => panic!("nobody serves"),
        }
    }

    pub fn scheme(&self) -> &'static str {
        if self.tls { "https" } else { "http" }
    }

    /// Id of the serving process, for killing it.
    pub fn process(&self) -> u32 {
        match &self.serving {
            Serving::Program { child, .. } => child.id(),
            _ => panic!("no process of its own"),
        }
    }

    /// Ends serving: in this process in order, the program by SIGKILL.
    pub fn stop(&mut self) {
        match std::mem::replace(&mut self.serving, Serving::Nobody) {
            Serving::Nobody => {}
            Serving::InProcess(running) => runtime().block_on(running.stop()).unwrap(),
            Serving::Program { mut child, log, .. } => {
                let _ = child.kill();
                child.wait().unwrap();
                self.said += &log.join().unwrap();
            }
        }
    }

    /// Everything that the program has said until it was stopped.
    pub fn said(&self) -> &str {
        &self.said
    }

    /// A one-time code, by the same way as the server is served.
    pub fn invite(&self, name: &str, role: &str, place: &str) -> String {
        match self.kind {
            Kind::InProcess => self.invite_until(name, role, place, u32::MAX),
            Kind::Program => {
                let (data, authority) = (self.data.to_str().unwrap(), self.authority.to_str().unwrap());
                let who = ["--name", name, "--role", role, "--place", place];
                let words = [&["invite", "--data", data, "--authority", authority], who.as_slice()].concat();
                let said = Programs::find().server(&words).done();
                said["code"].as_str().unwrap().to_owned()
            }
        }
    }

    /// A code that ends at an hour since 1970.
    pub fn invite_until(&self, name: &str, role: &str, place: &str, hour: u32) -> String {
        let cost = KdfCost::STANDARD;
        let role = Role::from_word(role);
        let request = InviteRequest { pack: "bo", name, role, place, hours: 72, cost };
        let issued = sync_server::invite_until(&self.data, &self.authority, &request, hour).unwrap();
        issued.code.to_string()
    }

    /// Ends a device by the authority's hand, and orders it to destroy its keys if `destroy`; by the same way as the
    /// server is served.
    pub fn revoke_device(&self, device: &str, destroy: bool) {
        let mut words = vec!["--device", device];
        words.extend(destroy.then_some("--destroy"));
        self.manage("revoke", &words, |department| {
            let who = Revoked::Device(device.parse().unwrap());
            sync_server::revoke(department, &who, destroy).map(drop)
        });
    }

    /// Ends a user by the authority's hand.
    pub fn revoke_user(&self, user: &str) {
        self.manage("revoke", &["--user", user], |department| {
            sync_server::revoke(department, &Revoked::User(user.parse().unwrap()), false).map(drop)
        });
    }

    /// By the authority's hand, lets in all that lies aside of those who were cut off, whoever may read it. Returns how
    /// many batches that were.
    pub fn admit_all(&self) -> usize {
        let which = Department { data: &self.data, authority: &self.authority, pack: "bo", code: ORURO };
        let aside: Vec<String> = match self.kind {
            Kind::InProcess => {
                sync_server::aside(&which).unwrap().iter().map(|aside| aside.batch.to_string()).collect()
            }
            Kind::Program => {
                let said = self.command("aside", &[]);
                assert_eq!(said.exit, 0, "{said:?}");
                let lines = said.stdout.lines().map(|line| serde_json::from_str(line).unwrap());
                lines.map(|line: serde_json::Value| line["batch"].as_str().unwrap().to_owned()).collect()
            }
        };
        for batch in &aside {
            self.manage("admit", &["--batch", batch], |department| {
                sync_server::admit(department, batch.parse().unwrap())
            });
        }
        aside.len()
    }

    fn command(&self, command: &str, words: &[&str]) -> Said {
        let (data, authority) = (self.data.to_str().unwrap(), self.authority.to_str().unwrap());
        let which = [command, "--data", data, "--authority", authority, "--department", ORURO];
        Programs::find().server(&[which.as_slice(), words].concat())
    }

    fn manage(
        &self,
        command: &str,
        words: &[&str],
        act: impl FnOnce(&Department<'_>) -> Result<(), sync_server::Error>,
    ) {
        match self.kind {
            Kind::InProcess => {
                let (data, authority) = (self.data.as_path(), self.authority.as_path());
                act(&Department { data, authority, pack: "bo", code: ORURO }).unwrap();
            }
            Kind::Program => drop(self.command(command, words).done()),
        }
    }

    /// The server's own digest of a registry.
    pub fn digest(&self, registry: ScopeId) -> String {
        sync_server::document_digest(&self.data, registry).unwrap().to_string()
    }

    /// Reasons of what it set aside, and how many changes wait for their causes.
    pub fn held_back(&self, registry: ScopeId) -> (Vec<String>, u64) {
        sync_server::held_back(&self.data, registry).unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Serving::Program { child, .. } = &mut self.serving {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}
