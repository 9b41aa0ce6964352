//! Many devices, random acts, exchanges in any order, cut and repeated: all end with the same.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::BTreeSet;

use posta_app::Error;
use posta_tests::people::newcomer;
use posta_tests::world::{ANA, CARMEN, LUIS, ROSA};
use posta_tests::{Device, Fault, Invited, Random, World};

const WHO: [Invited; 4] = [ANA, CARMEN, LUIS, ROSA];
const FIELDS: [&str; 5] = ["phone", "residence", "surname2", "birth", "language/qu"];

/// One thing that happens at a device. People are meant by their number in the story.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    Register { device: usize },
    Edit { device: usize, person: usize, field: &'static str, value: String },
    Decide { device: usize, person: usize },
    Attend { device: usize, person: usize },
    NewSession { device: usize },
    Sync { device: usize },
    CutSync { device: usize, bytes: u64 },
}

/// What happens, chosen by the seed alone.
fn story(seed: u64, steps: usize) -> Vec<Step> {
    let mut random = Random::new(seed);
    (0..steps).map(|_| step(&mut random)).collect()
}

fn step(random: &mut Random) -> Step {
    let device = random.below(WHO.len());
    let person = random.below(1000);
    match random.below(20) {
        0..4 => Step::Register { device },
        4..10 => {
            let field = *random.pick(&FIELDS);
            Step::Edit { device, person, field, value: value_of(field, random) }
        }
        10..12 => Step::Decide { device, person },
        12..14 => Step::Attend { device: 1 + 2 * random.below(2), person },
        14..15 => Step::NewSession { device },
        15..18 => Step::Sync { device },
        _ => Step::CutSync { device, bytes: 300 + random.draw() % 6000 },
    }
}

fn value_of(field: &str, random: &mut Random) -> String {
    match field {
        "phone" => format!("7{:07}", random.below(50)),
        "residence" => (*random.pick(&["040901", "040402", "040101"])).to_owned(),
        "birth" => format!("{}", 1950 + random.below(40)),
        "language/qu" => (*random.pick(&["true", "false"])).to_owned(),
        _ => format!("Apellido{}", random.below(50)),
    }
}

/// The devices, and what they acknowledged.
struct Cast {
    world: World,
    devices: Vec<Device>,
    people: Vec<String>,
    consultations: BTreeSet<String>,
}

impl Cast {
    fn gather() -> Self {
        let world = World::new();
        let join = |(n, who): (usize, &Invited)| world.device(&format!("device-{n}"), *who);
        let devices = WHO.iter().enumerate().map(join).collect();
        Self { world, devices, people: Vec::new(), consultations: BTreeSet::new() }
    }

    /// The person meant, if the device knows them by now.
    fn person(&self, device: usize, number: usize) -> Option<&str> {
        let id = self.people.get(number.checked_rem(self.people.len())?)?;
        self.devices[device].holds(id).then_some(id)
    }

    fn play(&mut self, step: &Step) {
        match step {
            Step::Register { device } => {
                self.people.push(self.devices[*device].register(&newcomer(self.people.len())));
            }
            Step::Edit { device, person, field, value } => {
                if let Some(id) = self.person(*device, *person) {
                    self.devices[*device].edit(id, &[(field, value)]);
                }
            }
            Step::Decide { device, person } => self.decide(*device, *person),
            Step::Attend { device, person } => {
                if let Some(id) = self.person(*device, *person) {
                    let consultation = self.devices[*device].attend(id, "nota sintética");
                    self.consultations.insert(consultation);
                }
            }
            Step::NewSession { device } => self.devices[*device].unlock(WHO[*device].name),
            Step::Sync { device } => drop(self.devices[*device].sync()),
            Step::CutSync { device, bytes } => {
                self.world.network.set(Fault::CutAfter(*bytes));
                let cut = self.devices[*device].try_sync();
                assert!(matches!(cut, Ok(_) | Err(Error::Unreachable)), "{cut:?}");
                self.world.network.set(Fault::Whole);
            }
        }
    }

    fn decide(&self, device: usize, person: usize) {
        let Some(id) = self.person(device, person) else { return };
        let device = &self.devices[device];
        if let Some(conflict) = device.person(id).conflicts.first() {
            let chosen = &conflict.values[0].value;
            device.app.resolve_conflict(&conflict.kind, &conflict.id, &conflict.field, chosen).unwrap();
            assert!(device.conflict(id, &conflict.field).is_empty());
        }
    }

