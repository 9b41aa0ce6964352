//! A register of any size needs the memory of one person.
#![allow(clippy::unwrap_used)]

use std::io::{self, Write};

use peak_alloc::PeakAlloc;
use posta_domain::{Consent, ConsentDecision, DocumentId, Enrollment, Pack, Person, Purpose};
use posta_exports::{About, Bom, Bundle, CsvFile, Kept, Leaving, Origin, Subject, Table, Workbook};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// What is written is counted and forgotten.
#[derive(Default)]
struct Counter(u64);

impl Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn person(number: u32) -> Leaving {
    let id = |part: u128| DocumentId((u128::from(number) << 8 | part).to_be_bytes());
    let origin = Origin { at: 1_795_964_645, by: "Ana".into(), post: "pisiga".into() };
    let purposes = Purpose::WORDS.iter().map(|word| (Purpose::from_word(word), ConsentDecision::Given));
    let on = chrono::NaiveDate::from_ymd_opt(2026, 11, 20);
    let consent = Consent { person: id(1), on, purposes: purposes.collect(), ..Consent::default() };
    let decided = Consent::consents(&[(id(2), consent.clone())], on.unwrap());
    let value = Person {
        given_names: format!("Persona {number}"),
        surname1: "Inventada".into(),
        nationality: "VE".into(),
        registered_post: "pisiga".into(),
        registered_on: on,
        ..Person::default()
    };
    let enrollment = Enrollment { person: id(1), program: "sus".into(), on, ..Enrollment::default() };
    Leaving::shared(Subject {
        person: Kept { id: id(1), origin: origin.clone(), value },
        enrollments: vec![Kept { id: id(3), origin: origin.clone(), value: enrollment }],
        consents: vec![Kept { id: id(2), origin, value: consent }],
        decided,
        ..Subject::default()
    })
    .unwrap()
}

/// The most that was in use at once beyond what was before, in bytes, and how much was written.
fn peak(write: impl FnOnce() -> Counter) -> (usize, u64) {
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let written = write().0;
    (MEMORY.peak_usage().saturating_sub(before), written)
}

/// Writes so many people, some few again and again: what is kept of them would grow all the same.
fn write_all(people: u32, pack: &Pack) -> [(usize, u64); 3] {
    let some: Vec<Leaving> = (0..10).map(person).collect();
    let each = || some.iter().cycle().take(people as usize);
    let csv = || {
        let mut file = CsvFile::begin(Counter::default(), Table::People, Bom::With, pack).unwrap();
        each().for_each(|person| file.add(person).unwrap());
        file.finish().unwrap()
    };
    let xlsx = || {
        let mut book = Workbook::begin(Counter::default(), pack);
        book.table(Table::People).unwrap();
        each().for_each(|person| book.add(person).unwrap());
        book.finish(&About::default()).unwrap()
    };
    let fhir = || {
        let mut bundle = Bundle::begin(Counter::default(), 0, pack).unwrap();
        each().for_each(|person| bundle.add(person).unwrap());
        bundle.finish().unwrap()
    };
    [peak(csv), peak(xlsx), peak(fhir)]
}

/// A hundred thousand people; unoptimized, where that takes a minute and a half, ten thousand.
const MANY: u32 = if cfg!(debug_assertions) { 10_000 } else { 100_000 };

#[test]
fn a_register_of_any_size_needs_the_memory_of_a_hundred_people() {
    let pack = Pack::find("bo").unwrap();
    // The first time is for what is made once.
    write_all(1, pack);
    let few = write_all(100, pack);
    let many = write_all(MANY, pack);
    for ((little, short), (much, long)) in few.into_iter().zip(many) {
        assert!(long > short * u64::from(MANY / 200), "{short} bytes, then {long}");
        assert!(much < little + 256 * 1024, "{little} bytes of memory, then {much}");
    }
}
