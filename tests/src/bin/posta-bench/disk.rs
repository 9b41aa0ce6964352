//! What the disk itself takes to make a little text durable.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::time::Duration;

use anyhow::Result;

use crate::sample::timed;

/// Bytes written before each flush.
const PIECE: usize = 8 * 1024;

/// A growing file, flushed after each piece.
pub struct Disk {
    file: File,
}

impl Disk {
    pub fn open(folder: &Path) -> Result<Self> {
        Ok(Self { file: File::create(folder.join("flush"))? })
    }

    /// Appends a piece and waits until it is durable.
    pub fn flush(&mut self) -> Result<Duration> {
        let (done, time) = timed(|| {
            self.file.write_all(&[0x5a; PIECE])?;
            self.file.sync_data()
        });
        done?;
        Ok(time)
    }
}
