//! One disk becomes two, and both go on, through the real program: the honest work of both arrives everywhere, and
//! everybody can see that there were two.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use posta_tests::people::newcomer;
use posta_tests::world::{ANA, CARMEN, ELENA, LUIS, ROSA};
use posta_tests::{AppHands, Device, Hands, ProgramHands, Random, Who, World, copy_folder};

const ORIGINAL: [Who; 2] = [Who::new("pisiga", ANA), Who::new("pisiga", CARMEN)];
const COPY: [Who; 2] = [Who::new("copy", ANA), Who::new("copy", CARMEN)];

/// What both disks did, and must be found everywhere.
#[derive(Default)]
struct Done {
    people: Vec<String>,
    consultations: usize,
}

/// A laptop that a registrar and a health worker share, with one person whom all know; locked.
fn shared_laptop(world: &World) -> String {
    let ana = world.device("pisiga", ANA);
    ana.join(&world.url(), &world.code_for(CARMEN)).unwrap();
    ana.unlock(ANA.name);
    let person = ana.register(&newcomer(0));
    ana.unlock(CARMEN.name);
    let consultation = ana.attend(&person, "antes de la copia");
    assert!(ana.reads(&person, &consultation), "and the audit has begun");
    ana.sync();
    person
}

fn consultations(device: &Device, person: &str) -> usize {
    device.person(person).timeline.iter().filter(|event| event.kind == "consultation").count()
}

#[test]
fn two_disks_that_go_on_for_three_rounds_in_any_order_end_with_the_work_of_both() {
    for seed in 1..=2 {
        let world = World::with_program(false);
        let shared = shared_laptop(&world);
        let (luis, rosa) = (world.device("tambo", LUIS), world.device("sabaya", ROSA));
        let elena = world.device("oruro", ELENA);
        let others = [&luis, &rosa, &elena];
        others.iter().for_each(|device| drop(device.sync()));
        copy_folder(&world.home("pisiga"), &world.home("copy"));
        let mut done = Done { people: vec![shared.clone()], consultations: 1 };
        let mut random = Random::new(seed);
        for round in 0..3 {
            let mut disks = [ORIGINAL, COPY];
            random.shuffle(&mut disks);
            for [registrar, care] in disks {
                work(&world, registrar, care, &shared, &mut done);
                if random.below(3) > 0 {
                    ProgramHands.sync(&world, if random.below(2) == 0 { registrar } else { care });
                }
            }
            let phone = format!("7{round}{seed}00000");
            luis.edit(&shared, &[("phone", &phone)]);
            luis.sync();
        }
        for who in [ORIGINAL[0], COPY[1], ORIGINAL[1], COPY[0]] {
            let report = ProgramHands.sync(&world, who);
            assert_eq!((&report["refused"], &report["quarantined"]), (&0.into(), &0.into()), "{report}");
        }
        assert_all_have(&world, &others, &shared, &done);
    }
}

fn work(world: &World, registrar: Who, care: Who, shared: &str, done: &mut Done) {
    let n = done.people.len();
    let id = ProgramHands.register(world, registrar, &newcomer(n).person);
    let residence = ["040901", "040402", "040101"][n % 3];
    ProgramHands.edit(world, registrar, shared, &[("residence", residence)]);
    ProgramHands.attend(world, care, shared, &format!("nota {n}"));
    ProgramHands.attend(world, care, &id, "nota");
    ProgramHands.show(world, care, shared);
    done.people.push(id);
    done.consultations += 1;
}

fn assert_all_have(world: &World, others: &[&Device; 3], shared: &str, done: &Done) {
    let disks = [ORIGINAL, COPY].map(|[registrar, _]| AppHands::at(world, registrar));
    let all: Vec<&Device> = disks.iter().chain(others.iter().copied()).collect();
    for _ in 0..2 {
        all.iter().for_each(|device| drop(device.sync()));
    }
    world.assert_same(&all);
    for device in &all {
        assert!(done.people.iter().all(|id| device.holds(id)));
        assert_eq!(device.people() as usize, done.people.len());
        assert_eq!(device.conflict(shared, "phone"), others[0].conflict(shared, "phone"));
        assert_eq!(device.conflict(shared, "residence"), others[0].conflict(shared, "residence"));
    }
    assert!(disks.iter().any(|disk| disk.view().forked), "whoever works there is told");
    disks.iter().for_each(|disk| disk.app.lock());
    let [_, rosa, elena] = others;
    for who in [ORIGINAL[1], COPY[1]] {
        let carmen = AppHands::at(world, who);
        assert_eq!(consultations(&carmen, shared), done.consultations);
        assert_eq!(carmen.digest_of("care"), rosa.digest_of("care"));
        carmen.assert_sound();
    }
    assert_eq!(consultations(rosa, shared), done.consultations);
    let faults = elena.app.check_audit().unwrap();
    assert!(!faults.is_empty() && faults.iter().all(|fault| fault.code == "forked"), "{faults:?}");
}

#[test]
fn a_disk_copied_while_somebody_works_goes_on_in_both_places() {
    let world = World::new();
    let (running, luis) = (world.device("pisiga", CARMEN), world.device("tambo", LUIS));
    let rosa = world.device("sabaya", ROSA);
    let shared = running.register(&newcomer(0));
    running.sync();
    let unsent = running.register(&newcomer(1));
    let before = running.attend(&shared, "antes");
    // The open batch of this session is on both disks, and grows on each.
    copy_folder(running.home(), &world.home("copy"));
    let on_the_original = running.register(&newcomer(2));
    let first = running.attend(&shared, "en el original");
    let copy = Device::at(&world.home("copy"));
    copy.unlock(CARMEN.name);
    assert!(copy.holds(&unsent), "what was acknowledged is in the copy");
    copy.assert_sound();
    let on_the_copy = copy.register(&newcomer(3));
    let second = copy.attend(&shared, "en la copia");
    copy.sync();
    running.sync();
    // And the session that never ended goes on.
    let later = running.register(&newcomer(4));
    for device in [&running, &copy, &luis, &rosa, &running, &copy] {
        device.sync();
    }
    world.assert_same(&[&running, &copy, &luis, &rosa]);
    assert!(running.view().forked || copy.view().forked);
    for device in [&running, &copy, &luis, &rosa] {
        for id in [&shared, &unsent, &on_the_original, &on_the_copy, &later] {
            assert!(device.holds(id));
        }
    }
    for device in [&running, &copy, &rosa] {
        assert!([&before, &first, &second].iter().all(|id| device.reads(&shared, id)));
        assert_eq!(device.digest_of("care"), rosa.digest_of("care"));
    }
}
