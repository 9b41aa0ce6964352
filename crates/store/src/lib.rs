//! Encrypted files of a device: the device file (shelf of signed batches, membership log, receipts) that any of its
//! users opens, and one file per scope (documents, own batches, projections, search, drafts) for its members.
//!
//! Only [`transaction`](mod@transaction) begins a write. Projections are written only from documents, and
//! `rebuild` gives the same rows. Nothing unsent is ever deleted.

mod batch_rows;
mod device;
mod error;
mod file;
mod migration;
mod report;
mod scope;
mod transaction;
mod wreck;

pub use device::{
    CarriedBatch, DeviceFile, Exchanged, Held, InboxKey, InboxPen, Kept, LaneAct, LaneFault, LostBatch,
    OwnFeedState, Pending, QuarantinedBatch, Refilled, SalvagedDevice, ShelfCounts, ShelfEntry, Shelved,
    SignedLink, Way,
};
pub use error::Error;
pub use report::{CheckReport, Fault};
pub use scope::{
    AgendaFilter, AggregateRow, Applied, Author, Commit, CommitmentCount, Committed, CommittedBatch,
    ConflictRow, ConsentRow, ConsultationRow, Counted, Covered, DayCounts, Decided, Draft, DraftId,
    DraftNotice, ElsewhereRow, EnrollmentRow, Erased, Excluded, FollowUpRow, Heard, InboxFilter, InboxPage,
    InboxRow, InboxWords, Incoming, LinkageRow, Looked, Origin, ParticipantCount, PersonRow, ProposedPair,
    PublicationRow, Quarantined, Rebuilt, ReferralRow, RegisterFilter, RegisterOrder, RegisterPage, Salvaged,
    ScopeFile, ScreeningRow, ServiceRow, Standing, Totals, Undecided, Write,
};
pub use wreck::move_aside;
