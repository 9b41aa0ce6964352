use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use posta_store::{DeviceFile, move_aside};
use posta_tests::damage::raw;
use posta_tests::world::CARMEN;
use posta_tests::{Device, PASSWORD};

use crate::held::{asides, held, mend_of, page_in, unlock};

fn files(home: &Path) -> BTreeSet<String> {
    let names =
        std::fs::read_dir(home).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| !name.ends_with("-shm") && !name.ends_with("-wal")).collect()
}

#[test]
fn a_mend_that_is_cut_anywhere_goes_on_at_the_next_unlock() {
    let held = held();
    let page = held.page_of("batch");
    let (home, bytes) = held.damaged("whole", page);
    let device = Device::at(&home);
    assert!(unlock(&device));
    let aside = mend_of(&device).aside;
    device.app.lock();
    let new = home.join("device.posta");
    drop(raw(&new, &held.key));
    for step in ["anew", "marked", "moved", "made anew by another", "in place"] {
        let (home, _) = held.damaged("interrupted", page);
        let (path, anew) = (home.join("device.posta"), home.join("device.anew"));
        let folder = home.join("scopes").join(&aside);
        if step == "anew" {
            std::fs::write(&anew, b"half of it").unwrap();
            std::fs::write(home.join("device.anew-wal"), b"and more").unwrap();
        } else {
            std::fs::copy(&new, &anew).unwrap();
            std::fs::write(home.join("mending"), &aside).unwrap();
        }
        if !["anew", "marked"].contains(&step) {
            std::fs::create_dir(&folder).unwrap();
            move_aside(&path, &folder).unwrap();
        }
        match step {
            "made anew by another" => drop(DeviceFile::open(&path, &held.key).unwrap()),
            "in place" => std::fs::rename(&anew, &path).unwrap(),
            _ => {}
        }
        let device = Device::at(&home);
        assert!(unlock(&device), "{step}");
        let mended = mend_of(&device);
        assert!(mended.aside == aside || step == "anew", "{step}");
        let kept = std::fs::read(home.join("scopes").join(&mended.aside).join("device.posta")).unwrap();
        assert!(page_in(&kept, page) == page_in(&bytes, page), "{step}");
        held.assert_kept(&device, &mended, step);
        device.unlock(CARMEN.name);
        assert_eq!(mend_of(&device), mended, "{step}: once");
        let left = files(&home);
        assert!(!left.contains("mending") && !left.contains("device.anew"), "{step}: {left:?}");
        device.sync();
        device.assert_sound();
    }
}

#[test]
fn while_another_has_the_file_open_it_is_not_moved() {
    let held = held();
    let page = held.page_of("batch_by_arrival");
    let (home, bytes) = held.damaged("open", page);
    let other = DeviceFile::open(&home.join("device.posta"), &held.key).unwrap();
    let device = Device::at(&home);
    std::fs::write(home.join("mending"), b"").unwrap();
    let _ = device.app.unlock(CARMEN.name, PASSWORD);
    device.app.lock();
    assert_eq!(asides(&home), Vec::<PathBuf>::new());
    assert!(page_in(&std::fs::read(home.join("device.posta")).unwrap(), page) == page_in(&bytes, page));
    drop(other);
    assert!(unlock(&device));
    held.assert_kept(&device, &mend_of(&device), "open");
}

#[test]
fn a_file_that_is_whole_after_all_stays_where_it_is() {
    let held = held();
    std::fs::write(held.home.join("mending"), b"").unwrap();
    let device = Device::at(&held.home);
    assert!(unlock(&device));
    assert_eq!((device.view().mended, asides(&held.home)), (Vec::new(), Vec::new()));
    assert!(!held.home.join("mending").exists());
}
