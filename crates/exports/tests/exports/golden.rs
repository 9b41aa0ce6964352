//! Small files as they are kept. `POSTA_RENEW_EXPORTS=1 cargo test -p posta-exports` writes them anew.

use std::path::PathBuf;

/// Compares what was written with the file of this name in `golden/`.
pub fn compare(name: &str, written: &[u8]) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("golden").join(name);
    if std::env::var_os("POSTA_RENEW_EXPORTS").is_some() {
        std::fs::write(&path, written).unwrap();
    }
    let kept = std::fs::read(&path).unwrap_or_default();
    let texts = [&kept[..], written].map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    assert_eq!(texts[0], texts[1], "{name} is not as it was");
}
