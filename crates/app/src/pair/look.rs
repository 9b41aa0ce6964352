//! Looking through the whole register for pairs. It takes as long as it takes, and nobody waits for it.

use std::collections::BTreeMap;
use std::sync::TryLockError;

use posta_domain::DocumentId;
use posta_linkage::{Decided, Decision, Index, Pair};
use posta_store::{Looked, ProposedPair, ScopeFile};

use crate::app::App;
use crate::error::Error;
use crate::linkage::{reasons_of, records_of_register};
use crate::permission::Act;
use crate::view::PairCounts;

/// More than anybody decides; the likeliest stay.
const MOST: usize = 20_000;

impl App {
    /// Looks through the register for records that may be of one person, if people changed in it since that was done
    /// last. It runs beside everything else, ends with the session, and keeps what was proposed before until it is done.
    ///
    /// # Errors
    /// [`Error::NotAllowed`], [`Error::Locked`], [`Error::Unreadable`], [`Error::Storage`].
    pub fn look_for_pairs(&self) -> Result<PairCounts, Error> {
        let (again, looked, user) = self.read(|open| {
            open.allow(Act::ViewPairs)?;
            let file = &open.registry()?.file;
            Ok((file.again()?, file.looked()?, open.desk.secrets.user))
        })?;
        // Whoever looks already does so for everybody.
        let alone = match self.looking.try_lock() {
            Ok(alone) => Some(alone),
            Err(TryLockError::Poisoned(poisoned)) => Some(poisoned.into_inner()),
            Err(TryLockError::WouldBlock) => None,
        };
        if alone.is_some() && is_stale(looked) {
            let is_here = || self.quietly(|open| Ok(open.desk.secrets.user == user)).unwrap_or(false);
            if let Some(pairs) = propose(&again, &is_here)? {
                self.quietly(|open| Ok(open.registry()?.file.put_pairs(&pairs, looked.changes)?))?;
            }
        }
        self.quietly(|open| {
            open.allow(Act::ViewPairs)?;
            open.pair_counts()
        })
    }
}

/// What linkage proposes of a whole register, the likeliest first; none when it was left off.
pub(super) fn propose(
    file: &ScopeFile,
    go_on: &dyn Fn() -> bool,
) -> Result<Option<Vec<ProposedPair>>, Error> {
    let records = records_of_register(file)?;
    if !go_on() {
        return Ok(None);
    }
    let index = Index::build(&records);
    drop(records);
    let Some(found) = index.dedupe_while(&Decided::default(), go_on) else { return Ok(None) };
    let mut best: BTreeMap<(DocumentId, DocumentId), Pair> = BTreeMap::new();
    for pair in found.into_iter().filter(|pair| pair.decision != Decision::No) {
        let Some((a, b)) = people_of(&pair).filter(|(a, b)| a != b) else { continue };
        let known = best.entry((a, b)).or_insert_with(|| pair.clone());
        if pair.weight > known.weight {
            *known = pair;
        }
    }
    let mut pairs: Vec<ProposedPair> = best.into_iter().map(|((a, b), pair)| proposed(a, b, &pair)).collect();
    pairs.sort_by(|one, other| {
        other.weight.total_cmp(&one.weight).then((one.a, one.b).cmp(&(other.a, other.b)))
    });
    pairs.truncate(MOST);
    Ok(Some(pairs))
}

/// The two people of a pair of records, the smaller id first.
fn people_of(pair: &Pair) -> Option<(DocumentId, DocumentId)> {
    let of = |id: &str| posta_linkage::person_of(id).parse::<DocumentId>().ok();
    let (one, other) = (of(&pair.id_a)?, of(&pair.id_b)?);
    Some((one.min(other), one.max(other)))
}

fn proposed(a: DocumentId, b: DocumentId, pair: &Pair) -> ProposedPair {
    ProposedPair {
        a,
        b,
        weight: pair.weight,
        probability: pair.probability,
        proposal: pair.decision.code().to_owned(),
        reasons: reasons_of(pair),
    }
}

/// Whether there may be more than what was proposed.
pub(super) fn is_stale(looked: Looked) -> bool {
    looked.changes != looked.through
}
