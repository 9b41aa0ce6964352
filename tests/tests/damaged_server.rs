//! A page of the server's database does not read any more, or reads as something else: `mend` makes it anew, the damaged one
//! lies aside as it was, and what devices have they send again.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::path::{Path, PathBuf};

use posta_tests::damage::{flip, places_in, smash};
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

#[test]
fn a_server_that_meets_damage_acknowledges_nothing_more_and_says_what_to_do() {
    let mut held = held();
    let before = held.devices[0].batches();
    held.world.while_stopped(|data| {
        for (_, page) in places_in(&plain(data)).iter().filter(|(table, _)| table.starts_with("batch")) {
            smash(&data.join("server.sqlite"), *page);
        }
    });
    let person = held.devices[0].register(&newcomer(90));
    for _ in 0..3 {
        assert!(held.devices[0].try_sync().is_err());
        assert!(held.devices[0].pending() > 0, "nothing was acknowledged");
    }
    held.world.while_stopped(|data| {
        let path = data.to_str().unwrap();
        let told = Programs::find().server(&["mend", "--data", path]).done();
        assert!(told["entries"]["kept"].as_u64().unwrap() > 3, "{told}");
        assert!(data.join(told["aside"].as_str().unwrap()).join("server.sqlite").exists(), "{told}");
    });
    held.people += 1;
    held.assert_whole("afterwards");
    assert!(held.devices.iter().all(|device| device.holds(&person)));
    assert!(held.devices[0].batches() > before);
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
                std::fs::write(data.join("server.sqlite.anew"), b"half of it").unwrap();
                std::fs::write(data.join("server.sqlite.anew-wal"), b"and more").unwrap();
            } else {
                std::fs::create_dir(data.join(&aside)).unwrap();
                std::fs::copy(base.join("server.sqlite"), data.join(&aside).join("server.sqlite")).unwrap();
                std::fs::write(data.join("mending"), &aside).unwrap();
                let place = if step == "marked" { "server.sqlite.anew" } else { "server.sqlite" };
                std::fs::copy(mended.join("server.sqlite"), data.join(place)).unwrap();
                assert!(matches!(mend_is_needed(data), Err(Error::Mending)), "{step}");
            }
            let again = mend(data).unwrap();
            assert_eq!((again.batches.left_out, again.batches.is_all), (0, true), "{step}");
            assert!(!data.join("mending").exists() && !data.join("server.sqlite.anew").exists(), "{step}");
        });
        held.assert_whole(step);
    }
    assert!(matches!(mend(&held.world.server.data), Err(Error::Served)));
}

fn mend_is_needed(data: &Path) -> Result<(), Error> {
    sync_server::batches_aside(data, posta_identity::ScopeId::random()).map(drop)
}
