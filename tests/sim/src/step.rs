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
    let (disk, by) = (random.below(64), random.below(2));
    match random.below(200) {
        0..108 => {
            let deed = choose_deed(random);
            Step::Act { disk, by, deed, cut: choose_cut(random) }
        }
        108..168 => {
            let fault = random.once_in(3).then(|| choose_fault(random));
            Step::Exchange { disk, by, fault, cut: choose_cut(random) }
        }
        168..175 => Step::Restart { disk },
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
