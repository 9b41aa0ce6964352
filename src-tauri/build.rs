//! Builds the window's resources and keeps our SQLCipher out of WebKit's way.

fn main() {
    // WebKit loads the system's libsqlite3; our binary must not offer it its own `sqlite3_*` symbols.
    if std::env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("linux") {
        println!("cargo:rustc-link-arg-bins=-Wl,--exclude-libs,ALL");
    }
    tauri_build::build();
}
