//! How far a log reads, and whether what does not read was there once.

use std::fs::File;
use std::io::{self, BufReader, Seek, SeekFrom};

use crate::frame::{Frame, Head};

/// What a look through a log found. Frames are counted from 1.
pub(crate) struct Scan {
    /// As it is in the file.
    found: Head,
    /// The same, made anew where it did not read.
    pub head: Head,
    /// The first frame at which SQLite stops, or 0 where it is the head itself.
    stops: u64,
    /// Where what surely was acknowledged, and what follows on it without a gap, ends; 0 where nothing shows that.
    pub end: u64,
    /// Frames up to there that do not read.
    pub lost: Vec<u64>,
    /// The largest number of a page, or size of the file, that a good frame tells.
    pub most: u32,
}

impl Scan {
    /// `None` of a log that holds nothing.
    pub fn of(mut log: File) -> io::Result<Option<Self>> {
        let Some(found) = Head::read(&mut log)?.filter(|found| !found.is_begun()) else { return Ok(None) };
        let head = if found.is_sound() { found.clone() } else { Head::made(salts_of(&mut log)?) };
        let mut scan = Self { stops: u64::MAX, end: 0, lost: Vec::new(), most: 0, found, head };
        if scan.found != scan.head {
            scan.stops = 0;
        }
        log.seek(SeekFrom::Start(32))?;
        scan.look(&mut BufReader::with_capacity(1 << 16, log))?;
        Ok(Some(scan))
    }

    fn look(&mut self, log: &mut BufReader<File>) -> io::Result<()> {
        // What does not read, since the last frame that surely was acknowledged.
        let mut bad = Vec::new();
        let (mut before, mut ended, mut goes_on) = (self.found.sum, false, false);
        let mut number = 0;
        while let Some(frame) = Frame::read(log, self.head.page())? {
            number += 1;
            // Of the head, what it says or its checksum may be what is damaged.
            let is_good = frame.is_good(before, &self.head)
                || (number == 1 && frame.is_good(self.found.counted(), &self.head));
            if !is_good {
                self.stops = self.stops.min(number);
                bad.push(number);
            } else {
                self.most = self.most.max(frame.number()).max(frame.size());
            }
            // Whoever goes on from the end of a transaction had made it durable, and had read everything before it.
            let is_sure = is_good && ended && number > self.stops;
            goes_on = is_sure || (goes_on && is_good);
            if goes_on {
                self.end = number;
                self.lost.append(&mut bad);
            }
            // What a frame that does not read says of itself may be half of another's.
            ended = is_good && frame.size() != 0;
            before = frame.sum;
        }
        Ok(())
    }

    /// Whether something does not read that had been acknowledged.
    pub fn is_damaged(&self) -> bool {
        self.end > 0
    }

    /// Whether two looks met the same damage.
    pub fn is_of_the_same(&self, other: &Self) -> bool {
        self.found == other.found && self.stops == other.stops
    }
}

/// Of what the frames are, where the head does not say it: what two of the first bear.
fn salts_of(log: &mut File) -> io::Result<[u8; 8]> {
    let mut seen: Vec<[u8; 8]> = Vec::new();
    while let Some(frame) = Frame::read(log, Head::made([0; 8]).page())?.filter(|_| seen.len() < 4) {
        if seen.contains(&frame.salts) {
            return Ok(frame.salts);
        }
        seen.push(frame.salts);
    }
    Ok(seen.first().copied().unwrap_or_default())
}
