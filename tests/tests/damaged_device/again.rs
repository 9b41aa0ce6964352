use posta_store::CarriedBatch;
use posta_tests::damage::{flip, pages};
use posta_tests::people::newcomer;
use posta_tests::world::{CARMEN, LUIS};
use posta_tests::{Device, OpenHome};

use crate::held::{Held, held, unlock};

/// What a mend of the shelf leaves to be carried only is own work, without a file of its own to come back from.
#[test]
fn a_second_mend_tells_that_own_work_may_lack_if_the_first_could_only_carry_it() {
    let held = held();
    let shelf = held.pages().into_iter().filter(|(table, _)| table == "batch");
    let mut told = 0;
    for (_, page) in shelf {
        let (home, _) = held.damaged("once", page);
        let device = Device::at(&home);
        assert!(unlock(&device));
        device.app.lock();
        if carried(&device).is_empty() {
            continue;
        }
        assert!(lacks_work_after_damage_to_the_carried(&held, &device));
        told += 1;
    }
    assert!(told > 0, "something was only carried");
}

#[test]
fn a_mend_that_loses_what_was_carried_for_others_says_nothing_of_own_work() {
    let held = held();
    let luis = held.world.device("sabaya", LUIS);
    luis.register(&newcomer(90));
    let lane = luis.registry();
    luis.app.lock();
    let theirs = OpenHome::unlock(luis.home(), LUIS.name).device();
    let batches = theirs.pending_batches(&lane).unwrap().into_iter().map(|hash| {
        let batch = theirs.batch(&hash).unwrap().unwrap();
        (CarriedBatch { hash, lane, session: batch.decode_header().unwrap().session }, batch)
    });
    let device = Device::at(&held.home);
    OpenHome::unlock(device.home(), CARMEN.name).device().carry(&batches.collect::<Vec<_>>()).unwrap();
    assert!(!lacks_work_after_damage_to_the_carried(&held, &device));
}

fn carried(device: &Device) -> Vec<CarriedBatch> {
    OpenHome::unlock(device.home(), CARMEN.name).device().carried().unwrap()
}

/// Damages what the device carries, and whether the mend says that own work may lack.
fn lacks_work_after_damage_to_the_carried(held: &Held, device: &Device) -> bool {
    let path = device.home().join("device.posta");
    let (_, page) = pages(&path, &held.key).into_iter().find(|(table, _)| table == "carried").unwrap();
    flip(&path, page);
    assert!(unlock(device));
    let mended = device.view().mended;
    let without_carried: Vec<_> = mended.iter().filter(|card| card.lacks_carried).collect();
    assert_eq!(without_carried.len(), 1, "{mended:?}");
    without_carried[0].lacks_work
}
