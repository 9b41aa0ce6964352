//! A country pack that contradicts itself stops the build, with the file, the line and the reason.

fn main() {
    for error in posta_domain::check_packs() {
        println!("cargo::error={error}");
    }
}
