//! Golden bytes of a release.

use std::fs;
use std::path::Path;

/// The bytes of a fixture. One of a new format is made with `POSTA_NEW_FIXTURES=1`; those that are there are never
/// written again.
pub fn fixture(name: &str, make: impl FnOnce() -> Vec<u8>) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/1").join(name);
    if !path.exists() && std::env::var_os("POSTA_NEW_FIXTURES").is_some() {
        fs::write(&path, make()).unwrap();
    }
    fs::read(&path).unwrap_or_else(|_| panic!("no fixture {name}"))
}
