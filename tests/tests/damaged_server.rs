//! A page of the server's database does not read any more, or reads as something else: `mend` makes it anew, the damaged one
//! lies aside as it was, and what devices have they send again.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::path::{Path, PathBuf};

use posta_tests::damage::{flip, places_in, smash, smash_log};
use posta_tests::people::newcomer;
use posta_tests::world::{CARMEN, ELENA, LUIS};
use posta_tests::{Device, Programs, World, copy_folder};
use rusqlite::Connection;
use sync_server::{Error, mend};

/// Tables without which there is nothing to begin with.
const GROUND: [&str; 2] = ["sqlite_schema", "department"];

struct Held {
    world: World,
    devices: Vec<Device>,
    base: PathBuf,
    people: u32,
}

/// A server with the work of three, all of which everybody has, and a copy of its folder.
fn held() -> Held {
    let mut world = World::new();
    let devices =
        vec![world.device("pisiga", CARMEN), world.device("tambo", LUIS), world.device("oruro", ELENA)];
    for round in 0..4 {
        let person = devices[0].register(&newcomer(round * 8));
        (1..4).for_each(|n| drop(devices[1].register(&newcomer(round * 8 + n))));
        devices[0].attend(&person, "una nota sellada");
        for _ in 0..2 {
            devices.iter().for_each(|device| drop(device.sync()));
        }
    }
    let base = world.path().join("base");
    world.while_stopped(|data| {
        plain(data).query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
        copy_folder(data, &base);
    });
    Held { people: devices[0].people(), world, devices, base }
}

fn plain(data: &Path) -> Connection {
    Connection::open(data.join("server.sqlite")).unwrap()
}

impl Held {
    /// Everybody has everything, and so has the server.
    fn assert_whole(&self, place: &str) {
        for _ in 0..2 {
            self.devices.iter().for_each(|device| drop(device.sync()));
        }
        for device in &self.devices {
            assert_eq!((device.pending(), device.people()), (0, self.people), "{place}");
            assert_eq!(self.world.server.digest(device.registry()), device.digest(), "{place}");
        }
        assert_eq!(
            self.world.server.held_back(self.devices[0].registry()).0,
            Vec::<String>::new(),
            "{place}"
        );
    }
}

#[test]
fn any_page_of_the_server_s_database_may_be_damaged_and_everything_comes_back() {
    let mut held = held();
    let (places, mut mends, mut left_out) = (places_in(&plain(&held.base)), 0, 0);
    let mut stands = Vec::new();
    for (table, page) in &places {
        let ways: &[fn(&Path, usize)] =
            if ["batch", "entry", "session"].contains(&table.as_str()) { &[smash, flip] } else { &[smash] };
        for damage in ways {
            let place = format!("{table}, page {page}");
            let mut outcome = None;
            let base = held.base.clone();
            held.world.while_stopped(|data| {
                copy_folder(&base, data);
                damage(&data.join("server.sqlite"), *page);
                let damaged = std::fs::read(data.join("server.sqlite")).unwrap();
                let mended = mend(data);
                match &mended {
                    Ok(mended) => {
                        let aside = data.join(&mended.aside).join("server.sqlite");
                        assert!(std::fs::read(aside).unwrap() == damaged, "{place}");
                        assert!(!data.join("mending").exists() && !data.join("server.sqlite.anew").exists());
                    }
                    Err(error) => {
                        assert!(matches!(error, Error::DamagedFile), "{place}: {error}");
                        assert!(std::fs::read(data.join("server.sqlite")).unwrap() == damaged, "{place}");
                        copy_folder(&base, data);
                    }
                }
                outcome = Some(mended);
            });
            let Ok(mended) = outcome.unwrap() else {
                stands.push(table.clone());
                continue;
            };
            mends += 1;
            for share in [mended.entries, mended.sessions, mended.batches] {
                left_out += usize::from(share.left_out > 0 || !share.is_all);
            }
            held.assert_whole(&place);
        }
    }
    assert!(stands.iter().all(|table| GROUND.contains(&table.as_str())), "{stands:?}");
    assert!(mends > 12 && left_out > 3, "{mends} mends, {left_out} lost something");
}

