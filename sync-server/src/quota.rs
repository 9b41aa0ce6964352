//! How much a device may bring.

const KIB: u64 = 1024;
const MIB: u64 = 1024 * KIB;

/// Bytes that one device may bring. What is beyond stays on the device, and is told as a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quotas {
    /// Batches a day: 256 MiB are some thousand days of a busy post.
    pub bytes_a_day: u64,
    /// Batches a day of a revoked device, which is to hand in what it has not sent and no more.
    pub bytes_a_day_of_revoked: u64,
    /// Batches in all.
    pub bytes: u64,
    /// Entries of the membership log a day that users sign and that this server never had: every device keeps them for
    /// ever. A key made anew and shared with two hundred colleagues takes a quarter of it.
    pub entries_a_day: u64,
    /// The same of a revoked device, which may still say what was done before.
    pub entries_a_day_of_revoked: u64,
    /// What must be free on the disk of the data folder for this node to be ready for more. Bytes.
    pub free: u64,
}

impl Default for Quotas {
    fn default() -> Self {
        Self {
            bytes_a_day: 256 * MIB,
            bytes_a_day_of_revoked: 64 * MIB,
            bytes: 8 * 1024 * MIB,
            entries_a_day: 256 * KIB,
            entries_a_day_of_revoked: 16 * KIB,
            free: 256 * MIB,
        }
    }
}
