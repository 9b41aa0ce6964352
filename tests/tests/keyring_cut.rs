//! A cut while the keyring is replaced: one is there that opens with the right password, of before or after, and what
//! was left half written is in nobody's way.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::path::Path;

use posta_identity::private_file::temporary_of;
use posta_tests::world::{ANA, CARMEN};
use posta_tests::{Device, PASSWORD, World};

/// What the folder holds of the keyring: the file, its copy, and what was being written beside one of them.
struct Left<'a> {
    main: &'a [u8],
    copy: &'a [u8],
    /// Beside the file, or beside the copy.
    half: Option<(&'static str, &'a [u8])>,
}

const MAIN: &str = "keyring.cbor";
const COPY: &str = "keyring.cbor.bak";

impl Left<'_> {
    fn put(&self, home: &Path) {
        for name in [MAIN, COPY] {
            let _ = std::fs::remove_file(temporary_of(&home.join(name)));
        }
        std::fs::write(home.join(MAIN), self.main).unwrap();
        std::fs::write(home.join(COPY), self.copy).unwrap();
        if let Some((beside, bytes)) = self.half {
            std::fs::write(temporary_of(&home.join(beside)), bytes).unwrap();
        }
    }
}

#[test]
fn a_cut_at_any_moment_of_a_change_of_the_keyring_leaves_one_that_opens() {
    let world = World::new();
    let device = world.device("pisiga", CARMEN);
    let home = device.home().to_owned();
    let old = std::fs::read(home.join(MAIN)).unwrap();
    device.join(&world.url(), &world.code_for(ANA)).unwrap();
    drop(device);
    let new = std::fs::read(home.join(MAIN)).unwrap();
    assert_eq!(std::fs::read(home.join(COPY)).unwrap(), new);
    assert_ne!(old, new);

    let torn: Vec<&[u8]> = (0..new.len()).step_by(97).map(|length| &new[..length]).collect();
    let mut moments = Vec::new();
    for half in torn.iter().copied().chain([new.as_slice()]) {
        moments.push((false, Left { main: &old, copy: &old, half: Some((MAIN, half)) }));
        moments.push((true, Left { main: &new, copy: &old, half: Some((COPY, half)) }));
    }
    for half in torn {
        // A disk that puts the name before the content, against the syncs: the other one of the two stands in.
        moments.push((false, Left { main: half, copy: &old, half: None }));
        moments.push((true, Left { main: &new, copy: half, half: None }));
    }
    assert!(moments.len() > 40, "{}", moments.len());
    for (n, (is_changed, left)) in moments.iter().enumerate() {
        left.put(&home);
        let device = Device::at(&home);
        device.app.unlock(CARMEN.name, PASSWORD).unwrap_or_else(|error| panic!("moment {n}: {error}"));
        device.app.lock();
        assert_eq!(device.app.unlock(ANA.name, PASSWORD).is_ok(), *is_changed, "moment {n}");
    }
}
