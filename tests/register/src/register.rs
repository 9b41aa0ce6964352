//! A whole register: households, their enrollments at several posts, and who is who.

use crate::damage::Desk;
use crate::errors::{Error, Noise, Tally};
use crate::family::household;
use crate::names::Names;
use crate::random::Random;

/// What may be looked at while a matcher is made.
pub const DEVELOPMENT_SEED: u64 = 20_261_129;
/// What is looked at once, for the report.
pub const HELD_OUT_SEED: u64 = 7_391_846_205;

const POSTS: &[&str] = &[
    "pisiga",
    "desaguadero",
    "tambo-quemado",
    "kasani",
    "guayaramerin",
    "cobija",
    "villazon",
    "yacuiba",
    "colchane",
    "rumichaca",
    "huaquillas",
    "assis-brasil",
];

/// 2025-01-01.
const FIRST_DAY: i64 = 20_089;

/// What register to invent.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    pub seed: u64,
    pub noise: Noise,
    /// At least so many records: the last household is not cut.
    pub records: usize,
}

/// A line of a register.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    pub record_id: String,
    pub given_names: String,
    pub surname1: String,
    pub surname2: String,
    pub dob: String,
    pub dob_approx: String,
    pub sex: String,
    pub nationality: String,
    pub birth_city: String,
    pub doc_type: String,
    pub doc_number: String,
    pub phone: String,
    pub post: String,
    pub enrolled_on: String,
    pub group_id: String,
}

/// Records in an order that tells nothing, and the pairs that are of one person.
#[derive(Clone, Debug)]
pub struct Register {
    pub records: Vec<Record>,
    /// Each pair once, the smaller id first, in order.
    pub truth: Vec<(String, String)>,
    /// What went wrong how often.
    pub tally: Tally,
}

/// Invents a register: the same settings give the same one.
pub fn invent(settings: Settings) -> Register {
    let Settings { seed, noise, records: wanted } = settings;
    let names = Names::new();
    let mut random = Random::new(seed ^ 0x7265_6769_7374_6572);
    let mut tally = Tally::default();
    let mut written: Vec<(usize, Record)> = Vec::new();
    let mut people = 0;
    let mut kin = None;
    while written.len() < wanted {
        let (home, of) = household(&names, kin.take(), &mut random);
        // A brother's or sister's household comes along in one of five cases.
        kin = random.chance(0.2).then_some(of);
        // Once 50, twice 30, three times 14, four times 6 of 100 households.
        let times = match random.below(100) {
            0..50 => 1,
            50..80 => 2,
            80..94 => 3,
            _ => 4,
        };
        let mut day = FIRST_DAY + random.between(0, 400);
        for time in 0..times {
            let mut desk = open_desk(&mut random, &mut tally, noise, day);
            for (place, person) in home.iter().enumerate() {
                // Later, in 12 of 100 cases somebody of the household is not along.
                if person.born < day && (time == 0 || !random.chance(0.12)) {
                    written.push((people + place, desk.enroll(person)));
                }
            }
            day += random.between(1, 90);
        }
        people += home.len();
    }
    let (records, truth) = shuffle(written, &mut random);
    Register { records, truth, tally }
}

fn open_desk<'a>(random: &mut Random, tally: &'a mut Tally, noise: Noise, day: i64) -> Desk<'a> {
    let mut own = Random::new(random.bits());
    let group = format!("{:010x}", own.bits() >> 24);
    // 12 of 100 desks do not say who came together.
    let group = if own.chance(0.12) { String::new() } else { group };
    let post = own.pick(POSTS).copied().unwrap_or_default();
    let loses_accents = tally.draw(Error::AccentsLost, noise, &mut own);
    let capitals = own.chance(0.15);
    let one_surname = own.chance(0.03);
    let new_phone = tally
        .draw(Error::PhoneChanged, noise, &mut own)
        .then(|| format!("{}{:07}", own.between(60, 79), own.below(10_000_000)));
    Desk { random: own, tally, noise, post, day, group, loses_accents, capitals, one_surname, new_phone }
}

/// Gives ids in an order that tells nothing, and lists the pairs of one person.
fn shuffle(mut written: Vec<(usize, Record)>, random: &mut Random) -> (Vec<Record>, Vec<(String, String)>) {
    random.shuffle(&mut written);
    let mut of_person: std::collections::BTreeMap<usize, Vec<String>> = std::collections::BTreeMap::new();
    for (number, (person, record)) in written.iter_mut().enumerate() {
        record.record_id = format!("R{:07}", number + 1);
        of_person.entry(*person).or_default().push(record.record_id.clone());
    }
    let mut truth = Vec::new();
    for ids in of_person.values() {
        for (at, id) in ids.iter().enumerate() {
            truth.extend(ids.iter().skip(at + 1).map(|other| (id.clone(), other.clone())));
        }
    }
    truth.sort();
    (written.into_iter().map(|(_, record)| record).collect(), truth)
}
