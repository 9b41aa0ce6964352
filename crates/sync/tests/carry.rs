//! A file that is carried from device to device.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use common::*;
use posta_identity::{EntryBody, Revoked, Role};
use posta_protocol::CarrierError;
use posta_sync::*;

fn give(desk: &mut Desk, what: What) -> Vec<u8> {
    let mut file = Vec::new();
    let given = give_file(&mut desk.device, &desk.log, &mut file, what, NOW).unwrap();
    assert_eq!(given.bytes, file.len() as u64);
    file
}

fn take(desk: &mut Desk, file: &[u8]) -> Result<Taken, Error> {
    take_file(&mut desk.device, &mut desk.log, file, NOW + 60)
}

/// Two registrars who know each other, through the server.
async fn pair(world: &std::sync::Arc<World>) -> (Desk, Desk, FakeServer) {
    let mut a = Desk::join(world, "Ana", Role::Registrar);
    let mut b = Desk::join(world, "Beto", Role::Registrar);
    let server = FakeServer::new(world);
    a.sync(&server).await.unwrap();
    b.sync(&server).await.unwrap();
    (a, b, server)
}

#[tokio::test]
async fn what_waits_reaches_another_device_in_a_file_and_still_waits_for_the_server() {
    let world = World::new();
    let (mut a, mut b, _) = pair(&world).await;
    let registry = world.registry();
    let hashes = [a.work(registry, 300), a.work(registry, 300)];
    let file = give(&mut a, What::Unsent);
    let taken = take(&mut b, &file).unwrap();
    assert_eq!((taken.report.batches_down, taken.report.records_down, taken.is_complete), (2, 2, true));
    assert_eq!((taken.from, taken.made_at), (Some(a.keys.device), NOW));
    assert_eq!(b.device.hashes(&registry).unwrap(), hashes);
    assert_eq!(a.pending(&registry), 2, "no receipt, so nothing is sent");
    let again = take(&mut b, &file).unwrap();
    assert_eq!((again.report.batches_down, again.report.quarantined, again.carried), (0, 0, 0));
}

#[tokio::test]
async fn a_file_of_one_s_own_changes_nothing_and_is_nobody_s_word() {
    let world = World::new();
    let (mut a, _, _) = pair(&world).await;
    a.work(world.registry(), 300);
    let file = give(&mut a, What::All);
    let taken = take(&mut a, &file).unwrap();
    assert_eq!((taken.report.batches_down, taken.report.quarantined, taken.carried), (0, 0, 0));
    assert!(taken.is_complete && a.device.holdings().unwrap().is_empty());
    // A copy of its disk gets what only the first has.
    let mut copy = a.clone_disk();
    a.work(world.registry(), 300);
    let file = give(&mut a, What::All);
    assert_eq!(take(&mut copy, &file).unwrap().report.batches_down, 1);
}

#[tokio::test]
async fn nobody_reads_in_the_file_what_it_carries_but_devices_that_were_meant() {
    let world = World::new();
    let (mut a, _, _) = pair(&world).await;
    a.work(world.registry(), 300);
    let file = give(&mut a, What::All);
    for entry in a.log.entries() {
        assert!(!file.windows(24).any(|part| entry.windows(24).any(|known| known == part)));
    }
    let mut unheard = Desk::join_unknown(&world, "Nora", Role::Registrar);
    assert!(matches!(take(&mut unheard, &file), Err(Error::Carrier(CarrierError::NotForUs))));
    let mut elsewhere = Desk::join(&World::new(), "Olga", Role::Registrar);
    assert!(matches!(take(&mut elsewhere, &file), Err(Error::Carrier(CarrierError::OtherDepartment))));
}

