//! A page of a file does not read any more: the file is moved aside as it is, made anew from the shelf and from what
//! still reads, and what may lack is told.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::path::{Path, PathBuf};

use posta_app::view::{DraftInput, MendCard};
use posta_identity::FileKey;
use posta_tests::damage::{flip, places, raw, smash_log};
use posta_tests::people::newcomer;
use posta_tests::world::{ANA, CARMEN, LUIS, ROSA};
use posta_tests::{Device, OpenHome, World, copy_folder};

/// What a device held when its power went.
struct Held {
    world: World,
    home: PathBuf,
    sent: Vec<String>,
    unsent: Vec<String>,
    consultations: Vec<String>,
    drafts: usize,
    pending: u32,
}

/// Work of others, own work that was sent, own work that was not, of which the registry's lies on no shelf, and drafts.
fn held() -> Held {
    let world = World::new();
    let (carmen, luis) = (world.device("pisiga", CARMEN), world.device("tambo", LUIS));
    let mut sent: Vec<String> = (0..12).map(|n| luis.register(&newcomer(n))).collect();
    luis.sync();
    sent.extend((12..24).map(|n| carmen.register(&newcomer(n))));
    let mut consultations = vec![carmen.attend(&sent[20], "lo que ya salió")];
    carmen.sync();
    let unsent: Vec<String> = (24..40).map(|n| carmen.register(&newcomer(n))).collect();
    consultations.push(carmen.attend(&sent[20], "lo que falta enviar"));
    for n in 0..12 {
        let form = format!("{{\"given_names\":\"Borrador {n}\",\"note\":\"{}\"}}", "x".repeat(900));
        let draft = DraftInput { id: String::new(), kind: "registration".into(), form };
        carmen.app.save_draft(&draft).unwrap();
    }
    let home = world.path().join("cut");
    copy_folder(carmen.home(), &home);
    let pending = carmen.pending();
    Held { world, home, sent, unsent, consultations, drafts: 12, pending }
}

impl Held {
    /// The files of scopes, with their keys.
    fn files(&self) -> Vec<(PathBuf, FileKey)> {
        let open = OpenHome::unlock(&self.home, CARMEN.name);
        let mut files = Vec::new();
        for entry in std::fs::read_dir(self.home.join("scopes")).unwrap() {
            let path = entry.unwrap().path();
            let scope = path.file_stem().unwrap().to_str().unwrap().parse();
            if path.extension().is_some_and(|end| end == "posta")
                && let (_, Some(key)) = open.scope_file(scope.unwrap())
            {
                files.push((path, key));
            }
        }
        files.sort_by(|one, other| one.0.cmp(&other.0));
        files
    }

    /// The registry's file, with its key.
    fn registry(&self) -> (PathBuf, FileKey) {
        let open = OpenHome::unlock(&self.home, CARMEN.name);
        let (path, key) = open.scope_file(open.log().membership().registry());
        (path, key.unwrap())
    }

    /// The home again, each time the same.
    fn again(&self, name: &str) -> PathBuf {
        let home = self.world.path().join(name);
        copy_folder(&self.home, &home);
        home
    }

    fn assert_kept(&self, device: &Device, mended: &[MendCard], place: &str) {
        let lacks_work = mended.iter().any(|card| card.lacks_work);
        let lacks_drafts = mended.iter().any(|card| card.lacks_drafts);
        assert!(self.sent.iter().all(|id| device.holds(id)), "{place}: what was sent or received");
        for consultation in &self.consultations {
            assert!(device.reads(&self.sent[20], consultation), "{place}: what lies on the shelf");
        }
        let unsent = self.unsent.iter().filter(|id| device.holds(id)).count();
        assert!(
            unsent == self.unsent.len() || lacks_work,
            "{place}: {unsent} of the unsent, and nothing said"
        );
        let drafts = device.app.home().unwrap().drafts.len();
        assert!(drafts == self.drafts || lacks_drafts, "{place}: {drafts} drafts, and nothing said");
        assert!(device.pending() >= self.pending || lacks_work, "{place}: {} wait", device.pending());
    }
}

