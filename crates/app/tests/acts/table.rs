//! Every act of the application, in one table: what it needs, and a call of it. The tests here hold for all of them.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use posta_app::permission::{Act, allows};
use posta_app::view::{
    AgendaInput, AuditFilter, CommitmentInput, ConsentInput, ConsultationInput, DraftInput, EligibilityInput,
    EnrollmentInput, EvaluationInput, ExportRequest, FiguresRequest, FirstDayView, FollowUpInput,
    MeetingInput, NeedView, ParticipantInput, PersonInput, PlanInput, ReferralInput, RegisterFilter,
    RegistrationInput, ScreeningInput, ServiceInput, ShelfInput, TrainingInput,
};
use posta_app::{App, Error};

use crate::department::{Device, PASSWORD, PEOPLE, block_on};

/// What has to be given before an act does anything.
pub enum Needs {
    /// Nobody has to be unlocked: it opens the device, tells what the unlock screen shows, or locks.
    Nobody,
    /// An unlocked user with a role that may do this.
    Somebody(Act),
}
use Needs::{Nobody, Somebody};

type Call = fn(&Arc<App>) -> Result<(), Error>;

/// Some record that does not exist.
const ID: &str = "00112233445566778899aabbccddeeff";
/// The hash of no entry.
const HASH: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
/// No code, but of the right form.
const CODE: &str = "0123-4567-89AB-CDEF";

