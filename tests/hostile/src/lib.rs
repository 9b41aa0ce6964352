//! Every decoder that meets foreign bytes, as a plain function of bytes.
//!
//! The list is used twice: by the coverage-guided fuzzer (`tests/fuzz`, nightly, `cargo xtask fuzz`) and by the replay
//! of the corpus it left (`tests/hostile/corpus`), on stable, with every test run. A target panics when a promise is
//! broken; refusing the bytes is what it is for. Signatures, checksums and seals that would keep a fuzzer outside are
//! made by the target over what it is given, as an insider who has keys would make them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a harness stops at the first surprise"
)]

mod admission;
mod asked;
mod bodies;
mod carriers;
mod cut;
mod insiders;
mod lines;
mod members;
mod packs;
mod papers;
mod post;
mod rows;
mod samples;
mod summaries;
mod texts;
mod told;
mod transfers;
mod wire;

use std::path::PathBuf;

/// One decoder.
#[derive(Clone, Copy)]
pub struct Target {
    /// Its name, and that of its folder in the corpus.
    pub name: &'static str,
    /// Takes any bytes; panics when a promise is broken.
    pub take: fn(&[u8]),
    /// Inputs of honest form to begin with.
    pub seeds: fn() -> Vec<Vec<u8>>,
}

/// All of them.
pub const TARGETS: &[Target] = &[
    Target { name: "batch", take: wire::batch, seeds: wire::batches },
    Target { name: "header", take: wire::header, seeds: wire::headers },
    Target { name: "frames", take: wire::frames, seeds: wire::streams },
    Target { name: "head", take: wire::head, seeds: wire::heads },
    Target { name: "receipt", take: wire::receipt, seeds: wire::receipts },
    Target { name: "vector", take: wire::vector, seeds: wire::vectors },
    Target { name: "error", take: wire::error, seeds: wire::errors },
    Target { name: "asked", take: asked::asked, seeds: asked::questions },
    Target { name: "body", take: bodies::body, seeds: bodies::plain_bodies },
    Target { name: "zstd", take: bodies::zstd, seeds: bodies::packed_bodies },
    Target { name: "inbox", take: bodies::inbox, seeds: bodies::inboxes },
    Target { name: "rows", take: rows::rows, seeds: rows::packs },
    Target { name: "carrier", take: carriers::carrier, seeds: carriers::carriers },
    Target { name: "holding", take: carriers::holding, seeds: carriers::holdings },
    Target { name: "record", take: lines::record, seeds: lines::records },
    Target { name: "line", take: lines::line, seeds: lines::lines },
    Target { name: "change", take: admission::change, seeds: admission::changes },
    Target { name: "admission", take: admission::admission, seeds: admission::histories },
    Target { name: "entry", take: members::entry, seeds: members::entries },
    Target { name: "log", take: insiders::log, seeds: insiders::logs },
    Target { name: "certificate", take: members::certificate, seeds: members::certificates },
    Target { name: "invitation", take: members::invitation, seeds: members::invitations },
    Target { name: "code", take: texts::code, seeds: texts::codes },
    Target { name: "recovery", take: texts::recovery, seeds: texts::recoveries },
    Target { name: "transfer", take: transfers::transfer, seeds: transfers::transfers },
    Target { name: "mrz", take: papers::mrz, seeds: papers::zones },
    Target { name: "card", take: papers::card, seeds: papers::cards },
    Target { name: "summary", take: summaries::summary, seeds: summaries::summaries },
    Target { name: "told", take: told::told, seeds: told::records },
    Target { name: "number", take: papers::number, seeds: papers::numbers },
    Target { name: "pack", take: packs::pack, seeds: packs::packs },
    Target { name: "post", take: post::post, seeds: post::posts },
];

/// The target of this name.
pub fn target(name: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|target| target.name == name)
}

/// Where the kept inputs of a target are, each named by its hash.
pub fn corpus(target: &Target) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "corpus", target.name].iter().collect()
}
