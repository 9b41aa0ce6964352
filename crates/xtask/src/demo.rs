//! A department on this machine: server, invitations, homes of three places, invented people, first exchange.
//!
//! Everything is done with the programs themselves, as the person who sets up a department would.

use crate::house::{House, output, run as run_command};
use anyhow::{Context, Result, bail};
use std::fs::{self, File};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::thread::sleep;
use std::time::Duration;

const ADDRESS: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 8474);
const DEPARTMENT: &str = "04";
const PASSWORD: &str = "posta-demo-2026";
/// Written first: only a folder with it is ever removed.
const MARK: &str = ".posta-demo";
/// Written last: a folder without it was left half done.
const READY: &str = ".ready";

struct User {
    name: &'static str,
    role: &'static str,
    /// A municipality, or a department for supervisors.
    place: &'static str,
    home: &'static str,
    brings: Option<Brings>,
}

/// Invented people that a user has registered, and perhaps attended, before the demo begins.
struct Brings {
    people: &'static str,
    seed: &'static str,
    post: &'static str,
    consultations: bool,
}

const USERS: &[User] = &[
    User {
        name: "Nélida Choque",
        role: "registrar",
        place: "040901",
        home: "pisiga",
        brings: Some(Brings { people: "110", seed: "1", post: "pisiga", consultations: false }),
    },
    User {
        name: "Rubén Apaza",
        role: "care",
        place: "040901",
        home: "pisiga",
        brings: Some(Brings { people: "40", seed: "2", post: "pisiga", consultations: true }),
    },
    User {
        name: "Wilma Colque",
        role: "registrar",
        place: "040402",
        home: "tambo",
        brings: Some(Brings { people: "110", seed: "3", post: "tambo-quemado", consultations: false }),
    },
    User {
        name: "Hugo Ticona",
        role: "care",
        place: "040402",
        home: "tambo",
        brings: Some(Brings { people: "40", seed: "4", post: "tambo-quemado", consultations: true }),
    },
    User { name: "Elena Villca", role: "supervisor", place: DEPARTMENT, home: "oruro", brings: None },
];

/// A prepared demo whose server runs until this is dropped.
pub struct Demo {
    folder: PathBuf,
    posta: PathBuf,
    _server: Server,
}

impl Demo {
    /// Makes the demo in `folder`, or takes the one that is there, and starts its server.
    ///
    /// # Errors
    /// When the folder holds something else, the address is taken, or one of the programs fails.
    pub fn prepare(house: &House, folder: PathBuf, fresh: bool) -> Result<Self> {
        TcpListener::bind(ADDRESS)
            .with_context(|| format!("{ADDRESS} is taken: is another demo running?"))?;
        let program = house.program("debug", "posta-server");
        let posta = house.program("debug", "posta");
        if !fresh && folder.join(READY).is_file() {
            return Ok(Self { _server: Server::start(house, &program, &folder)?, posta, folder });
        }
        clear(&folder)?;
        let mut init = server_command(house, &program, &folder, "init");
        run_command(init.args(["--pack", "bo", "--department", DEPARTMENT]))?;
        let codes = invite_all(house, &program, &folder)?;
        let demo = Self { _server: Server::start(house, &program, &folder)?, posta, folder };
        demo.join_all(house, &codes)?;
        demo.import_all(house)?;
        demo.sync_all(house)?;
        fs::write(demo.folder.join(READY), "").context("the demo cannot be marked as ready")?;
        Ok(demo)
    }

    /// The home of the post whose window opens.
    pub fn window_home(&self) -> PathBuf {
        self.folder.join("pisiga")
    }

    /// Tells a program which home to open, and how.
    pub fn enter(&self, program: &mut Command) {
        program.env("POSTA_HOME", self.window_home()).env("POSTA_PASSWORD", PASSWORD);
        program
            .env("POSTA_USER", USERS.iter().find(|user| user.home == "pisiga").map_or("", |user| user.name));
    }

    /// Prints who may unlock what.
    pub fn tell(&self) {
        println!("\nDemo in {} (all people are invented)", self.folder.display());
        println!("  {:<16} {:<12} {:<8} home", "user", "role", "place");
        for user in USERS {
            println!("  {:<16} {:<12} {:<8} {}", user.name, user.role, user.place, user.home);
        }
        println!("  password of all: {PASSWORD}");
        println!("  server: {}", url());
    }

    fn join_all(&self, house: &House, codes: &[String]) -> Result<()> {
        for (user, code) in USERS.iter().zip(codes) {
            // Without --user: the invitation names the user.
            let mut join = house.command(&self.posta.to_string_lossy());
            join.arg("--home").arg(self.folder.join(user.home)).args([
                "join",
                "--server",
                &url(),
                "--code",
                code,
            ]);
            // The second user of a home is taken in by the first, who has the same password in the demo.
            run_command(join.env("POSTA_PASSWORD", PASSWORD).env("POSTA_HOST_PASSWORD", PASSWORD))?;
        }
        Ok(())
    }

