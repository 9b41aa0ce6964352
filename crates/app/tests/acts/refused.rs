//! Joins that the server does not answer, or refuses.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Mutex};

use posta_app::Error;
use posta_app::view::{PersonInput, RegistrationInput};
use posta_identity::Role;
use posta_protocol::{ErrorBody, Frame};

use crate::department::{Department, Device, PASSWORD, SABAYA, block_on};

pub const ANA: &str = "Ana Registra";
pub const BETO: &str = "Beto Atiende";

/// A server that gives out one invitation, and answers a join with nothing or with a refusal. Asked whether it took the
/// join it says no.
pub struct Server {
    pub url: String,
    heard: Arc<Mutex<Vec<String>>>,
    mood: Arc<Mutex<Mood>>,
}

#[derive(Clone, Copy, Default)]
struct Mood {
    refuses: bool,
    has_taken: bool,
    is_silent: bool,
}

impl Server {
    pub fn with(invitation: &Path) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (heard, mood) = (Arc::new(Mutex::new(Vec::new())), Arc::new(Mutex::new(Mood::default())));
        let sealed = std::fs::read(invitation).unwrap();
        let server = Server { url, heard: Arc::clone(&heard), mood: Arc::clone(&mood) };
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                answer(stream.unwrap(), &sealed, &heard, &mood);
            }
        });
        server
    }

    pub fn refuse(&self) {
        self.mood.lock().unwrap().refuses = true;
    }

    pub fn say_taken(&self) {
        *self.mood.lock().unwrap() = Mood { has_taken: true, ..Mood::default() };
    }

    pub fn fall_silent(&self) {
        self.mood.lock().unwrap().is_silent = true;
    }

    pub fn times(&self, begin: &str) -> usize {
        self.heard.lock().unwrap().iter().filter(|line| line.starts_with(begin)).count()
    }

    fn was_asked(&self, path: &str) -> bool {
        self.heard.lock().unwrap().iter().any(|line| line.contains(path))
    }
}

fn answer(mut stream: TcpStream, sealed: &[u8], heard: &Mutex<Vec<String>>, mood: &Mutex<Mood>) {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") && matches!(stream.read(&mut byte), Ok(1)) {
        head.push(byte[0]);
    }
    let line = String::from_utf8_lossy(&head).lines().next().unwrap_or_default().to_owned();
    heard.lock().unwrap().push(line.clone());
    let refusal = |code| Frame::Error(ErrorBody::new(code, Vec::new())).encode();
    let mood = *mood.lock().unwrap();
    let (status, body) = match () {
        () if mood.is_silent => return,
        () if line.starts_with("GET /v1/join/") && mood.has_taken => ("200 OK", Frame::End.encode()),
        () if line.starts_with("GET /v1/join/") => ("404 Not Found", refusal("unknown_join")),
        () if line.contains("/v1/invitation/") => ("200 OK", sealed.to_vec()),
        () if line.contains("/v1/join") && mood.refuses => ("404 Not Found", refusal("unknown_invitation")),
        () => return,
    };
    let head = format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", body.len());
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(&body).unwrap();
}

pub fn somebody() -> RegistrationInput {
    let person = PersonInput { given_names: "Rosa".into(), surname1: "Mamani".into(), ..Default::default() };
    RegistrationInput { person, ..Default::default() }
}

/// A join on a blank device whose answer never came.
pub fn cut(department: &mut Department) -> (Device, Server, String) {
    let (file, code) = department.invite(ANA, Role::Registrar, SABAYA);
    let (device, server) = (Device::blank(), Server::with(&file));
    let cut = block_on(device.app.join(&server.url, &code, PASSWORD));
    assert!(matches!(cut, Err(Error::Unreachable)));
    (device, server, code)
}

/// The payload of an invitation's picture, which names the server.
pub fn payload(server: &Server, code: &str) -> String {
    format!("posta:join?s={}&c={code}", server.url)
}

#[test]
fn nobody_works_with_a_join_that_the_server_has_not_answered() {
    let (device, server, _) = cut(&mut Department::new());
    let waiting = device.app.profile().unwrap().joining.unwrap();
    assert_eq!((waiting.user, waiting.refused), (device.id(ANA), false));
    assert_eq!(device.app.unlock(ANA, PASSWORD).unwrap_err().code(), "POSTA-J8");
    assert!(matches!(device.app.unlock(ANA, "otra frase cualquiera"), Err(Error::WrongPassword)));
    assert!(device.app.profile().unwrap().session.is_none());
    server.refuse();
    let refused = block_on(device.app.resume_join(PASSWORD));
    assert!(matches!(refused, Err(Error::InvitationRefused)));
    assert!(!device.app.profile().unwrap().joined);
}

