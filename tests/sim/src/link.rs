//! What becomes of an exchange on its way: cut at any byte, repeated, out of order, altered, answered by the past.

use crate::random::Random;

/// What goes wrong with one request of an exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fault {
    /// Which request of the exchange.
    pub request: usize,
    pub kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Nobody is there.
    Down,
    /// Of the request.
    Up(Harm),
    /// Of the answer.
    Back(Harm),
    /// The request reaches the server twice.
    Twice,
    /// An old request of anybody reaches the server before this one.
    OldRequest(usize),
    /// An old answer to this device comes in place of the true one.
    OldAnswer(usize),
    /// The server dies when it has kept so many frames of the request, or all, and begins anew with what it kept.
    Kill { frames: usize },
}

/// What becomes of the frames of a body: the one meant, counted anew beyond the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Harm {
    /// It ends in the middle of a frame, after so many thousandths of it.
    Cut {
        frame: usize,
        part: usize,
    },
    Drop {
        frame: usize,
    },
    Repeat {
        frame: usize,
    },
    /// It changes places with the next.
    Swap {
        frame: usize,
    },
    /// One byte of it differs, at so many thousandths of it.
    Alter {
        frame: usize,
        part: usize,
        by: u8,
    },
}

pub(crate) fn choose_fault(random: &mut Random) -> Fault {
    let request = if random.once_in(4) { 1 } else { 0 };
    let harm = choose_harm(random);
    let number = random.below(64);
    let kind = match random.below(16) {
        0 => Kind::Down,
        1..6 => Kind::Up(harm),
        6..11 => Kind::Back(harm),
        11 => Kind::Twice,
        12 => Kind::OldRequest(number),
        13 => Kind::OldAnswer(number),
        _ => Kind::Kill { frames: random.below(6) },
    };
    Fault { request, kind }
}

fn choose_harm(random: &mut Random) -> Harm {
    let (frame, part) = (random.below(12), random.below(1000));
    match random.below(8) {
        0..4 => Harm::Cut { frame, part },
        4 => Harm::Drop { frame },
        5 => Harm::Repeat { frame },
        6 => Harm::Swap { frame },
        _ => Harm::Alter { frame, part, by: u8::try_from(1 + random.below(255)).unwrap() },
    }
}

/// Bytes before a frame's own: its type and its length.
const PREFIX: usize = 5;

/// A body, frame by frame as it was written.
pub(crate) fn split_frames(mut body: &[u8]) -> Vec<Vec<u8>> {
    let mut frames = Vec::new();
    while !body.is_empty() {
        let end = match body.get(1..PREFIX) {
            Some(length) => PREFIX + u32::from_le_bytes(length.try_into().unwrap()) as usize,
            None => body.len(),
        };
        let (frame, rest) = body.split_at(end.min(body.len()));
        frames.push(frame.to_vec());
        body = rest;
    }
    frames
}

impl Harm {
    /// What of these frames arrives, and whether the link holds to the end.
    pub(crate) fn befall(self, mut frames: Vec<Vec<u8>>) -> (Vec<Vec<u8>>, bool) {
        if frames.is_empty() {
            return (frames, true);
        }
        let count = frames.len();
        match self {
            Harm::Cut { frame, part } => {
                let at = frame % count;
                frames.truncate(at + 1);
                let length = frames[at].len();
                frames[at].truncate((length * part / 1000).min(length - 1));
                return (frames, false);
            }
            Harm::Drop { frame } => drop(frames.remove(frame % count)),
            Harm::Repeat { frame } => frames.insert(frame % count, frames[frame % count].clone()),
            Harm::Swap { frame } => frames.swap(frame % count, (frame + 1) % count),
            Harm::Alter { frame, part, by } => {
                let frame = &mut frames[frame % count];
                let at = frame.len() * part / 1000;
                frame[at] ^= by;
            }
        }
        (frames, true)
    }
}