#[tokio::test]
async fn a_device_that_was_cut_off_opens_no_file_written_after_that_was_known() {
    let world = World::new();
    let (mut a, mut b, server) = pair(&world).await;
    let entry = {
        let mut held = world.authority.lock().unwrap();
        let (authority, log) = &mut *held;
        let who = Revoked::Device(b.keys.device);
        let body = EntryBody::Revoke { who, cuts: Vec::new(), destroy: false };
        authority.sign(body, log).unwrap()
    };
    a.log.insert(&entry.encode()).unwrap();
    drop(server);
    let file = give(&mut a, What::All);
    assert!(matches!(take(&mut b, &file), Err(Error::Carrier(CarrierError::NotForUs))));
    // Nor is a file of its own taken by who knows.
    let file = give(&mut b, What::All);
    assert!(matches!(take(&mut a, &file), Err(Error::Stranger)));
}

#[tokio::test]
async fn a_file_that_ends_too_early_gives_what_was_whole_and_says_so() {
    let world = World::new();
    let (mut a, mut b, _) = pair(&world).await;
    a.work_much(world.registry(), 60, 8_000);
    let file = give(&mut a, What::All);
    let half = take(&mut b, &file[..file.len() / 2]).unwrap();
    assert!(!half.is_complete && half.report.batches_down > 0 && half.report.batches_down < 60, "{half:?}");
    let whole = take(&mut b, &file).unwrap();
    assert!(whole.is_complete);
    assert_eq!(half.report.batches_down + whole.report.batches_down, 60);
}

#[tokio::test]
async fn an_altered_file_gives_nothing_from_the_alteration_on() {
    let world = World::new();
    let (mut a, mut b, _) = pair(&world).await;
    a.work_much(world.registry(), 60, 8_000);
    let file = give(&mut a, What::All);
    let mut altered = file.clone();
    let place = file.len() * 2 / 3;
    altered[place] ^= 1;
    let taken = take(&mut b, &altered).unwrap();
    assert!(!taken.is_complete && taken.report.batches_down < 60);
    assert_eq!(taken.report.quarantined, 0);
    for place in [0, 8, 9, 40] {
        let mut altered = file.clone();
        altered[place] ^= 1;
        assert!(matches!(take(&mut b, &altered), Err(Error::Carrier(_))), "{place}");
    }
    let mut first = file.clone();
    let preamble = u32::from_le_bytes(file[9..13].try_into().unwrap()) as usize;
    first[13 + preamble + 50] ^= 1;
    let taken = take(&mut b, &first).unwrap();
    assert_eq!(
        (taken.from, taken.is_complete),
        (None, false),
        "of a beginning that was altered nothing is believed"
    );
    assert!(matches!(take(&mut b, b"not ours"), Err(Error::Carrier(CarrierError::Foreign))));
    let mut newer = file;
    newer[8] = 2;
    assert!(matches!(take(&mut b, &newer), Err(Error::Carrier(CarrierError::Newer(2)))));
}

#[tokio::test]
async fn a_piece_left_out_or_moved_ends_the_file() {
    let world = World::new();
    let (mut a, mut b, _) = pair(&world).await;
    a.work_much(world.registry(), 60, 8_000);
    let file = give(&mut a, What::All);
    let preamble = u32::from_le_bytes(file[9..13].try_into().unwrap()) as usize;
    let (head, mut rest) = file.split_at(13 + preamble);
    let mut pieces = Vec::new();
    while !rest.is_empty() {
        let length = u32::from_le_bytes(rest[1..5].try_into().unwrap()) as usize;
        let (piece, later) = rest.split_at(5 + length);
        pieces.push(piece.to_vec());
        rest = later;
    }
    assert!(pieces.len() > 4);
    let taken_of = |b: &mut Desk, pieces: &[Vec<u8>]| take(b, &[head, &pieces.concat()].concat());
    let mut without = pieces.clone();
    without.remove(2);
    assert!(!taken_of(&mut b, &without).unwrap().is_complete);
    let mut swapped = pieces.clone();
    swapped.swap(2, 3);
    assert!(!taken_of(&mut b, &swapped).unwrap().is_complete);
    let mut shorter = pieces.clone();
    let mut last = shorter.pop().unwrap();
    assert!(!taken_of(&mut b, &shorter).unwrap().is_complete);
    last[0] = 0;
    shorter.push(last);
    assert!(!taken_of(&mut b, &shorter).unwrap().is_complete, "the last piece says that it is the last");
    assert!(taken_of(&mut b, &pieces).unwrap().is_complete);
}