/// Name of the function, what it needs, and a call of it with input that stands for any.
pub const ACTS: &[(&str, Needs, Call)] = &[
    ("open", Nobody, |_| App::open(Path::new("/nonexistent")).map(drop)),
    ("open_with_cost", Nobody, |_| Ok(())),
    ("open_with_clock", Nobody, |_| Ok(())),
    ("profile", Nobody, |app| app.profile().map(drop)),
    ("unlock", Nobody, |app| app.unlock(ID, "no").map(drop)),
    ("unlock_by_name", Nobody, |app| app.unlock_by_name(Some("Nadie"), "no").map(drop)),
    ("resume", Nobody, |app| app.resume(ID, "0000").map(drop)),
    ("lock", Nobody, |_| Ok(())),
    ("lock_all", Nobody, |_| Ok(())),
    ("mind_time", Nobody, |app| {
        app.mind_time();
        Ok(())
    }),
    ("look", Nobody, |app| {
        let _ = app.look();
        Ok(())
    }),
    ("set_look", Nobody, |app| app.set_look("pt", "night")),
    ("first_day", Nobody, |app| {
        let _ = app.first_day(ID);
        Ok(())
    }),
    ("set_first_day", Nobody, |app| app.set_first_day(ID, &FirstDayView::default())),
    ("look_at_invitation", Nobody, |app| block_on(app.look_at_invitation("", "no")).map(drop)),
    ("look_at_invitation_file", Nobody, |app| {
        app.look_at_invitation_file(Path::new("/nonexistent"), CODE).map(drop)
    }),
    ("join", Nobody, |app| block_on(app.join("", "no", PASSWORD)).map(drop)),
    ("join_from_file", Nobody, |app| app.join_from_file(Path::new("/nonexistent"), CODE, PASSWORD).map(drop)),
    ("resume_join", Nobody, |app| block_on(app.resume_join(PASSWORD)).map(drop)),
    ("begin_join_anew", Nobody, |app| block_on(app.begin_join_anew()).map(drop)),
    ("begin_recovery", Nobody, |app| app.begin_recovery(ID).map(drop)),
    ("finish_recovery", Nobody, |app| app.finish_recovery(ID, "no", PASSWORD).map(drop)),
    ("attach_request", Nobody, |app| app.attach_request().map(drop)),
    ("attach_finish", Nobody, |app| app.attach_finish("no", PASSWORD).map(drop)),
    ("qr", Nobody, |app| app.qr("text").map(drop)),
    ("read_qr", Nobody, |app| app.read_qr(0, 0, &[]).map(drop)),
    ("home", Somebody(Act::SeeHome), |app| app.home().map(drop)),
    ("catalogue", Somebody(Act::SeeHome), |app| app.catalogue("pt").map(drop)),
    ("find_people", Somebody(Act::FindPerson), |app| app.find_people("ana", 5).map(drop)),
    ("take_national_figures", Somebody(Act::SeeFigures), |app| {
        app.take_national_figures(Path::new("/nonexistent")).map(drop)
    }),
    ("national_figures", Somebody(Act::SeeFigures), |app| app.national_figures("", "es").map(drop)),
    ("practice_people", Somebody(Act::FindPerson), |app| app.practice_people().map(drop)),
    ("same_people", Somebody(Act::FindPerson), |app| {
        app.same_people(&PersonInput::default(), "", 3).map(drop)
    }),
    ("person", Somebody(Act::ShowPerson), |app| app.person(ID).map(drop)),
    ("look_for_pairs", Somebody(Act::ViewPairs), |app| app.look_for_pairs().map(drop)),
    ("pairs_page", Somebody(Act::ViewPairs), |app| app.pairs_page("open", 0, 1).map(drop)),
    ("pair", Somebody(Act::DecidePair), |app| app.pair(ID, ID).map(drop)),
    ("decide_pair", Somebody(Act::DecidePair), |app| app.decide_pair(ID, ID, "same").map(drop)),
    ("ask_elsewhere", Somebody(Act::ViewPairs), |app| block_on(app.ask_elsewhere()).map(drop)),
    ("elsewhere_page", Somebody(Act::ViewPairs), |app| app.elsewhere_page().map(drop)),
    ("decide_elsewhere", Somebody(Act::DecidePair), |app| app.decide_elsewhere(ID, ID, "same").map(drop)),
    ("look_up_elsewhere", Somebody(Act::LookUpElsewhere), |app| {
        block_on(app.look_up_elsewhere(&PersonInput::default())).map(drop)
    }),
    ("bring_person", Somebody(Act::LookUpElsewhere), |app| block_on(app.bring_person(ID)).map(drop)),
    ("conflicts_page", Somebody(Act::ResolveConflict), |app| app.conflicts_page("open", 0, 1).map(drop)),
    ("office_conflicts", Somebody(Act::TendOffice), |app| {
        app.office_conflicts("training", ID, "es").map(drop)
    }),
    ("put_off_conflict", Somebody(Act::ResolveConflict), |app| {
        app.put_off_conflict("person", ID, "birth").map(drop)
    }),
    ("register_person", Somebody(Act::RegisterPerson), |app| {
        app.register_person(&RegistrationInput::default()).map(drop)
    }),
    ("check_person", Somebody(Act::RegisterPerson), |app| {
        app.check_person(&PersonInput::default()).map(drop)
    }),
    ("check_eligibility", Somebody(Act::RegisterPerson), |app| {
        app.check_eligibility(&EligibilityInput::default()).map(drop)
    }),
    ("read_mrz", Somebody(Act::RegisterPerson), |app| app.read_mrz("no").map(drop)),
    ("open_card", Somebody(Act::FindPerson), |app| app.open_card("no").map(drop)),
    ("enroll_person", Somebody(Act::TendEnrollment), |app| {
        app.enroll_person(ID, &EnrollmentInput::default()).map(drop)
    }),
    ("decide_eligibility", Somebody(Act::TendEnrollment), |app| app.decide_eligibility(ID, &[]).map(drop)),
    ("mark_requirement", Somebody(Act::TendEnrollment), |app| {
        app.mark_requirement(ID, "identity", "have").map(drop)
    }),
    ("set_enrollment_status", Somebody(Act::TendEnrollment), |app| {
        app.set_enrollment_status(ID, "presentada", "", "").map(drop)
    }),
    ("change_facility", Somebody(Act::TendEnrollment), |app| app.change_facility(ID, "400107").map(drop)),
    ("record_consent", Somebody(Act::RecordConsent), |app| {
        app.record_consent(ID, &ConsentInput::default()).map(drop)
    }),
    ("set_household", Somebody(Act::EditPerson), |app| app.set_household(ID, "new", "head").map(drop)),
    ("sheet_languages", Somebody(Act::SeeHome), |app| app.sheet_languages().map(drop)),
    ("rights_sheet", Somebody(Act::SeeHome), |app| app.rights_sheet("es").map(drop)),
    ("sheet_print", Somebody(Act::SeeHome), |app| app.sheet_print("es", "a5").map(drop)),
    ("save_sheet", Somebody(Act::SeeHome), |app| {
        app.save_sheet("es", "a5", Path::new("/nonexistent")).map(drop)
    }),
    ("slip", Somebody(Act::NotePrinted), |app| app.slip(ID, "a6", "es").map(drop)),
    ("card", Somebody(Act::NotePrinted), |app| app.card(ID, "es").map(drop)),
    ("save_card", Somebody(Act::NotePrinted), |app| {
        app.save_card(ID, "es", Path::new("/nonexistent")).map(drop)
    }),
    ("save_slip", Somebody(Act::NotePrinted), |app| {
        app.save_slip(ID, "a6", "es", Path::new("/nonexistent")).map(drop)
    }),
    ("record_complaint", Somebody(Act::RecordComplaint), |app| {
        app.record_complaint("complaint", "no me atendieron", "")
    }),
    ("complaints", Somebody(Act::ReadComplaints), |app| app.complaints().map(drop)),
    ("import", Somebody(Act::RegisterPerson), |app| app.import(&b""[..]).map(drop)),
    ("edit_person", Somebody(Act::EditPerson), |app| app.edit_person(ID, &[]).map(drop)),
    ("resolve_conflict", Somebody(Act::ResolveConflict), |app| {
        app.resolve_conflict("person", ID, "phone", "1").map(drop)
    }),
    ("record_consultation", Somebody(Act::RecordConsultation), |app| {
        app.record_consultation(&ConsultationInput { person: ID.into(), ..Default::default() }).map(drop)
    }),
    ("consultation", Somebody(Act::ReadConsultation), |app| app.consultation(ID).map(drop)),
    ("unlinked_consultations", Somebody(Act::ReadConsultation), |app| app.unlinked_consultations().map(drop)),
    ("write_part", Somebody(Act::RecordConsultation), |app| {
        app.write_part(ID, "health", "", &ConsultationInput::default()).map(drop)
    }),
    ("sign_part", Somebody(Act::RecordConsultation), |app| app.sign_part(ID, "health", "").map(drop)),
    ("amend_part", Somebody(Act::RecordConsultation), |app| app.amend_part(ID, "health", "más").map(drop)),
    ("tend_need", Somebody(Act::RecordConsultation), |app| {
        app.tend_need(ID, &NeedView::default(), &NeedView::default()).map(drop)
    }),
    ("unlink_consultation", Somebody(Act::RecordConsultation), |app| app.unlink_consultation(ID).map(drop)),
    ("link_consultation", Somebody(Act::RecordConsultation), |app| app.link_consultation(ID, ID).map(drop)),
    ("instruments", Somebody(Act::Screen), |app| app.instruments(ID).map(drop)),
    ("questionnaire", Somebody(Act::Screen), |app| app.questionnaire("phq2").map(drop)),
    ("score_screening", Somebody(Act::Screen), |app| app.score_screening("phq2", &[]).map(drop)),
    ("record_screening", Somebody(Act::Screen), |app| {
        app.record_screening(&ScreeningInput { person: ID.into(), ..Default::default() }).map(drop)
    }),
    ("screenings", Somebody(Act::ReadConsultation), |app| app.screenings(ID).map(drop)),
    ("figures", Somebody(Act::SeeFigures), |app| {
        let (from, to) = ("2026-11-01".into(), "2026-11-30".into());
        app.figures(&FiguresRequest { from, to, ..Default::default() }).map(drop)
    }),
    ("figure_campaigns", Somebody(Act::SeeFigures), |app| app.figure_campaigns().map(drop)),
    ("figures_print", Somebody(Act::SeeFigures), |app| {
        app.figures_print(&FiguresRequest::default()).map(drop)
    }),
    ("save_figures", Somebody(Act::SeeFigures), |app| {
        app.save_figures(&FiguresRequest::default(), Path::new("/nowhere")).map(drop)
    }),
    ("services", Somebody(Act::SeeDirectory), |app| app.services(true).map(drop)),
    ("save_service", Somebody(Act::TendDirectory), |app| {
        app.save_service(&ServiceInput::default()).map(drop)
    }),
    ("verify_service", Somebody(Act::TendDirectory), |app| app.verify_service(ID).map(drop)),
    ("shelf", Somebody(Act::SeeShelf), |app| app.shelf("pt").map(drop)),
    ("search_shelf", Somebody(Act::SeeShelf), |app| app.search_shelf("ley", 3, "es").map(drop)),
    ("shelf_page", Somebody(Act::SeeShelf), |app| app.shelf_page(ID, "es").map(drop)),
    ("shelf_file", Somebody(Act::SeeShelf), |app| app.shelf_file(ID).map(drop)),
    ("save_shelf_file", Somebody(Act::SeeShelf), |app| {
        app.save_shelf_file(ID, Path::new("/nonexistent")).map(drop)
    }),
    ("save_shelf_item", Somebody(Act::TendShelf), |app| {
        app.save_shelf_item(&ShelfInput::default(), None).map(drop)
    }),
    ("add_shelf_file", Somebody(Act::TendShelf), |app| {
        app.add_shelf_file(ID, Path::new("/nonexistent")).map(drop)
    }),
    ("places_with", Somebody(Act::TendShelf), |app| app.places_with("pdf").map(drop)),
    ("trainings", Somebody(Act::SeeOffice), |app| app.trainings().map(drop)),
    ("training", Somebody(Act::SeeOffice), |app| app.training(ID, "es").map(drop)),
    ("training_report", Somebody(Act::SeeOffice), |app| {
        app.training_report("2026-01-01", "2026-12-31", "es").map(drop)
    }),
    ("save_training", Somebody(Act::TendOffice), |app| {
        app.save_training(&TrainingInput::default(), None).map(drop)
    }),
    ("withdraw_participant", Somebody(Act::TendOffice), |app| app.withdraw_participant(ID, true).map(drop)),
    ("save_participant", Somebody(Act::TendOffice), |app| {
        app.save_participant(&ParticipantInput::default(), None).map(drop)
    }),
    ("evaluate", Somebody(Act::Evaluate), |app| app.evaluate(&EvaluationInput::default()).map(drop)),
    ("certificate", Somebody(Act::TendOffice), |app| app.certificate(ID).map(drop)),
    ("save_certificate", Somebody(Act::TendOffice), |app| {
        app.save_certificate(ID, Path::new("/nonexistent")).map(drop)
    }),
    ("plans", Somebody(Act::SeeOffice), |app| app.plans().map(drop)),
    ("plan", Somebody(Act::SeeOffice), |app| app.plan(ID).map(drop)),
    ("meeting", Somebody(Act::SeeOffice), |app| app.meeting(ID).map(drop)),
    ("save_plan", Somebody(Act::TendOffice), |app| app.save_plan(&PlanInput::default(), None).map(drop)),
    ("save_meeting", Somebody(Act::TendOffice), |app| {
        app.save_meeting(&MeetingInput::default(), None).map(drop)
    }),
    ("save_commitment", Somebody(Act::TendOffice), |app| {
        app.save_commitment(&CommitmentInput::default(), None).map(drop)
    }),
    ("create_referral", Somebody(Act::Refer), |app| {
        app.create_referral(&ReferralInput { person: ID.into(), ..Default::default() }).map(drop)
    }),
    ("referrals", Somebody(Act::Refer), |app| app.referrals(true).map(drop)),
    ("referral", Somebody(Act::Refer), |app| app.referral(ID).map(drop)),
    ("step_referral", Somebody(Act::Refer), |app| app.step_referral(ID, "enviada", "").map(drop)),
    ("referral_letter", Somebody(Act::Refer), |app| app.referral_letter(ID, "a5", "es").map(drop)),
    ("note_letter_printed", Somebody(Act::Refer), |app| app.note_letter_printed(ID)),
    ("save_referral_letter", Somebody(Act::Refer), |app| {
        app.save_referral_letter(ID, "a5", "es", Path::new("/nonexistent")).map(drop)
    }),
    ("summary_offer", Somebody(Act::ShareSummary), |app| app.summary_offer(ID).map(drop)),
    ("summary_page", Somebody(Act::ShareSummary), |app| app.summary_page(ID, &[], "a5", "es").map(drop)),
    ("save_summary", Somebody(Act::ShareSummary), |app| {
        app.save_summary(ID, &[], "a5", "es", Path::new("/nonexistent")).map(drop)
    }),
    ("hand_on", Somebody(Act::ShareSummary), |app| app.hand_on(ID, "040101", &[]).map(drop)),
    ("read_summary", Somebody(Act::ReadSummary), |app| app.read_summary("no").map(drop)),
    ("answer_referral", Somebody(Act::AnswerReferral), |app| app.answer_referral("no").map(drop)),
    ("agenda", Somebody(Act::KeepAgenda), |app| app.agenda(&AgendaInput::default()).map(drop)),
    ("plan_follow_up", Somebody(Act::KeepAgenda), |app| {
        app.plan_follow_up(&FollowUpInput { person: ID.into(), ..Default::default() }).map(drop)
    }),
    ("settle_follow_up", Somebody(Act::KeepAgenda), |app| app.settle_follow_up(ID, "hecho", "").map(drop)),
    ("reassign_follow_up", Somebody(Act::KeepAgenda), |app| {
        app.reassign_follow_up(ID, &FollowUpInput::default()).map(drop)
    }),
    ("team_mates", Somebody(Act::KeepAgenda), |app| app.team_mates().map(drop)),
    ("save_draft", Somebody(Act::KeepDraft), |app| {
        app.save_draft(&DraftInput { kind: "registration".into(), form: "{}".into(), ..Default::default() })
            .map(drop)
    }),
    ("discard_draft", Somebody(Act::KeepDraft), |app| app.discard_draft(ID)),
    ("register_page", Somebody(Act::ViewRegister), |app| {
        app.register_page(&RegisterFilter::default()).map(drop)
    }),
    ("open_restricted", Somebody(Act::OpenRestricted), |app| {
        app.open_restricted(ID, "care_now", "").map(drop)
    }),
    ("note_printed", Somebody(Act::NotePrinted), |app| app.note_printed(ID).map(drop)),
    ("export_person", Somebody(Act::ExportPerson), |app| {
        app.export_person(ID, Path::new("/nonexistent")).map(drop)
    }),
    ("preview_table", Somebody(Act::RegisterPerson), |app| {
        app.preview_table(Path::new("/nonexistent"), &[]).map(drop)
    }),
    ("import_table", Somebody(Act::RegisterPerson), |app| {
        app.import_table(Path::new("/nonexistent"), &[]).map(drop)
    }),
    ("export_preview", Somebody(Act::ExportRegister), |app| {
        app.export_preview(&ExportRequest::default()).map(drop)
    }),
    ("export_run", Somebody(Act::ExportRegister), |app| {
        app.export_run(&ExportRequest::default(), Path::new("/nonexistent")).map(drop)
    }),
    ("export_progress", Somebody(Act::ExportRegister), |app| app.export_progress().map(drop)),
    ("hand_over", Somebody(Act::HandOver), |app| app.hand_over(ID, "same_day", "").map(drop)),
    ("tell_protection", Somebody(Act::TellProtection), |app| app.tell_protection(ID, "").map(drop)),
    ("notices", Somebody(Act::ReadNotices), |app| app.notices().map(drop)),
    ("settle_notice", Somebody(Act::SettleNotice), |app| app.settle_notice(ID)),
    ("members", Somebody(Act::ViewAside), |app| app.members().map(drop)),
    ("revoke_user", Somebody(Act::RevokeMember), |app| app.revoke_user(ID, "left").map(drop)),
    ("revoke_device", Somebody(Act::RevokeMember), |app| app.revoke_device(ID, "lost").map(drop)),
    ("admit", Somebody(Act::AdmitAside), |app| app.admit(ID, 1, HASH).map(drop)),
    ("audit_page", Somebody(Act::ViewAudit), |app| app.audit_page(&AuditFilter::default()).map(drop)),
    ("check_audit", Somebody(Act::ViewAudit), |app| app.check_audit().map(drop)),
    ("order_erasure", Somebody(Act::OrderErasure), |app| app.order_erasure(ID, "request", &[]).map(drop)),
    ("agree_erasure", Somebody(Act::AgreeErasure), |app| app.agree_erasure(HASH).map(drop)),
    ("erasures", Somebody(Act::ViewErasures), |app| app.erasures().map(drop)),
    ("past_retention", Somebody(Act::ViewErasures), |app| app.past_retention().map(drop)),
    ("sync_now", Somebody(Act::Exchange), |app| block_on(app.sync_now()).map(drop)),
    // Called by a timer, which has nobody to tell: with nobody unlocked none is due.
    ("sync_if_due", Nobody, |app| block_on(app.sync_if_due()).map(drop)),
    ("sync_progress", Somebody(Act::Exchange), |app| app.sync_progress().map(drop)),
    ("note_network", Somebody(Act::Exchange), |app| app.note_network()),
    ("sync_by", Somebody(Act::Exchange), |app| {
        let nowhere = posta_sync::Http::new("http://127.0.0.1:9", posta_identity::Hash32::ZERO).unwrap();
        block_on(app.sync_by(&nowhere)).map(drop)
    }),
    ("sync_view", Somebody(Act::Exchange), |app| app.sync_view().map(drop)),
    ("carry_view", Somebody(Act::Exchange), |app| app.carry_view().map(drop)),
    ("carry_save", Somebody(Act::Exchange), |app| app.carry_save(Path::new("/nonexistent"), "all").map(drop)),
    ("carry_take", Somebody(Act::Exchange), |app| app.carry_take(Path::new("/nonexistent")).map(drop)),
    ("peer_listen", Somebody(Act::Exchange), |app| block_on(app.peer_listen()).map(drop)),
    ("peer_listen_at", Somebody(Act::Exchange), |app| {
        block_on(app.peer_listen_at(std::net::Ipv4Addr::LOCALHOST)).map(drop)
    }),
    ("peer_call", Somebody(Act::Exchange), |app| block_on(app.peer_call("no")).map(drop)),
    ("meet_by", Somebody(Act::Exchange), |app| {
        let (near, _) = tokio::io::duplex(64);
        block_on(app.meet_by(posta_sync::Talk::over(Box::new(near), [7; 32]))).map(drop)
    }),
    ("peer_view", Somebody(Act::Exchange), |app| app.peer_view().map(drop)),
    ("peer_confirm", Somebody(Act::Exchange), |app| app.peer_confirm().map(drop)),
    ("peer_stop", Somebody(Act::Exchange), |app| app.peer_stop().map(drop)),
    ("status", Somebody(Act::Inspect), |app| app.status().map(drop)),
    ("digest", Somebody(Act::Inspect), |app| app.digest().map(drop)),
    ("check", Somebody(Act::Inspect), |app| app.check().map(drop)),
    ("inspect_challenge", Somebody(Act::AnswerRecovery), |app| app.inspect_challenge("no").map(drop)),
    ("answer_recovery", Somebody(Act::AnswerRecovery), |app| {
        app.answer_recovery("no", Path::new("/nonexistent"), &[]).map(drop)
    }),
    ("attach_answer", Somebody(Act::Attach), |app| app.attach_answer("no", PASSWORD).map(drop)),
    ("change_password", Somebody(Act::KeepSession), |app| app.change_password(PASSWORD, PASSWORD)),
    ("set_pin", Somebody(Act::KeepSession), |app| app.set_pin("4071")),
    ("pause", Somebody(Act::KeepSession), |app| app.pause()),
    ("touch", Somebody(Act::KeepSession), |app| app.touch()),
];

