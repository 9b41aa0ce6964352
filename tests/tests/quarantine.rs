//! A bad batch or change is set aside with a reason that people see, and never stops the others.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use posta_protocol::ChangeEntry;
use posta_tests::people::newcomer;
use posta_tests::world::{ANA, ELENA, LUIS};
use posta_tests::{OpenHome, World};

#[test]
fn hostile_changes_of_a_peer_are_set_aside_with_reasons_and_stop_nobody() {
    let world = World::new();
    let (ana, luis) = (world.device("pisiga", ANA), world.device("tambo", LUIS));
    let elena = world.device("oruro", ELENA);
    let good = luis.register(&newcomer(0));
    luis.app.lock();
    let hostile = OpenHome::unlock(luis.home(), LUIS.name);
    let bytes =
        |bytes: &[u8], n: u8| ChangeEntry { kind: "person".into(), document: [n; 16], bytes: bytes.to_vec() };
    let mut deflated = vec![0x85, 0x6f, 0x4a, 0x83, 1, 2, 3, 4, 2, 4];
    deflated.extend([0; 4]);
    hostile.shelve(&[bytes(b"", 1), bytes(b"not a change at all", 2), bytes(&deflated, 3)]);
    luis.unlock(LUIS.name);
    let after = luis.register(&newcomer(1));
    luis.sync();
    let of_ana = ana.register(&newcomer(2));
    for device in [&ana, &elena, &luis] {
        device.sync();
        device.sync();
    }
    for device in [&ana, &elena, &luis] {
        device.assert_sound();
        assert!([&good, &after, &of_ana].iter().all(|id| device.holds(id)));
        let aside = device.view().quarantine;
        assert_eq!(aside.len(), 3, "{aside:?}");
        assert!(aside.iter().all(|card| !card.reason.is_empty() && card.what == "change"));
        assert!(aside.iter().all(|card| card.from_device == luis.status().device));
        assert_eq!(device.status().quarantined, 3);
        assert_eq!(device.digest(), ana.digest());
    }
    let registry = ana.registry();
    assert_eq!(world.server.digest(registry), ana.digest());
    let (reasons, waiting) = world.server.held_back(registry);
    assert_eq!((reasons.len(), waiting), (3, 0), "{reasons:?}");
}
