//! Joining when an earlier join was cut short by a power failure.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;

use posta_tests::people::newcomer;
use posta_tests::world::ANA;
use posta_tests::{Device, World};

#[test]
fn a_join_that_never_ended_is_set_aside_and_the_next_one_goes_through() {
    let world = World::new();
    let home = world.home("pisiga");
    fs::create_dir_all(&home).unwrap();
    // A device file under a key that nobody has, and no keyring with a user in it.
    fs::write(home.join("device.posta"), b"left by a power cut").unwrap();
    let ana = Device::at(&home);
    ana.join(&world.url(), &world.code_for(ANA)).unwrap();
    let person = ana.register(&newcomer(0));
    assert!(ana.holds(&person));
    let aside = fs::read_dir(&home).unwrap().map(|entry| entry.unwrap().path());
    let aside = aside.filter(|path| path.file_name().unwrap().to_string_lossy().starts_with("unfinished-"));
    let kept: Vec<_> = aside.map(|folder| fs::read(folder.join("device.posta")).unwrap()).collect();
    assert_eq!(kept, [b"left by a power cut".to_vec()]);
}