#[test]
fn what_a_join_that_never_ended_leaves_is_moved_away_with_the_files_of_scopes() {
    let mut department = Department::new();
    let (device, server, _) = cut(&mut department);
    let scopes = device.home.path().join("scopes");
    std::fs::write(scopes.join("aa.posta"), b"under a key that is gone").unwrap();
    server.refuse();
    block_on(device.app.resume_join(PASSWORD)).unwrap_err();
    assert!(!scopes.exists(), "files stay that the next join cannot open");
    let moved = device.files().into_iter().filter(|(path, _)| path.ends_with("scopes/aa.posta"));
    assert_eq!(moved.count(), 1, "nothing is thrown away");
    let (file, code) = department.invite(ANA, Role::Registrar, SABAYA);
    device.app.join_from_file(&file, &code, PASSWORD).unwrap();
    device.app.register_person(&somebody()).unwrap();
}

#[test]
fn work_after_a_join_without_a_network_outlives_the_refusal_and_another_invitation_is_taken_beside_it() {
    let mut department = Department::new();
    let (file, code) = department.invite(ANA, Role::Registrar, SABAYA);
    let (device, server) = (Device::blank(), Server::with(&file));
    device.app.join_from_file(&file, &payload(&server, &code), PASSWORD).unwrap();
    let person = device.app.register_person(&somebody()).unwrap().id;
    server.refuse();
    for _ in 0..2 {
        assert!(matches!(block_on(device.app.sync_now()), Err(Error::InvitationRefused)));
    }
    device.app.lock_all();
    device.unlock(ANA);
    assert_eq!(device.app.person(&person).unwrap().given_names, "Rosa");
    let (file, code) = department.invite("Ana Otra Vez", Role::Registrar, SABAYA);
    device.app.join_from_file(&file, &code, PASSWORD).unwrap();
    assert_eq!(device.app.person(&person).unwrap().given_names, "Rosa");
    assert!(device.app.check().unwrap().ok);
}

#[test]
fn a_refused_join_of_one_user_does_not_keep_the_others_of_a_device_from_exchanging() {
    let mut department = Department::new();
    let (file, code) = department.invite(BETO, Role::Care, SABAYA);
    let device = Device::of(&mut department, ANA);
    let server = Server::with(&file);
    device.app.join_from_file(&file, &payload(&server, &code), PASSWORD).unwrap();
    server.refuse();
    device.unlock(ANA);
    let _ = block_on(device.app.sync_now());
    assert!(server.was_asked("/v1/join"));
    assert!(server.was_asked("/v1/exchange"), "the refusal of Beto's join ended Ana's exchange");
    // Beto is told at his own.
    device.unlock(BETO);
    assert!(matches!(block_on(device.app.sync_now()), Err(Error::InvitationRefused)));
}

#[test]
fn a_refusal_that_came_while_a_colleague_exchanged_is_told_to_the_newcomer() {
    let mut department = Department::new();
    let (file, code) = department.invite(BETO, Role::Care, SABAYA);
    let server = Server::with(&file);
    let device = Device::of(&mut department, ANA);
    block_on(device.app.join(&server.url, &code, PASSWORD)).unwrap_err();
    server.refuse();
    device.unlock(ANA);
    let _ = block_on(device.app.sync_now());
    assert!(device.app.profile().unwrap().joining.unwrap().refused);
    assert!(matches!(device.app.unlock(BETO, PASSWORD), Err(Error::InvitationRefused)));
    assert!(matches!(block_on(device.app.resume_join(PASSWORD)), Err(Error::InvitationRefused)));
    assert_eq!(device.app.profile().unwrap().users.len(), 1);
}

#[test]
fn a_newcomers_address_takes_no_place_of_everybody_elses_before_it_is_proved() {
    let mut department = Department::new();
    let (file, code) = department.invite(BETO, Role::Care, SABAYA);
    let (right, wrong) = (Server::with(&file), Server::with(&file));
    let device = Device::blank();
    let (first, other) = department.invite(ANA, Role::Registrar, SABAYA);
    device.app.join_from_file(&first, &payload(&right, &other), PASSWORD).unwrap();
    block_on(device.app.join(&wrong.url, &code, PASSWORD)).unwrap_err();
    assert!(wrong.was_asked("/v1/join"));
    assert_eq!(device.app.sync_view().unwrap().server, right.url);
    // Nobody there answers Beto's join; Ana's is sent all the same.
    right.refuse();
    assert!(matches!(block_on(device.app.sync_now()), Err(Error::InvitationRefused)));
    assert!(right.was_asked("/v1/join"));
}

#[test]
fn a_cut_before_the_slot_is_durable_leaves_the_code_good() {
    let mut department = Department::new();
    let (device, server, code) = cut(&mut department);
    let marker = std::fs::read(device.home.path().join("joining")).unwrap();
    let again = Device::blank();
    std::fs::write(again.home.path().join("joining"), marker).unwrap();
    assert!(again.app.profile().unwrap().joining.is_none(), "nothing waits");
    assert!(matches!(block_on(again.app.resume_join(PASSWORD)), Err(Error::NotJoined)));
    let typed = block_on(again.app.join(&server.url, &code, PASSWORD));
    assert!(matches!(typed, Err(Error::Unreachable)), "{typed:?}");
    assert_eq!(again.app.profile().unwrap().joining.unwrap().user, again.id(ANA));
}
