//! A carrier between two homes: everything that lies on one shelf goes to the other, sealed or not, allowed or not.

use posta_identity::EpochKey;
use posta_tests::OpenHome;

/// Copies the membership log, sessions and batches from one home's device file to another's. Whoever works at `to`
/// unlocks anew afterwards.
pub fn carry(from: &OpenHome, to: &OpenHome) {
    let (source, target) = (from.device(), to.device());
    target.append_entries(&source.entries().unwrap()).unwrap();
    target.put_sessions(&source.sessions().unwrap()).unwrap();
    source.offer_own().unwrap();
    for scope in source.scopes().unwrap() {
        for hash in source.hashes(&scope).unwrap() {
            if !target.holds_batch(&hash).unwrap() {
                target.put_batch(&source.batch(&hash).unwrap().unwrap(), false).unwrap();
            }
        }
    }
}

/// Everything that a user's keys open on a home, records of inboxes included, as bytes.
pub fn everything(home: &mut OpenHome) -> Vec<u8> {
    let log = home.log();
    home.secrets.open_shares(log.membership());
    let mut all = home.everything();
    let device = home.device();
    let keys: Vec<EpochKey> = home.secrets.epochs.iter().map(|(_, key)| key.clone()).collect();
    for scope in device.scopes().unwrap() {
        for hash in device.hashes(&scope).unwrap() {
            let batch = device.batch(&hash).unwrap().unwrap();
            for key in &keys {
                for record in batch.open_inbox(&key.inbox()).unwrap_or_default() {
                    all.extend_from_slice(&record.bytes);
                }
            }
        }
    }
    all
}