#[tokio::test]
async fn sealed_work_of_others_is_carried_to_the_server_by_who_cannot_read_it() {
    let world = World::new();
    let mut care = Desk::join(&world, "Carla", Role::Care);
    let (mut a, _, server) = pair(&world).await;
    care.sync(&server).await.unwrap();
    a.sync(&server).await.unwrap();
    let scope = world.care();
    care.work(scope, 400);
    care.work(scope, 400);
    let file = give(&mut care, What::Unsent);
    let taken = take(&mut a, &file).unwrap();
    assert_eq!((taken.carried, taken.report.batches_down, taken.report.quarantined), (2, 0, 0));
    assert_eq!(a.count(&scope), 0, "it is on no shelf here");
    a.sync(&server).await.unwrap();
    assert_eq!(server.count(&scope), 2);
    assert_eq!(a.device.carried().unwrap(), []);
    assert_eq!(care.pending(&scope), 2, "only a receipt says that it is sent");
    let report = care.sync(&server).await.unwrap();
    assert_eq!((care.pending(&scope), report.left), (0, 0));
}

#[tokio::test]
async fn what_follows_batches_that_are_not_here_is_carried_on_and_not_lost() {
    let world = World::new();
    let (mut a, mut b, server) = pair(&world).await;
    let registry = world.registry();
    a.work(registry, 300);
    a.sync(&server).await.unwrap();
    a.work(registry, 300);
    let file = give(&mut a, What::Unsent);
    let taken = take(&mut b, &file).unwrap();
    assert_eq!((taken.report.batches_down, taken.carried, taken.report.quarantined), (0, 1, 0));
    let report = b.sync(&server).await.unwrap();
    assert_eq!(server.count(&registry), 2);
    assert_eq!((b.count(&registry), report.quarantined), (2, 0));
    assert_eq!(b.device.carried().unwrap(), []);
}

#[tokio::test]
async fn carried_batches_stay_until_the_server_answers() {
    let world = World::new();
    let mut care = Desk::join(&world, "Carla", Role::Care);
    let (mut a, _, server) = pair(&world).await;
    care.sync(&server).await.unwrap();
    a.sync(&server).await.unwrap();
    care.work(world.care(), 400);
    let file = give(&mut care, What::Unsent);
    take(&mut a, &file).unwrap();
    server.set(Faults { cut_down: Some(1), ..Faults::default() });
    assert!(a.sync(&server).await.is_err());
    assert_eq!(a.device.carried().unwrap().len(), 1);
    server.set(Faults::default());
    a.sync(&server).await.unwrap();
    assert_eq!((a.device.carried().unwrap().len(), server.count(&world.care())), (0, 1));
}

#[tokio::test]
async fn a_device_s_word_tells_how_much_of_our_work_it_has_and_an_older_word_takes_nothing_back() {
    let world = World::new();
    let (mut a, mut b, _) = pair(&world).await;
    let registry = world.registry();
    a.work(registry, 300);
    let before = give(&mut b, What::All);
    let file = give(&mut a, What::All);
    take(&mut b, &file).unwrap();
    let mut answer = Vec::new();
    give_file(&mut b.device, &b.log, &mut answer, What::Unsent, NOW + 100).unwrap();
    let taken = take(&mut a, &answer).unwrap();
    assert_eq!((taken.acknowledged, taken.by_server), (1, 0));
    let held = a.device.held_of_unsent(&b.keys.device).unwrap();
    assert_eq!((held.batches, held.changes), (1, 1));
    assert_eq!(a.pending(&registry), 1, "a neighbour is not the server");
    take(&mut a, &before).unwrap();
    assert_eq!(a.device.held_of_unsent(&b.keys.device).unwrap().batches, 1);
}