/// The damaged page lies aside as it was.
fn assert_aside(home: &Path, file: &Path, page: usize, damaged: &[u8], mended: &[MendCard]) {
    let bytes = (page - 1) * 4096..page * 4096;
    for card in mended {
        let aside = home.join("scopes").join(&card.aside).join(file.file_name().unwrap());
        assert!(std::fs::read(aside).unwrap()[bytes.clone()] == damaged[bytes.clone()]);
    }
}

#[test]
fn a_page_of_any_table_of_a_scope_s_file_may_be_damaged_and_nothing_acknowledged_is_lost_unsaid() {
    let held = held();
    let mut mends = 0;
    let mut lossless = 0;
    for (file, key) in held.files() {
        for (table, page) in places(&file, &key) {
            let home = held.again("damaged");
            let path = home.join("scopes").join(file.file_name().unwrap());
            drop(raw(&path, &key));
            flip(&path, page);
            let damaged = std::fs::read(&path).unwrap();
            let device = Device::at(&home);
            device
                .app
                .unlock(CARMEN.name, posta_tests::PASSWORD)
                .unwrap_or_else(|error| panic!("{table}: {error}"));
            // A page that no unlock reads is met by an act: it is not done, says so, and can be repeated.
            if device.app.check().is_err() {
                device.assert_sound();
            }
            let mended = device.view().mended;
            held.assert_kept(&device, &mended, &table);
            assert_aside(&home, &file, page, &damaged, &mended);
            mends += mended.len();
            lossless += mended.iter().filter(|card| !card.lacks_work && !card.lacks_drafts).count();
            let person = device.register(&newcomer(100));
            assert!(device.holds(&person), "{table}: it goes on");
        }
    }
    assert!(mends > 20 && lossless * 10 > mends * 8, "{lossless} of {mends} lost nothing");
}

#[test]
fn what_was_mended_is_sent_and_everybody_holds_the_same_again() {
    for table in ["document", "person_words_data", "the first page"] {
        let held = held();
        let (file, key) = held.registry();
        drop(raw(&file, &key));
        // Without its first page nothing of a file reads.
        let page =
            places(&file, &key).into_iter().find(|(name, _)| name == table).map_or(1, |(_, page)| page);
        flip(&file, page);
        let device = Device::at(&held.home);
        device.unlock(CARMEN.name);
        let _ = device.app.check();
        let mended = device.view().mended;
        assert_eq!(mended.len(), 1, "{table}");
        assert_eq!(mended[0].lacks_work, table == "the first page", "{table}");
        let later = device.register(&newcomer(100));
        device.sync();
        let rosa = held.world.device("sabaya", ROSA);
        rosa.sync();
        device.sync();
        held.world.assert_same(&[&device, &rosa]);
        assert!(rosa.holds(&later));
        if table != "the first page" {
            assert!(held.unsent.iter().all(|id| rosa.holds(id)), "{table}");
            assert_eq!(device.view().mended, [], "nothing is left to tell");
        } else {
            assert_eq!(device.view().mended.len(), 1, "it may lack something");
        }
        assert!(held.consultations.iter().all(|id| rosa.reads(&held.sent[20], id)));
        assert_eq!(device.digest_of("care"), rosa.digest_of("care"));
        assert!(!device.view().forked, "no copy of this disk went on elsewhere");
    }
}

