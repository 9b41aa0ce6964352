//! How much a device may bring.

const MIB: u64 = 1024 * 1024;

/// Bytes that one device may bring. What is beyond stays on the device, and is told as a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quotas {
    /// Batches a day: 256 MiB are some thousand days of a busy post.
    pub bytes_a_day: u64,
    /// Batches a day of a revoked device, which is to hand in what it has not sent and no more.
    pub bytes_a_day_of_revoked: u64,
    /// Batches in all.
    pub bytes: u64,
    /// Entries of the membership log a day: every device keeps them for ever.
    pub entries_a_day: u64,
}

impl Default for Quotas {
    fn default() -> Self {
        Self {
            bytes_a_day: 256 * MIB,
            bytes_a_day_of_revoked: 64 * MIB,
            bytes: 8 * 1024 * MIB,
            entries_a_day: 16 * MIB,
        }
    }
}
