//! Invented people for these tests.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use posta_domain::{
    Birth, Consent, ConsentDecision, Consultation, DocumentId, DocumentState, Enrollment, EnrollmentStatus,
    IdentityDocument, Outcome, Pack, Person, Purpose, Referral, ReferralEvent, ReferralState,
    RequirementSeen, RequirementState, Screening, Sex, Urgency,
};
use posta_exports::{Care, Kept, Leaving, Origin, Subject};

pub fn pack() -> &'static Pack {
    Pack::find("bo").unwrap()
}

pub fn day(of_november: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, of_november).unwrap()
}

pub fn id(number: u128) -> DocumentId {
    DocumentId(number.to_be_bytes())
}

fn kept<T>(number: u128, value: T) -> Kept<T> {
    let origin = Origin { at: 1_795_964_645, by: "Ana Quispe".into(), post: "pisiga".into() };
    Kept { id: id(number), origin, value }
}

/// Somebody who agrees to all of it, or not to these.
pub fn subject(refused: &[Purpose]) -> Subject {
    let said = |purpose: &str| {
        let purpose = Purpose::from_word(purpose);
        let no = refused.contains(&purpose);
        (purpose, if no { ConsentDecision::Refused } else { ConsentDecision::Given })
    };
    let consent = Consent {
        person: id(1),
        on: Some(day(20)),
        language: "es".into(),
        explained_by: "Ana Quispe".into(),
        purposes: Purpose::WORDS.iter().map(|word| said(word)).collect(),
        ..Consent::default()
    };
    let consents = vec![kept(2, consent)];
    let all: Vec<_> = consents.iter().map(|one| (one.id, one.value.clone())).collect();
    Subject {
        person: kept(1, person()),
        enrollments: vec![kept(3, enrollment())],
        decided: Consent::consents(&all, day(29)),
        consents,
        guardian: None,
        care: Care::default(),
    }
}

pub fn leaving(subject: Subject) -> Leaving {
    Leaving::shared(subject).unwrap()
}

fn person() -> Person {
    let document = IdentityDocument {
        key: "a1".into(),
        kind: "national_id".into(),
        country: "VE".into(),
        number: "V-99.123.456".into(),
        state: DocumentState::Valid,
        ..IdentityDocument::default()
    };
    let passport = IdentityDocument {
        key: "b2".into(),
        kind: "passport".into(),
        country: "VE".into(),
        number: "990123456".into(),
        state: DocumentState::Expired,
        ..IdentityDocument::default()
    };
    Person {
        given_names: "Yuleisy María".into(),
        surname1: "Rondón".into(),
        surname2: "Peña".into(),
        sex: Sex::Female,
        birth: Birth::YearMonth { year: 2012, month: 5 },
        nationality: "VE".into(),
        documents: vec![document, passport],
        languages: ["es".to_owned()].into(),
        phone: "+591 70000001".into(),
        residence: "040901".into(),
        guardian_name: "Marlenys Peña".into(),
        guardian_relation: "madre".into(),
        guardian_person: id(9).to_string(),
        registered_post: "pisiga".into(),
        registered_on: Some(day(20)),
        ..Person::default()
    }
}

fn enrollment() -> Enrollment {
    let seen = |state| RequirementSeen { state, by: "Ana Quispe".into(), on: Some(day(20)) };
    let code = |index: usize| pack().requirements[index].code.clone();
    Enrollment {
        person: id(1),
        program: "sus".into(),
        post: "pisiga".into(),
        on: Some(day(21)),
        status: EnrollmentStatus::Observed,
        observation: "Falta \"fotocopia\" <A4> & firma".into(),
        facility: "400107".into(),
        outcome: Some(Outcome::Covered),
        requirements: BTreeMap::from([
            (code(0), seen(RequirementState::Have)),
            (code(1), seen(RequirementState::Missing)),
        ]),
        ..Enrollment::default()
    }
}

/// What a care team keeps of her: two consultations, one of them restricted; a screening; three referrals.
pub fn care() -> Care {
    let consultation = Consultation {
        person: id(1),
        post: "pisiga".into(),
        on: Some(day(22)),
        reason: "atencion_salud".into(),
        needs: ["salud", "atencion_confidencial", "proteccion"].map(str::to_owned).into(),
        alerts: ["atencion_confidencial".to_owned()].into(),
        note: "NOTA LIBRE".into(),
        ..Consultation::default()
    };
    let restricted = Consultation {
        restricted: true,
        reason: "apoyo_social".into(),
        note: String::new(),
        ..consultation.clone()
    };
    let item = &pack().instrument("phq2").unwrap().questionnaire.item;
    let answers = [
        (item[0].link_id.clone(), item[0].answer_option[1].code().to_owned()),
        (item[1].link_id.clone(), "refused".to_owned()),
    ];
    let screening = Screening {
        person: id(1),
        consultation: id(4),
        instrument: "phq2".into(),
        version: "2026-11-29".into(),
        post: "pisiga".into(),
        on: Some(day(22)),
        answers: answers.into(),
    };
    let within = Screening { consultation: id(5), ..screening.clone() };
    let mut referral = Referral {
        person: id(1),
        consultation: id(4),
        post: "pisiga".into(),
        on: Some(day(22)),
        need: "alojamiento".into(),
        service_kind: "albergue".into(),
        service_name: "Casa del Migrante (inventada)".into(),
        place: "040901".into(),
        urgency: Urgency::Soon,
        message: "PALABRAS LIBRES".into(),
        secret: "5ec7e7".into(),
        ..Referral::default()
    };
    for (number, state) in
        [(1, ReferralState::Prepared), (2, ReferralState::Sent), (3, ReferralState::Rejected)]
    {
        let reason = if number == 3 { "Sin cupo" } else { "" };
        let at = 1_795_964_645 + i64::from(number);
        let event = ReferralEvent { state, at, reason: reason.into(), ..ReferralEvent::default() };
        referral.add(&format!("{number:02}"), event).unwrap();
    }
    let confidential = Referral { need: "atencion_confidencial".into(), ..referral.clone() };
    let of_restricted = Referral { consultation: id(5), ..referral.clone() };
    Care {
        consultations: vec![kept(4, consultation), kept(5, restricted)],
        screenings: vec![kept(6, screening), kept(7, within)],
        referrals: vec![kept(8, referral), kept(10, confidential), kept(11, of_restricted)],
    }
}

/// Somebody of whom next to nothing is known.
pub fn unknown() -> Subject {
    let mut subject = subject(&[]);
    subject.person = kept(
        12,
        Person {
            name_undeclared: true,
            birth: Birth::EstimatedAge { years: 34, on: day(20) },
            nationality: "XXA".into(),
            without_documents: true,
            ..Person::default()
        },
    );
    subject.consents = vec![kept(13, subject.consents.remove(0).value)];
    subject.enrollments.clear();
    subject
}
