//! libFuzzer over one target of `posta_hostile`: the one that POSTA_TARGET names. Its seeds are written into the
//! folder POSTA_SEEDS first.
#![no_main]
#![allow(clippy::expect_used, reason = "a fuzzer stops at the first surprise")]

use std::env;
use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use posta_hostile::{Target, target};

static TARGET: OnceLock<&'static Target> = OnceLock::new();

fn begin() {
    let name = env::var("POSTA_TARGET").expect("POSTA_TARGET names a target");
    let target = target(&name).expect("POSTA_TARGET names a target that there is");
    if let Some(folder) = env::var_os("POSTA_SEEDS") {
        for (place, seed) in (target.seeds)().iter().enumerate() {
            std::fs::write(std::path::Path::new(&folder).join(format!("seed-{place}")), seed).expect("seeds are written");
        }
    }
    TARGET.get_or_init(|| target);
}

fuzz_target!(init: begin(), |bytes: &[u8]| {
    (TARGET.get().expect("begun").take)(bytes);
});
