//! Finds records of one human, in the words of the literature (Fellegi and Sunter 1969): blocking chooses which pairs are
//! compared, comparison finds how they agree, weights add up, and thresholds decide. Nothing is merged here: a pair is a
//! proposal with its reasons, and a person decides. Pure: no disk, no clock, no threads, and the same on every machine.

mod birth;
mod blocking;
mod clusters;
mod comparison;
pub mod csv;
mod decision;
mod dedupe;
mod evaluate;
mod evidence;
mod frequency;
mod hash;
mod index;
mod nicknames;
mod pair;
mod person;
mod postings;
mod profile;
mod record;
mod similarity;
mod sound;
mod vocabulary;
mod weights;

pub use clusters::{Cause, Cluster, Contradiction, clusters};
pub use decision::{CERTAIN, Decision, POSSIBLE, Scale};
pub use evaluate::{Bin, Evaluation, Share, evaluate};
pub use index::Index;
pub use pair::{Decided, Pair, Verdict};
pub use person::{DOCUMENTS, person_of, record_id, records_of};
pub use record::Record;
pub use similarity::is_near;
pub use weights::Reason;
