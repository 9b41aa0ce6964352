//! What one person of several records agreed to.

use chrono::NaiveDate;
use posta_domain::{Consent, Consents, DocumentId};

/// What was said with one record.
pub type Conversations = Vec<(DocumentId, Consent)>;

/// Where the decisions of one person of several records stand. With each record by itself the latest that none replaced
/// counts, in whichever record; of several records the stricter, whenever it was said: who asked with one record did not
/// know of a no with another unless their conversation replaces it. The same on devices.
pub fn consents_across(records: &[Conversations], today: NaiveDate) -> Consents {
    let mut all = Vec::new();
    for (number, record) in (1_u128..).zip(records) {
        // Which record it was is all that counts.
        let person = DocumentId(number.to_be_bytes());
        all.extend(record.iter().map(|(id, consent)| (*id, Consent { person, ..consent.clone() })));
    }
    Consent::consents(&all, today)
}

#[cfg(test)]
mod tests {
    use posta_domain::ConsentDecision::{self, Given, Refused, Withdrawn};
    use posta_domain::Purpose;

    use super::*;

    fn said(number: u8, day: u32, decision: ConsentDecision, knew: &[u8]) -> (DocumentId, Consent) {
        let consent = Consent {
            on: NaiveDate::from_ymd_opt(2026, 11, day),
            purposes: [(Purpose::Register, decision)].into(),
            replaces: knew.iter().map(|number| DocumentId([*number; 16])).collect(),
            ..Consent::default()
        };
        (DocumentId([number; 16]), consent)
    }

    fn stands(records: &[Conversations]) -> Option<ConsentDecision> {
        let today = NaiveDate::from_ymd_opt(2026, 11, 30).unwrap();
        let consents = consents_across(records, today);
        consents.standing(&Purpose::Register).map(|(decision, _)| decision.clone())
    }

    #[test]
    fn of_one_record_the_latest_that_none_replaced_stands() {
        assert_eq!(stands(&[]), None);
        assert_eq!(stands(&[vec![said(1, 1, Refused, &[]), said(2, 2, Given, &[])]]), Some(Given));
        assert_eq!(stands(&[vec![said(1, 9, Refused, &[]), said(2, 2, Given, &[1])]]), Some(Given));
        // A no that replaced a yes, and was itself replaced: neither comes back.
        let chain = vec![said(1, 9, Given, &[]), said(2, 8, Withdrawn, &[1]), said(3, 2, Refused, &[2])];
        assert_eq!(stands(&[chain]), Some(Refused));
    }

    #[test]
    fn of_several_records_a_no_stands_until_somebody_who_knew_of_it_heard_otherwise() {
        let no = || vec![said(1, 1, Given, &[]), said(2, 2, Withdrawn, &[1])];
        for yes in [vec![], vec![said(3, 9, Given, &[])], vec![said(3, 9, Given, &[1])]] {
            assert_eq!(stands(&[no(), yes.clone()]), Some(Withdrawn));
            assert_eq!(stands(&[yes, no()]), Some(Withdrawn));
        }
        let knew = || vec![said(3, 9, Given, &[1, 2])];
        assert_eq!(stands(&[no(), knew()]), Some(Given));
        assert_eq!(stands(&[knew(), no()]), Some(Given));
        // To know of it for another purpose is not to have spoken of it.
        let mut other = said(3, 9, Given, &[1, 2]);
        other.1.purposes = [(Purpose::Contact, Given)].into();
        assert_eq!(stands(&[no(), vec![other]]), Some(Withdrawn));
    }
}