#[tokio::test]
async fn a_receipt_of_the_server_counts_wherever_it_comes_from_but_never_takes_back() {
    let world = World::new();
    let (mut a, mut b, server) = pair(&world).await;
    let registry = world.registry();
    // An old word of the server lies in b's file.
    server.set_time(NOW + 10);
    b.sync(&server).await.unwrap();
    let old = give(&mut b, What::All);
    a.work(registry, 300);
    let file = give(&mut a, What::All);
    take(&mut b, &file).unwrap();
    server.set_time(NOW + 20);
    b.sync(&server).await.unwrap();
    let answer = give(&mut b, What::All);
    let taken = take(&mut a, &answer).unwrap();
    assert_eq!((taken.by_server, a.pending(&registry)), (1, 0));
    take(&mut a, &old).unwrap();
    assert_eq!(a.pending(&registry), 0);
    // What the server says twice in one second is heard both times.
    a.sync(&server).await.unwrap();
    a.work(registry, 300);
    take(&mut b, &give(&mut a, What::All)).unwrap();
    b.sync(&server).await.unwrap();
    let taken = take(&mut a, &give(&mut b, What::All)).unwrap();
    assert_eq!((taken.by_server, a.pending(&registry)), (1, 0));
    // A server that lost it says so itself, and to nobody else's ear.
    let restored = server.restored(&registry, 0);
    restored.set_time(NOW + 30);
    let mut c = Desk::join(&world, "Carmen", Role::Registrar);
    c.sync(&restored).await.unwrap();
    a.sync(&server).await.unwrap();
    let word = give(&mut c, What::All);
    let taken = take(&mut a, &word).unwrap();
    assert_eq!((taken.by_server, a.pending(&registry)), (0, 0));
}

#[tokio::test]
async fn a_device_that_heard_of_nobody_since_long_ago_learns_who_wrote_the_file_from_the_file() {
    let world = World::new();
    let mut old = Desk::join(&world, "Ana", Role::Registrar);
    let mut new = Desk::join(&world, "Nora", Role::Registrar);
    let server = FakeServer::new(&world);
    assert!(old.log.membership().user(new.secrets.user).is_none());
    new.sync(&server).await.unwrap();
    new.work(world.registry(), 200);
    let file = give(&mut new, What::All);
    let taken = take(&mut old, &file).unwrap();
    assert_eq!((taken.report.batches_down, taken.report.quarantined), (1, 0));
    assert!(taken.report.entries_down >= 1);
    let mut reloaded = posta_identity::Log::new(old.log.department());
    for entry in old.device.entries().unwrap() {
        reloaded.insert(&entry).unwrap();
    }
    assert_eq!(reloaded.head(), old.log.head(), "what came is kept");
}

