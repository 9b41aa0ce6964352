//! Memory while bombs are refused. Alone in its process, so that nothing else is measured.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![cfg(target_os = "linux")]

mod common;

use std::io::Write;

use common::*;
use posta_protocol::*;

/// Highest resident size of this process so far, in KiB.
fn peak_kib() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

fn bomb(window_log: u32) -> Vec<u8> {
    let mut encoder = zstd::Encoder::new(Vec::new(), 1).unwrap();
    encoder.window_log(window_log).unwrap();
    let zeros = vec![0; 1 << 20];
    (0..1024).for_each(|_| encoder.write_all(&zeros).unwrap());
    encoder.finish().unwrap()
}

#[test]
fn a_gibibyte_of_zeros_costs_a_few_mebibytes_to_refuse() {
    let bombs = [bomb(20), bomb(10)];
    let before = peak_kib();
    for bomb in &bombs {
        assert_eq!(open_body(&header(), bomb, None), Err(BodyError::TooLarge));
    }
    let grown = peak_kib() - before;
    assert!(grown < 8 * 1024, "{grown} KiB more");
}

#[test]
fn a_frame_header_that_asks_for_two_gibibytes_of_window_gets_none() {
    // Magic number, no content size, window descriptor of 2^31, then an empty last block.
    let header_only = [0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xa8, 0x01, 0x00, 0x00];
    let before = peak_kib();
    assert_eq!(open_body(&header(), &header_only, None), Err(BodyError::Compression));
    assert!(peak_kib() - before < 8 * 1024);
}
