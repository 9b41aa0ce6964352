//! A stolen laptop shows nothing: whatever was going on when it was taken, no file of the home, of the folder for
//! temporary files, of the user's own folder or of the folder that a program was started in tells of anybody.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout
)]

use std::fs::OpenOptions;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use posta_app::view::{DraftInput, PersonInput, RegistrationInput};
use posta_tests::hands::import_line;
use posta_tests::people::with_passport;
use posta_tests::world::CARMEN;
use posta_tests::{Device, Fault, PASSWORD, Programs, World, search};
use serde_json::json;

/// Tells a process of its own whose home it works on, and how it joins.
const HOME: &str = "POSTA_TEST_STOLEN_HOME";
const URL: &str = "POSTA_TEST_STOLEN_URL";
const CODE: &str = "POSTA_TEST_STOLEN_CODE";
/// People with marked values.
const PEOPLE: usize = 8;

/// A word that stands nowhere else, the same for the same person and field.
fn marked(field: &str, n: usize) -> String {
    format!("Zqxwvj{field}ñ{}", char::from(b'a' + (n % 26) as u8))
}

fn marked_person(n: usize) -> PersonInput {
    let mut person = with_passport();
    person.given_names = marked("nombre", n);
    person.surname1 = marked("apellido", n);
    person.surname2 = marked("segundo", n);
    person.documents[0].number = format!("ZQXWVJ{n}90817");
    person.phone = format!("79081726{n:02}");
    person.guardian_name = marked("tutora", n);
    person
}

fn note(n: usize) -> String {
    format!("{}, llegó con fiebre", marked("nota", n))
}

/// All that a thief must not find.
fn canaries() -> Vec<String> {
    let fields = ["nombre", "apellido", "segundo", "tutora", "nota", "borrador"];
    let words = (0..PEOPLE).flat_map(|n| fields.map(|field| marked(field, n)));
    let numbers = (0..PEOPLE).flat_map(|n| [format!("ZQXWVJ{n}90817"), format!("79081726{n:02}")]);
    words.chain(numbers).chain([PASSWORD.to_owned()]).collect()
}

/// The laptop's folders, and the processes that run on it.
struct Laptop {
    folder: PathBuf,
}

impl Laptop {
    fn new(world: &World) -> Self {
        let folder = world.path().join("laptop");
        for part in ["home", "tmp", "user", "started-in"] {
            std::fs::create_dir_all(folder.join(part)).unwrap();
        }
        Self { folder }
    }

    fn home(&self) -> PathBuf {
        self.folder.join("home")
    }

    /// Starts a program that has everything it might write beside its home in the laptop's folders, and that the system
    /// allows to leave a dump.
    fn command(&self, program: &Path) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", "ulimit -c unlimited; exec \"$0\" \"$@\""]).arg(program);
        command.current_dir(self.folder.join("started-in"));
        for name in ["TMPDIR", "SQLITE_TMPDIR", "TMP", "TEMP"] {
            command.env(name, self.folder.join("tmp"));
        }
        for name in ["HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"] {
            command.env(name, self.folder.join("user"));
        }
        command
    }

    #[track_caller]
    fn assert_shows_nothing(&self, when: &str) {
        let files = search::files(&self.folder);
        let names: Vec<_> = files.iter().map(|path| path.to_string_lossy()).collect();
        assert!(names.iter().any(|name| name.ends_with(".posta-wal")), "{when}: nothing was open: {names:?}");
        assert_eq!(search::any_in(&self.folder, &canaries()), [], "{when}");
        // Only what docs/architecture.md names: no dump, no temporary file, no log.
        for path in files {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let known = ["lock", "keyring.lock", "pack", "look.json"].contains(&name.as_str())
                || name.starts_with("keyring.cbor")
                || [".posta", ".posta-wal", ".posta-shm", ".applying"].iter().any(|end| name.ends_with(end));
            assert!(known && path.starts_with(self.home()), "{when}: {name} was left");
        }
    }
}

/// Killed at the latest when the test ends, however that ends.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        self.0.wait().unwrap();
    }
}

impl Process {
    /// Ends it with a signal; it must have been at work.
    fn end(mut self, signal: &str) {
        assert!(self.0.try_wait().unwrap().is_none(), "it ended by itself");
        let id = self.0.id().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
        assert!(!self.0.wait().unwrap().success());
    }
}

#[test]
fn a_process_of_its_own_works_until_it_is_killed() {
    let Ok(home) = std::env::var(HOME) else { return };
    let device = Device::at(Path::new(&home));
    let say = |word: &str| println!("\n{word}");
    match std::env::var(CODE) {
        Ok(code) => drop(device.join(&std::env::var(URL).unwrap(), &code).unwrap()),
        Err(_) => device.unlock(CARMEN.name),
    }
    let draft = |n: usize| {
        let form =
            json!({ "person": { "given_names": marked("borrador", n), "surname1": marked("apellido", n) } });
        DraftInput { id: String::new(), kind: "registration".into(), form: form.to_string() }
    };
    let mut people = Vec::new();
    for n in 0..PEOPLE {
        let kept = device.app.save_draft(&draft(n)).unwrap();
        let person = marked_person(n);
        let input = RegistrationInput { person, program: "sus".into(), draft: kept.id, ..Default::default() };
        people.push(device.register(&input));
        device.attend(&people[n], &note(n));
        device.app.save_draft(&draft(n)).unwrap();
    }
    assert_eq!(device.app.find_people(&marked("apellido", 3), 20).unwrap().len(), 1);
    say("worked");
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer).unwrap();
    device.try_sync().unwrap_err();
    device.app.lock();
    say("locked");
    std::io::stdin().read_line(&mut answer).unwrap();
    device.app.unlock(CARMEN.name, PASSWORD).unwrap();
    for n in 0.. {
        device.edit(
            &people[n % PEOPLE],
            &[("phone", &format!("79081726{:02}", n % PEOPLE)), ("surname2", &marked("segundo", n % PEOPLE))],
        );
        device.app.save_draft(&draft(n % PEOPLE)).unwrap();
        device.attend(&people[n % PEOPLE], &note(n % PEOPLE));
        say("again");
    }
}

