//! A time in which others' word is obeyed, recorded: records sealed to inboxes, batches that count no more, an erasure.

use posta_domain::Kind;
use posta_store::InboxPen;

use crate::desk::{consultation, enrollment, id, person};
use crate::disk::Care;
use crate::work::{Recorder, Worked, colleague};

/// People registered before and between.
const PEOPLE: u16 = 8;

/// Does what a revocation and an erasure ask of a device, with inboxes written before, between and after.
pub fn obey(care: Care) -> Worked {
    let mut recorder = Recorder::begin(care);
    let (from, arriving) = colleague(recorder.desk.scope);
    let certificate = recorder.desk.session.certificate.clone();
    recorder.step(|desk, files| files.device.put_incarnation(&desk.scope, &desk.incarnation));
    recorder.step(|_, files| files.device.put_session(&certificate));
    let mut pen = InboxPen::default();
    for n in 1..=PEOPLE {
        recorder.save(&[person(n, &[("given_names", "Ana"), ("sex", "f")]), enrollment(n + 100, n)], None);
        recorder.save(&[consultation(n + 200, n, &"nota ".repeat(30))], None);
        recorder.step(|desk, files| desk.seal(files, &mut pen, &format!("entrega {n}")));
        if n == 2 {
            let draft = recorder.desk.draft(1, &format!(r#"{{"person":"{}"}}"#, id(1)));
            recorder.step(|_, files| files.scope.save_draft(&draft));
        }
        if n == 4 {
            // All that arrives, also what is quarantined; then one of it counts no more.
            recorder.exchange(&from, &arriving);
            let beyond = arriving[1].hash();
            recorder.desk.aside.insert(beyond);
            let excluded = recorder.step(|_, files| files.scope.exclude(&[beyond], &files.device, |_| None));
            assert!(excluded.removed > 0, "{excluded:?}");
        }
    }
    let gone = [(Kind::Person, id(1)), (Kind::Enrollment, id(101)), (Kind::Consultation, id(201))];
    let mut batches = recorder.step(|_, files| files.scope.batches_of(&gone, &files.device, |_| None));
    batches.retain(|hash| !recorder.desk.aside.contains(hash));
    assert!(!batches.is_empty());
    recorder.step(|desk, files| {
        let parts = files.scope.replacement(&batches, &gone, &files.device, |_| None)?;
        files.device.append_checkpoint(&desk.lane(desk.scope.checkpoint()), None, &parts)
    });
    recorder.step(|_, files| files.device.erase_bodies(&batches));
    recorder.step(|_, files| files.scope.erase(&gone, &batches));
    recorder.step(|desk, files| desk.seal(files, &mut pen, "entrega de después"));
    recorder.save(&[person(PEOPLE + 1, &[("given_names", "Luz")])], None);
    recorder.end()
}