    fn import_all(&self, house: &House) -> Result<()> {
        for user in USERS {
            let Some(Brings { people, seed, post, consultations }) = &user.brings else { continue };
            let file = self.folder.join(format!("{post}-{seed}.jsonl"));
            let mut invent = house.command(&self.posta.to_string_lossy());
            invent.args(["synthetic", "--people", people, "--seed", seed, "--post", post]);
            if *consultations {
                invent.arg("--consultations");
            }
            fs::write(&file, output(&mut invent)?)
                .with_context(|| format!("{} cannot be written", file.display()))?;
            run_command(self.act_as(house, user).arg("import").arg(&file))?;
        }
        Ok(())
    }

    /// Twice around, so that the first post knows what came after it.
    fn sync_all(&self, house: &House) -> Result<()> {
        for _ in 0..2 {
            for (index, user) in USERS.iter().enumerate() {
                let is_first = USERS.iter().take(index).all(|earlier| earlier.home != user.home);
                if is_first {
                    run_command(self.act_as(house, user).arg("sync"))?;
                }
            }
        }
        Ok(())
    }

    fn act_as(&self, house: &House, user: &User) -> Command {
        let mut command = house.command(&self.posta.to_string_lossy());
        command.env("POSTA_PASSWORD", PASSWORD);
        command.arg("--home").arg(self.folder.join(user.home)).args(["--user", user.name]);
        command
    }
}

fn url() -> String {
    format!("https://{ADDRESS}")
}

fn server_command(house: &House, program: &Path, folder: &Path, verb: &str) -> Command {
    let mut command = house.command(&program.to_string_lossy());
    command
        .args([verb, "--data"])
        .arg(folder.join("server"))
        .arg("--authority")
        .arg(folder.join("authority"));
    command
}

/// The one-time code of each user, in the order of [`USERS`].
fn invite_all(house: &House, program: &Path, folder: &Path) -> Result<Vec<String>> {
    let mut codes = Vec::new();
    for user in USERS {
        let mut invite = server_command(house, program, folder, "invite");
        invite.args(["--name", user.name, "--role", user.role, "--place", user.place, "--json"]);
        let answer = output(&mut invite)?;
        let answer: serde_json::Value =
            serde_json::from_str(&answer).context("invite did not answer with JSON")?;
        let code = answer.get("code").and_then(serde_json::Value::as_str).context("invite gave no code")?;
        codes.push(code.to_owned());
    }
    Ok(codes)
}

/// An empty folder with the mark. Never removes a folder that is not a demo.
fn clear(folder: &Path) -> Result<()> {
    let is_filled = folder.read_dir().is_ok_and(|mut entries| entries.next().is_some());
    if is_filled && !folder.join(MARK).is_file() {
        bail!("{} is not a demo; name another folder with --demo", folder.display());
    }
    if is_filled {
        fs::remove_dir_all(folder).with_context(|| format!("{} cannot be removed", folder.display()))?;
    }
    fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    fs::write(folder.join(MARK), "").with_context(|| format!("{} cannot be written", folder.display()))
}

/// A server process, ended when dropped.
struct Server(Child);

impl Server {
    fn start(house: &House, program: &Path, folder: &Path) -> Result<Self> {
        let log = File::create(folder.join("server.log")).context("the server's log cannot be made")?;
        let mut serve = house.command(&program.to_string_lossy());
        serve.args(["serve", "--data"]).arg(folder.join("server")).args(["--listen", &ADDRESS.to_string()]);
        let child = serve.stdout(log.try_clone()?).stderr(log).spawn().context("the server did not start")?;
        let mut server = Self(child);
        for _ in 0..200 {
            if TcpStream::connect_timeout(&ADDRESS, Duration::from_secs(1)).is_ok() {
                return Ok(server);
            }
            if let Some(status) = server.0.try_wait()? {
                bail!("the server ended with {status}; see {}", folder.join("server.log").display());
            }
            sleep(Duration::from_millis(50));
        }
        bail!("the server does not answer at {ADDRESS}")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Already gone is as good.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_is_not_a_demo_is_never_removed() {
        let folder = std::env::temp_dir().join(format!("posta-xtask-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("thesis.txt"), "mine").unwrap();
        assert!(clear(&folder).is_err());
        assert!(folder.join("thesis.txt").is_file());
        fs::write(folder.join(MARK), "").unwrap();
        clear(&folder).unwrap();
        assert!(!folder.join("thesis.txt").exists() && folder.join(MARK).is_file());
        fs::remove_dir_all(&folder).unwrap();
    }
}
