//! Without a network: files on sticks, and two laptops side by side.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};

use posta_app::Error;
use posta_app::view::{CarryTaken, PeerTalk};
use posta_tests::people::newcomer;
use posta_tests::world::{ANA, CARMEN, ELENA, LUIS, ROSA};
use posta_tests::{Device, Fault, World, copy_folder, runtime};

/// A stick, empty.
fn stick() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

fn save(device: &Device, stick: &Path, what: &str) -> PathBuf {
    PathBuf::from(device.app.carry_save(stick, what).unwrap().path)
}

fn take(device: &Device, file: &Path) -> CarryTaken {
    device.app.carry_take(file).unwrap()
}

#[test]
fn two_posts_and_the_office_exchange_by_a_stick_alone_and_the_last_with_a_network_sends_it_all() {
    let world = World::new();
    let pisiga = world.device("pisiga", ANA);
    let tambo = world.device("tambo", LUIS);
    let oruro = world.device("oruro", ELENA);
    for device in [&pisiga, &tambo, &oruro] {
        device.sync();
    }
    world.network.set(Fault::Down);
    let known = pisiga.register(&newcomer(0));
    for number in 1..20 {
        pisiga.register(&newcomer(number));
        tambo.register(&newcomer(100 + number));
    }
    let stick = stick();
    let taken = take(&tambo, &save(&pisiga, stick.path(), "unsent"));
    assert!(taken.complete && taken.records > 0 && taken.quarantined == 0, "{taken:?}");
    assert_eq!(taken.names, [ANA.name]);
    // Tambo sees and edits whom Pisiga registered, and the answer goes back the same way.
    tambo.edit(&known, &[("phone", "72222222")]);
    let taken = take(&pisiga, &save(&tambo, stick.path(), "unsent"));
    assert!(taken.acknowledged > 0 && taken.by_server == 0);
    assert_eq!(pisiga.person(&known).phone, "72222222");
    assert_eq!(pisiga.digest(), tambo.digest());
    let view = pisiga.app.carry_view().unwrap();
    assert_eq!((view.waiting, view.peers.len()), (pisiga.pending(), 1));
    assert_eq!(view.peers[0].names, [LUIS.name]);
    assert_eq!(view.peers[0].has, view.waiting);
    assert!(view.waiting >= 20, "a neighbour is not the server");
    // The office takes one file and has both; it is the one with a network.
    let taken = take(&oruro, &save(&tambo, stick.path(), "unsent"));
    assert!(
        taken.complete && taken.carried == 0 && taken.quarantined == 0,
        "{taken:?} {:?}",
        oruro.app.status()
    );
    assert_eq!((oruro.people(), oruro.batches()), (tambo.people(), tambo.batches()), "{taken:?}");
    assert_eq!(oruro.digest(), tambo.digest());
    world.network.set(Fault::Whole);
    oruro.sync();
    // The receipt comes back on the stick: only now is it sent.
    let taken = take(&pisiga, &save(&oruro, stick.path(), "all"));
    assert!(taken.by_server >= 20, "{taken:?}");
    assert_eq!(pisiga.pending(), 0);
    tambo.sync();
    world.assert_same(&[&pisiga, &tambo, &oruro]);
}

#[test]
fn a_new_laptop_is_filled_from_a_stick_and_asks_the_server_for_nothing_of_it() {
    let world = World::new();
    let pisiga = world.device("pisiga", ANA);
    for number in 0..30 {
        pisiga.register(&newcomer(number));
    }
    let newcomer = world.device("tambo", LUIS);
    pisiga.sync();
    let stick = stick();
    let taken = take(&newcomer, &save(&pisiga, stick.path(), "all"));
    assert!(taken.complete && taken.records >= 30);
    assert_eq!(newcomer.digest(), pisiga.digest());
    let report = newcomer.sync();
    assert_eq!((report.records_down, report.batches_down), (0, 0));
}

