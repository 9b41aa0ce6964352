//! One request, and what is kept of its answer.

use std::collections::BTreeSet;

use posta_identity::ids::ScopeId;
use posta_protocol::{FrameReader, code};
use posta_store::CarriedBatch;

use super::{Exchange, Outcome};
use crate::{
    Error,
    door::DeviceDoor,
    intake::Intake,
    plan::Plan,
    setting,
    upload::{Manner, Upload},
};

/// Of what is carried for others goes about so much over a link that was cut. Bytes.
const LITTLE: usize = 8 * 1024;
/// About how large packs are that go up: one full batch, which is what a cut loses. Bytes.
const PACK: usize = 1024;

impl<D: DeviceDoor> Exchange<'_, D> {
    pub(super) async fn request(&mut self, plan: &Plan, carries: bool) -> Result<Outcome, Error> {
        let asked: Vec<ScopeId> = plan.scopes.iter().map(|scope| scope.scope).collect();
        self.sent_log |= self.sends_log;
        let introduction = self.introduction()?;
        let tells = !introduction.is_empty();
        let receipt = match self.sends_log {
            true => self.device.with(setting::receipt)?,
            false => None,
        };
        let standing = if tells || self.sends_log { None } else { self.standing(plan)? };
        let head = match &standing {
            Some(standing) => self.head_of(standing),
            None => self.head(plan)?,
        };
        let carries = carries && standing.is_none();
        let room = self.room().map(|room| usize::try_from(room).unwrap_or(usize::MAX));
        let recalls = self.recalls();
        // A link that was cut at what is carried gets little of it at a time, until it has let that through.
        let carried = if self.cut.is_some() { LITTLE } else { usize::MAX };
        let manner = Manner { pack: PACK, recalls, room, carried };
        let mut reader = FrameReader::of_answer_to(&head);
        let is_last = room.is_some() && !plan.asks_first;
        let before = self.watch.progress().bytes_up;
        let mut upload = Upload::new(head, introduction, receipt, carries, &manner);
        let read = plan.scopes.iter().filter(|scope| !scope.upload_only).map(|scope| scope.scope).collect();
        let mut intake = Intake::new(self.keys.device, self.at, asked, read, self.sent_log);
        intake.standing = standing.as_ref().map(|standing| standing.answer(&self.keys.device, &self.nonce));
        let carried = self.device.with(|device| device.carried())?;
        intake.carried_lanes = carried.into_iter().map(|carried| carried.lane).collect();
        self.report.requests += 1;
        let outcome = self.converse(&mut upload, &mut reader, &mut intake, is_last).await;
        self.is_short = room.is_some() && intake.lacks_batches;
        self.last_up = self.watch.progress().bytes_up - before;
        self.last_batches = (upload.sent.len() + upload.passed_on.len()) as u64;
        self.note_arrived(intake.newly_covered);
        // A server that does not know the question answers as if nothing had been asked for.
        if intake.standing.is_some() && intake.has_receipt && !intake.is_same {
            (self.has_changed, self.asks_again) = (true, true);
        }
        self.was_full = upload.is_full();
        self.report.batches_up += upload.sent.len() as u64;
        self.sent.append(&mut upload.sent);
        self.kept_here.append(&mut upload.kept_here);
        self.refused.append(&mut intake.refused);
        self.lacks_entries = intake.lacks_entries;
        let has_told = tells && intake.has_receipt;
        self.has_told |= has_told;
        // Without a receipt, what was to be told may not have been heard.
        self.sends_log = intake.has_lost || (self.sends_log && !intake.has_receipt);
        let mut doubted = std::mem::take(&mut intake.doubted);
        for (scope, code) in upload.withheld {
            if self.refused.insert(scope) {
                self.report.refused.push((scope, code));
            }
        }
        for held_back in upload.held_back {
            if !self.report.refused.contains(&held_back) {
                self.report.refused.push(held_back);
            }
        }
        let kept = self.device.with(|device| intake.finish(device, self.log, &mut self.report));
        let outcome = outcome?;
        kept?;
        if intake.has_receipt {
            self.set_down(std::mem::take(&mut upload.passed_on), &doubted)?;
        }
        if has_told {
            doubted.append(&mut self.doubt_grants());
        }
        self.forget_sent(&doubted)?;
        Ok(outcome)
    }

    /// Lets go of what was carried for others once the server has answered for it: whoever wrote it keeps it until a receipt
    /// says the same. What it refuses for now is brought again; what can never count is not. This device's own, which a mend
    /// put there because nothing before them is left, stay: nobody else keeps them.
    fn set_down(&mut self, passed_on: Vec<CarriedBatch>, doubted: &BTreeSet<ScopeId>) -> Result<(), Error> {
        let is_for_good = |code: &str| [code::BAD_SIGNATURE, code::BAD_REQUEST].contains(&code);
        let refused = &self.report.refused;
        let waits = |lane: ScopeId| {
            doubted.contains(&lane)
                || refused.iter().any(|(scope, code)| *scope == lane && !is_for_good(code))
        };
        Ok(self.device.with(|device| {
            let own = device.own_among(&passed_on, &self.keys.device)?;
            let answered = |carried: &CarriedBatch| !waits(carried.lane) && !own.contains(carried);
            let hashes: Vec<_> = passed_on.into_iter().filter(answered).map(|carried| carried.hash).collect();
            device.set_down(&hashes)
        })?)
    }

    /// What the server does not know of the log goes before the batches that need it. Without a nonce the answer will
    /// be a refusal, so nothing is told in vain.
    fn introduction(&mut self) -> Result<Vec<Vec<u8>>, Error> {
        match (self.sends_log, self.nonce.is_empty()) {
            (true, _) => Ok(self.log.entries()),
            (false, true) => Ok(Vec::new()),
            (false, false) => {
                let log = &*self.log;
                Ok(self.device.with(|device| setting::untold(device, log))?)
            }
        }
    }

    /// Scopes are granted by what the server knows as a request begins: not yet by the entry that attaches a user to
    /// this device, which that request brings. They are asked for once more.
    fn doubt_grants(&mut self) -> BTreeSet<ScopeId> {
        let is_of_grants = |code: &str| code == code::SCOPE_NOT_GRANTED;
        let refused = self.report.refused.iter();
        let doubted: BTreeSet<ScopeId> =
            refused.filter(|(_, code)| is_of_grants(code)).map(|(scope, _)| *scope).collect();
        self.report.refused.retain(|(_, code)| !is_of_grants(code));
        self.refused.retain(|scope| !doubted.contains(scope));
        self.asks_again |= !doubted.is_empty();
        doubted
    }

    /// Lets what the server did not take in these scopes go once more.
    fn forget_sent(&mut self, scopes: &BTreeSet<ScopeId>) -> Result<(), Error> {
        if scopes.is_empty() {
            return Ok(());
        }
        for scope in self.plan()?.scopes.iter().filter(|scope| scopes.contains(&scope.scope)) {
            for hash in &scope.send {
                self.sent.remove(hash);
            }
        }
        Ok(())
    }
}
