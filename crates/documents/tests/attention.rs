//! An attention that two write on two devices, also the same part and the same field of it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use common::{Dice, NOON, actor};
use posta_documents::Document;
use posta_documents::admission::{Verdict, admit, precheck};
use posta_domain::{Consultation, Fields, NeedState, Part};
use proptest::prelude::*;

const NEEDS: [&str; 3] = ["salud", "alojamiento", "regularizacion"];
const USER: [&str; 2] = ["00000000000000000000000000000001", "00000000000000000000000000000002"];

/// Something that one of the two writes.
fn write(consultation: &mut Consultation, who: usize, step: usize, dice: &mut Dice) {
    let words = format!("{who}:{step}");
    match dice.roll(7) {
        0 => consultation.health.complaint = words,
        1 => consultation.social.words = words,
        2 => consultation.note = words,
        3 => drop(consultation.needs.insert(NEEDS[dice.roll(NEEDS.len())].into())),
        4 => {
            let need = consultation.about_needs.entry(NEEDS[dice.roll(NEEDS.len())].into()).or_default();
            (need.state, need.done) = ([NeedState::Met, NeedState::Declined][dice.roll(2)].clone(), words);
        }
        5 => drop(consultation.sign(&[Part::Health, Part::Social][dice.roll(2)], USER[who])),
        _ => drop(consultation.amend(&format!("a{who}{step}"), Part::Health, &words)),
    }
}

fn take_in(document: &mut Document, from: &mut Document) {
    let mut held = document.save();
    for change in from.changes() {
        let author = precheck(&change.bytes).unwrap().actor;
        if let Verdict::Admitted { saved, .. } = admit(Some(&held), &change.bytes, author) {
            held = saved;
        }
    }
    *document = Document::load(&held).unwrap();
}

proptest! {
    /// Whatever the two write and in whichever order they exchange: both hold the same, and everything that either wrote
    /// last is shown or stands among the values in conflict.
    #[test]
    fn of_what_two_authors_write_of_one_attention_on_two_devices_nothing_of_either_is_lost(seed in any::<u64>()) {
        let mut dice = Dice(seed);
        let mut start = Consultation { note: "visto".into(), ..Consultation::default() };
        start.health.complaint = "tos".into();
        let (mut root, _) = Document::create(actor(1), &start.to_fields(), NOON).unwrap();
        let saved = root.save();
        let mut devices = [Document::load(&saved).unwrap(), Document::load(&saved).unwrap()];
        let mut wrote: [Fields; 2] = Default::default();
        for step in 0..3 + dice.roll(8) {
            let who = dice.roll(2);
            let stored = devices[who].fields();
            let mut consultation = Consultation::from_fields(&stored);
            write(&mut consultation, who, step, &mut dice);
            let changes = consultation.changes_from(&stored);
            devices[who].edit(actor(10 + who as u8), &changes, NOON + step as i64).unwrap();
            wrote[who].extend(changes);
        }
        let [one, other] = &mut devices;
        if dice.roll(2) == 0 {
            take_in(one, other);
            take_in(other, one);
        } else {
            take_in(other, one);
            take_in(one, other);
        }
        prop_assert_eq!(one.fields(), other.fields());
        prop_assert_eq!(one.heads(), other.heads());
        let (shown, conflicts) = (one.fields(), one.conflicts());
        for (key, value) in wrote.iter().flatten() {
            let stands = conflicts
                .iter()
                .any(|conflict| conflict.field == *key && conflict.values.iter().any(|each| each.value == *value));
            prop_assert!(stands || shown.get(key) == Some(value), "{} is gone", key);
        }
    }
}