/// A crash left the log, which SQLite would believe up to the damage only.
#[test]
fn what_follows_on_a_damaged_piece_of_a_log_is_not_lost_unsaid() {
    let held = held();
    let mut told = Vec::new();
    for (file, _) in held.files() {
        let home = held.again("damaged-log");
        let path = home.join("scopes").join(file.file_name().unwrap());
        smash_log(&path);
        let log = path.with_extension("posta-wal");
        let damaged = std::fs::read(&log).unwrap();
        let place = file.file_name().unwrap().to_string_lossy().into_owned();
        let is_damaged = posta_wal::is_damaged(&path).unwrap();
        let device = Device::at(&home);
        device.unlock(CARMEN.name);
        device.assert_sound();
        let mended = device.view().mended;
        held.assert_kept(&device, &mended, &place);
        assert_eq!(mended.len(), usize::from(is_damaged), "{place}");
        for card in &mended {
            let aside = home.join("scopes").join(&card.aside).join(file.file_name().unwrap());
            let found = std::fs::read(aside.with_extension(format!("posta{}", posta_wal::AS_FOUND))).unwrap();
            assert!(found == damaged, "{place}");
            told.push((card.sensitivity.clone(), card.lacks_work));
        }
        let unsent = held.unsent.iter().filter(|id| device.holds(id)).count();
        assert!(unsent * 10 >= held.unsent.len() * 9, "{place}: {unsent} of the unsent");
        let person = device.register(&newcomer(100));
        assert!(device.holds(&person), "{place}: it goes on");
    }
    assert!(told.contains(&("registry".to_owned(), true)), "{told:?}");
}

#[test]
fn a_damage_that_an_act_meets_is_said_and_the_act_goes_in_when_it_is_repeated() {
    let held = held();
    let (file, key) = held.registry();
    drop(raw(&file, &key));
    let (_, page) = places(&file, &key).into_iter().find(|(name, _)| name == "draft").unwrap();
    flip(&file, page);
    let device = Device::at(&held.home);
    device.unlock(CARMEN.name);
    let said = device.app.home();
    assert_eq!(said.unwrap_err().code(), "POSTA-D3");
    device.app.home().unwrap();
    held.assert_kept(&device, &device.view().mended, "draft");
}

#[test]
fn a_mend_that_the_power_ends_goes_on_at_the_next_unlock() {
    let held = held();
    let (file, key) = held.registry();
    drop(raw(&file, &key));
    let (_, page) = places(&file, &key).into_iter().find(|(name, _)| name == "document").unwrap();
    flip(&file, page);
    let scope: posta_identity::ScopeId = file.file_stem().unwrap().to_str().unwrap().parse().unwrap();
    // Said in the device's file, the folder made, the file moved or not.
    for has_moved in [false, true] {
        let home = held.again("interrupted");
        let open = OpenHome::unlock(&home, CARMEN.name);
        open.device().put_setting(&format!("mending/{scope}"), b"aside-1-00").unwrap();
        let aside = home.join("scopes/aside-1-00");
        std::fs::create_dir(&aside).unwrap();
        if has_moved {
            posta_store::move_aside(&home.join("scopes").join(file.file_name().unwrap()), &aside).unwrap();
        }
        drop(open);
        let device = Device::at(&home);
        device.unlock(CARMEN.name);
        let mended = device.view().mended;
        assert_eq!((mended.len(), mended[0].aside.as_str()), (1, "aside-1-00"));
        held.assert_kept(&device, &mended, "interrupted");
        device.assert_sound();
        device.unlock(CARMEN.name);
        assert_eq!(device.view().mended, mended, "once");
    }
}

#[test]
fn a_read_that_failed_once_moves_no_file() {
    let world = World::new();
    let device = world.device("pisiga", ANA);
    device.register(&newcomer(0));
    device.app.lock();
    let watched = posta_power::Disk::hurry(&device.home().join("scopes"));
    for after in 0..40 {
        device.app.lock();
        watched.disk.break_after(posta_power::Kind::Read, after, false);
        let _ = device.app.unlock(ANA.name, posta_tests::PASSWORD);
        watched.disk.repair();
        device.unlock(ANA.name);
        assert_eq!(device.view().mended, []);
    }
}
