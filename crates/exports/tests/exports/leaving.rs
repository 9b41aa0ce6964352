use posta_domain::{CONFIDENTIAL_NEED, Consents, Purpose};
use posta_exports::{Leaving, LeftOut};

use crate::people::{care, id, subject};

#[test]
fn nobody_leaves_who_did_not_agree_that_the_file_is_shared_or_to_be_registered() {
    assert!(Leaving::shared(subject(&[])).is_some());
    for purpose in [Purpose::ShareFacility, Purpose::Register] {
        assert!(Leaving::shared(subject(std::slice::from_ref(&purpose))).is_none(), "{purpose}");
    }
    let mut never_asked = subject(&[]);
    never_asked.decided = Consents::default();
    assert!(Leaving::shared(never_asked).is_none());
}

#[test]
fn the_telephone_leaves_only_of_who_may_be_called() {
    let phone =
        |refused: &[Purpose]| Leaving::shared(subject(refused)).unwrap().get().person.value.phone.clone();
    assert_eq!(phone(&[]), "+591 70000001");
    assert_eq!(phone(&[Purpose::Contact]), "");
}

#[test]
fn a_guardian_who_is_registered_is_named_only_if_they_agreed_themselves() {
    let named = |guardian: Option<Consents>| {
        let mut of_child = subject(&[]);
        of_child.person.value.guardian_name = "Marisol Peña".into();
        of_child.person.value.guardian_person = id(77).to_string();
        of_child.guardian = guardian;
        let person = &Leaving::shared(of_child).unwrap().get().person.value.clone();
        (!person.guardian_name.is_empty(), !person.guardian_person.is_empty())
    };
    assert_eq!(named(None), (true, true), "who has no record of their own");
    assert_eq!(named(Some(subject(&[]).decided)), (true, true));
    assert_eq!(named(Some(subject(&[Purpose::ShareFacility]).decided)), (false, false));
    assert_eq!(named(Some(Consents::default())), (false, false), "nobody asked them");
}

#[test]
fn free_words_do_not_leave_for_others_and_why_a_service_said_no_not_even_to_the_person() {
    let with_words = || {
        let mut one = subject(&[]);
        one.enrollments[0].value.observation = "La vecina dijo algo".into();
        one.care = care();
        one
    };
    let reasons = |leaving: &Leaving| {
        let referrals = leaving.get().care.referrals.iter();
        referrals.flat_map(|one| one.value.events.values()).filter(|event| !event.reason.is_empty()).count()
    };
    assert!(
        with_words().care.referrals.iter().any(|one| one
            .value
            .events
            .values()
            .any(|event| !event.reason.is_empty()))
    );
    let shared = Leaving::shared(with_words()).unwrap();
    assert_eq!((shared.get().enrollments[0].value.observation.as_str(), reasons(&shared)), ("", 0));
    let own = Leaving::to_the_person(with_words());
    assert_eq!((own.get().enrollments[0].value.observation.is_empty(), reasons(&own)), (false, 0));
}

#[test]
fn referrals_leave_only_of_who_lets_them_be_shared() {
    let count = |refused: &[Purpose]| {
        let mut subject = subject(refused);
        subject.care = care();
        Leaving::shared(subject).unwrap().get().care.referrals.len()
    };
    assert_eq!(count(&[]), 1);
    assert_eq!(count(&[Purpose::ShareReferral]), 0);
}

#[test]
fn nothing_restricted_or_confidential_leaves_not_even_to_the_person() {
    let mut subject = subject(&[]);
    subject.care = care();
    for leaving in [Leaving::shared(subject.clone()).unwrap(), Leaving::to_the_person(subject)] {
        let care = &leaving.get().care;
        assert_eq!(care.consultations.iter().map(|one| one.id).collect::<Vec<_>>(), [id(4)]);
        assert_eq!(care.screenings.iter().map(|one| one.id).collect::<Vec<_>>(), [id(6)]);
        assert_eq!(care.referrals.iter().map(|one| one.id).collect::<Vec<_>>(), [id(8)]);
        let needs = &care.consultations[0].value.needs;
        assert!(!needs.contains(CONFIDENTIAL_NEED) && needs.contains("salud"));
    }
}

#[test]
fn the_own_copy_does_not_depend_on_what_others_were_refused() {
    let all: Vec<Purpose> = Purpose::WORDS.iter().map(|word| Purpose::from_word(word)).collect();
    let own = Leaving::to_the_person(subject(&all));
    assert_eq!(own.get().person.value.phone, "+591 70000001");
}

#[test]
fn whoever_said_no_to_one_is_opposed_and_whoever_said_nothing_was_not_asked() {
    let mut left_out = LeftOut::default();
    left_out.count(&Consents::default());
    left_out.count(&subject(&[Purpose::Register]).decided);
    left_out.count(&subject(&[Purpose::ShareFacility, Purpose::Contact]).decided);
    assert_eq!((left_out.not_asked, left_out.opposed, left_out.total()), (1, 2, 3));
    left_out.add(left_out);
    assert_eq!(left_out.total(), 6);
}
