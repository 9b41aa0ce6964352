//! What a later version wrote survives a round trip through this one.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use posta_domain::{DocumentId, Fields, Kind, Scalar};
use posta_tests::people::newcomer;
use posta_tests::world::{ANA, LUIS};
use posta_tests::{OpenHome, World};

fn fields(told: &[(&str, &str)]) -> Fields {
    told.iter().map(|(key, value)| ((*key).to_owned(), Scalar::from(*value))).collect()
}

#[test]
fn unknown_fields_and_words_survive_a_round_trip_through_this_version() {
    let world = World::new();
    let (ana, luis) = (world.device("pisiga", ANA), world.device("tambo", LUIS));
    let person = ana.register(&newcomer(0));
    ana.app.lock();
    let id: DocumentId = person.parse().unwrap();
    let enrollment = DocumentId::from([7; 16]);
    let workshop = DocumentId::from([8; 16]);
    let later = OpenHome::unlock(ana.home(), ANA.name);
    let told = [("sex", "otra-palabra"), ("vaccine/bcg", "2031-01-01"), ("document/z/state", "apostillado")];
    later.write_fields(
        Kind::Person,
        id,
        fields(&[told.as_slice(), &[("document/z/number", "Z1")]].concat()),
        1,
    );
    let of_later =
        fields(&[("person", &person), ("program", "sus"), ("status", "apelada"), ("appeal", "2031")]);
    later.write_fields(Kind::Enrollment, enrollment, of_later.clone(), 2);
    let unknown_kind = Kind::Other("workshop".into());
    let of_unknown_kind = fields(&[("person", &person), ("mood", "sereno")]);
    later.write_fields(unknown_kind.clone(), workshop, of_unknown_kind.clone(), 3);

    // Through the server to another device of this version, which edits beside what it does not know.
    ana.unlock(ANA.name);
    ana.sync();
    luis.sync();
    assert_eq!(luis.person(&person).card.sex, "otra-palabra");
    luis.edit(&person, &[("phone", "75555555"), ("document/z/country", "PE")]);
    luis.sync();
    ana.sync();
    for device in [&ana, &luis] {
        device.assert_sound();
        assert_eq!(device.status().quarantined, 0);
        let shown = device.person(&person);
        assert_eq!((shown.phone.as_str(), shown.card.sex.as_str()), ("75555555", "otra-palabra"));
        assert_eq!(shown.documents[0].state, "apostillado");
        let statuses: Vec<_> = shown.timeline.iter().flat_map(|event| &event.words).collect();
        assert!(statuses.contains(&&"apelada".to_owned()), "{statuses:?}");
    }
    assert_eq!(ana.digest(), luis.digest());
    assert_eq!(world.server.digest(ana.registry()), ana.digest());
    luis.app.lock();
    let registry = OpenHome::unlock(luis.home(), LUIS.name).registry();
    let stored = |kind: &Kind, id: &DocumentId| registry.document(kind, id).unwrap().unwrap().fields();
    let of_person = stored(&Kind::Person, &id);
    for (key, value) in told {
        assert_eq!(of_person[key], Scalar::from(value), "{key}");
    }
    assert_eq!(of_person["phone"], Scalar::from("75555555"));
    assert_eq!(stored(&Kind::Enrollment, &enrollment), of_later);
    assert_eq!(stored(&unknown_kind, &workshop), of_unknown_kind);
}
