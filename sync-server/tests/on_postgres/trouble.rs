//! When the database is away, or its disk is full.

use posta_identity::Role;
use posta_protocol::Frame;
use sync_server::{init_department, set_database};

use crate::common::{Answer, Device, SABAYA, World, beside, client_from, get, person, postgres, serve};

/// Sends one batch; returns status, code and when to come again.
async fn bring(world: &World, device: &mut Device, number: u8) -> (u16, String, Option<String>) {
    let (_, change) = person(device.actor(), [number; 16], "Rosa");
    let batch = device.batch(device.registry(), &[change]);
    let frames =
        [device.head(&[]), device.session_frame(), Frame::Batch { bytes: batch.to_bytes() }, Frame::End];
    let body: Vec<u8> = frames.iter().flat_map(Frame::encode).collect();
    let url = format!("{}/v1/exchange", world.running.url());
    let response = client_from([127, 0, 0, 1].into()).post(url).body(body).send().await.unwrap();
    let again = response.headers().get("retry-after").map(|value| value.to_str().unwrap().to_owned());
    let status = response.status().as_u16();
    let answer = Answer::read(status, &response.bytes().await.unwrap());
    if status != 200 {
        // The device has it still.
        device.last.remove(&device.registry());
    }
    (status, answer.code().to_owned(), again)
}

async fn is_ready(world: &World) -> (u16, String) {
    let (status, word) = get(&format!("{}/v1/ready", world.running.url())).await;
    (status, String::from_utf8(word).unwrap())
}

async fn until(world: &World, expected: (u16, &str)) {
    let started = std::time::Instant::now();
    while is_ready(world).await != (expected.0, expected.1.to_owned()) {
        assert!(started.elapsed().as_secs() < 30, "{expected:?}");
        tokio::task::yield_now().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_whose_database_is_away_says_so_and_goes_on_when_it_is_back() {
    // The way to the database is a link that the test takes away.
    let folder = tempfile::tempdir().unwrap();
    let link = folder.path().join("socket");
    let address = postgres::new_database();
    let (host, name) = address.rsplit_once('@').unwrap().1.rsplit_once('/').unwrap();
    let (host, port) = host.rsplit_once(':').unwrap();
    let socket = host.replace("%2F", "/");
    std::os::unix::fs::symlink(&socket, &link).unwrap();
    let data = folder.path().join("data");
    let linked = format!("postgres://posta@{}:{port}/{name}", link.to_str().unwrap().replace('/', "%2F"));
    set_database(&data, &linked).unwrap();
    init_department(&data, &folder.path().join("authority"), "bo", "04").unwrap();
    let running = serve(&data).await;
    let world = World { folder, running };
    let mut device = world.join(Role::Registrar, SABAYA).await;
    assert_eq!(is_ready(&world).await, (200, "ready".into()));
    std::fs::remove_file(&link).unwrap();
    let cut =
        format!("SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = '{name}'");
    postgres::admin("postgres", &cut);
    let (status, code, again) = bring(&world, &mut device, 1).await;
    assert_eq!((status, code.as_str(), again.as_deref()), (503, "server_trouble", Some("5")));
    // An answer is good for a second.
    until(&world, (503, "database")).await;
    assert_eq!(get(&format!("{}/v1/health", world.running.url())).await.0, 200, "it lives");
    std::os::unix::fs::symlink(&socket, &link).unwrap();
    until(&world, (200, "ready")).await;
    assert_eq!(bring(&world, &mut device, 1).await.0, 200);
    assert_eq!(beside::number(&world.data(), "SELECT count(*) AS it FROM document"), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_of_the_database_is_told_and_the_batch_comes_again() {
    let world = World::start().await;
    let mut device = world.join(Role::Registrar, SABAYA).await;
    // What PostgreSQL says when it cannot extend a file.
    let full = "CREATE FUNCTION is_full() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION 'full' USING ERRCODE = '53100'; END $$;
        CREATE TRIGGER is_full BEFORE INSERT ON batch FOR EACH ROW EXECUTE FUNCTION is_full()";
    beside::change(&world.data(), full);
    let (status, code, again) = bring(&world, &mut device, 1).await;
    assert_eq!((status, code.as_str(), again.as_deref()), (507, "server_full", Some("300")));
    assert_eq!(beside::number(&world.data(), "SELECT count(*) AS it FROM batch"), 0);
    beside::change(&world.data(), "DROP TRIGGER is_full ON batch");
    assert_eq!(bring(&world, &mut device, 1).await.0, 200);
    assert_eq!(beside::number(&world.data(), "SELECT count(*) AS it FROM batch"), 1);
}
