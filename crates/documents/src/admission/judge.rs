//! Judging changes one after another against a document.

use automerge::{Automerge, Change, ChangeHash as Hash, ReadDoc};

use super::chunk::{self, Parsed};
use super::{Outcome, Refusal, proof, rules};
use crate::document::changes_in_order;
use crate::guard::guarded;
use crate::ledger::{Ancestry, Ledger};
use crate::{ActorBytes, ChangeHash, Document, RawChange};

/// A document under judgement.
#[derive(Clone)]
pub(super) struct Bench {
    inner: Automerge,
    ledger: Ledger,
}

/// An outcome, and the proved document if the change was admitted.
pub(super) type Taken = (Outcome, Option<(Vec<u8>, Document)>);

/// What a change is before it is applied.
enum Standing {
    Known,
    Missing(Vec<ChangeHash>),
    Applicable(Ancestry),
}

impl Bench {
    pub fn open(saved: Option<&[u8]>) -> Result<Self, Refusal> {
        let inner = match saved {
            None => Automerge::new(),
            Some(saved) => Document::load(saved).map_err(|_| Refusal::StoredDocumentDamaged)?.into_inner(),
        };
        let ledger = guarded(|| Ledger::of(&inner)).ok_or(Refusal::StoredDocumentDamaged)?;
        Ok(Self { inner, ledger })
    }

    fn stand(&self, parsed: &Parsed<'_>) -> Result<Standing, Refusal> {
        if self.ledger.contains(&parsed.chunk.hash) {
            return Ok(Standing::Known);
        }
        let missing = self.ledger.lacks(&parsed.chunk);
        if !missing.is_empty() {
            return Ok(Standing::Missing(missing));
        }
        let ancestry = self.ledger.ancestry(&parsed.chunk.deps, parsed.chunk.actor);
        guarded(|| rules::check(&ancestry, &self.inner, parsed)).unwrap_or(Err(Refusal::DoesNotApply))?;
        Ok(Standing::Applicable(ancestry))
    }

    /// Proves a change on a document made of its own causal history only.
    fn prove_alone(&self, parsed: &Parsed<'_>, change: &Change) -> Result<(), Refusal> {
        let deps: Vec<Hash> = parsed.chunk.deps.iter().copied().map(Hash).collect();
        let history = guarded(|| self.inner.fork_at(&deps).ok()).flatten();
        let mut history = history.ok_or(Refusal::DoesNotApply)?;
        proof::apply(&mut history, change)?;
        proof::save_and_load(&history).map(drop)
    }

    fn apply(&mut self, parsed: &Parsed<'_>, change: &Change) -> Result<(), Refusal> {
        proof::apply(&mut self.inner, change)?;
        self.ledger.add(&parsed.chunk);
        Ok(())
    }

    /// Takes a change without proving the whole document; `None` when only the careful way can tell.
    pub fn take_quickly(&mut self, bytes: &[u8], actor: ActorBytes) -> Option<Outcome> {
        match self.quick_verdict(bytes, actor) {
            Ok(outcome) => outcome,
            Err(refusal) => Some(Outcome::Refused(refusal)),
        }
    }

    fn quick_verdict(&mut self, bytes: &[u8], actor: ActorBytes) -> Result<Option<Outcome>, Refusal> {
        let parsed = parse(bytes, actor)?;
        let ancestry = match self.stand(&parsed)? {
            Standing::Known => return Ok(Some(Outcome::Known)),
            Standing::Missing(deps) => return Ok(Some(Outcome::Missing(deps))),
            Standing::Applicable(ancestry) => ancestry,
        };
        let change = proof::decode(bytes, &parsed.chunk.hash)?;
        if self.ledger.has_twin(&parsed.chunk) {
            return Ok(None);
        }
        if !ancestry.is_whole {
            self.prove_alone(&parsed, &change)?;
        }
        // A change that cannot be applied leaves a document that must not be used: the careful way finds out.
        Ok(self.apply(&parsed, &change).is_ok().then(|| Outcome::Admitted { displaced: Vec::new() }))
    }

