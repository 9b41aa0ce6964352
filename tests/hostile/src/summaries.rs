//! What a person carries to the next post, as a text and as the bytes in it; what teams tell each other of somebody.

use std::sync::OnceLock;

use posta_domain::{
    DocumentId, FollowUpKind, HandedOn, MAX_HANDED_ON, MAX_SUMMARY, Outcome, ReferralState, Summary, Urgency,
};
use posta_identity::{DeviceKeys, MAX_SIGNED_SUMMARY, SignedSummary};

use crate::samples::department;

/// A scanned text, and the bytes as the content that an insider signs. What is read, written again, is the same.
pub(crate) fn summary(bytes: &[u8]) {
    static KEYS: OnceLock<DeviceKeys> = OnceLock::new();
    let text = String::from_utf8_lossy(bytes);
    if let Ok(signed) = SignedSummary::from_text(&text) {
        assert!(SignedSummary::from_text(&signed.to_text()).is_ok_and(|again| again == signed));
        content(&signed.content);
    }
    let signed = SignedSummary::sign(department(), KEYS.get_or_init(DeviceKeys::random), bytes);
    assert_eq!(signed.is_ok(), bytes.len() <= MAX_SIGNED_SUMMARY);
    if let Ok(signed) = signed {
        assert!(SignedSummary::from_text(&signed.to_text()).is_ok_and(|again| again == signed));
    }
    content(bytes);
    if let Some(handed) = HandedOn::decode(bytes) {
        assert!(bytes.len() <= MAX_HANDED_ON);
        assert!(HandedOn::decode(&handed.encode()).is_some_and(|again| again == handed));
    }
}

fn content(bytes: &[u8]) {
    let Some(summary) = Summary::decode(bytes) else { return };
    assert!(bytes.len() <= MAX_SUMMARY && summary.encode() == bytes, "a summary has one form");
    assert!(summary.name.chars().count() <= 80 && summary.medicines.chars().count() <= 80);
    assert!(!summary.name.chars().chain(summary.medicines.chars()).any(char::is_control));
    assert!(summary.needs.len() + summary.referrals.len() + summary.chronic.len() <= 48);
}

pub(crate) fn summaries() -> Vec<Vec<u8>> {
    let set = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect();
    let full = Summary {
        name: "Luz Prueba".into(),
        born: Some(1990),
        languages: set(&["es", "qu"]),
        coverage: Some(("sus".into(), Outcome::Covered)),
        pregnancy: Some(23),
        chronic: set(&["diabetes"]),
        medicines: "insulina".into(),
        needs: [("alojamiento".into(), Urgency::Now)].into(),
        referrals: [("educacion".into(), ReferralState::Sent)].into(),
        follow_up: Some((Summary::default().on, FollowUpKind::Referral)),
        ..Summary::default()
    };
    let handed = HandedOn { person: DocumentId([7; 16]), summary: full.clone(), at: 1_795_262_400 };
    let short = Summary { languages: set(&["es"]), ..Summary::default() }.encode();
    let text = SignedSummary::sign(department(), &DeviceKeys::random(), &short).unwrap().to_text();
    // A version of two bytes where one does, and a name of two lines: both are to be refused.
    let otherwise = [short.get(..2).unwrap(), &[0x18], &short[2..]].concat();
    let lines = Summary { name: "Luz\nPrueba".into(), ..full.clone() }.encode();
    let texts = [text.to_lowercase(), text].map(String::into_bytes);
    [full.encode(), short, handed.encode()].into_iter().chain(texts).chain([otherwise, lines]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summaries_to_begin_with_are_read() {
        let seeds = summaries();
        assert!(seeds[..2].iter().all(|seed| Summary::decode(seed).is_some()));
        assert!(HandedOn::decode(&seeds[2]).is_some());
        let read = |seed: &Vec<u8>| SignedSummary::from_text(std::str::from_utf8(seed).unwrap()).is_ok();
        assert!(seeds[3..5].iter().all(read));
    }
}
