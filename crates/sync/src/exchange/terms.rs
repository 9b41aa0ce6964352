//! How a request begins, and how much it may carry over this link.

use posta_protocol::{ExchangeHead, Standing, Terms};

use super::Exchange;
use crate::{
    Error,
    door::DeviceDoor,
    plan::Plan,
    setting::{self, Cut},
};

/// About how large packs are that come down, while the link holds: each costs the server work. Bytes.
const PACK_DOWN: u32 = 6 * 1024;
/// The same after an exchange that was cut.
const SMALL_PACK_DOWN: u32 = 1024;
/// Batches of a feed from which packs go on: on a usual day, and after a cut, when they are what was sent before it.
const RECALLS: u32 = 8;
const RECALLS_AFTER_CUT: u32 = 96;
/// Of what a link let through before it was cut, this much is asked of it the next time, in hundredths, less what
/// heads and answers weigh. Bytes.
const SHARE: u64 = 92;
const HEADS: u64 = 1536;
/// Less is not asked of any link. Bytes.
const LEAST_ROOM: u64 = 6 * 1024;

impl<D: DeviceDoor> Exchange<'_, D> {
    /// What the link let through before it was cut, once it is known.
    pub(super) fn room(&self) -> Option<u64> {
        let through = self.cut.map(|cut| cut.through).filter(|through| *through > 0)?;
        Some((through * SHARE / 100).saturating_sub(HEADS).max(LEAST_ROOM))
    }

    /// How many batches the packs may go on from: none once that did not go well.
    pub(super) fn recalls(&self) -> u32 {
        match (self.has_changed || self.sends_log, self.cut) {
            (true, _) => 0,
            (false, None) => RECALLS,
            (false, Some(_)) => RECALLS_AFTER_CUT,
        }
    }

    /// By how many of the batches that were under way when the link was cut have come, it shows what it let through.
    pub(super) fn note_arrived(&mut self, batches: u64) {
        if let Some(cut) = self.cut.as_mut().filter(|cut| cut.batches > 0 && batches > 0) {
            let through = u128::from(cut.up) * u128::from(batches) / u128::from(cut.batches);
            *cut = Cut { through: u64::try_from(through).unwrap_or(cut.through), ..Cut::default() };
        }
    }

    /// What is to be remembered if this exchange ended on the way.
    pub(super) fn next_cut(&self) -> Option<Cut> {
        let down = self.report.bytes_down;
        match self.last_batches {
            // A link that let nearly nothing through says nothing of how much it would.
            0 if down < LEAST_ROOM => Some(self.cut.unwrap_or_default()),
            // Only what came down is known to have come.
            0 => Some(Cut { through: down, ..Cut::default() }),
            batches => Some(Cut { through: 0, up: self.last_up, batches }),
        }
    }

    /// What to ask by when there is no news here, and all is as the last receipt told.
    pub(super) fn standing(&mut self, plan: &Plan) -> Result<Option<Standing>, Error> {
        if self.nonce.is_empty() || self.has_changed || plan.asks_first || plan.batches() > 0 {
            return Ok(None);
        }
        let tips = self.log.tips();
        self.device.with(|device| {
            let mut lanes = Vec::new();
            for lane in &plan.scopes {
                match device.receipt(&lane.scope)? {
                    Some((told, _)) if lane.upload_only || lane.vector == told => {
                        lanes.push((lane.scope, told))
                    }
                    _ => return Ok(None),
                }
            }
            Ok(Some(Standing::of(tips, &lanes, &setting::aside_bytes(device)?)))
        })
    }

    pub(super) fn head_of(&self, standing: &Standing) -> ExchangeHead {
        let nonce = self.nonce.clone();
        let department = self.log.department();
        ExchangeHead::sign_standing(department, self.keys.device, nonce, standing.clone(), &self.keys.sign)
    }

    pub(super) fn head(&mut self, plan: &Plan) -> Result<ExchangeHead, Error> {
        let is_brief = !self.has_changed && !self.device.with(setting::needs_whole_receipt)?;
        let scopes = plan.scopes.iter().map(|scope| (scope.scope, scope.vector.clone())).collect();
        let department = self.log.department();
        let nonce = self.nonce.clone();
        let terms = Terms {
            // Within what a link lets through no cut is expected.
            pack: if self.cut.is_some() && self.room().is_none() { SMALL_PACK_DOWN } else { PACK_DOWN },
            room: self.room().and_then(|room| u32::try_from(room).ok()).unwrap_or_default(),
            recalls: self.recalls() > 0,
            is_brief,
        };
        Ok(ExchangeHead::sign_on(
            department,
            self.keys.device,
            nonce,
            self.log.tips(),
            scopes,
            terms,
            &self.keys.sign,
        ))
    }
}
