//! A page of `device.posta`, which all users of a device share, does not read any more: a new file takes its place, the
//! damaged one lies aside as it was, and what may lack is told.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use posta_app::view::MendCard;
use posta_identity::{FileKey, ScopeId};
use posta_store::{DeviceFile, Way, move_aside};
use posta_tests::damage::{flip, pages, raw, smash_log};
use posta_tests::people::newcomer;
use posta_tests::world::{ANA, CARMEN, ELENA, LUIS, ROSA};
use posta_tests::{Device, Invited, ORURO, OpenHome, PASSWORD, World, copy_folder};

/// The second person whom an erasure needs.
const ROSA_SUPERVISES: Invited = Invited::new("Rosa Ortiz", "supervisor", ORURO);
/// Tables without which a file cannot be made anew, if the wrong page of them is gone.
const GROUND: [&str; 3] = ["sqlite_schema", "setting", "log_entry"];

/// A device that is closed, and what it held.
struct Held {
    world: World,
    home: PathBuf,
    key: FileKey,
    sent: Vec<String>,
    unsent: Vec<String>,
    consultations: Vec<String>,
    pending: u32,
}

/// Work of others, own work that was sent, and own work that was not, in the register, the team and the audit.
fn held() -> Held {
    let world = World::new();
    let (carmen, luis) = (world.device("pisiga", CARMEN), world.device("tambo", LUIS));
    let mut sent = Vec::new();
    for round in 0..6 {
        sent.extend((0..3).map(|n| luis.register(&newcomer(round * 6 + n))));
        luis.sync();
        luis.unlock(LUIS.name);
        sent.extend((3..6).map(|n| carmen.register(&newcomer(round * 6 + n))));
        // Who looks is noted in a lane that nobody of this device reads.
        let last = sent.last().unwrap();
        let consultation = carmen.attend(last, "cada vez");
        assert!(carmen.reads(last, &consultation));
        carmen.sync();
        carmen.unlock(CARMEN.name);
    }
    let mut consultations = vec![carmen.attend(&sent[20], "lo que ya salió")];
    carmen.sync();
    let unsent: Vec<String> = (40..48).map(|n| carmen.register(&newcomer(n))).collect();
    consultations.push(carmen.attend(&sent[20], "lo que falta enviar"));
    let pending = carmen.pending();
    carmen.app.lock();
    let open = OpenHome::unlock(carmen.home(), CARMEN.name);
    let key = open.keyring.file_key("device", &open.secrets).unwrap();
    let file = open.device();
    for n in 0..40 {
        let lane = ScopeId::random();
        file.put_holding(
            &posta_identity::DeviceId::random(),
            &[(lane, posta_protocol::Vector::new())],
            7,
            Way::File,
        )
        .unwrap();
        file.quarantine_batch(&lane, "malformed", 7, &[n; 90]).unwrap();
    }
    drop(file);
    drop(raw(&carmen.home().join("device.posta"), &key));
    let home = world.path().join("cut");
    copy_folder(carmen.home(), &home);
    Held { world, home, key, sent, unsent, consultations, pending }
}

impl Held {
    fn pages(&self) -> Vec<(String, usize)> {
        pages(&self.home.join("device.posta"), &self.key)
    }

    /// Some page of a table, not its root where it has more.
    fn page_of(&self, table: &str) -> usize {
        let of = self.pages().into_iter().filter(|(name, _)| name == table).map(|(_, page)| page);
        of.max().unwrap()
    }

    /// The home again, each time the same, with this page damaged; and the bytes of its file.
    fn damaged(&self, name: &str, page: usize) -> (PathBuf, Vec<u8>) {
        let home = self.world.path().join(name);
        copy_folder(&self.home, &home);
        flip(&home.join("device.posta"), page);
        let bytes = std::fs::read(home.join("device.posta")).unwrap();
        (home, bytes)
    }

    fn assert_kept(&self, device: &Device, mended: &MendCard, place: &str) {
        assert!(
            self.sent.iter().chain(&self.unsent).all(|id| device.holds(id)),
            "{place}: what lies in scopes' files"
        );
        for consultation in &self.consultations {
            assert!(device.reads(&self.sent[20], consultation), "{place}");
        }
        assert!(device.pending() >= self.pending || mended.lacks_work, "{place}: {} wait", device.pending());
    }
}

