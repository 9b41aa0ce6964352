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
mod refusal;

pub use chunk::{Chunk, precheck};
pub use refusal::Refusal;

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
#[derive(Clone, Debug)]
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

/// Offers one change to a document (`None`: to one that does not exist yet). `actor` is that of the session whose
/// batch carried it, and must be the change's. Never panics.
pub fn admit(saved: Option<&[u8]>, change: &[u8], actor: ActorBytes) -> Verdict {
    let _ = (saved, change, actor);
    Verdict::Refused(Refusal::DoesNotApply)
}

/// Offers several changes of one document in this order; the document comes back when any was admitted. The outcomes
/// are those of [`admit`] one by one, at the cost of one load and one save when all is well.
pub fn admit_all(
    saved: Option<&[u8]>,
    changes: &[(&[u8], ActorBytes)],
) -> (Vec<Outcome>, Option<(Vec<u8>, Document)>) {
    let _ = (saved, changes);
    (Vec::new(), None)
}