#[test]
fn no_public_function_of_the_application_is_missing_from_the_table() {
    let listed: BTreeSet<String> = ACTS.iter().map(|(name, ..)| (*name).to_owned()).collect();
    assert_eq!(listed.len(), ACTS.len(), "an act is listed twice");
    let mut written = BTreeSet::new();
    scan(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut written);
    assert_eq!(written, listed);
}

/// Names of the public functions of every `impl App` under a folder.
fn scan(folder: &Path, names: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            scan(&path, names);
            continue;
        }
        let mut inside = false;
        for line in std::fs::read_to_string(&path).unwrap().lines() {
            match line {
                "impl App {" => inside = true,
                "}" => inside = false,
                _ => {}
            }
            let function = line.strip_prefix("    pub ").map(|rest| rest.trim_start_matches("async "));
            if let Some(name) = function.and_then(|rest| rest.strip_prefix("fn ")).filter(|_| inside) {
                names.insert(name.split(['(', '<']).next().unwrap().to_owned());
            }
        }
    }
}

#[test]
fn an_act_answers_not_allowed_to_exactly_those_roles_that_the_table_does_not_name() {
    let device = Device::of_everybody();
    for (user, role, _) in &PEOPLE {
        for (name, needs, call) in ACTS {
            let Somebody(act) = needs else { continue };
            device.unlock(user);
            let answer = call(&device.app);
            let refused = matches!(answer, Err(Error::NotAllowed));
            assert_eq!(refused, !allows(role, *act), "{name} by {role}: {answer:?}");
            assert!(!matches!(answer, Err(Error::Locked)), "{name} by {role}");
        }
    }
}

