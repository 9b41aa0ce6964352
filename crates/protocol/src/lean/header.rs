//! A batch's header without what stood in the one before, or follows from the chain.

use std::collections::HashMap;

use posta_identity::ids::{Actor, DeviceId, Hash32, Incarnation, ScopeId};

use super::{Bytes, Malformed, Out};
use crate::batch::{BatchHeader, Seal};
use crate::cbor::VERSION;
use crate::feed::FeedId;

/// Bits: what is as in the header before.
const SCOPE: u64 = 1;
const DEVICE: u64 = 2;
const INCARNATION: u64 = 4;
const SESSION: u64 = 8;
const MEMBERSHIP: u64 = 16;
const VECTOR: u64 = 32;
const EPOCH: u64 = 64;
/// It follows the last header of its feed that went by.
const FOLLOWS: u64 = 128;
const ALL: u64 = 255;
/// Feeds whose last header is remembered; then all are forgotten, by both sides.
const FEEDS: usize = 4096;

/// What is remembered of the headers that went by.
#[derive(Default)]
pub(crate) struct Before {
    last: Option<BatchHeader>,
    tips: HashMap<FeedId, (u64, Hash32)>,
    /// Sessions whose certificate went by last.
    session: Option<Actor>,
}

impl Before {
    /// A certificate went by: its batches follow.
    pub fn note_session(&mut self, actor: Actor) {
        self.session = Some(actor);
    }

    /// The header that is like everything before.
    fn like(&self) -> BatchHeader {
        let zero = BatchHeader {
            v: VERSION,
            scope: ScopeId::from([0; 16]),
            device: DeviceId::from([0; 16]),
            incarnation: Incarnation::from([0; 16]),
            n: 0,
            previous: Hash32::ZERO,
            body_hash: Hash32::ZERO,
            session: Actor::from([0; 16]),
            membership: Hash32::ZERO,
            vector: Hash32::ZERO,
            dictionary: 0,
            epoch: Hash32::ZERO,
            seal: Seal::Epoch,
            hour: 0,
        };
        let mut like = self.last.clone().unwrap_or(zero);
        like.session = self.session.unwrap_or(like.session);
        like
    }

    pub fn write(&self, out: &mut Out, header: &BatchHeader) {
        let like = self.like();
        let follows = self.tips.get(&header.feed()) == Some(&(header.n.wrapping_sub(1), header.previous));
        let bits = [
            (SCOPE, like.scope == header.scope),
            (DEVICE, like.device == header.device),
            (INCARNATION, like.incarnation == header.incarnation),
            (SESSION, like.session == header.session),
            (MEMBERSHIP, like.membership == header.membership),
            (VECTOR, like.vector == header.vector),
            (EPOCH, like.epoch == header.epoch),
            (FOLLOWS, follows),
        ];
        let same = bits.iter().filter(|(_, is_same)| *is_same).fold(0, |all, (bit, _)| all | bit);
        out.unsigned(same);
        let raw: [(u64, &[u8]); 7] = [
            (SCOPE, header.scope.as_bytes()),
            (DEVICE, header.device.as_bytes()),
            (INCARNATION, header.incarnation.as_bytes()),
            (SESSION, header.session.as_bytes()),
            (MEMBERSHIP, header.membership.as_bytes()),
            (VECTOR, header.vector.as_bytes()),
            (EPOCH, header.epoch.as_bytes()),
        ];
        raw.iter().filter(|(bit, _)| same & bit == 0).for_each(|(_, bytes)| out.bytes(bytes));
        if !follows {
            out.unsigned(header.n);
            if header.n > 1 {
                out.bytes(header.previous.as_bytes());
            }
        }
        out.unsigned(header.dictionary.into());
        out.byte(header.seal.number());
        out.difference(i64::from(header.hour) - i64::from(like.hour));
    }

    /// Everything but the body's hash.
    pub fn read(&self, bytes: &mut Bytes<'_>) -> Result<BatchHeader, Malformed> {
        let mut header = self.like();
        let hour = header.hour;
        let same = bytes.unsigned()?;
        if same & !ALL != 0 {
            return Err(Malformed);
        }
        let differs = |bit| same & bit == 0;
        if differs(SCOPE) {
            header.scope = ScopeId::from(bytes.array::<16>()?);
        }
        if differs(DEVICE) {
            header.device = DeviceId::from(bytes.array::<16>()?);
        }
        if differs(INCARNATION) {
            header.incarnation = Incarnation::from(bytes.array::<16>()?);
        }
        if differs(SESSION) {
            header.session = Actor::from(bytes.array::<16>()?);
        }
        if differs(MEMBERSHIP) {
            header.membership = Hash32::from(bytes.array::<32>()?);
        }
        if differs(VECTOR) {
            header.vector = Hash32::from(bytes.array::<32>()?);
        }
        if differs(EPOCH) {
            header.epoch = Hash32::from(bytes.array::<32>()?);
        }
        if differs(FOLLOWS) {
            header.n = bytes.unsigned()?;
            header.previous = if header.n > 1 { Hash32::from(bytes.array::<32>()?) } else { Hash32::ZERO };
        } else {
            let (n, hash) = self.tips.get(&header.feed()).ok_or(Malformed)?;
            header.n = n.checked_add(1).ok_or(Malformed)?;
            header.previous = *hash;
        }
        header.dictionary = u32::try_from(bytes.unsigned()?).map_err(|_| Malformed)?;
        header.seal = Seal::of(bytes.byte()?);
        let hour = i64::from(hour).checked_add(bytes.difference()?).ok_or(Malformed)?;
        header.hour = u32::try_from(hour).map_err(|_| Malformed)?;
        Ok(header)
    }

    pub fn note(&mut self, header: BatchHeader, hash: Hash32) {
        self.session = None;
        if self.tips.len() >= FEEDS {
            self.tips.clear();
        }
        self.tips.insert(header.feed(), (header.n, hash));
        self.last = Some(header);
    }
}
