use chrono::NaiveDate;
use posta_documents::Document;
use posta_documents::admission::admit_all;
use posta_domain::ConsentDecision::{Given, Withdrawn};
use posta_domain::{
    Birth, Consent, ConsentDecision, DocumentId, Fields, IdentityDocument, Linkage, LinkageDecision, Person,
    Purpose, Scalar,
};
use posta_linkage::Decided;

use super::*;
use crate::database::SavedDocument;

struct World {
    _folder: tempfile::TempDir,
    database: Database,
}

const HERE: [u8; 16] = [0xa1; 16];
const THERE: [u8; 16] = [0xb2; 16];

impl World {
    /// Sixty people in each of two registries, of whom many may be one.
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::open(&db::Address::File(folder.path().join("server.sqlite"))).unwrap();
        let world = Self { _folder: folder, database };
        for scope in [HERE, THERE] {
            (1..=60).for_each(|number| world.put(scope, "person", [number; 16], &person(number).to_fields()));
        }
        world
    }

    fn put(&self, scope: [u8; 16], kind: &str, id: [u8; 16], fields: &Fields) {
        self.put_document(scope, kind, id, Document::create([1; 16], fields, 1).unwrap().0);
    }

    fn put_document(&self, scope: [u8; 16], kind: &str, id: [u8; 16], mut made: Document) {
        let merged = SavedDocument { heads: made.heads(), saved: made.save() };
        let act = |transaction: &crate::database::Transaction<'_>| {
            db::put_document(transaction, scope.into(), kind, id, &merged)
        };
        self.database.write(act).unwrap();
    }

    fn erase(&self, scope: [u8; 16], kind: &str, id: [u8; 16]) {
        let act = |transaction: &crate::database::Transaction<'_>| {
            db::erase_document(transaction, scope.into(), kind, id)
        };
        self.database.write(act).unwrap();
    }

    fn say(&self, number: u8, person: u8, decision: ConsentDecision, knew: &[u8]) {
        let consent = Consent {
            person: DocumentId([person; 16]),
            on: NaiveDate::from_ymd_opt(2026, 11, u32::from(number)),
            purposes: [(Purpose::Register, decision)].into(),
            replaces: knew.iter().map(|number| DocumentId([*number; 16])).collect(),
            ..Consent::default()
        };
        self.put(HERE, "consent", [number; 16], &consent.to_fields());
    }

    fn decide(&self, one: u8, other: u8, decision: LinkageDecision) {
        let pair = Linkage { decision, ..pair(one, other) };
        self.put(HERE, "linkage", pair.id().0, &pair.to_fields());
    }

    fn read(&self) -> Register {
        let edition = Edition::now(&self.database).unwrap();
        self.database.read(|connection| Register::read(connection, edition)).unwrap()
    }

    fn step(&self, register: &Register) -> Option<(Step, Edition)> {
        let edition = Edition::now(&self.database).unwrap();
        let (last, records) = (register.edition, register.index.len());
        let step =
            self.database.read(|connection| Register::step(connection, last, records, edition)).unwrap();
        Some((step?, edition))
    }

    /// Takes the step, which is to make the register what one read anew is.
    fn follow(&self, register: &mut Register) {
        let (step, edition) = self.step(register).expect("a step, not the whole");
        register.apply(&step, edition);
        let anew = self.read();
        assert_eq!(register.edition, anew.edition);
        assert_eq!(register.index.len(), anew.index.len());
        assert_eq!(pairs(register), pairs(&anew));
    }

    fn is_found(&self, register: &Register, number: u8) -> bool {
        let key = record_id(&key_of(HERE.into(), [number; 16]), 0);
        let found = register.index.explain(&key, &key, &Decided::default()).is_some();
        let known = |connection: &Connection| Known::read(connection, HERE.into(), [number; 16]);
        let known = self.database.read(known).unwrap();
        assert_eq!(found, known.is_some_and(|known| known.may_be_found(today())), "{number}");
        found
    }
}

fn pair(one: u8, other: u8) -> Linkage {
    Linkage::of(DocumentId([one; 16]), DocumentId([other; 16]))
}

