//! A batch's header without what stood in the one before, or follows from the chain.

use std::collections::HashMap;

use posta_identity::ids::{Actor, DeviceId, Hash32, Incarnation, ScopeId};

use super::{Asker, Bytes, Malformed, Out};
use crate::batch::{BatchHeader, Seal};
use crate::cbor::VERSION;
use crate::feed::FeedId;
use crate::vector::{Tip, Vector};

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
/// The author's vector is what it is for somebody who has this feed up to there, and no other.
const ALONE: u64 = 256;
const ALL: u64 = 511;
/// Feeds whose last header is remembered; then all are forgotten, by both sides.
pub(super) const FEEDS: usize = 4096;

/// What is remembered of the headers that went by.
#[derive(Default)]
pub(crate) struct Before {
    last: Option<BatchHeader>,
    tips: HashMap<FeedId, (u64, Hash32)>,
    /// Sessions whose certificate went by last.
    session: Option<Actor>,
    /// Whose head came before all packs.
    asker: Option<Asker>,
}

impl Before {
    pub fn asked_by(asker: Asker) -> Self {
        Self { asker: Some(asker), ..Self::default() }
    }

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
        let asked = || {
            let Asker { device, membership, scopes, .. } = self.asker.as_ref()?;
            let scope = *scopes.first()?;
            Some(BatchHeader { scope, device: *device, membership: *membership, ..zero.clone() })
        };
        let mut like = self.last.clone().or_else(asked).unwrap_or(zero);
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
            (ALONE, alone(header) == header.vector && like.vector != header.vector),
        ];
        let same = bits.iter().filter(|(_, is_same)| *is_same).fold(0, |all, (bit, _)| all | bit);
        out.unsigned(same);
        if same & SCOPE == 0 {
            let place = self.scopes().iter().position(|scope| *scope == header.scope);
            out.count(place.map_or(0, |place| place + 1));
            if place.is_none() {
                out.bytes(header.scope.as_bytes());
            }
        }
        let raw: [(u64, &[u8]); 5] = [
            (DEVICE, header.device.as_bytes()),
            (INCARNATION, header.incarnation.as_bytes()),
            (SESSION, header.session.as_bytes()),
            (MEMBERSHIP, header.membership.as_bytes()),
            (EPOCH, header.epoch.as_bytes()),
        ];
        raw.iter().filter(|(bit, _)| same & bit == 0).for_each(|(_, bytes)| out.bytes(bytes));
        if !follows {
            out.unsigned(header.n);
            if header.n > 1 {
                out.bytes(header.previous.as_bytes());
            }
        }
        if same & (VECTOR | ALONE) == 0 {
            out.bytes(header.vector.as_bytes());
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
            header.scope = match bytes.count()? {
                0 => ScopeId::from(bytes.array::<16>()?),
                place => *self.scopes().get(place - 1).ok_or(Malformed)?,
            };
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
        if !differs(ALONE) {
            header.vector = alone(&header);
        } else if differs(VECTOR) {
            header.vector = Hash32::from(bytes.array::<32>()?);
        }
        header.dictionary = u32::try_from(bytes.unsigned()?).map_err(|_| Malformed)?;
        header.seal = Seal::of(bytes.byte()?);
        let hour = i64::from(hour).checked_add(bytes.difference()?).ok_or(Malformed)?;
        header.hour = u32::try_from(hour).map_err(|_| Malformed)?;
        Ok(header)
    }

    /// The scopes that were asked for.
    fn scopes(&self) -> &[ScopeId] {
        self.asker.as_ref().map(|asker| asker.scopes.as_slice()).unwrap_or_default()
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

/// The hash of a vector that tells of the batch before this one and of nothing else.
fn alone(header: &BatchHeader) -> Hash32 {
    let mut vector = Vector::new();
    if header.n > 1 {
        vector.insert(header.feed(), Tip::of(header.n - 1, &header.previous));
    }
    vector.hash()
}
