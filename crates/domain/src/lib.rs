//! What is true in the field: people, enrollments, consultations, posts and the country packs that give them words.
//!
//! No I/O, no clock, no randomness: the day, the author and new ids are values that the caller passes in.
//! A record is also a flat map of [`Fields`], which is how it travels; reading it is total and tolerant, so that
//! what a newer version wrote is kept and never stops an older one.

mod accompaniment;
mod aggregate;
mod audit;
mod base32;
mod birth;
mod card_code;
mod complaint;
mod consent;
mod consultation;
mod eligibility;
mod enrollment;
mod fields;
mod fold;
mod follow_up;
mod form_band;
mod household;
mod id;
mod identity_document;
pub mod import;
mod indicator;
mod linkage;
mod month_figures;
mod mrz;
mod names_apart;
mod notice;
mod number_check;
mod pack;
mod person;
mod plan;
mod post;
mod problem;
mod publication;
mod put_off;
mod questionnaire;
mod reasons;
mod redacted;
mod referral;
mod release;
mod requirement;
mod retention;
mod screening;
mod service;
mod summary;
mod suppression;
pub mod synthetic;
mod text;
mod training;
mod whole;
mod words;

pub use accompaniment::{Accompaniment, Company, MAX_ACCOMPANIMENT};
pub use aggregate::Aggregate;
pub use audit::{AuditAct, AuditRecord, MAX_AUDIT_RECORD};
pub use birth::Birth;
pub use card_code::CardCode;
pub use complaint::{Complaint, ComplaintKind, MAX_COMPLAINT};
pub use consent::{Consent, ConsentMode};
pub use consultation::{
    Amendment, AttentionMode, Consultation, HealthPart, NeedSeen, NeedState, Part, Pregnancy, Sign, Signed,
    SocialPart, part_of,
};
pub use eligibility::condition::{AgeBand, Condition, Papers};
pub use eligibility::rule::{AskedFact, Norm, Orientation, OutcomeWord, Rule};
pub use eligibility::{Decision, Extent, Facts, Group, Outcome};
pub use enrollment::{Enrollment, EnrollmentStatus, RequirementSeen, RequirementState};
pub use fields::{Fields, Scalar, changed_fields, changed_over, is_act};
pub use fold::fold;
pub use follow_up::{FollowUp, FollowUpState};
pub use form_band::{FORM_BANDS, form_band};
pub use household::HouseholdRole;
pub use id::{DocumentId, Kind, NotAnId};
pub use identity_document::{DocumentState, IdentityDocument};
pub use indicator::{Indicator, Tallied};
pub use linkage::{Linkage, LinkageDecision};
pub use month_figures::{CountedMonth, FiguresError, LONGEST_FIGURES, MonthFigures, Numbers};
pub use mrz::{Mrz, MrzForm, alpha2, alpha3, check_digit, looks_like_mrz};
pub use names_apart::{NamesApart, compare_names};
pub use notice::{MAX_NOTICE, Notice};
pub use number_check::{BornInNumber, CardParts, born_in_number, normal_number, odd_number, read_card};
pub use pack::{
    Alert, CONFIDENTIAL_NEED, Campaign, CardOf, ConsentText, Department, DocumentKind, Facility, Guide,
    Municipality, PURPOSES, Pack, PackError, PackFile, PackPdf, Section, Sheet, Shelf, ShelfEntry,
    TrainingBank, TrainingOption, TrainingQuestion, Word, check_packs,
};
pub use person::{Person, Sex, UNNAMED};
pub use plan::{
    Commitment, CommitmentOf, CommitmentState, CommitmentTerm, MOST_PRACTICES, Meeting, MeetingKind, Plan,
    tables_of,
};
pub use post::Post;
pub use problem::{Problem, Severity};
pub use publication::{
    FILE_BYTES_MAX, PIECE_BYTES, Publication, PublicationFile, PublicationKind, PublicationPiece,
    SHELF_TEXT_MAX, is_pdf, is_shelf_date,
};
pub use put_off::{is_put_off, is_put_off_key, put_off_key, put_off_mark};
pub use questionnaire::{
    AnswerOption, Band, Instrument, Item, Positive, Questionnaire, REFUSED, RiskPath, RiskRule, Score,
};
pub use reasons::{ErasureBasis, NoticeReason, OpeningReason, RevocationReason};
pub use referral::{
    AnswerCode, LetterPiece, MAX_REFERRAL_TOLD, Referral, ReferralEvent, ReferralSecret, ReferralState,
    ReferralTold, ReferralWay, Standing, Urgency,
};
pub use release::{ConsentDecision, Consents, Purpose, Released};
pub use requirement::{Need, Requirement};
pub use retention::Retention;
pub use screening::Screening;
pub use service::{Service, VERIFY_AFTER_DAYS};
pub use summary::{FollowUpKind, HandedOn, MAX_HANDED_ON, MAX_SUMMARY, Summary, SummaryItem, SummarySource};
pub use suppression::{BELOW_INSIDE, BELOW_OUTSIDE, Grid, suppress};
pub use training::{
    DONT_KNOW, EvaluationMoment, Gain, Participant, ParticipantRole, ParticipantSex, RENEWAL_NOTICE_DAYS,
    RoleCount, Training, TrainingCounts, TrainingKind, TrainingState, gain_of, people_of, student_t,
};
