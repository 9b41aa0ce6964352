//! Folders that may not be written: said as what they are, and all is there once they may.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::fs::{Permissions, set_permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use posta_tests::people::newcomer;
use posta_tests::world::ANA;
use posta_tests::{PASSWORD, Programs, World};

/// Everything under a folder, the folder last, so that it can be closed and opened in this order.
fn all_in(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(all_in(&path));
        } else {
            all.push(path);
        }
    }
    all.push(folder.to_owned());
    all
}

/// Takes the right to write away until this ends.
struct Closed(PathBuf);

impl Closed {
    fn close(folder: &Path) -> Self {
        all_in(folder).iter().for_each(|path| Self::set(path, [0o400, 0o500]));
        Self(folder.to_owned())
    }

    fn set(path: &Path, [file, folder]: [u32; 2]) {
        let mode = if path.is_dir() { folder } else { file };
        set_permissions(path, Permissions::from_mode(mode)).unwrap();
    }
}

impl Drop for Closed {
    fn drop(&mut self) {
        all_in(&self.0).iter().for_each(|path| Self::set(path, [0o600, 0o700]));
    }
}

/// Runs a program as somebody to whom rights apply: to root they do not, unless it gives its powers away.
fn run(program: &Path, arguments: &[&str]) -> Output {
    let is_root = Command::new("id").arg("-u").output().unwrap().stdout.trim_ascii() == b"0";
    let mut command = match is_root {
        true => {
            let mut command = Command::new("setpriv");
            command.args(["--inh-caps=-all", "--bounding-set=-all"]).arg(program);
            command
        }
        false => Command::new(program),
    };
    command.args(arguments).env("POSTA_PASSWORD", PASSWORD).output().unwrap()
}

#[test]
fn a_home_that_may_not_be_written_is_called_so_and_is_whole_afterwards() {
    let world = World::new();
    let device = world.device("pisiga", ANA);
    device.register(&newcomer(0));
    device.app.lock();
    let (home, posta) = (device.home().to_str().unwrap().to_owned(), &Programs::find().posta);
    let before = std::fs::read_dir(device.home()).unwrap().count();
    let closed = Closed::close(device.home());
    for act in [&["status"][..], &["sync"], &["find", "Mamani"], &["edit", "0", "phone=71234567"]] {
        let arguments = [&["--json", "--home", &home, "--user", ANA.name], act].concat();
        let said = run(posta, &arguments);
        let text = String::from_utf8_lossy(&said.stdout).into_owned();
        assert_eq!(said.status.code(), Some(7), "{act:?}: {text}");
        assert!(text.contains("POSTA-D5"), "{act:?}: {text}");
    }
    drop(closed);
    assert_eq!(std::fs::read_dir(device.home()).unwrap().count(), before, "nothing was left beside");
    device.unlock(ANA.name);
    assert_eq!(device.people(), 1);
    device.register(&newcomer(1));
    device.sync();
    assert_eq!(device.pending(), 0);
    device.assert_sound();
}

#[test]
fn a_server_whose_folder_may_not_be_written_does_not_serve_and_is_whole_afterwards() {
    let mut world = World::with_program(false);
    let device = world.device("pisiga", ANA);
    device.register(&newcomer(0));
    device.sync();
    world.while_stopped(|data| {
        let _closed = Closed::close(data);
        let arguments =
            ["serve", "--plain-http", "--listen", "127.0.0.1:0", "--data", data.to_str().unwrap()];
        let said = run(&Programs::find().server, &arguments);
        assert_eq!(said.status.code(), Some(7), "{said:?}");
        assert!(!said.stderr.is_empty(), "{said:?}");
    });
    device.register(&newcomer(1));
    device.sync();
    let witness = world.device("witness", ANA);
    witness.sync();
    assert_eq!(witness.people(), 2);
}