fn person(number: u8) -> Person {
    let names = ["Rosa", "Luis", "Ana", "Jhon", "Marta"];
    let surnames = ["Quispe", "Mamani", "Huanca", "Guanca", "Rojas", "Choque", "Pérez"];
    let of = |words: &[&str], number: u8| words[usize::from(number) % words.len()].to_owned();
    let document = |place: u8| IdentityDocument {
        key: format!("k{place}"),
        kind: "passport".into(),
        country: "VE".into(),
        number: format!("X77{}{place}", u32::from(number) * 37),
        ..IdentityDocument::default()
    };
    Person {
        given_names: of(&names, number),
        surname1: of(&surnames, number),
        surname2: of(&surnames, number / 7),
        birth: Birth::parse(&format!("19{:02}-0{}-1{}", 60 + number % 30, 1 + number % 9, number % 10))
            .unwrap(),
        documents: (0..number % 3).map(document).collect(),
        ..Person::default()
    }
}

fn nobody() -> Person {
    Person { nationality: "VE".into(), ..Person::default() }
}

/// Decided by two who did not know of each other.
fn disputed(pair: &Linkage, same_first: bool) -> Document {
    let (mut made, _) = Document::create([1; 16], &pair.to_fields(), 1).unwrap();
    let words = if same_first { ["same", "different"] } else { ["different", "same"] };
    let edits = words.into_iter().zip([2, 3]).map(|(word, actor)| {
        let put = [("decision".to_owned(), Scalar::from(word))].into();
        (made.clone().edit([actor; 16], &put, 2).unwrap().unwrap().bytes, [actor; 16])
    });
    let edits: Vec<_> = edits.collect();
    let offered: Vec<_> = edits.iter().map(|(bytes, actor)| (bytes.as_slice(), *actor)).collect();
    let merged = admit_all(Some(&made.save()), &offered).1.unwrap().1;
    assert_eq!(merged.conflicts().len(), 1);
    merged
}