fn next_word(said: &mut impl BufRead, wanted: &str) {
    let mut line = String::new();
    while line.trim() != wanted {
        line.clear();
        assert!(said.read_line(&mut line).unwrap() > 0, "it ended before it said {wanted}");
    }
}

#[test]
fn a_laptop_taken_at_work_locked_or_while_an_exchange_failed_shows_nothing() {
    let world = World::new();
    let laptop = Laptop::new(&world);
    assert!(canaries().len() >= 50);
    let mut command = laptop.command(&std::env::current_exe().unwrap());
    command.args(["--exact", "a_process_of_its_own_works_until_it_is_killed", "--nocapture"]);
    command.env(HOME, laptop.home()).env(URL, world.url()).env(CODE, world.code_for(CARMEN));
    let mut process = Process(command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap());
    let mut said = BufReader::new(process.0.stdout.take().unwrap());
    let mut tell = process.0.stdin.take().unwrap();
    next_word(&mut said, "worked");
    laptop.assert_shows_nothing("at work");
    world.network.set(Fault::CutAfter(900));
    writeln!(tell).unwrap();
    next_word(&mut said, "locked");
    // Locked, the files are closed.
    assert_eq!(search::any_in(&laptop.folder, &canaries()), []);
    writeln!(tell).unwrap();
    (0..3).for_each(|_| next_word(&mut said, "again"));
    process.end("-KILL");
    laptop.assert_shows_nothing("killed at work");

    // All of it was there, for who has the password.
    let device = Device::at(&laptop.home());
    device.unlock(CARMEN.name);
    assert_eq!(device.people(), PEOPLE as u32);
    assert!(!device.app.home().unwrap().drafts.is_empty());
    assert_eq!(device.app.find_people(&marked("apellido", 3), 20).unwrap().len(), 1);
    laptop.assert_shows_nothing("unlocked again");
}

#[test]
fn the_program_killed_or_crashed_in_the_middle_of_an_import_leaves_nothing_to_read() {
    let world = World::new();
    let laptop = Laptop::new(&world);
    let device = Device::at(&laptop.home());
    device.join(&world.url(), &world.code_for(CARMEN)).unwrap();
    drop(device);
    for signal in ["-KILL", "-ABRT"] {
        // Outside of the laptop's folders: what comes in is not what it leaves.
        let pipe = world.path().join(format!("lines{signal}"));
        assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let mut command = laptop.command(&Programs::find().posta);
        command.arg("--home").arg(laptop.home()).args(["--json", "import"]).arg(&pipe);
        let process = Process(command.env("POSTA_PASSWORD", PASSWORD).spawn().unwrap());
        let mut lines = OpenOptions::new().write(true).open(&pipe).unwrap();
        // Groups of 200 lines go in; of the last nothing is saved yet.
        for n in 0..260 {
            writeln!(lines, "{}", import_line(&marked_person(n % PEOPLE), &format!("p{n}"))).unwrap();
            let consultation = json!({ "kind": "consultation", "person": format!("p{n}"), "reason": "control", "note": note(n % PEOPLE) });
            writeln!(lines, "{consultation}").unwrap();
        }
        lines.flush().unwrap();
        let limits = std::fs::read_to_string(format!("/proc/{}/limits", process.0.id())).unwrap();
        assert_no_dump("posta", &limits);
        process.end(signal);
        laptop.assert_shows_nothing(signal);
    }
    let device = Device::at(&laptop.home());
    device.unlock(CARMEN.name);
    assert!(device.people() >= 100, "{}", device.people());
}

#[cfg(target_os = "linux")]
#[test]
fn the_server_may_leave_no_dump_either() {
    let world = World::with_program(false);
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", world.server.process())).unwrap();
    assert_no_dump("posta-server", &limits);
}

/// The system is allowed to write nothing when this process crashes, whatever it was allowed by who started it.
fn assert_no_dump(who: &str, limits: &str) {
    let line = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
    let allowed: Vec<&str> = line.split_whitespace().skip(4).take(2).collect();
    assert_eq!(allowed, ["0", "0"], "{who}");
}

#[test]
fn the_search_finds_every_form_of_a_marked_text() {
    let folder = tempfile::tempdir().unwrap();
    let text = marked("nombre", 1);
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let forms = [
        text.clone().into_bytes(),
        text.to_uppercase().into_bytes(),
        posta_domain::fold(&text).into_bytes(),
        wide,
    ];
    for (n, form) in forms.iter().enumerate() {
        let path = folder.path().join("file");
        std::fs::write(&path, [&[0xff; 7], form.as_slice(), b"\0"].concat()).unwrap();
        assert!(!search::any_in(folder.path(), &canaries()).is_empty(), "form {n}");
    }
    std::fs::write(folder.path().join("file"), "nada").unwrap();
    assert_eq!(search::any_in(folder.path(), &canaries()), []);
    std::fs::write(folder.path().join(&text), "").unwrap();
    assert_eq!(search::any_in(folder.path(), &canaries()).len(), 1);
}