#[test]
fn what_a_care_team_wrote_travels_with_a_registrar_who_can_read_none_of_it() {
    const WORDS: &str = "nota-de-consulta-que-nadie-lee";
    let world = World::new();
    let carmen = world.device("care", CARMEN);
    let ana = world.device("pisiga", ANA);
    let rosa = world.device("rosa", ROSA);
    for device in [&carmen, &ana, &rosa] {
        device.sync();
    }
    let person = carmen.register(&newcomer(0));
    let consultation = carmen.attend(&person, WORDS);
    let stick = stick();
    let file = save(&carmen, stick.path(), "unsent");
    let bytes = std::fs::read(&file).unwrap();
    assert!(!bytes.windows(WORDS.len()).any(|part| part == WORDS.as_bytes()));
    let taken = take(&ana, &file);
    assert!(taken.carried > 0 && taken.sealed == 0 && taken.complete, "{taken:?}");
    assert!(!ana.reads(&person, &consultation));
    ana.sync();
    rosa.sync();
    assert!(rosa.reads(&person, &consultation));
    carmen.sync();
    assert_eq!(carmen.pending(), 0);
}

#[test]
fn files_that_are_none_or_not_for_us_say_which_and_change_nothing() {
    let (world, other) = (World::new(), World::new());
    let pisiga = world.device("pisiga", ANA);
    let elsewhere = other.device("elsewhere", LUIS);
    let late = world.device("tambo", LUIS);
    pisiga.register(&newcomer(0));
    let stick = stick();
    // Pisiga has not exchanged since Tambo joined.
    let file = save(&pisiga, stick.path(), "all");
    assert!(matches!(late.app.carry_take(&file), Err(Error::CarrierNotForUs)));
    assert!(matches!(elsewhere.app.carry_take(&file), Err(Error::NotACarrier)));
    let none = stick.path().join("fotos.posta");
    std::fs::write(&none, b"otra cosa").unwrap();
    assert!(matches!(late.app.carry_take(&none), Err(Error::NotACarrier)));
    assert!(matches!(late.app.carry_take(&stick.path().join("no.posta")), Err(Error::Stick(_))));
    assert!(matches!(pisiga.app.carry_save(&none, "all"), Err(Error::BadInput(_))));
    let mut bytes = std::fs::read(&file).unwrap();
    bytes[8] = 9;
    std::fs::write(&none, bytes).unwrap();
    assert!(matches!(late.app.carry_take(&none), Err(Error::NewerCarrier)));
    assert_eq!(late.people(), 0);
    late.assert_sound();
}

#[test]
fn a_stick_pulled_out_half_way_gives_what_was_whole_and_the_next_whole_file_gives_the_rest() {
    let world = World::new();
    let pisiga = world.device("pisiga", ANA);
    let tambo = world.device("tambo", LUIS);
    pisiga.sync();
    for number in 0..400 {
        pisiga.register(&newcomer(number));
    }
    let stick = stick();
    let file = save(&pisiga, stick.path(), "all");
    let bytes = std::fs::read(&file).unwrap();
    let half = stick.path().join("mitad.posta");
    for length in [bytes.len() / 20, bytes.len() / 2, bytes.len() - 10] {
        std::fs::write(&half, &bytes[..length]).unwrap();
        let taken = take(&tambo, &half);
        assert!(!taken.complete && taken.quarantined == 0, "{taken:?}");
    }
    tambo.assert_sound();
    let taken = take(&tambo, &file);
    assert!(taken.complete);
    assert_eq!(tambo.digest(), pisiga.digest());
    let left: Vec<_> = std::fs::read_dir(stick.path()).unwrap().map(|file| file.unwrap().path()).collect();
    assert!(left.iter().all(|path| path.extension().unwrap() == "posta"), "{left:?}");
}

/// Looks until a talk is where it is waited for.
fn until(device: &Device, state: &str) -> PeerTalk {
    loop {
        let talk = device.app.peer_view().unwrap();
        if talk.state == state {
            return talk;
        }
        assert_ne!((talk.state.as_str(), state), ("failed", "done"), "{}", talk.code);
        // What goes on in the background wants the same locks.
        runtime().block_on(tokio::task::yield_now());
    }
}

/// Both wait for the words.
fn meet(host: &Device, guest: &Device) -> (PeerTalk, PeerTalk) {
    let waiting = runtime().block_on(host.app.peer_listen_at(Ipv4Addr::LOCALHOST)).unwrap();
    assert_eq!(waiting.state, "listening");
    assert!(waiting.svg.starts_with("<svg"));
    runtime().block_on(guest.app.peer_call(&waiting.address)).unwrap();
    (until(host, "comparing"), until(guest, "comparing"))
}

