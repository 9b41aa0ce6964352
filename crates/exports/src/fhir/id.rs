//! Names of resources: those of our records, and of what is made from them.

use posta_domain::DocumentId;
use sha2::{Digest, Sha256};

/// The id of a resource that is one of our records.
pub(super) fn of_record(id: &DocumentId) -> String {
    hyphenated(id.as_bytes())
}

/// The id of a resource that is made from something of ours: always the same for the same.
pub(super) fn derived(kind: &str, from: &str) -> String {
    let digest =
        Sha256::new().chain_update(b"posta fhir 1 ").chain_update(kind).chain_update(b" ").chain_update(from);
    let mut bytes = [0; 16];
    for (to, byte) in bytes.iter_mut().zip(digest.finalize()) {
        *to = byte;
    }
    // RFC 9562, version 8: of one's own making.
    let [.., version, _, variant, _, _, _, _, _, _, _] = &mut bytes;
    *version = (*version & 0x0f) | 0x80;
    *variant = (*variant & 0x3f) | 0x80;
    hyphenated(&bytes)
}

/// The address of a resource within a bundle.
pub(super) fn url(id: &str) -> String {
    format!("urn:uuid:{id}")
}

fn hyphenated(bytes: &[u8; 16]) -> String {
    let mut text = String::with_capacity(36);
    for (index, byte) in bytes.iter().enumerate() {
        if matches!(index, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        text.push_str(&format!("{byte:02x}"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_keeps_its_digits_and_what_is_derived_says_that_it_is() {
        assert_eq!(of_record(&DocumentId([0xab; 16])), "abababab-abab-abab-abab-abababababab");
        let made = derived("task", "x");
        assert_eq!(made, derived("task", "x"));
        assert_ne!(made, derived("coverage", "x"));
        assert_eq!((made.as_bytes()[14], made.len()), (b'8', 36));
        assert!(matches!(made.as_bytes()[19], b'8' | b'9' | b'a' | b'b'));
    }
}