/// Also where only what is merged lies on a damaged page: the batch itself is stored by then.
#[test]
fn a_server_that_meets_damage_acknowledges_nothing_more_and_says_what_to_do() {
    let mut held = held();
    for (round, kind) in (90..).zip(["batch", "document"]) {
        let before = held.devices[0].batches();
        held.world.while_stopped(|data| {
            for (_, page) in places_in(&plain(data)).iter().filter(|(table, _)| table.contains(kind)) {
                smash(&data.join("server.sqlite"), *page);
            }
        });
        let person = held.devices[0].register(&newcomer(round));
        for _ in 0..3 {
            assert!(held.devices[0].try_sync().is_err(), "{kind}");
            assert!(held.devices[0].pending() > 0, "{kind}: nothing was acknowledged");
        }
        held.world.while_stopped(|data| {
            let path = data.to_str().unwrap();
            let told = Programs::find().server(&["mend", "--data", path]).done();
            assert!(told["entries"]["kept"].as_u64().unwrap() > 3, "{told}");
            assert!(data.join(told["aside"].as_str().unwrap()).join("server.sqlite").exists(), "{told}");
        });
        held.people += 1;
        held.assert_whole(kind);
        assert!(held.devices.iter().all(|device| device.holds(&person)), "{kind}");
        assert!(held.devices[0].batches() > before, "{kind}");
    }
}

#[test]
fn a_mend_that_is_cut_goes_on_and_nobody_serves_meanwhile() {
    let mut held = held();
    let (base, mended) = (held.base.clone(), held.world.path().join("mended"));
    let mut aside = String::new();
    held.world.while_stopped(|data| {
        let served = mend(data).unwrap();
        aside = served.aside;
        copy_folder(data, &mended);
    });
    for step in ["anew", "marked", "in place"] {
        held.world.while_stopped(|data| {
            copy_folder(&base, data);
            if step == "anew" {
                std::fs::write(data.join("mending"), b"").unwrap();
                std::fs::write(data.join("server.sqlite.anew"), b"half of it").unwrap();
                std::fs::write(data.join("server.sqlite.anew-wal"), b"and more").unwrap();
            } else {
                std::fs::create_dir(data.join(&aside)).unwrap();
                std::fs::copy(base.join("server.sqlite"), data.join(&aside).join("server.sqlite")).unwrap();
                std::fs::write(data.join("mending"), format!("{aside} 8 0 1 7 1 1 6 2 0 5 0 1")).unwrap();
                let place = if step == "marked" { "server.sqlite.anew" } else { "server.sqlite" };
                std::fs::copy(mended.join("server.sqlite"), data.join(place)).unwrap();
            }
            assert!(matches!(open(data), Err(Error::Mending)), "{step}");
            let again = mend(data).unwrap();
            if step == "anew" {
                assert_eq!((again.batches.left_out, again.batches.is_all), (0, true));
            } else {
                let told =
                    (again.aside.clone(), again.batches.kept, again.batches.left_out, again.batches.is_all);
                assert_eq!(told, (aside.clone(), 6, 2, false), "{step}: what the one that was cut came to");
            }
            let damaged = std::fs::read(data.join(&again.aside).join("server.sqlite")).unwrap();
            assert!(damaged == std::fs::read(base.join("server.sqlite")).unwrap(), "{step}");
            assert!(!data.join("mending").exists() && !data.join("server.sqlite.anew").exists(), "{step}");
        });
        held.assert_whole(step);
    }
    assert!(matches!(mend(&held.world.server.data), Err(Error::Served)));
}

/// The log of a server that was killed is part of its database: it is read, kept with it, and not taken for the new one's.
#[test]
fn a_database_that_was_left_with_its_log_is_mended_with_it() {
    let mut held = held();
    let left = held.world.path().join("left");
    held.people += 1;
    held.devices[1].register(&newcomer(91));
    held.devices[1].sync();
    copy_folder(&held.world.server.data, &left);
    let log = std::fs::read(left.join("server.sqlite-wal")).unwrap();
    assert!(!log.is_empty());
    let places = places_in(&plain(&held.base));
    let (_, page) = places.iter().find(|(table, _)| table == "document").unwrap();
    let mut whole = None;
    held.world.while_stopped(|data| {
        copy_folder(&left, data);
        smash(&data.join("server.sqlite"), *page);
        let damaged = std::fs::read(data.join("server.sqlite")).unwrap();
        let mended = mend(data).unwrap();
        let aside = data.join(&mended.aside).join("server.sqlite");
        assert!(std::fs::read(&aside).unwrap() == damaged);
        assert!(std::fs::read(aside.with_file_name("server.sqlite-wal")).unwrap() == log);
        assert!(!data.join("server.sqlite-wal").exists());
        let again = mend(data).unwrap();
        assert_ne!(again.aside, mended.aside);
        whole = Some((mended.batches, again.batches));
    });
    let (first, again) = whole.unwrap();
    assert_eq!((first.left_out, first.is_all, first), (0, true, again), "what only the log had is there");
    held.assert_whole("with its log");
}

