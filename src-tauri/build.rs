//! Builds the window's resources and keeps our SQLCipher out of WebKit's way.

fn main() {
    // WebKit loads the system's libsqlite3; our binary must not offer it its own `sqlite3_*` symbols.
    if std::env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("linux") {
        println!("cargo:rustc-link-arg-bins=-Wl,--exclude-libs,ALL");
    }
    // The window carries the ui as it was built: a new one is a new window.
    println!("cargo:rerun-if-changed=../ui/build");
    tauri_build::build();
}