    /// Everybody exchanges, in random order, often enough that the first has what the last brought.
    fn exchange_all(&self, random: &mut Random) {
        for _ in 0..2 {
            let mut order: Vec<usize> = (0..self.devices.len()).collect();
            random.shuffle(&mut order);
            order.into_iter().for_each(|device| drop(self.devices[device].sync()));
        }
    }

    fn assert_converged(&self) {
        let first = &self.devices[0];
        let digest = first.digest();
        for device in &self.devices {
            device.assert_sound();
            assert_eq!(device.digest(), digest);
            assert_eq!(device.pending(), 0);
            assert_eq!(device.people() as usize, self.people.len());
            assert_eq!(device.batches(), first.batches());
            assert_eq!(device.status().quarantined, 0);
        }
        let registry = first.registry();
        assert_eq!(self.world.server.digest(registry), digest);
        assert_eq!(self.world.server.held_back(registry), (Vec::new(), 0));
        assert_eq!(self.devices[1].digest_of("care"), self.devices[3].digest_of("care"));
        self.assert_same_conflicts();
        self.assert_consultations();
    }

    /// Every value in conflict, with author and post, is told alike everywhere.
    fn assert_same_conflicts(&self) {
        for id in &self.people {
            for field in FIELDS {
                let told: Vec<_> = self.devices.iter().map(|device| device.conflict(id, field)).collect();
                assert!(told.iter().all(|values| *values == told[0]), "{told:?}");
            }
        }
    }

    fn assert_consultations(&self) {
        let read = |device: &Device| -> BTreeSet<String> {
            let timelines = self.people.iter().flat_map(|id| device.person(id).timeline);
            timelines.filter(|event| event.kind == "consultation").map(|event| event.id).collect()
        };
        assert_eq!(read(&self.devices[1]), self.consultations);
        assert_eq!(read(&self.devices[3]), self.consultations);
        assert!(read(&self.devices[0]).is_empty());
    }
}

#[test]
fn devices_that_exchanged_everything_hold_the_same_whatever_happened() {
    let mut cast = Cast::gather();
    let mut conflicts = 0;
    for seed in 1..=3 {
        let mut random = Random::new(seed);
        let steps = story(seed, 70);
        let told = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            steps.iter().for_each(|step| cast.play(step));
            cast.exchange_all(&mut random);
            cast.assert_converged();
        }));
        assert!(told.is_ok(), "seed {seed}");
        conflicts += cast.devices[0].status().conflicts;
    }
    assert!(conflicts > 0 && !cast.consultations.is_empty(), "too tame a story");
}

#[test]
fn the_same_seed_tells_the_same_story() {
    assert_eq!(story(7, 200), story(7, 200));
    assert_ne!(story(7, 200), story(8, 200));
    let words = format!("{:?}", story(7, 200));
    for kind in ["Register", "Edit", "Decide", "Attend", "NewSession", "Sync", "CutSync"] {
        assert!(words.contains(kind), "{kind}");
    }
}

#[test]
fn an_exchange_moves_changes_and_makes_none() {
    let world = World::new();
    let (ana, luis) = (world.device("pisiga", ANA), world.device("tambo", LUIS));
    let person = ana.register(&newcomer(0));
    ana.sync();
    luis.sync();
    ana.edit(&person, &[("phone", "71111111")]);
    luis.edit(&person, &[("phone", "72222222")]);
    for device in [&ana, &luis, &ana] {
        device.sync();
    }
    let (digest, batches) = (ana.digest(), ana.batches());
    for device in [&ana, &luis, &ana, &luis] {
        device.unlock(if std::ptr::eq(device, &ana) { ANA.name } else { LUIS.name });
        let report = device.sync();
        assert_eq!((report.batches_up, report.batches_down), (0, 0), "{report:?}");
        assert_eq!((device.digest(), device.batches()), (digest.clone(), batches));
    }
    let both = ["71111111 Ana Quispe Pisiga", "72222222 Luis Mamani Tambo Quemado"];
    assert_eq!(ana.conflict(&person, "phone"), both);
    assert_eq!(luis.conflict(&person, "phone"), both);
    // A decision is an act of a person; the other value stays in the history.
    luis.app.resolve_conflict("person", &person, "phone", "71111111").unwrap();
    luis.sync();
    ana.sync();
    assert!(ana.conflict(&person, "phone").is_empty());
    assert_eq!(ana.person(&person).phone, "71111111");
    assert_eq!(ana.digest(), luis.digest());
}