/// Two ids, the weight, and the reasons with theirs.
type Bits = (String, String, u64, Vec<(&'static str, u64)>);

/// All pairs of a register, to the bit.
fn pairs(register: &Register) -> Vec<Bits> {
    let pairs = register.index.dedupe(&Decided::default()).into_iter();
    pairs
        .map(|pair| {
            let reasons = pair.reasons.iter().map(|(reason, bits)| (reason.code(), bits.to_bits())).collect();
            (pair.id_a, pair.id_b, pair.weight.to_bits(), reasons)
        })
        .collect()
}

#[test]
fn a_register_that_is_changed_in_steps_answers_as_one_read_anew() {
    let world = World::new();
    let mut register = world.read();
    assert!(pairs(&register).len() > 50);
    let two = Person { documents: person(5).documents, ..person(8) };
    let acts: Vec<Box<dyn Fn()>> = vec![
        Box::new(|| world.put(HERE, "person", [61; 16], &person(61).to_fields())),
        Box::new(|| world.put(THERE, "person", [2; 16], &person(3).to_fields())),
        Box::new(|| world.put(HERE, "person", [8; 16], &two.to_fields())),
        Box::new(|| world.put(HERE, "person", [5; 16], &nobody().to_fields())),
        Box::new(|| world.erase(THERE, "person", [9; 16])),
        Box::new(|| world.say(1, 10, Withdrawn, &[])),
        Box::new(|| world.decide(11, 10, LinkageDecision::Same)),
        Box::new(|| world.decide(11, 12, LinkageDecision::Same)),
        Box::new(|| world.say(2, 12, Given, &[1])),
        Box::new(|| world.say(3, 11, Withdrawn, &[])),
        Box::new(|| world.decide(11, 10, LinkageDecision::Open)),
        Box::new(|| world.erase(HERE, "person", [11; 16])),
        Box::new(|| world.erase(HERE, "linkage", pair(11, 12).id().0)),
        Box::new(|| world.erase(HERE, "consent", [1; 16])),
        Box::new(|| (20..27).for_each(|number| world.erase(HERE, "person", [number; 16]))),
        Box::new(|| {
            (20..27).for_each(|number| world.put(HERE, "person", [number; 16], &person(number).to_fields()))
        }),
    ];
    for act in acts {
        act();
        world.follow(&mut register);
    }
    (1..=30).for_each(|number| world.put(THERE, "person", [number; 16], &nobody().to_fields()));
    assert!(world.step(&register).is_none(), "more than a tenth is read whole");
}

#[test]
fn a_no_with_one_record_hides_all_that_decisions_hold_together_with_it_while_they_do() {
    let world = World::new();
    let mut register = world.read();
    let mut found = || {
        world.follow(&mut register);
        [10, 11, 12].map(|number| world.is_found(&register, number))
    };
    world.decide(10, 11, LinkageDecision::Same);
    world.decide(12, 11, LinkageDecision::Same);
    assert_eq!(found(), [true; 3]);
    world.say(1, 12, Withdrawn, &[]);
    assert_eq!(found(), [false; 3]);
    world.say(2, 10, Given, &[]);
    assert_eq!(found(), [false; 3], "who asked did not know of it");
    world.decide(12, 11, LinkageDecision::Different);
    assert_eq!(found(), [true, true, false]);
    world.decide(12, 11, LinkageDecision::Same);
    assert_eq!(found(), [false; 3]);
    // Two say different things of it, whichever is shown: it holds nobody together.
    for same_first in [true, false] {
        world.put_document(HERE, "linkage", pair(11, 12).id().0, disputed(&pair(11, 12), same_first));
        assert_eq!(found(), [true, true, false]);
        world.decide(12, 11, LinkageDecision::Same);
        assert_eq!(found(), [false; 3]);
    }
    world.say(3, 11, Given, &[1]);
    assert_eq!(found(), [true; 3], "they were asked again by somebody who knew");
    // Whichever of the two said no.
    world.say(4, 10, Withdrawn, &[]);
    assert_eq!(found(), [false; 3]);
    world.decide(10, 11, LinkageDecision::Open);
    assert_eq!(found(), [false, true, true]);
    world.say(4, 12, Withdrawn, &[]);
    assert_eq!(found(), [true, false, false], "of another person than was written first");
}

#[test]
fn of_more_than_a_hundred_that_are_held_to_be_one_nobody_is_found() {
    let world = World::new();
    for number in 61..=101 {
        world.put(HERE, "person", [number; 16], &person(number).to_fields());
    }
    (1..100).for_each(|number| world.decide(number, number + 1, LinkageDecision::Same));
    let register = world.read();
    assert!([1, 50, 100, 101].map(|number| world.is_found(&register, number)) == [true; 4]);
    world.decide(100, 101, LinkageDecision::Same);
    let register = world.read();
    assert!([1, 50, 100, 101].map(|number| world.is_found(&register, number)) == [false; 4]);
}

#[test]
fn a_decision_that_is_not_where_its_pair_belongs_or_is_of_no_pair_counts_for_nothing() {
    let world = World::new();
    let same = |linkage: Linkage| Linkage { decision: LinkageDecision::Same, ..linkage };
    let (sound, elsewhere) = (same(pair(10, 11)), "0f".repeat(16));
    let beside = Linkage { elsewhere: elsewhere.clone(), ..sound.clone() };
    let turned = Linkage { person: sound.other, other: sound.person, ..sound.clone() };
    let alone = Linkage { other: sound.person, ..sound.clone() };
    let of_nobody = Linkage { person: DocumentId::NONE, ..sound.clone() };
    let alone_elsewhere = |elsewhere: &str| Linkage {
        elsewhere: elsewhere.into(),
        ..same(Linkage { person: sound.person, ..Linkage::default() })
    };
    let kept = |id: DocumentId, linkage: &Linkage| {
        world.put(HERE, "linkage", id.0, &linkage.to_fields());
        let mut count = 0;
        let of_it = |one: Compared| count += i32::from(one.kind == "linkage" && one.id == id.0);
        world.database.read(|connection| db::each_compared(connection, of_it)).unwrap();
        count == 1
    };
    for wrong in [
        &beside,
        &turned,
        &alone,
        &of_nobody,
        &alone_elsewhere(""),
        &alone_elsewhere("0f"),
        &alone_elsewhere(&"0F".repeat(16)),
        &alone_elsewhere(&"zz".repeat(16)),
    ] {
        assert!(!kept(wrong.id(), wrong), "{wrong:?}");
    }
    assert!(!kept(DocumentId([0x77; 16]), &sound), "another id");
    assert!(kept(sound.id(), &sound));
    let elsewhere = alone_elsewhere(&elsewhere);
    assert!(kept(elsewhere.id(), &elsewhere));
}
