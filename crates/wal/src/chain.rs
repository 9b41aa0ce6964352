//! A log written again.

use std::fs::{File, OpenOptions};
use std::io::{self, BufReader, BufWriter, Write};
use std::path::Path;

use crate::frame::{Frame, Head};
use crate::scan::Scan;

/// Writes what `scan` found of `log` to `to`, which is there, durably: every frame up to its end with a checksum that goes on from the one
/// before. What follows the end stays as it is, and is read no more than before.
pub(crate) fn write(log: &Path, scan: &Scan, to: &Path) -> io::Result<()> {
    let mut log = BufReader::with_capacity(1 << 16, File::open(log)?);
    let mut copy = BufWriter::with_capacity(1 << 16, OpenOptions::new().write(true).truncate(true).open(to)?);
    Head::read(&mut log)?;
    copy.write_all(&scan.head.to_bytes())?;
    let mut sum = scan.head.sum;
    let mut lost = scan.lost.iter().copied().peekable();
    for number in 1..=scan.end {
        let Some(mut frame) = Frame::read(&mut log, scan.head.page())? else { break };
        if lost.next_if_eq(&number).is_some() {
            own_up(&mut frame, &scan.head, scan.most);
        }
        frame.salts = scan.head.salts();
        frame.sum = frame.sum_after(sum, scan.head.is_big());
        sum = frame.sum;
        copy.write_all(&frame.head_bytes())?;
        copy.write_all(&frame.page)?;
    }
    io::copy(&mut log, &mut copy)?;
    copy.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()
}

/// What a damaged frame says of itself counts where it can be and is not of an earlier run of the log, whose pages read
/// well; otherwise it is of a page beyond the end of the file, which nobody reads, and ends nothing.
fn own_up(frame: &mut Frame, head: &Head, most: u32) {
    let (one, other) = frame.salts.split_at(4);
    let is_of_this = head.salts().starts_with(one) || head.salts().ends_with(other);
    let can_be = is_of_this && (1..=most).contains(&frame.number()) && frame.size() <= most;
    if !can_be {
        frame.set(most.saturating_add(1), 0);
    }
}
