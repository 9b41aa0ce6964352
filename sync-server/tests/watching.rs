//! Health, readiness and numbers.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use common::{SABAYA, World, get, hex, person};
use posta_identity::Role;
use sync_server::{Error, Quotas, Running, Wanted, start_as};

/// Serves a world again, and tells its numbers.
async fn watched(world: World, free: u64) -> (tempfile::TempDir, Running) {
    let World { folder, running } = world;
    running.stop().await.unwrap();
    let here = "127.0.0.1:0".parse().unwrap();
    let quotas = Quotas { free, ..Quotas::default() };
    let wanted = Wanted { listen: here, tls: false, quotas, metrics: Some(here), balancers: Vec::new() };
    let running = start_as(&folder.path().join("data"), &wanted).await.unwrap();
    (folder, running)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_is_ready_unless_hardly_anything_is_left_of_the_disk() {
    let world = World::start().await;
    assert_eq!(get(&format!("{}/v1/ready", world.running.url())).await, (200, b"ready".to_vec()));
    let (_folder, running) = watched(world, u64::MAX).await;
    assert_eq!(get(&format!("{}/v1/ready", running.url())).await, (503, b"disk".to_vec()));
    assert_eq!(get(&format!("{}/v1/health", running.url())).await.0, 200, "it lives");
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_are_told_elsewhere_and_are_of_nobody() {
    let world = World::start().await;
    let mut device = world.join(Role::Registrar, SABAYA).await;
    let (_folder, running) = watched(world, 0).await;
    let (url, metrics) = (running.url(), format!("http://{}/metrics", running.metrics.unwrap()));
    let registry = device.registry();
    let (_, change) = person(device.actor(), [0xab; 16], "CANARIO");
    let batch = device.batch(registry, &[change]);
    device.exchange(&url, registry, &[&batch]).await;
    device.exchange(&url, registry, &[&batch]).await;
    device.nonce = vec![1];
    assert_eq!(device.exchange(&url, registry, &[]).await.status, 401);
    let (status, text) = get(&metrics).await;
    let text = String::from_utf8(text).unwrap();
    assert_eq!(status, 200);
    for line in [
        "posta_exchanges_total{outcome=\"ok\"} 2",
        "posta_exchanges_total{outcome=\"refused\"} 1",
        "posta_exchanges_total{outcome=\"busy\"} 0",
        "posta_batches_total{outcome=\"stored\"} 1",
        "posta_batches_total{outcome=\"known\"} 1",
        "posta_batches_total{outcome=\"sent\"} 2",
        "posta_merge_passes_total{outcome=\"failed\"} 0",
        "posta_waiting_batches 0",
        "posta_pending_changes 0",
        "posta_open_requests 0",
    ] {
        assert!(text.lines().any(|known| known == line), "{line} is not in\n{text}");
    }
    let number = |name: &str| {
        let line = text.lines().find(|line| line.starts_with(&format!("{name} "))).unwrap();
        line.rsplit(' ').next().unwrap().parse::<f64>().unwrap()
    };
    assert!(number("posta_database_seconds_total") > 0.0 && number("posta_merge_seconds_total") > 0.0);
    assert!(number("posta_body_bytes_total{way=\"in\"}") > number("posta_waiting_batches"));
    assert!(number("posta_body_bytes_total{way=\"out\"}") > 0.0);
    for secret in
        [hex(device.device().as_bytes()), hex(registry.as_bytes()), "127.0.0.1".into(), SABAYA.into()]
    {
        assert!(!text.contains(&secret), "{secret}");
    }
    assert_eq!(get(&format!("{url}/metrics")).await.0, 404, "not where devices come");
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_are_not_told_to_everybody() {
    let world = World::start().await;
    let World { folder, running } = world;
    running.stop().await.unwrap();
    let wanted = Wanted {
        listen: "127.0.0.1:0".parse().unwrap(),
        tls: false,
        quotas: Quotas::default(),
        metrics: Some("0.0.0.0:0".parse().unwrap()),
        balancers: Vec::new(),
    };
    let refused = start_as(&folder.path().join("data"), &wanted).await;
    assert!(matches!(refused.err(), Some(Error::PublicMetrics)));
}
