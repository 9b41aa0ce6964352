//! Two laptops side by side, over a link that holds to the end or not.

use std::io::ErrorKind;
use std::pin::Pin;
use std::task::{Context, Poll};

use posta_app::Error;
use posta_sync::Talk;
use tokio::io::{AsyncRead, AsyncWrite, DuplexStream, ReadBuf};

use crate::carry::Place;
use crate::step::PowerCut;
use crate::world::{Violation, World, violation};

/// What a link holds that was not taken yet. Bytes: more than any piece, so that each is written at once.
const ON_THE_WAY: usize = 1 << 20;

impl World {
    /// One talk. What was on either is on both for sure only when all went well.
    pub(crate) fn meet(
        &mut self,
        one: Place,
        other: Place,
        pieces: Option<usize>,
        cut: Option<PowerCut>,
    ) -> Result<String, Violation> {
        if one.0 == other.0 {
            return Ok("alone".into());
        }
        self.disks[one.0].light(cut);
        let done = self.talk(one, other, pieces);
        let is_out = self.disks[one.0].settle(cut);
        let [of_one, of_other] = match done {
            Ok(done) => done,
            Err(_) if is_out => return Ok("power lost".into()),
            Err((who, error)) => return self.refused_talk(who, one, other, &error),
        };
        let is_whole = pieces.is_none() && !is_out;
        let mut have_all = true;
        for (who, done, was_out) in [(one, of_one, is_out), (other, of_other, false)] {
            match done {
                Ok(heard_all) => have_all &= heard_all,
                Err(Error::PeerParted) => have_all = false,
                Err(_) if was_out => have_all = false,
                // One says why, and the other that the first is gone.
                Err(error) => return self.refused_talk(who, one, other, &error),
            }
        }
        if is_whole && !have_all {
            return Err(violation("meet_failed", format!("not whole, {}", self.places(one, other))));
        }
        if is_whole && self.may_branch {
            // Whoever was further in one branch of somebody's feed was taken to be ahead of the other: they meet once more.
            let again = self.talk(one, other, None);
            if !again.is_ok_and(|both| both.iter().all(|done| matches!(done, Ok(true)))) {
                // The first time they may have heard that one of them was cut off.
                return match self.is_either_cut_off(one, other) {
                    true => Ok("cut off meanwhile".into()),
                    false => Err(violation("meet_failed", format!("once more, {}", self.places(one, other)))),
                };
            }
        }
        if is_whole {
            self.tell_by_file(one.0, other.0);
            self.tell_by_file(other.0, one.0);
        }
        Ok(match (is_whole, is_out) {
            (true, _) => "met",
            (_, true) => "power lost",
            _ => "met in part",
        }
        .into())
    }

    /// Whether each side heard all; or who could not begin.
    fn talk(
        &mut self,
        one: Place,
        other: Place,
        pieces: Option<usize>,
    ) -> Result<[Result<bool, Error>; 2], (Place, Error)> {
        let Self { disks, runtime, .. } = self;
        let (here, there) = both(disks, one.0, other.0);
        let here = here.ready(one.1).map_err(|error| (one, error))?;
        let there = there.ready(other.1).map_err(|error| (other, error))?;
        let (near, far) = tokio::io::duplex(ON_THE_WAY);
        let near = Frail { inner: near, left: pieces.unwrap_or(usize::MAX) };
        let channel = [7; 32];
        let (near, far) = (Talk::over(Box::new(near), channel), Talk::over(Box::new(far), channel));
        let talks = futures_util::future::join(here.meet_by(near), there.meet_by(far));
        let (of_one, of_other) = runtime.block_on(talks);
        Ok([of_one, of_other].map(|done| done.map(|(taken, _)| taken.complete)))
    }

    fn is_either_cut_off(&self, one: Place, other: Place) -> bool {
        [one, other].iter().any(|(disk, user)| self.model.is_cut_off(self.disks[*disk].device, *user))
    }

    /// A refusal is right only where somebody was cut off, or between copies of one disk.
    fn refused_talk(&self, who: Place, one: Place, other: Place, error: &Error) -> Result<String, Violation> {
        if matches!(error, Error::Stranger) && self.disks[one.0].device == self.disks[other.0].device {
            return Ok("its own".into());
        }
        if self.is_either_cut_off(one, other) {
            return Ok("cut off".into());
        }
        let text = format!("{error:?} at {}, {}", self.who(who.0, who.1), self.places(one, other));
        Err(violation("meet_failed", text))
    }
}

/// Two of them, which are not the same.
fn both<T>(all: &mut [T], one: usize, other: usize) -> (&mut T, &mut T) {
    let [one, other] = all.get_disjoint_mut([one, other]).unwrap();
    (one, other)
}

/// An end of a link that breaks before the next piece after so many.
struct Frail {
    inner: DuplexStream,
    left: usize,
}

impl AsyncRead for Frail {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        if self.left == 0 {
            return Poll::Ready(Ok(()));
        }
        Pin::new(&mut self.inner).poll_read(context, into)
    }
}

impl AsyncWrite for Frail {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        piece: &[u8],
    ) -> Poll<std::io::Result<usize>> {
        if self.left == 0 {
            return Poll::Ready(Err(ErrorKind::BrokenPipe.into()));
        }
        self.left -= 1;
        Pin::new(&mut self.inner).poll_write(context, piece)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(context)
    }
}
