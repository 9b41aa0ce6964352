//! Every kept input through its decoder, on the stable compiler: nothing panics, and memory stays bounded.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::BTreeSet;
use std::fs;
use std::panic::catch_unwind;

use peak_alloc::PeakAlloc;
use posta_hostile::{TARGETS, Target, corpus};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// What one input may make its decoder allocate at once. Bytes.
const MOST_MEMORY: usize = 16 * 1024 * 1024;
/// What one kept input may be, and all of them together. Bytes.
const INPUT: u64 = 4 * 1024;
const CORPUS: u64 = 1_500_000;

/// The kept inputs of a target with their names, and the seeds.
fn inputs(target: &Target) -> Vec<(String, Vec<u8>)> {
    let kept = fs::read_dir(corpus(target)).unwrap().map(|file| {
        let file = file.unwrap();
        (file.file_name().into_string().unwrap(), fs::read(file.path()).unwrap())
    });
    let seeds = (target.seeds)().into_iter().enumerate().map(|(place, seed)| (format!("seed {place}"), seed));
    kept.chain(seeds).collect()
}

/// One test, because it counts the memory of the whole process.
#[test]
fn no_kept_input_makes_its_decoder_panic_or_take_more_memory_than_allowed() {
    let mut broken = Vec::new();
    for target in TARGETS {
        // What the target keeps for itself is made by the first call.
        (target.take)(&[]);
        for (name, bytes) in inputs(target) {
            MEMORY.reset_peak_usage();
            let before = MEMORY.current_usage();
            if catch_unwind(|| (target.take)(&bytes)).is_err() {
                broken.push(format!("{} panics on {name}", target.name));
            }
            let peak = MEMORY.peak_usage().saturating_sub(before);
            if peak > MOST_MEMORY {
                broken.push(format!("{} takes {peak} bytes of memory for {name}", target.name));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn every_target_has_a_corpus_of_small_files_and_every_folder_a_target() {
    let mut total = 0;
    for target in TARGETS {
        let files: Vec<u64> = fs::read_dir(corpus(target))
            .unwrap()
            .map(|file| file.unwrap().metadata().unwrap().len())
            .collect();
        assert!(!files.is_empty(), "{} has an empty corpus", target.name);
        assert!(files.iter().all(|size| *size <= INPUT), "{} keeps a large input", target.name);
        total += files.iter().sum::<u64>();
    }
    assert!(total <= CORPUS, "{total} bytes");
    let folders: BTreeSet<String> = fs::read_dir(corpus(&TARGETS[0]).parent().unwrap())
        .unwrap()
        .map(|folder| folder.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(folders, TARGETS.iter().map(|target| target.name.to_owned()).collect());
}
