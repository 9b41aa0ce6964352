//! What a check found.

/// One fault, named by code and by the id or hash it concerns (never by a value).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// Short stable word.
    pub code: &'static str,
    /// Hex of a batch's hash, of a document's id, or a table's name.
    pub subject: String,
}

/// What a check counted and found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CheckReport {
    /// Batches looked at.
    pub batches: u64,
    /// Feeds looked at.
    pub feeds: u64,
    /// Documents looked at.
    pub documents: u64,
    /// Rows of projections compared with a rebuild.
    pub projected: u64,
    /// Changes and batches set aside.
    pub quarantined: u64,
    /// Changes that wait for one they build on.
    pub pending: u64,
    /// All faults; empty: all is well.
    pub faults: Vec<Fault>,
}

impl CheckReport {
    /// Whether nothing is wrong.
    pub fn is_clean(&self) -> bool {
        self.faults.is_empty()
    }

    /// Adds what another check counted and found.
    pub fn absorb(&mut self, other: CheckReport) {
        self.batches += other.batches;
        self.feeds += other.feeds;
        self.documents += other.documents;
        self.projected += other.projected;
        self.quarantined += other.quarantined;
        self.pending += other.pending;
        self.faults.extend(other.faults);
    }

    /// Adds a fault: its code, and what it is about.
    pub fn fault(&mut self, code: &'static str, subject: impl ToString) {
        self.faults.push(Fault { code, subject: subject.to_string() });
    }
}
