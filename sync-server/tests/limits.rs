//! A server that listens against those who ask too much, too slowly, or in the wrong way.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::io::{Read, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpStream};

use common::process::{Serving, init, invite, json};
use common::{Answer, SABAYA, World, accept_at, client_from, hex, person};
use posta_identity::{Code, CodeKeys, DepartmentId, DeviceKeys, KdfCost, Role};
use posta_protocol::{ExchangeHead, Frame, code, limits};
use tokio::io::AsyncWriteExt;

const STRANGER: IpAddr = IpAddr::V4(Ipv4Addr::new(127, 0, 0, 2));

#[tokio::test(flavor = "multi_thread")]
async fn a_flood_of_wrong_codes_is_slowed_and_a_right_one_works_all_the_same() {
    let folder = tempfile::tempdir().unwrap();
    init(folder.path());
    let serving = Serving::start(folder.path(), &["--plain-http"]);
    let invited = json(&invite(folder.path(), "Ana Quispe", "registrar", SABAYA));
    let right: Code = invited["code"].as_str().unwrap().parse().unwrap();
    let stranger = client_from(STRANGER);
    let (mut unknown, mut slowed) = (0, 0);
    for guess in 0..300_u128 {
        let url = format!("{}/v1/invitation/{guess:032x}", serving.url);
        let response = stranger.get(url).send().await.unwrap();
        let wait = response.headers().get("retry-after").map(|value| value.to_str().unwrap().to_owned());
        let status = response.status().as_u16();
        let answer = Answer::read(status, &response.bytes().await.unwrap());
        match status {
            404 => unknown += 1,
            429 => {
                assert_eq!(answer.code(), code::RATE_LIMITED);
                assert!(wait.unwrap().parse::<u64>().unwrap() >= 1);
                slowed += 1;
            }
            other => panic!("{other}"),
        }
    }
    assert!(unknown >= 60 && slowed > unknown, "{unknown} answered, {slowed} slowed");

    // Somebody else notices nothing.
    let (device, join) = accept_at(&serving.url, &right, DeviceKeys::random(), KdfCost::STANDARD).await;
    device.finish_join(&serving.url, &join).await;
    // And whoever mistyped too often gets in once the wait is over.
    let mine = json(&invite(folder.path(), "Luis Mamani", "registrar", SABAYA));
    let mine: Code = mine["code"].as_str().unwrap().parse().unwrap();
    let keys = CodeKeys::derive(&mine, KdfCost::STANDARD).unwrap();
    let url = format!("{}/v1/invitation/{}", serving.url, hex(&keys.id));
    let mut status = 429;
    for _ in 0..100_000 {
        status = stranger.get(&url).send().await.unwrap().status().as_u16();
        if status != 429 {
            break;
        }
    }
    assert_eq!(status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_forbids_to_guess_keep_frame_or_run_it_and_names_no_program() {
    let folder = tempfile::tempdir().unwrap();
    init(folder.path());
    let serving = Serving::start(folder.path(), &["--plain-http"]);
    let client = client_from([127, 0, 0, 1].into());
    let asked = [
        ("GET", "/v1/health", 200),
        ("GET", "/v1/invitation/0", 404),
        ("POST", "/v1/join", 400),
        ("POST", "/v1/exchange", 400),
        ("GET", "/nothing", 404),
        ("DELETE", "/v1/exchange", 405),
    ];
    for (method, path, status) in asked {
        let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
        let response = client.request(method, format!("{}{path}", serving.url)).send().await.unwrap();
        assert_eq!(response.status().as_u16(), status, "{path}");
        let header = |name: &str| response.headers().get(name).map(|value| value.to_str().unwrap());
        assert_eq!(header("x-content-type-options"), Some("nosniff"), "{path}");
        assert_eq!(header("cache-control"), Some("no-store"), "{path}");
        let policy = header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none'"), "{path}: {policy}");
        assert_eq!(header("x-frame-options"), Some("DENY"), "{path}");
        assert_eq!(header("server"), None, "{path}");
        assert_eq!(header("x-powered-by"), None, "{path}");
    }
}

/// Sends a head as it stands and reads the first line of the answer; empty when the connection is just closed.
fn ask_raw(address: &str, head: &[u8]) -> String {
    let mut link = TcpStream::connect(address).unwrap();
    let _ = link.write_all(head);
    let mut answer = Vec::new();
    let _ = link.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).lines().next().unwrap_or_default().to_owned()
}

#[test]
fn heads_that_are_too_long_or_have_too_many_lines_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    init(folder.path());
    let serving = Serving::start(folder.path(), &["--plain-http"]);
    let with =
        |more: &str| format!("GET /v1/health HTTP/1.1\r\nhost: posta\r\n{more}connection: close\r\n\r\n");
    let line = |answer: String| answer.split(' ').nth(1).unwrap_or_default().to_owned();
    assert_eq!(line(ask_raw(serving.address(), with("").as_bytes())), "200");
    let long = format!("x: {}\r\n", "a".repeat(20_000));
    assert_eq!(line(ask_raw(serving.address(), with(&long).as_bytes())), "431");
    let many: String = (0..40).map(|number| format!("x{number}: 1\r\n")).collect();
    assert_eq!(line(ask_raw(serving.address(), with(&many).as_bytes())), "431");
    assert_eq!(line(ask_raw(serving.address(), b"\x00\xff\r\n\r\n")), "400");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_address_that_holds_connections_open_leaves_room_for_others() {
    let folder = tempfile::tempdir().unwrap();
    init(folder.path());
    let serving = Serving::start(folder.path(), &["--plain-http"]);
    let address: SocketAddr = serving.address().parse().unwrap();
    let mut held = Vec::new();
    for _ in 0..200 {
        let socket = tokio::net::TcpSocket::new_v4().unwrap();
        socket.bind(SocketAddr::new(STRANGER, 0)).unwrap();
        let link = socket.connect(address).await.unwrap().into_std().unwrap();
        link.set_nonblocking(false).unwrap();
        (&link).write_all(b"POST /v1/exchange HTTP/1.1\r\nhost: po").unwrap();
        held.push(link);
    }
    let health = format!("{}/v1/health", serving.url);
    assert!(comes_to_be(&health, false).await, "the server has counted them all, and lets no more in");
    assert_eq!(common::get(&health).await.0, 200);
    held.clear();
    assert!(comes_to_be(&health, true).await, "what is closed is not counted any more");
}

/// Asks from the stranger's address, each time with a new connection, until that is `answered` or not, and stays so.
///
/// The server counts each connection in a task of its own: the last ones that were made may not be counted yet.
async fn comes_to_be(url: &str, answered: bool) -> bool {
    const IN_A_ROW: usize = 20;
    let mut same = 0;
    for _ in 0..10_000 {
        let is_ok = client_from(STRANGER).get(url).send().await.is_ok();
        same = if is_ok == answered { same + 1 } else { 0 };
        if same == IN_A_ROW {
            return true;
        }
    }
    false
}

#[test]
fn plain_http_on_the_tls_port_is_not_answered() {
    let folder = tempfile::tempdir().unwrap();
    init(folder.path());
    let serving = Serving::start(folder.path(), &[]);
    let answer = ask_raw(serving.address(), b"GET /v1/health HTTP/1.1\r\nhost: posta\r\n\r\n");
    assert!(!answer.contains("HTTP/"), "{answer}");
}

/// The head of a device that nobody knows.
fn stranger_of(department: DepartmentId) -> Frame {
    let keys = DeviceKeys::random();
    let head = ExchangeHead::sign(department, keys.device, vec![], vec![], vec![], &keys.sign);
    Frame::Head(Box::new(head))
}

/// Status, code and seconds to wait.
async fn ask(client: &reqwest::Client, url: &str, frames: &[Frame]) -> (u16, String, String) {
    let body: Vec<u8> = frames.iter().flat_map(Frame::encode).collect();
    let response = client.post(format!("{url}/v1/exchange")).body(body).send().await.unwrap();
    let wait = response.headers().get("retry-after").map(|value| value.to_str().unwrap().to_owned());
    let status = response.status().as_u16();
    let answer = Answer::read(status, &response.bytes().await.unwrap());
    (status, answer.code().to_owned(), wait.unwrap_or_default())
}

/// Says who it is, as if a log were to follow.
async fn begin_introduction(address: SocketAddr, from: IpAddr, head: &Frame) -> tokio::net::TcpStream {
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.bind(SocketAddr::new(from, 0)).unwrap();
    let mut link = socket.connect(address).await.unwrap();
    let head = head.encode();
    let lines = "POST /v1/exchange HTTP/1.1\r\nhost: posta\r\ntransfer-encoding: chunked\r\n\r\n";
    let piece = [format!("{lines}{:x}\r\n", head.len()).as_bytes(), head.as_slice(), b"\r\n"].concat();
    AsyncWriteExt::write_all(&mut link, &piece).await.unwrap();
    link
}

#[tokio::test(flavor = "multi_thread")]
async fn few_strangers_are_introduced_at_one_time_and_who_is_known_is_answered_meanwhile() {
    let world = World::start().await;
    let url = world.running.url();
    let mut known = world.join(Role::Registrar, SABAYA).await;
    let department = known.log.department();
    let question = [stranger_of(department), Frame::End];
    // Whoever asks has introduced as many as an address may: to ask again takes nobody's place.
    let spent = client_from(STRANGER);
    let mut wait = String::new();
    for _ in 0..1_000 {
        let (status, _, seconds) = ask(&spent, &url, &question).await;
        wait = seconds;
        if status == 429 {
            break;
        }
    }
    assert!(wait.parse::<u64>().unwrap() < 30, "this one waits for what it has used: {wait}");

    let mut held = Vec::new();
    for host in 10..16 {
        for _ in 0..2 {
            let from = IpAddr::V4(Ipv4Addr::new(127, 0, 0, host));
            held.push(begin_introduction(world.running.addr, from, &stranger_of(department)).await);
        }
    }
    let mut is_full = false;
    for _ in 0..20_000 {
        let (_, told, wait) = ask(&spent, &url, &question).await;
        is_full = (told.as_str(), wait.as_str()) == (code::RATE_LIMITED, "30");
        if is_full {
            break;
        }
    }
    assert!(is_full, "all twelve that came are held at one time");
    let registry = known.registry();
    let (_, change) = person(known.actor(), [1; 16], "Rosa");
    let batch = known.batch(registry, &[change]);
    assert!(known.exchange(&url, registry, &[&batch]).await.covers(&batch));

    held.clear();
    let other = client_from([127, 0, 0, 3].into());
    let mut has_room = false;
    for _ in 0..20_000 {
        has_room = ask(&other, &url, &question).await.0 == 401;
        if has_room {
            break;
        }
    }
    assert!(has_room, "who went away takes no place any more");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_department_of_another_server_is_turned_away_by_its_head_alone() {
    let world = World::start().await;
    let url = world.running.url();
    let department = world.join(Role::Registrar, SABAYA).await.log.department();
    let client = client_from(STRANGER);
    // Longer than any entry: whoever reads on says so.
    let body = |department| [stranger_of(department), Frame::Entry(vec![0; limits::ENTRY + 1]), Frame::End];
    for _ in 0..20 {
        let (status, told, _) = ask(&client, &url, &body([9; 16].into())).await;
        assert_eq!((status, told.as_str()), (401, code::UNKNOWN_DEVICE));
    }
    let (status, told, _) = ask(&client, &url, &body(department)).await;
    assert_eq!(
        (status, told.as_str()),
        (400, code::TOO_LARGE),
        "and nothing was taken from what it may introduce"
    );
}

/// What a balancer says of a client of this address.
fn proxied(last: u8) -> Vec<u8> {
    let mut said = b"\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c".to_vec();
    said.extend([192, 0, 2, last, 127, 0, 0, 1, 0x30, 0x39, 0x20, 0xfb]);
    said
}

#[test]
fn behind_a_balancer_each_client_has_limits_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    init(folder.path());
    let serving = Serving::start(folder.path(), &["--plain-http", "--balancer", "127.0.0.1"]);
    let try_a_code = |client: u8| {
        let asks = b"GET /v1/invitation/00000000000000000000000000000000 HTTP/1.1\r\nhost: posta\r\nconnection: close\r\n\r\n";
        ask_raw(serving.address(), &[proxied(client), asks.to_vec()].concat())
    };
    while try_a_code(7).ends_with("404 Not Found") {}
    assert_eq!(try_a_code(7), "HTTP/1.1 429 Too Many Requests");
    assert_eq!(try_a_code(8), "HTTP/1.1 404 Not Found", "another client of the same balancer");
    // Whoever is to say for whom it connects and does not is not listened to.
    assert_eq!(ask_raw(serving.address(), b"GET /v1/health HTTP/1.1\r\nhost: posta\r\n\r\n"), "");
}

#[test]
fn whoever_is_no_balancer_names_nobody() {
    let folder = tempfile::tempdir().unwrap();
    init(folder.path());
    let serving = Serving::start(folder.path(), &["--plain-http", "--balancer", "192.0.2.1"]);
    let asks = b"GET /v1/health HTTP/1.1\r\nhost: posta\r\nconnection: close\r\n\r\n";
    assert_eq!(ask_raw(serving.address(), asks), "HTTP/1.1 200 OK");
    assert_ne!(ask_raw(serving.address(), &[proxied(7), asks.to_vec()].concat()), "HTTP/1.1 200 OK");
}
