use std::path::{Path, PathBuf};

use posta_app::view::MendCard;
use posta_tests::damage::{flip, raw, smash_log};
use posta_tests::people::newcomer;
use posta_tests::world::{CARMEN, ROSA};
use posta_tests::{Device, copy_folder};

use crate::held::{held, mend_of, unlock};

/// The files of scopes in a home.
fn scope_files(home: &Path) -> Vec<PathBuf> {
    let all = std::fs::read_dir(home.join("scopes")).unwrap().map(|entry| entry.unwrap().path());
    all.filter(|path| path.extension().is_some_and(|end| end == "posta")).collect()
}

fn log_of(file: &Path) -> PathBuf {
    file.with_extension("posta-wal")
}

/// A crash left the log, which SQLite would believe up to the damage only.
#[test]
fn what_follows_on_a_damaged_piece_of_the_log_is_not_lost_unsaid() {
    let held = held();
    let rosa = held.world.device("sabaya", ROSA);
    let live = Device::at(&held.home);
    live.unlock(CARMEN.name);
    let mut later = Vec::new();
    for n in 60..66 {
        later.push(live.register(&newcomer(n)));
        let consultation = live.attend(&held.sent[20], "lo de hoy");
        live.sync();
        assert!(live.reads(&held.sent[20], &consultation));
    }
    later.push(live.register(&newcomer(66)));
    let home = held.world.path().join("crashed");
    copy_folder(&held.home, &home);
    drop(live);
    let path = home.join("device.posta");
    smash_log(&path);
    assert!(posta_wal::is_damaged(&path).unwrap());
    let log = std::fs::read(home.join("device.posta-wal")).unwrap();
    let device = Device::at(&home);
    assert!(unlock(&device));
    let mended = mend_of(&device);
    assert!(mended.lacks_work, "a page may be an older one");
    let found = format!("device.posta{}", posta_wal::AS_FOUND);
    let aside = home.join("scopes").join(&mended.aside);
    assert!(std::fs::read(aside.join(&found)).unwrap() == log && !home.join(&found).exists());
    held.assert_kept(&device, &mended, "log");
    assert!(later.iter().all(|id| device.holds(id)));
    let person = device.register(&newcomer(100));
    device.sync();
    rosa.sync();
    device.sync();
    held.world.assert_same(&[&device, &rosa]);
    assert!(later.iter().chain([&person]).all(|id| rosa.holds(id)));
    assert!(!device.view().forked, "no copy of this disk went on elsewhere");
}

/// Certificates of own sessions are looked for in the files of scopes, of which no log that is damaged may go by that.
#[test]
fn a_scope_s_file_whose_log_is_damaged_is_mended_by_itself() {
    let held = held();
    let live = Device::at(&held.home);
    live.unlock(CARMEN.name);
    let later: Vec<String> = (60..66).map(|n| live.register(&newcomer(n))).collect();
    let home = held.world.path().join("crashed");
    copy_folder(&held.home, &home);
    drop(live);
    let path = home.join("device.posta");
    drop(raw(&path, &held.key));
    flip(&path, held.page_of("session"));
    let logs: Vec<(PathBuf, Vec<u8>)> = scope_files(&home)
        .into_iter()
        .filter(|file| log_of(file).exists())
        .inspect(|file| smash_log(file))
        .filter(|file| posta_wal::is_damaged(file).unwrap())
        .map(|file| (file.clone(), std::fs::read(log_of(&file)).unwrap()))
        .collect();
    assert!(!logs.is_empty());

    let device = Device::at(&home);
    assert!(unlock(&device));
    device.assert_sound();
    let mended = device.view().mended;
    let told = |sensitivity: &str| mended.iter().filter(|card| card.sensitivity == sensitivity).count();
    assert_eq!((told("device"), told("registry"), mended.len()), (1, 1, 1 + logs.len()), "{mended:?}");
    for (file, log) in logs {
        let name = format!("{}{}", file.file_name().unwrap().to_str().unwrap(), posta_wal::AS_FOUND);
        let is_kept = |card: &MendCard| {
            std::fs::read(home.join("scopes").join(&card.aside).join(&name)).is_ok_and(|found| found == log)
        };
        assert_eq!(mended.iter().filter(|card| is_kept(card)).count(), 1, "{name}");
    }
    assert!(held.sent.iter().all(|id| device.holds(id)));
    let kept = later.iter().filter(|id| device.holds(id)).count();
    assert!(kept + 1 >= later.len(), "{kept} of those after the damage too");
}