/// The one mend that is told.
fn mend_of(device: &Device) -> MendCard {
    let mended = device.view().mended;
    assert_eq!((mended.len(), mended[0].sensitivity.as_str()), (1, "device"));
    mended[0].clone()
}

/// Unlocks, and meets what no unlock reads by looking through everything. Whether it opens.
fn unlock(device: &Device) -> bool {
    if let Err(error) = device.app.unlock(CARMEN.name, PASSWORD) {
        assert_eq!(error.code(), "POSTA-L4");
        return false;
    }
    match device.app.check() {
        Ok(_) => true,
        // The session is put down, and the next unlock mends.
        Err(error) if error.code() == "POSTA-L3" => unlock(device),
        Err(error) => {
            assert_eq!(error.code(), "POSTA-L4");
            false
        }
    }
}

fn files(home: &Path) -> BTreeSet<String> {
    let names =
        std::fs::read_dir(home).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| !name.ends_with("-shm") && !name.ends_with("-wal")).collect()
}

fn asides(home: &Path) -> Vec<PathBuf> {
    let all = std::fs::read_dir(home.join("scopes")).unwrap().map(|entry| entry.unwrap().path());
    all.filter(|path| path.file_name().unwrap().to_str().unwrap().starts_with("aside-device")).collect()
}

/// The files of scopes in a home.
fn scope_files(home: &Path) -> Vec<PathBuf> {
    let all = std::fs::read_dir(home.join("scopes")).unwrap().map(|entry| entry.unwrap().path());
    all.filter(|path| path.extension().is_some_and(|end| end == "posta")).collect()
}

fn log_of(file: &Path) -> PathBuf {
    file.with_extension("posta-wal")
}

fn page_in(bytes: &[u8], page: usize) -> &[u8] {
    &bytes[(page - 1) * 4096..page * 4096]
}

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

#[test]
fn what_was_erased_comes_back_by_no_mend() {
    let world = World::new();
    let (ana, luis) = (world.device("pisiga", ANA), world.device("tambo", LUIS));
    let (elena, second) = (world.device("oruro", ELENA), world.device("oruro-2", ROSA_SUPERVISES));
    let erased = ana.register(&newcomer(0));
    let kept = ana.register(&newcomer(1));
    let settle = || [&ana, &luis, &elena, &second].into_iter().for_each(|device| drop(device.try_sync()));
    settle();
    settle();
    let order = elena.app.order_erasure(&erased, "request", &[]).unwrap().order;
    elena.sync();
    second.sync();
    second.app.agree_erasure(&order).unwrap();
    for _ in 0..4 {
        settle();
    }
    assert!(!ana.holds(&erased) && ana.holds(&kept));
    ana.app.lock();
    let open = OpenHome::unlock(ana.home(), ANA.name);
    let key = open.keyring.file_key("device", &open.secrets).unwrap();
    drop(open);
    let base = world.path().join("base");
    drop(raw(&ana.home().join("device.posta"), &key));
    copy_folder(ana.home(), &base);
    let tables = pages(&base.join("device.posta"), &key);
    let mut seen = 0;
    for (table, page) in tables.iter().filter(|(table, _)| ["hollow", "batch"].contains(&table.as_str())) {
        let home = world.path().join("damaged");
        copy_folder(&base, &home);
        flip(&home.join("device.posta"), *page);
        let device = Device::at(&home);
        device.unlock(ANA.name);
        if device.app.check().is_err() {
            device.unlock(ANA.name);
        }
        mend_of(&device);
        assert!(!device.holds(&erased) && device.holds(&kept), "{table}");
        device.sync();
        luis.sync();
        device.sync();
        assert!(!device.holds(&erased) && !luis.holds(&erased) && device.holds(&kept), "{table}");
        world.assert_same(&[&device, &luis]);
        seen += usize::from(table == "hollow");
    }
    assert!(seen > 0, "something is hollow");
}