#[tokio::test]
async fn a_stick_that_is_full_leaves_no_file_that_reads_as_whole() {
    struct Full(Vec<u8>);
    impl std::io::Write for Full {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            let room = 100_000usize.saturating_sub(self.0.len()).min(bytes.len());
            self.0.extend_from_slice(&bytes[..room]);
            if room == 0 { Err(std::io::ErrorKind::StorageFull.into()) } else { Ok(room) }
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let world = World::new();
    let (mut a, mut b, _) = pair(&world).await;
    a.work_much(world.registry(), 60, 8_000);
    let mut stick = Full(Vec::new());
    let outcome = give_file(&mut a.device, &a.log, &mut stick, What::All, NOW);
    assert!(matches!(outcome, Err(Error::Carrier(CarrierError::Io(_)))));
    assert!(!take(&mut b, &stick.0).unwrap().is_complete);
    assert_eq!(a.pending(&world.registry()), 60);
}

#[tokio::test]
async fn what_a_server_does_not_know_yet_is_carried_until_it_does() {
    let world = World::new();
    let before = world.log();
    let mut care = Desk::join(&world, "Carla", Role::Care);
    let (mut a, _, server) = pair(&world).await;
    care.sync(&server).await.unwrap();
    a.sync(&server).await.unwrap();
    care.work(world.care(), 400);
    let file = give(&mut care, What::Unsent);
    take(&mut a, &file).unwrap();
    // It was set back to before any of them joined.
    server.set_log(before);
    a.sync(&server).await.unwrap();
    a.sync(&server).await.unwrap();
    assert_eq!((server.count(&world.care()), a.device.carried().unwrap().len()), (1, 0));
}

#[tokio::test]
async fn what_was_erased_is_carried_no_further() {
    let world = World::new();
    let mut care = Desk::join(&world, "Carla", Role::Care);
    let (mut a, _, server) = pair(&world).await;
    care.sync(&server).await.unwrap();
    a.sync(&server).await.unwrap();
    let (gone, stays) = (care.work(world.care(), 400), care.work(world.care(), 400));
    let file = give(&mut care, What::Unsent);
    take(&mut a, &file).unwrap();
    assert_eq!(a.device.whole_of(&world.care(), &[gone, stays]).unwrap(), [gone, stays]);
    a.device.erase_bodies(&world.care(), &[gone]).unwrap();
    assert_eq!(a.device.whole_of(&world.care(), &[gone, stays]).unwrap(), [stays]);
    let left: Vec<_> = a.device.carried().unwrap().into_iter().map(|carried| carried.hash).collect();
    assert_eq!(left, [stays]);
}

#[tokio::test]
async fn much_that_is_carried_gets_over_a_link_that_is_cut_again_and_again() {
    let world = World::new();
    let mut care = Desk::join(&world, "Carla", Role::Care);
    let (mut a, _, server) = pair(&world).await;
    care.sync(&server).await.unwrap();
    a.sync(&server).await.unwrap();
    for _ in 0..40 {
        care.work(world.care(), 4_000);
    }
    let file = give(&mut care, What::All);
    assert_eq!(take(&mut a, &file).unwrap().carried, 40);
    server.set(Faults { cut_up: Some(40_000), ..Faults::default() });
    let mut tries = 0;
    while server.count(&world.care()) < 40 {
        let _ = a.sync(&server).await;
        tries += 1;
        assert!(tries < 60, "{} came", server.count(&world.care()));
    }
    server.set(Faults::default());
    a.sync(&server).await.unwrap();
    assert_eq!(a.device.carried().unwrap(), []);
}

#[tokio::test]
async fn a_file_of_a_newer_program_is_told_from_one_that_was_altered() {
    use posta_protocol::{CarrierWriter, Frame, Holding};
    let world = World::new();
    let (a, mut b, _) = pair(&world).await;
    let devices = [(b.keys.device, b.keys.seal.public())];
    let key = posta_identity::seal::random_key();
    let mut file = CarrierWriter::begin(Vec::new(), b.log.department(), [5; 32], key, &devices).unwrap();
    let said =
        Holding::sign(b.log.department(), a.keys.device, [5; 32], NOW, Vec::new(), Vec::new(), &a.keys.sign);
    file.add(&Frame::Holding(Box::new(said)).encode()).unwrap();
    file.add(&Frame::Entry(vec![1]).encode()).unwrap();
    // Packed with a dictionary that this program has not.
    let mut pack = vec![0; 64];
    pack[0] = 99;
    file.add(&Frame::Pack { bytes: pack }.encode()).unwrap();
    let (file, _) = file.finish().unwrap();
    assert!(matches!(take(&mut b, &file), Err(Error::Carrier(CarrierError::Newer(_)))));
}