#[test]
fn two_laptops_side_by_side_end_with_the_same_register_and_know_who_has_what() {
    let world = World::new();
    let pisiga = world.device("pisiga", ANA);
    let tambo = world.device("tambo", LUIS);
    pisiga.sync();
    world.network.set(Fault::Down);
    for number in 0..15 {
        pisiga.register(&newcomer(number));
        tambo.register(&newcomer(100 + number));
    }
    let (host, guest) = meet(&pisiga, &tambo);
    assert_eq!((host.words.len(), &host.words), (4, &guest.words));
    pisiga.app.peer_confirm().unwrap();
    assert_eq!(until(&pisiga, "waiting").words, host.words);
    tambo.app.peer_confirm().unwrap();
    let (host, guest) = (until(&pisiga, "done"), until(&tambo, "done"));
    assert_eq!((host.names, guest.names), (vec![LUIS.name.to_owned()], vec![ANA.name.to_owned()]));
    let taken = guest.taken.unwrap();
    assert!(taken.complete && taken.records >= 15 && taken.acknowledged >= 15, "{taken:?}");
    assert_eq!(pisiga.digest(), tambo.digest());
    assert_eq!(pisiga.app.carry_view().unwrap().peers[0].has, pisiga.pending());
    assert_eq!(pisiga.app.carry_view().unwrap().peers[0].way, "beside");
    assert!(pisiga.pending() >= 15);
    pisiga.assert_sound();
    tambo.assert_sound();
}

#[test]
fn a_laptop_hands_its_own_work_over_in_one_meeting_also_to_who_has_more_of_what_its_copied_disk_did() {
    let world = World::new();
    let pisiga = world.device("pisiga", ANA);
    let tambo = world.device("tambo", LUIS);
    pisiga.sync();
    pisiga.app.lock();
    copy_folder(&world.home("pisiga"), &world.home("copy"));
    pisiga.unlock(ANA.name);
    let copy = Device::at(&world.home("copy"));
    copy.unlock(ANA.name);
    for number in 0..3 {
        copy.register(&newcomer(number));
        copy.sync();
    }
    tambo.sync();
    let own = pisiga.register(&newcomer(9));
    meet(&pisiga, &tambo);
    pisiga.app.peer_confirm().unwrap();
    tambo.app.peer_confirm().unwrap();
    until(&pisiga, "done");
    until(&tambo, "done");
    assert_eq!((tambo.holds(&own), tambo.people(), pisiga.people()), (true, 4, 4));
    assert_eq!(pisiga.digest(), tambo.digest());
}

#[test]
fn words_that_are_not_the_same_end_the_talk_for_both() {
    let world = World::new();
    let pisiga = world.device("pisiga", ANA);
    let tambo = world.device("tambo", LUIS);
    pisiga.register(&newcomer(0));
    meet(&pisiga, &tambo);
    tambo.app.peer_confirm().unwrap();
    assert_eq!(pisiga.app.peer_stop().unwrap().state, "idle");
    assert_eq!(until(&tambo, "failed").code, "POSTA-V2");
    assert_eq!(tambo.people(), 0);
    let nobody = runtime().block_on(tambo.app.peer_call("127.0.0.1:9")).unwrap();
    assert_eq!(nobody.state, "calling");
    assert_eq!(until(&tambo, "failed").code, "POSTA-V1");
    let wrong = runtime().block_on(tambo.app.peer_call("la laptop de Ana"));
    assert!(matches!(wrong, Err(Error::BadInput(_))));
}

#[test]
fn whose_access_has_ended_neither_writes_nor_takes_files_nor_talks() {
    let world = World::new();
    let pisiga = world.device("pisiga", ANA);
    let elena = world.device("oruro", ELENA);
    pisiga.sync();
    elena.sync();
    let ana = elena.app.members().unwrap().users.into_iter().find(|user| user.name == ANA.name).unwrap();
    elena.app.revoke_user(&ana.id, "left").unwrap();
    elena.sync();
    pisiga.sync();
    let stick = stick();
    let file = save(&elena, stick.path(), "all");
    assert!(matches!(pisiga.app.carry_save(stick.path(), "all"), Err(Error::Revoked)));
    assert!(matches!(pisiga.app.carry_take(&file), Err(Error::Revoked)));
    let listens = runtime().block_on(pisiga.app.peer_listen_at(Ipv4Addr::LOCALHOST));
    assert!(matches!(listens, Err(Error::Revoked)));
}