#[test]
fn with_nobody_unlocked_every_act_that_needs_somebody_refuses() {
    let device = Device::of_everybody();
    let assert_all_refuse = |when: &str| {
        for (name, needs, call) in ACTS {
            if let Somebody(_) = needs {
                assert!(matches!(call(&device.app), Err(Error::Locked)), "{name} {when}");
            }
        }
    };
    assert_all_refuse("before any unlock");
    for (user, ..) in &PEOPLE {
        device.unlock(user);
        device.app.lock();
        assert_all_refuse("after a lock");
        device.unlock(user);
        device.app.set_pin("4071").unwrap();
        device.app.pause().unwrap();
        assert_all_refuse("after a pause");
        device.app.lock_all();
        assert_all_refuse("after all were locked");
    }
}

#[test]
fn acts_that_need_nobody_tell_and_change_nothing_of_anybody() {
    let device = Device::of_everybody();
    // How the window looks is nobody's.
    device.app.set_look("pt", "night").unwrap();
    let before = device.files();
    for (name, needs, call) in ACTS {
        if let Nobody = needs {
            // What they answer with such input differs; what they leave does not.
            let _ = call(&device.app);
            assert!(device.app.profile().unwrap().session.is_none(), "{name}");
        }
    }
    assert!(device.files() == before, "an act without a user wrote into the home");
}
