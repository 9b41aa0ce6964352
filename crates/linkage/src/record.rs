//! What is known of somebody in one register entry.

/// One register entry, as text. Any field but the id may be empty: what is missing speaks neither for nor against.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Record {
    pub record_id: String,
    pub given_names: String,
    pub surname1: String,
    pub surname2: String,
    /// `YYYY-MM-DD`, `YYYYMMDD`, `YYYY-MM` or `YYYY`.
    pub dob: String,
    /// Filled with anything but `0`, `no`, `n` or `false`: the birth date is an estimate.
    pub dob_approx: String,
    pub sex: String,
    pub nationality: String,
    /// City, or the state or address where a register has only that.
    pub birth_city: String,
    pub doc_type: String,
    pub doc_number: String,
    pub phone: String,
    pub post: String,
    pub enrolled_on: String,
    /// People enrolled together at one desk: they are not each other.
    pub group_id: String,
}

impl Record {
    /// Whether a birth date is written in a form that is not read, and so counts as missing.
    pub fn has_unread_birth(&self) -> bool {
        !self.dob.trim().is_empty() && crate::birth::Birth::read(&self.dob, "").is_missing()
    }
}

/// Shows the id: the rest is people's data.
impl std::fmt::Debug for Record {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Record({})", self.record_id)
    }
}
