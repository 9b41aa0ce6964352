use std::collections::BTreeSet;
use std::path::PathBuf;

use posta_tests::Device;
use posta_tests::people::newcomer;
use posta_tests::world::{ELENA, ROSA};

use crate::held::{asides, held, mend_of, page_in, unlock};

/// Tables without which a file cannot be made anew, if the wrong page of them is gone.
const GROUND: [&str; 3] = ["sqlite_schema", "setting", "log_entry"];

#[test]
fn any_page_of_the_device_s_file_may_be_damaged_and_nothing_acknowledged_is_lost_unsaid() {
    let held = held();
    let (rosa, elena) = (held.world.device("sabaya", ROSA), held.world.device("oruro", ELENA));
    let (mut exchanged, mut mends, mut whole, mut stands) = (BTreeSet::new(), 0, 0, 0);
    let mut lacks_work = false;
    let all = held.pages();
    for (table, page) in &all {
        let place = format!("{table}, page {page}");
        let (home, bytes) = held.damaged("damaged", *page);
        let device = Device::at(&home);
        if !unlock(&device) {
            assert!(GROUND.contains(&table.as_str()), "{place}");
            assert_eq!(asides(&home), Vec::<PathBuf>::new(), "{place}: nothing was moved");
            let now = std::fs::read(home.join("device.posta")).unwrap();
            assert!(page_in(&now, *page) == page_in(&bytes, *page), "{place}");
            stands += 1;
            continue;
        }
        let mended = mend_of(&device);
        let aside = std::fs::read(home.join("scopes").join(&mended.aside).join("device.posta")).unwrap();
        assert!(page_in(&aside, *page) == page_in(&bytes, *page), "{place}");
        assert!(!home.join("mending").exists() && !home.join("device.anew").exists(), "{place}");
        held.assert_kept(&device, &mended, &place);
        mends += 1;
        whole += usize::from(!mended.lacks_work && !mended.lacks_carried);
        // Of the shelf each page takes something else.
        if !exchanged.insert(table.as_str()) && table != "batch" {
            continue;
        }
        lacks_work |= mended.lacks_work;
        let person = device.register(&newcomer(100 + mends));
        device.sync();
        rosa.sync();
        elena.sync();
        device.sync();
        held.world.assert_same(&[&device, &rosa]);
        assert!(held.unsent.iter().chain([&person]).all(|id| rosa.holds(id)), "{place}");
        assert!(held.consultations.iter().all(|id| rosa.reads(&held.sent[20], id)), "{place}");
        assert_eq!(device.digest_of("care"), rosa.digest_of("care"), "{place}");
        assert!(!device.view().forked, "{place}: no copy of this disk went on elsewhere");
        assert!(device.view().mended.is_empty() || mended.lacks_work, "{place}: nothing is left to tell");
        assert!(lacks_work || elena.app.check_audit().unwrap().is_empty(), "{place}: the audit is whole");
    }
    assert!(mends > stands * 4 && whole * 10 > mends * 7, "{whole} of {mends} lost nothing, {stands} stand");
    for table in ["batch", "session", "receipt", "exchange", "holding", "batch_quarantine"] {
        assert!(exchanged.contains(table), "{table}");
    }
}
