//! What happens, decided by the seed alone. Numbers mean whatever is there by then, counted anew beyond its end.

use posta_power::Damage;

use crate::link::{Fault, choose_fault};
use crate::random::Random;

/// One thing that happens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Somebody at a disk does something.
    Act { disk: usize, by: usize, deed: Deed, cut: Option<PowerCut> },
    /// Somebody at a disk exchanges with the server.
    Exchange { disk: usize, by: usize, fault: Option<Fault>, cut: Option<PowerCut> },
    /// Somebody at a disk writes a file for others, and somebody at another takes it in.
    Carry { from: [usize; 2], to: [usize; 2], is_all: bool, harm: Option<FileHarm>, cut: Option<PowerCut> },
    /// Two laptops side by side hand over what the other lacks, over a link that may end before so many pieces of the
    /// first; the power goes at the first.
    Meet { one: [usize; 2], other: [usize; 2], pieces: Option<usize>, cut: Option<PowerCut> },
    /// The program at a disk is killed and begins anew.
    Restart { disk: usize },
    /// A copy of a disk is laid by.
    Save { disk: usize },
    /// A disk becomes again what its copy was.
    Restore { disk: usize },
    /// A disk is copied, and both go on.
    Copy { disk: usize },
    /// A clock is set so many hours away from the true time.
    SetClock { disk: usize, hours: i64 },
    /// A copy of the server's folder is laid by.
    SaveServer,
    /// The server becomes again what its copy was.
    RestoreServer,
    /// The supervisor cuts somebody off.
    RevokeUser { user: usize },
    /// The supervisor cuts a device off.
    RevokeDevice { device: usize },
}

/// What a person does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// Registers somebody.
    Register,
    /// Writes a field of a person.
    Edit { person: usize, field: Field },
    /// Decides between values of a person's field, if there are several.
    Decide { person: usize, value: usize },
    /// Records a consultation.
    Attend { person: usize },
    /// Writes the note of a consultation anew.
    Rewrite { consultation: usize },
    /// Hands a person over to the care team, sealed.
    HandOver { person: usize },
    /// Records a complaint, sealed to the supervisors.
    Complain,
}

/// What becomes of a file on a stick, at so many thousandths of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileHarm {
    /// It ends there.
    Cut { part: usize },
    /// A byte there differs.
    Alter { part: usize, by: u8 },
}

/// A field that people edit at the same time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    Phone,
    Surname,
    Note,
}

/// The power of a device goes after so many calls that change something on its disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PowerCut {
    pub after: u32,
    pub damage: Damage,
    pub seed: u64,
}

/// So many steps, by this seed.
pub fn decide_steps(seed: u64, count: usize) -> Vec<Step> {
    let mut random = Random::new(seed);
    (0..count).map(|_| decide_step(&mut random)).collect()
}

fn decide_step(random: &mut Random) -> Step {
    // Mostly the first of those who share it: whoever comes after another unlocks, which takes longer than what they do.
    let (disk, by) = (random.below(64), usize::from(random.once_in(6)));
    match random.below(200) {
        0..108 => {
            let deed = choose_deed(random);
            Step::Act { disk, by, deed, cut: choose_cut(random) }
        }
        108..116 => choose_carry(random, [disk, by]),
        116..168 => {
            let fault = random.once_in(3).then(|| choose_fault(random));
            Step::Exchange { disk, by, fault, cut: choose_cut(random) }
        }
        168..172 => {
            let other = [random.below(64), random.below(2)];
            let pieces = random.once_in(3).then(|| random.below(12));
            Step::Meet { one: [disk, by], other, pieces, cut: choose_cut(random) }
        }
        172..175 => Step::Restart { disk },
        175..182 => Step::Save { disk },
        182..186 => Step::Restore { disk },
        186..188 => Step::Copy { disk },
        188..192 => Step::SetClock { disk, hours: random.pick(&[0, 0, -26, 5, -175_000, 175_000]) },
        192..196 => Step::SaveServer,
        196..198 => Step::RestoreServer,
        198 => Step::RevokeUser { user: random.below(64) },
        _ => Step::RevokeDevice { device: random.below(64) },
    }
}

fn choose_carry(random: &mut Random, from: [usize; 2]) -> Step {
    let (part, by) = (random.below(1000), u8::try_from(1 + random.below(255)).unwrap());
    let harm = match random.below(8) {
        0 => Some(FileHarm::Cut { part }),
        1 => Some(FileHarm::Alter { part, by }),
        _ => None,
    };
    let to = [random.below(64), random.below(2)];
    Step::Carry { from, to, is_all: random.once_in(2), harm, cut: choose_cut(random) }
}

fn choose_deed(random: &mut Random) -> Deed {
    // Most of what is done is done to few people, so that they meet.
    let person = if random.once_in(3) { random.below(4096) } else { random.below(3) };
    match random.below(54) {
        0..8 => Deed::Register,
        8..30 => Deed::Edit { person, field: random.pick(&[Field::Phone, Field::Surname]) },
        30..34 => Deed::Decide { person, value: random.below(4) },
        34..39 => Deed::Attend { person },
        39..48 => Deed::Rewrite { consultation: person },
        48..52 => Deed::HandOver { person },
        _ => Deed::Complain,
    }
}

fn choose_cut(random: &mut Random) -> Option<PowerCut> {
    let is_cut = random.once_in(10);
    let reach = random.pick(&[12, 60, 200, 600]);
    let cut = PowerCut {
        after: u32::try_from(random.below(reach)).unwrap(),
        damage: random.pick(&Damage::ALL),
        seed: random.draw(),
    };
    is_cut.then_some(cut)
}
