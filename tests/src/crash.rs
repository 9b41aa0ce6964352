//! Killing a program again and again while it saves and exchanges: what it acknowledged must be there.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::world::{CARMEN, ROSA};
use crate::{Device, Random, World};

/// What the rounds came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CrashReport {
    pub rounds: u32,
    /// Registrations and consultations that were acknowledged before a kill; all of them were found.
    pub acknowledged: usize,
    /// Rounds in which the kill came between the beginning and the end of a save.
    pub during_save: u32,
    /// The same for an exchange.
    pub during_exchange: u32,
}

/// Starts `writer` (the program `posta-crash-writer`) `rounds` times and kills it with SIGKILL at a moment that `seed`
/// and the machine choose. After every kill the home is opened, everything acknowledged is looked up, and all is checked.
/// At the end the server and a second device hold the same.
///
/// # Panics
/// When anything acknowledged is missing, or a check finds a fault.
pub fn survive_kills(writer: &Path, rounds: u32, seed: u64) -> CrashReport {
    let world = World::new();
    let device = world.device("crashing", CARMEN);
    let witness = world.device("witness", ROSA);
    let home = device.home().to_owned();
    device.app.lock();
    let mut random = Random::new(seed);
    let mut acknowledged = Acknowledged::default();
    let mut report = CrashReport { rounds, ..CrashReport::default() };
    for round in 0..rounds {
        let heard = (acknowledged.registered.len(), acknowledged.attended.len());
        let mut child = Command::new(writer)
            .args([home.to_str().unwrap(), CARMEN.name, &acknowledged.registered.len().to_string()])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let last = kill_after(&mut child, 1 + random.below(40), random.draw() % 400_000, &mut acknowledged);
        report.during_save += u32::from(last == "saving");
        report.during_exchange += u32::from(last == "exchanging");
        device.unlock(CARMEN.name);
        acknowledged.since(heard).assert_held_by(&device, &format!("seed {seed}, round {round}"));
        device.assert_sound();
        device.app.lock();
    }
    device.unlock(CARMEN.name);
    device.sync();
    witness.sync();
    assert_eq!(device.pending(), 0);
    assert_eq!((device.people(), device.batches()), (witness.people(), witness.batches()));
    assert_eq!(device.digest(), witness.digest());
    assert_eq!(device.digest(), world.server.digest(device.registry()));
    assert_eq!(device.digest_of("care"), witness.digest_of("care"));
    witness.assert_sound();
    acknowledged.assert_held_by(&device, "at the end");
    acknowledged.assert_held_by(&witness, "elsewhere");
    report.acknowledged = acknowledged.registered.len() + acknowledged.attended.len();
    report
}

/// What the writer said before it was killed.
#[derive(Default)]
struct Acknowledged {
    registered: Vec<String>,
    /// Person and consultation.
    attended: Vec<(String, String)>,
}

impl Acknowledged {
    fn hear(&mut self, line: &str) {
        let words: Vec<&str> = line.split(' ').collect();
        match words.as_slice() {
            ["saved", person] => self.registered.push((*person).to_owned()),
            ["attended", person, consultation] => {
                self.attended.push(((*person).to_owned(), (*consultation).to_owned()));
            }
            _ => {}
        }
    }

    fn since(&self, (registered, attended): (usize, usize)) -> Self {
        let (registered, attended) = (&self.registered[registered..], &self.attended[attended..]);
        Self { registered: registered.to_vec(), attended: attended.to_vec() }
    }

    fn assert_held_by(&self, device: &Device, when: &str) {
        for id in &self.registered {
            assert!(device.holds(id), "{when}: {id} was acknowledged and is not there");
        }
        for (person, id) in &self.attended {
            let timeline = device.person(person).timeline;
            let there = timeline.iter().any(|event| event.id == *id);
            assert!(there, "{when}: consultation {id} was acknowledged and is not there");
        }
    }
}

/// Reads `lines` lines, turns on the spot a little, kills, and reads what was said until then. Returns the last word.
fn kill_after(child: &mut Child, lines: usize, turns: u64, acknowledged: &mut Acknowledged) -> String {
    let mut last = String::new();
    let mut said = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    let mut read = 0;
    loop {
        line.clear();
        if said.read_line(&mut line).unwrap() == 0 || !line.ends_with('\n') {
            break;
        }
        acknowledged.hear(line.trim());
        last = line.trim().to_owned();
        read += 1;
        if read == lines {
            (0..turns).for_each(|_| std::hint::spin_loop());
            child.kill().unwrap();
        }
    }
    assert!(read >= lines, "the writer ended by itself after {last:?}");
    child.wait().unwrap();
    last
}
