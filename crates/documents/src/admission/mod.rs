//! The one door for changes from outside, on devices and on the server alike.
//!
//! [`precheck`] reads the raw chunk without allocating in proportion to what it declares; what passes is applied to a
//! copy, saved and loaded again before it is kept. A verdict depends on the bytes and the change's own causal history,
//! so all replicas decide alike. Nothing here panics.
//!
//! Two changes may be good each, yet exclude one another (one session signing two changes with one number). Then the
//! one that comes first in the fixed order (causes first, then smaller hash) stays and the other goes, whichever
//! arrived first: [`Verdict::Admitted`] lists what it displaced. Whoever keeps refused changes offers those with
//! [`Refusal::DuplicateSequence`] again after a displacement, and what was [`Verdict::Missing`] after any admission.

mod chunk;
mod columns;
mod judge;
mod proof;
mod reader;
mod refusal;
mod rules;

use std::fmt;

pub use chunk::{Chunk, precheck};
pub use refusal::Refusal;

use judge::{Bench, Taken};

use crate::guard::guarded;
use crate::{ActorBytes, ChangeHash, Document, RawChange};

/// What a change may be at most.
#[derive(Clone, Copy, Debug)]
pub struct Limits;

impl Limits {
    /// Bytes of a change's chunk.
    pub const CHANGE_BYTES: usize = 64 * 1024;
    /// Changes that one change may name as its causes.
    pub const DEPENDENCIES: usize = 16;
    /// Sequence numbers and operation counters stay below this.
    pub const COUNTER: u64 = 1 << 31;
    /// Bytes of a commit message.
    pub const MESSAGE_BYTES: usize = 256;
    /// Rows of any column, and predecessors in all.
    pub const ROWS: u64 = 5_000;
    /// Bytes of a field's key.
    pub const KEY_BYTES: usize = 96;
    /// Bytes of one value: 4,000 characters, the domain's longest text, of 4 bytes each, and a little more.
    pub const VALUE_BYTES: usize = 16 * 1024;
}

/// What became of one offered change.
#[derive(Clone)]
pub enum Verdict {
    /// It is in: `saved` was proved to load again as `document`. `displaced` is empty but for hostile twins.
    Admitted { saved: Vec<u8>, document: Document, displaced: Vec<RawChange> },
    /// The document has it already.
    Known,
    /// These causes are not here yet: keep it aside, offer it again when they are.
    Missing(Vec<ChangeHash>),
    /// It is quarantined with this reason, here and everywhere.
    Refused(Refusal),
}

/// Shows no content.
impl fmt::Debug for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Admitted { displaced, .. } => {
                f.debug_struct("Admitted").field("displaced", displaced).finish()
            }
            Self::Known => f.write_str("Known"),
            Self::Missing(deps) => write!(f, "Missing({} changes)", deps.len()),
            Self::Refused(refusal) => write!(f, "Refused({})", refusal.code()),
        }
    }
}

/// [`Verdict`] without the document, for a change among several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is in; `displaced` is empty but for hostile twins.
    Admitted { displaced: Vec<RawChange> },
    /// The document has it already.
    Known,
    /// These causes are not here yet.
    Missing(Vec<ChangeHash>),
    /// It is quarantined with this reason.
    Refused(Refusal),
}

/// One outcome for each change offered, and the saved and loaded document if any was admitted.
pub type Admissions = (Vec<Outcome>, Option<(Vec<u8>, Document)>);

/// Offers one change to a document (`None`: to one that does not exist yet). `actor` is that of the session whose
/// batch carried it, and must be the change's. Never panics.
pub fn admit(saved: Option<&[u8]>, change: &[u8], actor: ActorBytes) -> Verdict {
    let (mut outcomes, held) = admit_all(saved, &[(change, actor)]);
    match (outcomes.pop(), held) {
        (Some(Outcome::Admitted { displaced }), Some((saved, document))) => {
            Verdict::Admitted { saved, document, displaced }
        }
        (Some(Outcome::Known), _) => Verdict::Known,
        (Some(Outcome::Missing(deps)), _) => Verdict::Missing(deps),
        (Some(Outcome::Refused(refusal)), _) => Verdict::Refused(refusal),
        (Some(Outcome::Admitted { .. }) | None, _) => Verdict::Refused(Refusal::DoesNotApply),
    }
}

/// Offers several changes of one document in this order; the document comes back when any was admitted. The outcomes
/// are those of [`admit`] one by one, at the cost of one load and one save when all is well. Never panics.
pub fn admit_all(saved: Option<&[u8]>, changes: &[(&[u8], ActorBytes)]) -> Admissions {
    let quick = Bench::open(saved).map(|bench| guarded(|| admit_quickly(bench, changes)).flatten());
    match quick {
        Ok(Some(admitted)) => return admitted,
        Ok(None) => {}
        Err(refusal) => return (vec![Outcome::Refused(refusal); changes.len()], None),
    }
    match Bench::open(saved) {
        Ok(bench) => admit_carefully(bench, changes),
        Err(refusal) => (vec![Outcome::Refused(refusal); changes.len()], None),
    }
}

/// One proof for all; `None` when they must be judged one by one.
fn admit_quickly(mut bench: Bench, changes: &[(&[u8], ActorBytes)]) -> Option<Admissions> {
    let mut outcomes = Vec::with_capacity(changes.len());
    for (bytes, actor) in changes {
        outcomes.push(bench.take_quickly(bytes, *actor)?);
    }
    if !outcomes.iter().any(|outcome| matches!(outcome, Outcome::Admitted { .. })) {
        return Some((outcomes, None));
    }
    bench.prove().ok().map(|proved| (outcomes, Some(proved)))
}

/// A panic is a refusal: the bench changes only as the last act of an admission.
fn take_guarded(bench: &mut Bench, bytes: &[u8], actor: ActorBytes) -> Result<Taken, Refusal> {
    guarded(|| bench.take_carefully(bytes, actor)).unwrap_or(Err(Refusal::DoesNotApply))
}

fn admit_carefully(mut bench: Bench, changes: &[(&[u8], ActorBytes)]) -> Admissions {
    let mut newest = None;
    let mut outcomes = Vec::with_capacity(changes.len());
    for (bytes, actor) in changes {
        let outcome = match take_guarded(&mut bench, bytes, *actor) {
            Ok((outcome, proved)) => {
                newest = proved.or(newest);
                outcome
            }
            Err(refusal) => Outcome::Refused(refusal),
        };
        outcomes.push(outcome);
    }
    (outcomes, newest)
}
