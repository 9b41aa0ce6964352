//! Own batches of lanes that have no file of their own here: inboxes that this device may not even read, checkpoints.

use posta_identity::SessionKey;
use posta_identity::ids::{Hash32, Incarnation, ScopeId};
use posta_protocol::{BatchHeader, DICTIONARY, FeedId, Seal, SignedBatch, limits};
use rusqlite::{OptionalExtension, named_params};

use super::DeviceFile;
use super::setting::incarnation_name;
use super::shelf::{put, vector};
use crate::batch_rows::{count_of, hash_of};
use crate::error::Error;
use crate::transaction::Writer;

/// One act in a lane: who writes, and what the batch says about its author's knowledge.
#[derive(Clone, Copy)]
pub struct LaneAct<'a> {
    /// The lane's id.
    pub lane: ScopeId,
    /// Signs the batch. Its certificate goes to the shelf too.
    pub session: &'a SessionKey,
    /// Membership head that the author knows.
    pub membership: Hash32,
    /// Unix seconds.
    pub at: i64,
}

/// The last own batch of a lane's feed.
#[derive(Clone, Copy)]
pub(super) struct LaneTip {
    pub n: u64,
    pub hash: Hash32,
    pub previous: Hash32,
    /// It may still be replaced by a longer state of itself.
    pub is_open: bool,
}

/// The end of this device's own feed in a lane, in a transaction.
pub(super) struct LaneFeed<'a> {
    writer: &'a Writer<'a>,
    act: LaneAct<'a>,
    incarnation: Incarnation,
    vector: Hash32,
    pub tip: Option<LaneTip>,
}

/// How a body is sealed.
#[derive(Clone, Copy)]
pub(super) struct Sealing {
    pub epoch: Hash32,
    pub seal: Seal,
}

impl Sealing {
    /// Lean rows are of changes: an inbox holds records, a registry's bodies are open.
    fn dictionary(self) -> u32 {
        let is_lean = self.epoch != Hash32::ZERO && self.seal == Seal::Epoch;
        if is_lean { DICTIONARY } else { 0 }
    }
}

impl<'a> LaneFeed<'a> {
    /// Finds the end of the feed. One that was continued elsewhere (a restored or cloned disk) is left: a new
    /// incarnation begins.
    pub fn open(device: &DeviceFile, writer: &'a Writer<'a>, act: LaneAct<'a>) -> Result<Self, Error> {
        writer.execute(
            "INSERT OR IGNORE INTO session (actor, certificate) VALUES (:actor, :certificate)",
            named_params! {
                ":actor": act.session.actor().as_bytes(), ":certificate": act.session.certificate.encode(),
            },
        )?;
        let vector = vector(writer, &act.lane)?.hash();
        let feed =
            |incarnation: &Incarnation| FeedId::of(&act.lane, &act.session.certificate.device, incarnation);
        if let Some(incarnation) = device.incarnation(&act.lane)?
            && !is_foreign(writer, &feed(&incarnation))?
        {
            let tip = tip_of(writer, &feed(&incarnation), &act)?;
            return Ok(Self { writer, act, incarnation, vector, tip });
        }
        let incarnation = Incarnation::random();
        writer.execute(
            "INSERT INTO setting (name, value) VALUES (:name, :value)
             ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            named_params! { ":name": incarnation_name(&act.lane), ":value": incarnation.as_bytes() },
        )?;
        Ok(Self { writer, act, incarnation, vector, tip: None })
    }

    /// Signs a batch and puts it at the end, or with `grown` in place of the last one; returns its name.
    pub fn write(
        &mut self,
        sealing: Sealing,
        count: usize,
        grown: bool,
        pack: impl FnOnce(&BatchHeader) -> Result<Vec<u8>, Error>,
    ) -> Result<Hash32, Error> {
        let tip = self.tip.map_or((0, Hash32::ZERO, Hash32::ZERO), |tip| (tip.n, tip.hash, tip.previous));
        let (n, previous) = if grown { (tip.0, tip.2) } else { (tip.0 + 1, tip.1) };
        let header = BatchHeader {
            v: posta_protocol::VERSION,
            scope: self.act.lane,
            device: self.act.session.certificate.device,
            incarnation: self.incarnation,
            n,
            previous,
            body_hash: Hash32::ZERO,
            session: self.act.session.actor(),
            membership: self.act.membership,
            vector: self.vector,
            dictionary: sealing.dictionary(),
            epoch: sealing.epoch,
            seal: sealing.seal,
            hour: u32::try_from(self.act.at / 3600).unwrap_or(0),
        };
        let batch = SignedBatch::sign(&header, pack(&header)?, &self.act.session.sign);
        if batch.byte_len() > limits::BATCH {
            return Err(Error::Batch("too_large"));
        }
        put(self.writer, &batch, true, u32::try_from(count).ok())?;
        let hash = batch.hash();
        self.tip = Some(LaneTip { n, hash, previous, is_open: true });
        Ok(hash)
    }
}

/// Whether a feed holds what did not come from here.
fn is_foreign(writer: &Writer<'_>, feed: &FeedId) -> Result<bool, Error> {
    let sql = "SELECT 1 AS here FROM batch WHERE feed = :feed AND own = 0
               UNION ALL
               SELECT 1 FROM batch WHERE feed = :feed GROUP BY n HAVING count(*) > 1";
    Ok(writer.prepare_cached(sql)?.exists(named_params! { ":feed": feed.as_bytes() })?)
}

fn tip_of(writer: &Writer<'_>, feed: &FeedId, act: &LaneAct<'_>) -> Result<Option<LaneTip>, Error> {
    let sql = "SELECT n, hash, previous, offered = 0 AND session = :session AS is_open FROM batch
               WHERE feed = :feed ORDER BY n DESC LIMIT 1";
    let session = act.session.actor();
    let tip = writer.prepare_cached(sql)?.query_row(
        named_params! { ":feed": feed.as_bytes(), ":session": session.as_bytes() },
        |row| {
            Ok(LaneTip {
                n: count_of(row, "n")?,
                hash: hash_of(row, "hash")?,
                previous: hash_of(row, "previous")?,
                is_open: row.get("is_open")?,
            })
        },
    );
    Ok(tip.optional()?)
}
