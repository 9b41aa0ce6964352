//! What one team tells another of a referral.

use posta_domain::{MAX_REFERRAL_TOLD, Pack, Referral, ReferralEvent, ReferralState, ReferralTold, Scalar};

/// The bytes of a record. What is read, written again, is the same; the referral that it makes is total, and stands
/// somewhere whatever events it has.
pub(crate) fn told(bytes: &[u8]) {
    let Some(told) = ReferralTold::decode(bytes) else { return };
    assert!(bytes.len() <= MAX_REFERRAL_TOLD);
    assert!(!format!("{told:?}").contains('"'), "nothing of it is shown");
    let again = told.encode();
    assert!(
        again.len() > MAX_REFERRAL_TOLD || ReferralTold::decode(&again).is_some_and(|again| again == told)
    );
    let person = told.person();
    let referral = Referral::from_fields(&told.fields);
    assert!(person.is_none_or(|person| referral.person == person));
    let standing = referral.standing();
    assert!(standing.last.is_empty() || !referral.events.is_empty());
    let _ = standing.is_contradicted();
    assert_eq!(referral.history().len(), referral.events.len(), "every event is shown once");
    let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 29).unwrap();
    let _ = referral.problems(Pack::find("bo").unwrap(), day);
    let fields = referral.to_fields();
    assert!(Referral::from_fields(&fields) == referral);
    assert!(!fields.values().any(|value| *value == Scalar::Unreadable));
}

pub(crate) fn records() -> Vec<Vec<u8>> {
    let mut referral = Referral {
        person: posta_domain::DocumentId([7; 16]),
        need: "alojamiento".into(),
        origin: "040901".into(),
        message: "Una cama.".into(),
        told: [("name".into(), "Luz Prueba".into())].into(),
        ..Referral::default()
    };
    for (id, state) in [("e1", ReferralState::Prepared), ("e2", ReferralState::Sent)] {
        referral.add(id, ReferralEvent { state, at: 1_795_262_400, ..ReferralEvent::default() }).unwrap();
    }
    let id = posta_domain::DocumentId([9; 16]);
    let whole = ReferralTold::new(id, referral.to_fields());
    let mut fields = referral.to_fields();
    fields.retain(|key, _| key.starts_with("event/e2"));
    // Two events that name each other.
    let circle = r#"{"v":1,"referral":"09090909090909090909090909090909","fields":{"event/a/state":{"text":"enviada"},"event/a/after":{"text":"b"},"event/b/state":{"text":"aceptada"},"event/b/after":{"text":"a"}}}"#;
    let mixed = r#"{"v":1,"referral":"09090909090909090909090909090909","fields":{"event/a/at":{"flag":true},"need":{"number":-1},"on":"unreadable"}}"#;
    vec![whole.encode(), ReferralTold::new(id, fields).encode(), circle.into(), mixed.into()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_records_to_begin_with_are_read() {
        assert!(records().iter().all(|seed| ReferralTold::decode(seed).is_some()));
    }
}