    /// Ends a quick round: the proof of the whole document.
    pub fn prove(&self) -> Result<(Vec<u8>, Document), Refusal> {
        proof::save_and_load(&self.inner).map(|(saved, inner)| (saved, Document::of(inner)))
    }

    /// Takes a change with every proof; `self` changes only if it is admitted.
    pub fn take_carefully(&mut self, bytes: &[u8], actor: ActorBytes) -> Result<Taken, Refusal> {
        let parsed = parse(bytes, actor)?;
        let ancestry = match self.stand(&parsed)? {
            Standing::Known => return Ok((Outcome::Known, None)),
            Standing::Missing(deps) => return Ok((Outcome::Missing(deps), None)),
            Standing::Applicable(ancestry) => ancestry,
        };
        let change = proof::decode(bytes, &parsed.chunk.hash)?;
        if self.ledger.has_twin(&parsed.chunk) {
            self.prove_alone(&parsed, &change)?;
            return self.settle(&parsed, change);
        }
        if !ancestry.is_whole {
            self.prove_alone(&parsed, &change)?;
        }
        let mut next = self.clone();
        match next.apply(&parsed, &change).and_then(|()| next.prove()) {
            Ok(proved) => {
                *self = next;
                Ok((Outcome::Admitted { displaced: Vec::new() }, Some(proved)))
            }
            Err(refusal) if ancestry.is_whole => Err(refusal),
            // Good alone, and not in this company: someone has to go, and it must be the same one everywhere.
            Err(_) => self.settle(&parsed, change),
        }
    }

    /// Replays all changes with the new one in the fixed order, leaving out the later of two twins, whatever does
    /// not load with those before it, and what depends on either.
    fn settle(&mut self, parsed: &Parsed<'_>, change: Change) -> Result<Taken, Refusal> {
        let hash = parsed.chunk.hash;
        let mut ledger = self.ledger.clone();
        ledger.add(&parsed.chunk);
        let settled = ledger.settled();
        if !settled.contains(&hash) {
            return Err(Refusal::DuplicateSequence);
        }
        let mut inner = Automerge::new();
        let mut proved = Err(Refusal::DoesNotLoad);
        for next in settled {
            let next =
                if next == hash { Some(change.clone()) } else { self.inner.get_change_by_hash(&Hash(next)) };
            let Some(next) = next else { continue };
            if next.deps().iter().any(|dep| inner.get_change_meta_by_hash(dep).is_none()) {
                continue;
            }
            let mut trial = inner.clone();
            let outcome = proof::apply(&mut trial, &next).and_then(|()| proof::save_and_load(&trial));
            match outcome {
                Ok(saved) => {
                    inner = trial;
                    proved = Ok(saved);
                }
                Err(refusal) if next.hash().0 == hash => return Err(refusal),
                Err(_) => {}
            }
        }
        let (saved, loaded) = proved?;
        if inner.get_change_meta_by_hash(&Hash(hash)).is_none() {
            return Err(Refusal::DoesNotLoad);
        }
        let displaced = changes_in_order(&self.inner)
            .into_iter()
            .filter(|change| inner.get_change_meta_by_hash(&change.hash()).is_none())
            .map(|change| RawChange { hash: change.hash().0, bytes: change.raw_bytes().to_vec() })
            .collect();
        *self = Self { ledger: Ledger::of(&inner), inner };
        Ok((Outcome::Admitted { displaced }, Some((saved, Document::of(loaded)))))
    }
}

fn parse(bytes: &[u8], actor: ActorBytes) -> Result<Parsed<'_>, Refusal> {
    let parsed = chunk::read(bytes)?;
    if parsed.chunk.actor == actor { Ok(parsed) } else { Err(Refusal::ForeignActor) }
}