/// SQLite would believe it up to the damage only, and older pages over newer ones.
#[test]
fn a_server_whose_log_was_damaged_in_the_middle_does_not_serve_and_its_mend_has_what_follows() {
    let mut held = held();
    let left = held.world.path().join("left");
    for n in 91..99 {
        held.people += 1;
        held.devices[1].register(&newcomer(n));
        held.devices[1].sync();
    }
    // Part of the log is in the file already, as after a while of serving: what lies before the damage is older than that.
    plain(&held.world.server.data).query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(())).unwrap();
    copy_folder(&held.world.server.data, &left);
    smash_log(&left.join("server.sqlite"));
    let log = std::fs::read(left.join("server.sqlite-wal")).unwrap();
    let mut whole = None;
    held.world.while_stopped(|data| {
        whole = Some(mend(data).unwrap());
        copy_folder(&left, data);
        assert!(matches!(open(data), Err(Error::DamagedFile)));
        let mended = mend(data).unwrap();
        let found = format!("server.sqlite{}", posta_wal::AS_FOUND);
        assert!(std::fs::read(data.join(&mended.aside).join(&found)).unwrap() == log);
        assert!(!data.join(&found).exists() && !data.join("server.sqlite-wal").exists());
        let whole = whole.as_ref().unwrap();
        assert!(!mended.batches.is_all, "something may lack");
        assert!(mended.batches.kept + 2 >= whole.batches.kept, "{mended:?} of {whole:?}");
    });
    held.assert_whole("log");
}

#[test]
fn what_one_damaged_database_lacks_is_taken_from_one_that_was_put_aside_before() {
    let mut held = held();
    let base = held.base.clone();
    let pages: Vec<usize> = all_pages_of(&plain(&base), "batch");
    let (first, last) = (pages[1], pages[pages.len() - 1]);
    held.world.while_stopped(|data| {
        let whole = mend(data).unwrap().batches;
        let mut alone = Vec::new();
        for page in [first, last] {
            copy_folder(&base, data);
            smash(&data.join("server.sqlite"), page);
            alone.push(mend(data).unwrap().batches.kept);
        }
        assert!(alone.iter().all(|kept| *kept < whole.kept), "{alone:?} of {}", whole.kept);
        copy_folder(&base, data);
        smash(&data.join("server.sqlite"), first);
        let earlier = data.join("aside-1");
        copy_folder(&base, &earlier);
        smash(&earlier.join("server.sqlite"), last);
        assert_eq!(mend(data).unwrap().batches.kept, whole.kept);
    });
    held.assert_whole("from two");
}

/// Nobody could bring the beginning of a log again, so a backup is better than a department that refuses everybody.
#[test]
fn without_the_beginning_of_the_membership_log_nothing_is_moved() {
    let mut held = held();
    let base = held.base.clone();
    held.world.while_stopped(|data| {
        for page in all_pages_of(&plain(data), "entry") {
            smash(&data.join("server.sqlite"), page);
        }
        let damaged = std::fs::read(data.join("server.sqlite")).unwrap();
        assert!(matches!(mend(data), Err(Error::DamagedFile)));
        assert!(std::fs::read(data.join("server.sqlite")).unwrap() == damaged);
        assert!(!data.join("mending").exists() && !data.join("server.sqlite.anew").exists());
        copy_folder(&base, data);
    });
    held.assert_whole("from a backup");
}

#[test]
fn a_database_of_another_version_is_left_as_it_is() {
    let mut held = held();
    let base = held.base.clone();
    held.world.while_stopped(|data| {
        let version: i64 = plain(data).query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
        let be =
            |version: i64| plain(data).execute_batch(&format!("PRAGMA user_version = {version}")).unwrap();
        be(version + 1);
        assert!(matches!(mend(data), Err(Error::Newer)));
        be(version - 1);
        assert!(matches!(mend(data), Err(Error::Older)));
        assert!(!data.join("mending").exists() && !data.join("server.sqlite.anew").exists());
        copy_folder(&base, data);
    });
    held.assert_whole("as it was");
}

fn all_pages_of(connection: &Connection, table: &str) -> Vec<usize> {
    let sql = "SELECT pageno FROM dbstat WHERE name = ?1 AND ncell > 0 ORDER BY pageno";
    let mut sql = connection.prepare(sql).unwrap();
    let pages = sql.query_map([table], |row| row.get::<_, i64>(0)).unwrap();
    pages.map(|page| usize::try_from(page.unwrap()).unwrap()).collect()
}

fn open(data: &Path) -> Result<(), Error> {
    sync_server::batches_aside(data, posta_identity::ScopeId::random()).map(drop)
}
